"use strict";
// The picture or the timeline as SVG: what is on the screen, at its places, with its title above and its legend below.
(() => {
  const XML = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" }, HEAD = 58, ROW = 20, LEAST = 640;
  // Letters that XML can't hold are left out.
  const text = (words) => String(words).replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "").replace(/[&<>"']/g, (letter) => XML[letter]);
  const tag = (name, facts, inner = "") => `<${name}${Object.entries(facts).map(([key, value]) => ` ${key}="${text(value)}"`).join("")}>${inner}</${name}>`;
  const round = (number) => Math.round(number * 10) / 10;
  const faint = (faded) => (faded ? { opacity: 0.2 } : {});

  function lineTag(line, places) {
    const from = places[line.from], to = places[line.to], edge = kg.picture.body.edges[line.key], via = line.lean && edge ? edge.edgeType.getViaNode() : null;
    const tip = kg.drawn.nodes.get(line.to).size + 3, back = via || from, far = Math.hypot(to.x - back.x, to.y - back.y) || 1, end = line.mutual ? to : { x: to.x - (to.x - back.x) * tip / far, y: to.y - (to.y - back.y) * tip / far };
    const path = `M${round(from.x)} ${round(from.y)}${via ? `Q${round(via.x)} ${round(via.y)} ` : "L"}${round(end.x)} ${round(end.y)}`;
    return tag("path", { d: path, fill: "none", stroke: kg.drawn.colors[line.group], "stroke-width": round(kg.width(line)), "stroke-dasharray": (kg.DASHES[line.modality] || []).join(" ") || "none", opacity: kg.opacity(line, line.faded), ...(line.mutual ? {} : { "marker-end": `url(#${line.group})` }) }, tag("title", {}, text(`${kg.lineTitle(line)}: ${kg.lineWords(line)}`)));
  }
  function shapeTag(kind, { x, y }, size, { ink, paper }, more, inner = "") {
    const state = kind === "State";
    return tag("path", { d: kg.SHAPES[kind] || kg.SHAPES.State, transform: `translate(${round(x - size)} ${round(y - size)}) scale(${round(size / 6 * 100) / 100})`, fill: state ? ink : paper, stroke: state ? paper : ink, "stroke-width": state ? 1 : 1.8, "vector-effect": "non-scaling-stroke", ...more }, inner);
  }
  function nodeTag(n, place) {
    const actor = kg.data.actors[n], { size, faded } = kg.drawn.nodes.get(n);
    return shapeTag(actor.kind, place, size, kg.drawn.colors, faint(faded), tag("title", {}, text(actor.label)));
  }
  const wordTag = ({ text: words, x, y, bold, faded }, size, fill) => tag("text", { x: round(x), y: round(y), "font-size": round(size), "font-weight": bold ? 600 : 400, "text-anchor": "middle", "dominant-baseline": "middle", fill, stroke: kg.drawn.colors.paper, "stroke-width": round(size / 3), "paint-order": "stroke", "stroke-linejoin": "round", ...(faded ? { opacity: 0.35 } : {}) }, text(words));

  // The part of the picture that is in sight, no more of it than there is something to see.
  function box(places, scale) {
    const { clientWidth: wide, clientHeight: high } = kg.at("network"), margin = 110 / scale, all = Object.values(places), one = kg.picture.DOMtoCanvas({ x: 0, y: 0 }), other = kg.picture.DOMtoCanvas({ x: wide, y: high });
    if (!all.length) return { left: one.x, top: one.y, right: other.x, bottom: other.y };
    const edge = (axis, by) => [Math.min(...all.map((each) => each[axis])) - by, Math.max(...all.map((each) => each[axis])) + by], [left, right] = edge("x", margin), [top, bottom] = edge("y", margin * 0.6);
    const seen = { left: Math.max(left, one.x), top: Math.max(top, one.y), right: Math.min(right, other.x), bottom: Math.min(bottom, other.y) };
    return seen.left < seen.right && seen.top < seen.bottom ? seen : { left, top, right, bottom };
  }
  function head(wide, { ink, soft }) {
    return tag("text", { x: 16, y: 26, "font-size": 17, "font-weight": 600, fill: ink }, text(kg.cut(document.title, Math.floor(wide / 9)))) + tag("text", { x: 16, y: 46, "font-size": 12, fill: soft }, text(kg.at("summary").textContent));
  }
  // What shapes, colours and dashes mean, as far as they occur.
  function signs(colors) {
    const of = (values) => new Set(values), groups = of(kg.drawn.lines.map((line) => line.group)), sure = of(kg.drawn.lines.map((line) => line.modality)), kinds = of([...kg.drawn.nodes.keys()].map((n) => kg.data.actors[n].kind));
    const stroke = (color, dash) => ({ draw: (x, y) => tag("path", { d: `M${x} ${y}h26`, stroke: color, "stroke-width": 2.4, "stroke-dasharray": (kg.DASHES[dash] || []).join(" ") || "none" }), wide: 32 });
    const parts = Object.entries(kg.data.groups).filter(([name]) => groups.has(name)).map(([name, { words }]) => ({ ...stroke(colors[name]), words }));
    if (sure.size > 1 || !sure.has("actual")) parts.push(...kg.MODALITIES.filter((name) => sure.has(name)).map((name) => ({ ...stroke(colors.ink, name), words: kg.SURE[name] })));
    parts.push(...Object.keys(kg.SHAPES).filter((kind) => kinds.has(kind)).map((kind) => ({ draw: (x, y) => shapeTag(kind, { x: x + 6, y }, 6, colors, {}), wide: 18, words: kg.KINDS[kind] })));
    return parts;
  }
  // Signs with their words, in as many rows as they need.
  function legend(parts, wide, top, colors) {
    let x = 16, y = top + 14;
    const found = parts.map((part) => {
      const room = part.wide + kg.wide(part.words, "12px") + 18;
      if (x + room > wide && x > 16) { x = 16; y += ROW; }
      const drawn = part.draw(x, y) + tag("text", { x: x + part.wide, y: y + 4, "font-size": 12, fill: colors.ink }, text(part.words));
      x += room;
      return drawn;
    });
    return { drawn: found.join("\n"), bottom: y + ROW };
  }
  function network() {
    kg.picture.redraw();
    const places = Object.fromEntries([...kg.drawn.nodes.keys()].map((n) => [n, kg.nodes.get(n)])), scale = kg.picture.getScale(), { colors } = kg.drawn, { left, top, right, bottom } = box(places, scale);
    const wide = Math.max(LEAST, Math.ceil((right - left) * scale)), high = Math.ceil((bottom - top) * scale);
    const heads = Object.keys(kg.data.groups).map((group) => tag("marker", { id: group, viewBox: "0 0 10 10", refX: 8, refY: 5, markerWidth: 10, markerHeight: 10, markerUnits: "userSpaceOnUse", orient: "auto" }, tag("path", { d: "M0 0L10 5L0 10z", fill: colors[group] })));
    const drawn = [...kg.drawn.lines.map((line) => lineTag(line, places)), ...[...kg.drawn.nodes.keys()].map((n) => nodeTag(n, places[n])), ...kg.labels.lines.map((each) => wordTag(each, 11 / scale, colors.soft)), ...kg.labels.actors.map((each) => wordTag(each, 12.5 / scale, colors.ink))];
    const picture = tag("svg", { x: 0, y: HEAD, width: wide, height: high, viewBox: [left, top, right - left, bottom - top].map(round).join(" "), overflow: "hidden" }, drawn.join("\n"));
    return framed(tag("defs", {}, heads.join("")) + picture, signs(colors), wide, high, colors);
  }
  // A picture on paper of its own, with what it shows above and what its signs mean below.
  function framed(picture, parts, wide, high, colors) {
    const below = legend(parts, wide, HEAD + high, colors), whole = [tag("title", {}, text(document.title)), tag("rect", { width: wide, height: below.bottom, fill: colors.paper }), head(wide, colors), picture, below.drawn];
    return tag("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${wide} ${below.bottom}`, width: wide, height: below.bottom, "font-family": "system-ui, sans-serif" }, whole.join("\n")) + "\n";
  }
  // The timeline is SVG already; what the page's style adds is written beside each part.
  const KEPT = { text: ["fill", "stroke", "font-size", "font-weight", "text-anchor"], tspan: [], g: [], path: ["fill", "stroke", "stroke-width"], rect: ["fill"], line: ["stroke", "stroke-width"], title: [] };
  const PLACED = ["x", "y", "x1", "x2", "y1", "y2", "width", "height", "d", "transform"];
  function copied(node) {
    if (node.nodeType === Node.TEXT_NODE) return text(node.data);
    if (!Object.hasOwn(KEPT, node.localName) || node.matches(".hit, .across")) return "";
    const style = getComputedStyle(node), facts = PLACED.filter((name) => node.hasAttribute(name)).map((name) => [name, node.getAttribute(name)]);
    return tag(node.localName, Object.fromEntries([...facts, ...KEPT[node.localName].map((name) => [name, style.getPropertyValue(name)])]), [...node.childNodes].map(copied).join(""));
  }
  function timeline() {
    const [axis, names, marks] = document.querySelectorAll("#timeline-pane .lanes svg"), colors = kg.colors(), of = (svg, side) => Number(svg.getAttribute(side)), left = of(names, "width"), top = of(axis, "height");
    const at = (x, y, svg) => tag("g", { transform: `translate(${x} ${y})` }, [...svg.childNodes].map(copied).join("\n"));
    const seen = new Set(kg.events().filter((event) => event.day).map((event) => event.group)), small = (group) => (x, y) => tag("g", { transform: `translate(${x} ${y - 6})` }, tag("path", { d: kg.glyph(group).getAttribute("d"), fill: colors[group] }));
    const parts = Object.entries(kg.data.groups).filter(([name]) => seen.has(name)).map(([name, { words }]) => ({ draw: small(name), wide: 18, words }));
    parts.push({ draw: () => "", wide: 0, words: "Hollow: planned, hypothetical or denied. Small: at the day of its article." });
    return framed(at(left, HEAD, axis) + at(0, HEAD + top, names) + at(left, HEAD + top, marks), parts, left + of(marks, "width"), top + of(names, "height") + 12, colors);
  }
  kg.svg = () => (kg.state.tab === "timeline" && document.querySelector(".lanes") ? timeline() : network());
})();
