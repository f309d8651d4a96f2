"use strict";
// Who to whom, as a grid: rows act, columns are acted upon; mutual events count both ways.
(() => {
  const pane = document.getElementById("matrix-pane");
  const MOST = 30;
  kg.drawMatrix = () => {
    const edges = kg.edges(), weight = new Map(), cell = new Map();
    const add = (from, to, edge) => { const key = from + "|" + to; if (!cell.has(key)) cell.set(key, []); cell.get(key).push(...edge.events); };
    for (const edge of edges) {
      add(edge.from, edge.to, edge);
      if (edge.mutual) add(edge.to, edge.from, edge);
      for (const id of [edge.from, edge.to]) weight.set(id, (weight.get(id) || 0) + edge.events.length);
    }
    const ids = [...weight].sort((a, b) => b[1] - a[1] || kg.actors.get(a[0]).label.localeCompare(kg.actors.get(b[0]).label)).slice(0, MOST).map(([id]) => id);
    if (!ids.length) return pane.replaceChildren(kg.make("p", { class: "empty" }, "No pair of actors fits these filters."));
    const label = (id) => kg.actors.get(id).label;
    const most = Math.max(...[...cell.values()].map((events) => events.length));
    const head = kg.make("tr", {}, kg.make("td"), ...ids.map((id) => kg.make("th", { class: "top", scope: "col" }, kg.make("span", {}, label(id)))));
    const rows = ids.map((from) => kg.make("tr", {}, kg.make("th", { scope: "row" }, label(from)), ...ids.map((to) => {
      const events = cell.get(from + "|" + to);
      if (!events) return kg.make("td");
      const button = kg.make("button", { type: "button", title: `${label(from)} → ${label(to)}: ${events.length}`, click: () => kg.showPair(from, to) }, String(events.length));
      button.style.background = `color-mix(in srgb, var(--accent) ${Math.round(15 + 55 * events.length / most)}%, transparent)`;
      return kg.make("td", {}, button);
    })));
    const note = weight.size > MOST ? kg.make("p", { class: "empty" }, `The ${MOST} actors with the most events of ${weight.size}.`) : "";
    pane.replaceChildren(...[note, kg.make("table", {}, kg.make("thead", {}, head), kg.make("tbody", {}, ...rows))].filter(Boolean));
  };
})();
