"use strict";
// What is shown, to take away: the table, the picture.
(() => {
  kg.save = (name, kind, content) => {
    const url = typeof content === "string" ? URL.createObjectURL(new Blob([content], { type: kind })) : content.url;
    const link = kg.make("a", { download: name, href: url });
    document.body.append(link);
    link.click();
    link.remove();
    kg.at("save").open = false;
  };
  // A cell that begins like a formula is marked as text, so that no spreadsheet runs it.
  const cell = (text) => '"' + (/^[=+\-@\t\r]/.test(text) ? "'" + text : text).replaceAll('"', '""') + '"';
  kg.csv = () => kg.rows().map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";

  // The same picture as dots, two for each pixel so that it can be printed.
  kg.png = async () => {
    const source = new Image();
    source.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(kg.svg());
    await source.decode();
    const canvas = kg.make("canvas", { width: 2 * source.width, height: 2 * source.height });
    canvas.getContext("2d").drawImage(source, 0, 0, canvas.width, canvas.height);
    return { url: canvas.toDataURL("image/png") };
  };
  const named = () => (kg.state.tab === "timeline" ? "timeline" : "network");
  // No angle bracket in JSON-LD: people put it into the script element of a page of their own.
  const SAVES = {
    "x-csv": () => kg.save("events.csv", "text/csv", "\ufeff" + kg.csv()), "x-png": async () => kg.save(`${named()}.png`, "image/png", await kg.png()),
    "x-svg": () => kg.save(`${named()}.svg`, "image/svg+xml", kg.svg()), "x-jsonld": () => kg.save("events.jsonld", "application/ld+json", JSON.stringify(kg.jsonld(), null, 1).replaceAll("<", "\\u003c")),
  };
  for (const [id, act] of Object.entries(SAVES)) kg.at(id).addEventListener("click", () => { if (id === "x-png" || id === "x-svg") kg.ready(); act(); });
})();
