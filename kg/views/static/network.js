"use strict";
// The network of actors, drawn by vis-network; positions come with the page.
(() => {
  let picture = null, nodes = null, lines = null;
  const place = document.getElementById("network");
  const NAMES = { talk: "meet, agree, support, cooperate", give: "aid, concede, withdraw", ask: "ask, demand", oppose: "accuse, reject, threaten, protest", harm: "attack, coerce, sanction, mobilize", say: "state" };

  function nodeOf(actor, weight) {
    const ink = kg.color("ink"), raised = kg.color("raised");
    return { id: actor.id, label: actor.label, shape: actor.shape, x: actor.x, y: actor.y, size: 9 + 3.5 * Math.sqrt(weight), color: { background: raised, border: ink, highlight: { background: kg.color("accent"), border: ink }, hover: { background: kg.color("accent"), border: ink } }, font: { color: ink, strokeColor: kg.color("paper") } };
  }
  function lineOf(edge, number) {
    const planned = edge.events.every((event) => event.modality !== "actual");
    const kinds = [...new Set(edge.events.map((event) => kg.words(event.type)))];
    const label = kinds.slice(0, 2).join(", ") + (kinds.length > 2 ? " …" : "") + (edge.events.length > 1 ? ` (${edge.events.length})` : "");
    const lean = { roundness: 0.08 + 0.1 * number, type: number % 2 ? "curvedCCW" : "curvedCW", enabled: true };
    return { id: edge.id, from: edge.from, to: edge.to, label: kg.edgeLabels ? label : undefined, width: 1 + Math.sqrt(edge.events.length), dashes: planned ? [6, 5] : false, smooth: lean, color: { color: kg.color(edge.group), highlight: kg.color(edge.group), hover: kg.color(edge.group) }, arrows: { to: { enabled: !edge.mutual, scaleFactor: 0.6 } }, font: { size: 12, color: kg.color(edge.group), strokeColor: kg.color("paper"), strokeWidth: 4 } };
  }
  kg.drawNetwork = () => {
    const edges = kg.edges(), weight = new Map(), seen = new Map();
    for (const edge of edges) for (const id of [edge.from, edge.to]) weight.set(id, (weight.get(id) || 0) + edge.events.length);
    kg.edgeLabels = edges.length <= 60;
    const points = [...weight].map(([id, count]) => nodeOf(kg.actors.get(id), count));
    const drawn = edges.map((edge) => {
      const pair = [edge.from, edge.to].sort().join("|");
      seen.set(pair, (seen.get(pair) ?? -1) + 1);
      return lineOf(edge, seen.get(pair));
    });
    if (!picture) {
      nodes = new vis.DataSet(points);
      lines = new vis.DataSet(drawn);
      picture = new vis.Network(place, { nodes, edges: lines }, kg.data.options);
      picture.on("click", chosen);
      kg.picture = picture;
    } else {
      nodes.clear(); lines.clear(); nodes.add(points); lines.add(drawn);
    }
    picture.fit({ animation: false, maxZoomLevel: 1.6 });
    legend(new Set(edges.map((edge) => edge.group)));
  };
  function chosen(where) {
    if (where.nodes.length === 2) return kg.showPair(where.nodes[0], where.nodes[1]);
    if (where.nodes.length) return kg.showActor(where.nodes[0]);
    if (where.edges.length) {
      const edge = kg.edges().find((each) => each.id === where.edges[0]);
      if (edge) return kg.showEdge(edge);
    }
    kg.showHelp();
  }
  kg.focus = (id) => {
    if (!picture || !nodes.get(id)) return;
    const near = kg.shared(id);
    picture.selectNodes([id]);
    nodes.update(nodes.getIds().map((each) => ({ id: each, opacity: each === id || near.has(each) ? 1 : 0.25 })));
  };
  kg.unfocus = () => { if (nodes) nodes.update(nodes.getIds().map((each) => ({ id: each, opacity: 1 }))); };
  function legend(groups) {
    const list = document.getElementById("legend");
    list.replaceChildren(...Object.keys(NAMES).filter((group) => groups.has(group)).map((group) => kg.make("li", {}, kg.make("b", { class: group }), NAMES[group])));
    list.append(kg.make("li", { class: "soft" }, "● state ▲ person ■ body ◆ group; dashed: planned, possible or denied; without arrow: mutual"));
    if (kg.data.left_out) list.append(kg.make("li", { class: "soft" }, `the ${kg.data.left_out} actors with the fewest events are in the table only`));
  }
})();
