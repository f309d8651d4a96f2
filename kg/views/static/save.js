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

  // The picture on paper of its own, at twice the size, with its title.
  kg.png = () => {
    const source = document.querySelector("#network canvas"), head = 44 * devicePixelRatio, canvas = kg.make("canvas", { width: source.width, height: source.height + head }), context = canvas.getContext("2d");
    context.fillStyle = kg.color("paper");
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.fillStyle = kg.color("ink");
    context.font = `600 ${18 * devicePixelRatio}px system-ui, sans-serif`;
    context.fillText(`${document.title} · ${kg.at("summary").textContent}`, 14 * devicePixelRatio, 28 * devicePixelRatio, canvas.width - 28 * devicePixelRatio);
    context.drawImage(source, 0, head);
    return { url: canvas.toDataURL("image/png") };
  };
  const SAVES = {
    "x-csv": () => kg.save("events.csv", "text/csv", "\ufeff" + kg.csv()), "x-png": () => kg.save("network.png", "image/png", kg.png()),
    "x-svg": () => kg.save("network.svg", "image/svg+xml", kg.svg()), "x-jsonld": () => kg.save("events.jsonld", "application/ld+json", JSON.stringify(kg.jsonld(), null, 1)),
  };
  for (const [id, act] of Object.entries(SAVES)) kg.at(id).addEventListener("click", () => { if (id === "x-png" || id === "x-svg") kg.ready(); act(); });
})();
