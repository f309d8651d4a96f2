"use strict";
// Sends the query to /sparql and shows rows or triples. Texts enter as text, never as HTML.
(() => {
  const at = (id) => document.getElementById(id);
  const ID = "https://w3id.org/diplomacy-kg/id/";

  function cell(term) {
    const box = document.createElement("td");
    if (!term) return box;
    if (term.type === "uri") {
      const link = document.createElement("a");
      link.href = term.value.startsWith(ID) ? "/id/" + term.value.slice(ID.length) : term.value;
      link.rel = "noopener noreferrer";
      link.textContent = term.value.replace(/^.*[#/]/, "");
      box.append(link);
    } else {
      box.textContent = term.value;
    }
    return box;
  }
  function rows(found) {
    const table = document.createElement("table"), head = table.createTHead().insertRow();
    for (const name of found.head.vars) { const th = document.createElement("th"); th.textContent = name; head.append(th); }
    const body = table.createTBody();
    for (const row of found.results.bindings) body.insertRow().append(...found.head.vars.map((name) => cell(row[name])));
    return table;
  }
  async function run() {
    at("note").textContent = "…";
    at("answer").replaceChildren();
    const reply = await fetch("/sparql", {
      method: "POST", body: at("query").value,
      headers: { "Content-Type": "application/sparql-query", Accept: "application/sparql-results+json, text/turtle;q=0.9" },
    });
    const text = await reply.text();
    if (!reply.ok) { at("note").textContent = text; return; }
    const cut = reply.headers.get("X-KG-Truncated") ? " (cut: there are more)" : "";
    if ((reply.headers.get("Content-Type") || "").includes("json")) {
      const found = JSON.parse(text);
      at("note").textContent = "boolean" in found ? (found.boolean ? "yes" : "no") : `${found.results.bindings.length} rows${cut}`;
      if (found.results) at("answer").append(rows(found));
    } else {
      at("note").textContent = cut;
      const pre = document.createElement("pre");
      pre.textContent = text;
      at("answer").append(pre);
    }
  }
  for (const button of document.querySelectorAll("[data-query]")) {
    button.addEventListener("click", () => { at("query").value = button.dataset.query; run(); });
  }
  at("run").addEventListener("click", run);
  at("query").addEventListener("keydown", (key) => { if (key.key === "Enter" && (key.ctrlKey || key.metaKey)) run(); });
})();
