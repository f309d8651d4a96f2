"use strict";
// What is shown, to take away: table, records, picture.
(() => {
  function save(name, kind, text) {
    const link = kg.make("a", { download: name, href: typeof text === "string" ? URL.createObjectURL(new Blob([text], { type: kind })) : text.url });
    document.body.append(link); link.click(); link.remove();
  }
  // A cell that begins like a formula is marked as text, so that no spreadsheet runs it.
  const cell = (text) => '"' + (/^[=+\-@\t\r]/.test(text) ? "'" + text : text).replaceAll('"', '""') + '"';
  const csv = () => [kg.columns, ...kg.rows()].map((row) => row.map(cell).join(",")).join("\n") + "\n";
  function svg() {
    const escape = (text) => text.replace(/[&<>"]/g, (letter) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" }[letter]));
    const places = kg.picture.getPositions(), ids = Object.keys(places);
    const xs = ids.map((id) => places[id].x), ys = ids.map((id) => places[id].y);
    const box = [Math.min(...xs) - 120, Math.min(...ys) - 60, Math.max(...xs) - Math.min(...xs) + 240, Math.max(...ys) - Math.min(...ys) + 120];
    const lines = kg.edges().map((edge) => `<line x1="${places[edge.from].x}" y1="${places[edge.from].y}" x2="${places[edge.to].x}" y2="${places[edge.to].y}" stroke="${kg.color(edge.group)}" stroke-width="${1 + Math.sqrt(edge.events.length)}"${edge.mutual ? "" : ' marker-end="url(#arrow)"'}><title>${escape(edge.events.map((event) => event.evidence).join(" "))}</title></line>`);
    const points = ids.map((id) => `<circle cx="${places[id].x}" cy="${places[id].y}" r="10" fill="#fff" stroke="#1d2329" stroke-width="2"/><text x="${places[id].x}" y="${places[id].y + 28}" text-anchor="middle" font-family="sans-serif" font-size="16">${escape(kg.actors.get(id).label)}</text>`);
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box.join(" ")}"><defs><marker id="arrow" viewBox="0 0 10 10" refX="20" refY="5" markerWidth="6" markerHeight="6" orient="auto"><path d="M0 0L10 5L0 10z"/></marker></defs>${lines.join("")}${points.join("")}</svg>\n`;
  }
  document.getElementById("x-csv").addEventListener("click", () => save("events.csv", "text/csv", csv()));
  document.getElementById("x-json").addEventListener("click", () => save("events.json", "application/json", JSON.stringify({ actors: kg.data.actors, events: kg.events() }, null, 1)));
  document.getElementById("x-svg").addEventListener("click", () => save("network.svg", "image/svg+xml", svg()));
  document.getElementById("x-png").addEventListener("click", () => save("network.png", "image/png", { url: document.querySelector("#network canvas").toDataURL("image/png") }));
  kg.csv = csv; kg.svg = svg;
})();
