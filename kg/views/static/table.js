"use strict";
// All events as a table that can be sorted.
(() => {
  const pane = document.getElementById("table-pane");
  const list = (ids) => ids.map((id) => kg.actors.get(id).label).join("; ");
  const COLUMNS = [
    ["day", (e) => kg.day(e) || ""], ["kind", (e) => kg.words(e.type)], ["source", (e) => list(e.source)], ["target", (e) => list(e.target)],
    ["what", (e) => e.content || ""], ["condition", (e) => e.condition || ""], ["where", (e) => e.place || ""], ["told as", (e) => e.modality], ["sentence", (e) => e.evidence], ["article", (e) => e.title],
  ];
  let by = 0, down = false;
  kg.rows = () => kg.events().map((event) => COLUMNS.map(([, value]) => value(event)));
  kg.columns = COLUMNS.map(([name]) => name);
  kg.drawTable = () => {
    const events = kg.events().sort((a, b) => COLUMNS[by][1](a).localeCompare(COLUMNS[by][1](b)) * (down ? -1 : 1));
    if (!events.length) return pane.replaceChildren(kg.make("p", { class: "empty" }, "No event fits these filters."));
    const head = kg.make("tr", {}, ...COLUMNS.map(([name], n) => kg.make("th", { scope: "col", "aria-sort": n === by ? (down ? "descending" : "ascending") : null }, kg.make("button", { type: "button", click: () => { down = n === by ? !down : false; by = n; kg.drawTable(); } }, name))));
    const body = events.map((event) => {
      const row = kg.make("tr", { tabindex: "0", click: () => kg.showEvent(event) }, ...COLUMNS.map(([, value]) => kg.make("td", {}, value(event))));
      row.addEventListener("keydown", (key) => { if (key.key === "Enter") kg.showEvent(event); });
      return row;
    });
    pane.replaceChildren(kg.make("table", {}, kg.make("thead", {}, head), kg.make("tbody", {}, ...body)));
  };
})();
