"use strict";
// The picture as SVG: the same lines, shapes and names, at the places they have on the screen.
(() => {
  const XML = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  // Letters that XML can't hold are left out.
  const text = (words) => String(words).replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "").replace(/[&<>"']/g, (letter) => XML[letter]);
  const tag = (name, facts, inner = "") => `<${name}${Object.entries(facts).map(([key, value]) => ` ${key}="${text(value)}"`).join("")}>${inner}</${name}>`;
  const round = (number) => Math.round(number * 10) / 10;

  function lineTag(line, places) {
    const from = places[line.from], to = places[line.to], edge = kg.picture.body.edges[line.key], via = line.lean && edge ? edge.edgeType.getViaNode() : null;
    const tip = kg.drawn.nodes.get(line.to).size + 3, back = via || from, far = Math.hypot(to.x - back.x, to.y - back.y) || 1, end = line.mutual ? to : { x: to.x - (to.x - back.x) * tip / far, y: to.y - (to.y - back.y) * tip / far };
    const path = `M${round(from.x)} ${round(from.y)}${via ? `Q${round(via.x)} ${round(via.y)} ` : "L"}${round(end.x)} ${round(end.y)}`;
    return tag("path", { d: path, fill: "none", stroke: kg.drawn.colors[line.group], "stroke-width": round(kg.width(line)), "stroke-dasharray": (kg.DASHES[line.modality] || []).join(" ") || "none", ...(line.mutual ? {} : { "marker-end": `url(#${line.group})` }) }, tag("title", {}, text(`${kg.lineTitle(line)}: ${kg.lineWords(line)}`)));
  }
  function nodeTag(n, { x, y }) {
    const actor = kg.data.actors[n], { size } = kg.drawn.nodes.get(n), { ink, paper } = kg.drawn.colors, state = actor.kind === "State";
    return tag("path", { d: kg.SHAPES[actor.kind] || kg.SHAPES.State, transform: `translate(${round(x - size)} ${round(y - size)}) scale(${round(size / 6 * 10) / 10})`, fill: state ? ink : paper, stroke: ink, "stroke-width": 1 }, tag("title", {}, text(actor.label)));
  }
  const wordTag = ({ text: words, x, y, bold }, size, fill) => tag("text", { x: round(x), y: round(y), "font-size": round(size), "font-weight": bold ? 600 : 400, "text-anchor": "middle", "dominant-baseline": "middle", fill, stroke: kg.drawn.colors.paper, "stroke-width": round(size / 3), "paint-order": "stroke", "stroke-linejoin": "round" }, text(words));

  kg.svg = () => {
    kg.picture.redraw();
    const places = Object.fromEntries([...kg.drawn.nodes.keys()].map((n) => [n, kg.nodes.get(n)])), scale = kg.picture.getScale(), { colors } = kg.drawn, xs = [...kg.drawn.nodes.keys()].map((n) => places[n].x), ys = [...kg.drawn.nodes.keys()].map((n) => places[n].y), margin = 110 / scale;
    const left = Math.min(...xs) - margin, top = Math.min(...ys) - margin * 0.6, wide = Math.max(...xs) - left + margin, high = Math.max(...ys) - top + margin * 0.6, box = [left, top, wide, high].map(round);
    const heads = Object.keys(kg.data.groups).map((group) => tag("marker", { id: group, viewBox: "0 0 10 10", refX: 8, refY: 5, markerWidth: 10, markerHeight: 10, markerUnits: "userSpaceOnUse", orient: "auto" }, tag("path", { d: "M0 0L10 5L0 10z", fill: colors[group] })));
    const parts = [tag("title", {}, text(document.title)), tag("defs", {}, heads.join("")), tag("rect", { x: box[0], y: box[1], width: box[2], height: box[3], fill: colors.paper })];
    parts.push(...kg.drawn.lines.map((line) => lineTag(line, places)), ...[...kg.drawn.nodes.keys()].map((n) => nodeTag(n, places[n])));
    parts.push(...kg.labels.lines.map((each) => wordTag(each, 11 / scale, colors.soft)), ...kg.labels.actors.map((each) => wordTag(each, 12.5 / scale, colors.ink)));
    return tag("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: box.join(" "), width: round(wide * scale), height: round(high * scale), "font-family": "system-ui, sans-serif" }, parts.join("\n")) + "\n";
  };
})();
