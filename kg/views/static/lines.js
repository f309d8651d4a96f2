"use strict";
// How a line and a node look: colour tells the group, dashes the certainty, width and size the number of events.
(() => {
  const DASHES = { actual: false, planned: [9, 5], hypothetical: [2, 5], denied: [10, 4, 2, 4] };
  const STEP = 0.17;

  // Lines of one pair lie side by side, and a line's place does not depend on which of the two it starts from.
  function fanned(lines) {
    const pairs = new Map();
    for (const line of lines) {
      if (!pairs.has(line.pair)) pairs.set(line.pair, []);
      pairs.get(line.pair).push(line);
    }
    for (const group of pairs.values()) {
      group.sort((a, b) => (a.key < b.key ? -1 : 1)).forEach((line, n) => {
        line.lean = (n - (group.length - 1) / 2) * STEP * (line.from < line.to ? 1 : -1);
      });
    }
    return lines;
  }
  const smooth = (lean) => (lean ? { enabled: true, type: lean > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(lean) } : { enabled: false });
  // A line that is not near what is chosen steps back.
  kg.lineOf = (line, colors, faded) => ({
    id: line.key, from: line.from, to: line.to, width: kg.width(line), dashes: DASHES[line.modality], smooth: smooth(line.lean),
    color: { color: colors[line.group], highlight: colors[line.group], hover: colors[line.group], opacity: kg.opacity(line, faded) },
    arrows: { to: { enabled: !line.mutual, scaleFactor: 0.55, type: line.modality === "actual" ? "arrow" : "vee" } },
  });
  // Widths and sizes grow with the number of events; where the most are very many, as shares of the most.
  const FEW = { line: 15, node: 75 };
  let top = FEW;
  // Among many lines those of one event, or of few where others have hundreds, step back: the strong ones are seen.
  kg.opacity = (line, faded) => {
    const many = kg.drawn.lines.length, weak = line.events.size < Math.max(2, top.line / 25), chosen = kg.state.sel || kg.state.tie;
    return faded ? 0.12 : !weak || many <= 80 ? 0.95 : many <= 200 || chosen ? 0.7 : 0.4;
  };
  kg.measure = (lines, counts) => { top = { line: lines.reduce((most, line) => Math.max(most, line.events.size), FEW.line), node: [...counts.values()].reduce((most, n) => Math.max(most, n), FEW.node) }; };
  kg.width = (line) => {
    const more = line.events.size - 1, thin = kg.drawn.lines.length > 80 ? 1.1 : 1.8;
    return kg.grown * (top.line > FEW.line ? thin + 8.5 * Math.sqrt(more / (top.line - 1)) : Math.min(thin + 1.5 * more ** 0.7, 10));
  };
  kg.size = (count) => kg.grown * (5 + 26 * Math.sqrt(count / top.node));
  kg.nodeOf = (n, count, colors, faded) => {
    const node = kg.nodes.get(n), state = kg.data.actors[n].kind === "State";
    const fill = state ? colors.ink : colors.paper;
    return {
      ...node, size: kg.size(count) * (node.shape === "dot" ? 0.85 : 1), opacity: faded ? 0.2 : 1, borderWidth: state ? 1 : 2, borderWidthSelected: 3,
      color: { background: fill, border: state ? colors.paper : colors.ink, highlight: { background: colors.accent, border: colors.ink }, hover: { background: colors.accent, border: colors.ink } },
    };
  };
  kg.colors = () => Object.fromEntries(["ink", "soft", "paper", "accent", ...Object.keys(kg.data.groups)].map((name) => [name, kg.color(name)]));
  // What a line says: in "who demanded what" the demand itself, elsewhere the kinds of events and how many.
  kg.lineWords = (line) => {
    const events = kg.list(line.events), said = events.find((event) => event.content), kinds = [...new Set(events.map((event) => kg.words(event.type)))];
    if (kg.state.view === "who-demanded-what" && said) return kg.cut(said.content, 56) + (events.length > 1 ? ` (+${events.length - 1})` : "");
    const soft = events.filter((event) => event.modality !== "actual").length;
    const sure = soft && soft < events.length ? ` (${soft} not certain)` : "";
    return kinds.slice(0, 2).join(", ") + (kinds.length > 2 ? " …" : "") + (events.length > 1 ? ` × ${events.length}` : "") + sure;
  };
  kg.lineTitle = (line) => `${kg.label(line.from)} ${line.mutual ? "and" : "→"} ${kg.label(line.to)}`;
  kg.fanned = fanned;
  kg.DASHES = DASHES;
})();
