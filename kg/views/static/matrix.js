"use strict";
// Who against whom, counted: rows act, columns are acted upon; what is mutual counts both ways. A strip tells the groups.
(() => {
  const pane = kg.at("matrix-pane");
  let most = 25;

  function cells() {
    const found = new Map();
    const add = (from, to, line) => {
      const key = from + "|" + to;
      if (!found.has(key)) found.set(key, { from, to, groups: new Map(), events: new Set() });
      const cell = found.get(key), group = cell.groups.get(line.group) || new Set();
      for (const n of line.events) { cell.events.add(n); group.add(n); }
      cell.groups.set(line.group, group);
    };
    for (const line of kg.lines()) {
      add(line.from, line.to, line);
      if (line.mutual) add(line.to, line.from, line);
    }
    return found;
  }
  function counted(found) {
    const weight = new Map();
    for (const { from, to, events } of found.values()) for (const n of [from, to]) weight.set(n, (weight.get(n) || 0) + events.size);
    return [...weight].sort((a, b) => b[1] - a[1] || kg.label(a[0]).localeCompare(kg.label(b[0])));
  }
  kg.drawMatrix = () => {
    const found = cells(), order = counted(found), ids = order.slice(0, most).map(([n]) => n);
    if (!ids.length) return pane.replaceChildren(kg.make("p", { class: "empty" }, "No pair of actors fits these filters."));
    const top = Math.max(...[...found.values()].map(({ events }) => events.size));
    const head = kg.make("tr", {}, kg.make("td", { class: "corner" }, kg.make("span", {}, "acts ↓  upon →")), ...ids.map((n) => kg.make("th", { class: "top", scope: "col" }, kg.make("span", { title: kg.label(n) }, kg.cut(kg.label(n), 22)))));
    const rows = ids.map((from) => kg.make("tr", {}, kg.make("th", { scope: "row" }, kg.make("button", { type: "button", class: "link plain", id: "line-" + from, click: () => kg.choose({ sel: kg.data.actors[from].id }) }, kg.cut(kg.label(from), 26))), ...ids.map((to) => kg.make("td", { class: from === to ? "same" : null }, cell(found.get(from + "|" + to), top)))));
    const rest = order.length > most ? kg.make("button", { type: "button", class: "link", click: () => { most += 25; kg.drawMatrix(); } }, `Show more than the ${most} actors with the most events (of ${order.length})`) : "";
    const said = kg.make("p", { class: "said", id: "matrix-said" }, "Number of events of each pair: the actor of the row acts upon the one of the column. Talks and agreements count both ways. The strip tells the kinds.");
    pane.replaceChildren(said, kg.make("table", { "aria-describedby": "matrix-said" }, kg.make("caption", { class: "hidden" }, "Number of events of each pair"), kg.make("thead", {}, head), kg.make("tbody", {}, ...rows)), kg.make("p", { class: "soft foot" }, rest));
  };
  function cell(found, top) {
    if (!found) return "";
    const groups = Object.keys(kg.data.groups).filter((name) => found.groups.has(name)), words = groups.map((name) => `${found.groups.get(name).size} ${kg.data.groups[name].words}`).join("; ");
    const strip = kg.make("span", { class: "strip", "aria-hidden": "true" }, ...groups.map((name) => {
      const part = kg.make("i", { class: name });
      part.style.flexGrow = found.groups.get(name).size;
      return part;
    }));
    const title = `${kg.count(found.events.size, "event")}, ${kg.label(found.from)} to ${kg.label(found.to)}: ${words}`;
    const button = kg.make("button", { type: "button", id: `cell-${found.from}-${found.to}`, title, "aria-label": title, click: () => kg.choose({ tie: `${found.from}>${found.to}` }) }, String(found.events.size), strip);
    button.style.setProperty("--share", `${Math.round(6 + 24 * found.events.size / top)}%`);
    return button;
  }
})();
