"use strict";
// All events that the filters leave, as a table below the picture.
(() => {
  const pane = kg.at("table"), PAGE = 100;
  const names = (numbers) => (numbers || []).map((n) => kg.label(n)).join("; ");
  const COLUMNS = [
    ["day", (e) => e.day || ""], ["kind", (e) => kg.words(e.type)], ["who", (e) => names(e.source)], ["to whom", (e) => names(e.target)], ["what", (e) => e.content || ""], ["sentence", (e) => kg.data.sentences[e.sentence]], ["condition", (e) => e.condition || ""], ["where", (e) => e.place || ""],
    ["certainty", (e) => e.modality], ["confidence", (e) => e.confidence.toFixed(2)], ["article", (e) => kg.data.articles[e.article].title],
  ];
  const REST = [
    ["day as written", (e) => e.words || ""], ["first day", (e) => e.start || ""], ["last day", (e) => e.end || ""], ["category", (e) => e.category], ["according to", (e) => names(e.by)], ["published", (e) => kg.data.articles[e.article].published || ""], ["address", (e) => kg.data.articles[e.article].url || ""], ["id", (e) => kg.iri(e.id)],
  ];
  let most = PAGE;

  function order() {
    const [, column = "0", down = ""] = /^(\d+)(-?)$/.exec(kg.state.sort || "0-") || [];
    return { column: Math.min(Number(column), COLUMNS.length - 1), down: down === "-" };
  }
  kg.sorted = () => {
    const { column, down } = order(), value = COLUMNS[column][1];
    return [...kg.events()].sort((a, b) => (value(a).localeCompare(value(b)) || 0) * (down ? -1 : 1) || a.n - b.n);
  };
  kg.rows = () => [[...COLUMNS, ...REST].map(([name]) => name), ...kg.sorted().map((event) => [...COLUMNS, ...REST].map(([, value]) => value(event)))];
  function head() {
    const { column, down } = order();
    return kg.make("tr", {}, ...COLUMNS.map(([name], n) => kg.make("th", { scope: "col", class: "w-" + name.replace(" ", "-"), "aria-sort": n === column ? (down ? "descending" : "ascending") : null }, kg.make("button", { type: "button", id: "sort-" + n, click: () => kg.set({ sort: `${n}${n === column && !down ? "-" : ""}` }) }, name, kg.make("span", { "aria-hidden": "true" }, n === column ? (down ? " ↓" : " ↑") : "")))));
  }
  const row = (event) => kg.make("tr", { class: kg.state.event === event.id ? "chosen" : null, click: () => kg.choose({ event: event.id }) }, ...COLUMNS.map(([name, value]) => (name === "kind"
    ? kg.make("td", {}, kg.make("button", { type: "button", class: "link plain", id: "row-" + event.n }, kg.icon(event.group, event.modality !== "actual"), " ", value(event)))
    : kg.make("td", { class: name === "sentence" ? "long" : null }, value(event)))));
  kg.drawTable = () => {
    const open = kg.state.table;
    kg.at("table-toggle").setAttribute("aria-expanded", String(open));
    kg.at("table-count").textContent = kg.count(kg.events().length, "event");
    pane.hidden = !open;
    if (!open) return;
    const events = kg.sorted();
    const rest = events.length - most;
    const more = rest > 0 ? kg.make("button", { type: "button", click: () => { most += PAGE; kg.drawTable(); } }, `Show ${Math.min(PAGE, rest)} more of ${rest}`) : "";
    pane.replaceChildren(events.length ? kg.make("table", {}, kg.make("caption", { class: "hidden" }, "The events that the filters leave"), kg.make("thead", {}, head()), kg.make("tbody", {}, ...events.slice(0, most).map(row))) : kg.make("p", { class: "empty" }, "No event fits these filters."), more);
  };
  kg.at("table-toggle").addEventListener("click", () => kg.set({ table: !kg.state.table }));
})();
