"use strict";
// The editor, with every named question in a tab. Nothing is asked but this server.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const endpoint = `${location.origin}/sparql`;
  const note = document.getElementById("note");
  globalThis.KG_PREFIXES = data.prefixes;
  const tell = (words, cut) => { note.textContent = words; note.classList.toggle("cut", Boolean(cut)); };

  Yasgui.Yasqe.defaults.autocompleters = ["prefixes", "variables"];
  Yasgui.Yasqe.defaults.showQueryButton = true;
  const yasgui = new Yasgui(document.getElementById("yasgui"), {
    requestConfig: { endpoint, method: "POST" },
    copyEndpointOnNewTab: true, persistenceId: null, autofocus: true, populateFromUrl: false,
    endpointCatalogueOptions: { getData: () => [{ endpoint }], keys: [] },
    yasr: { prefixes: data.prefixes, persistencyExpire: 0 },
  });
  const first = Object.keys(yasgui._tabs);
  for (const each of data.tabs) yasgui.addTab(false, { name: each.name, yasqe: { value: each.query } });
  for (const id of first) yasgui.getTab(id).close();
  const wanted = decodeURIComponent(location.hash.slice(1));
  const tabs = Object.values(yasgui._tabs);
  const start = tabs.find((tab) => tab.name() === wanted) || tabs[0];
  yasgui.selectTabId(start.getId());
  const titles = new Map(data.tabs.map((each) => [each.name, each.title]));
  const asked = () => tell(titles.get(yasgui.getTab().name()) || "");
  yasgui.on("tabSelect", () => setTimeout(asked, 0));
  asked();

  // The server says in a header when it has cut an answer, and in words why it gives none; the table shows neither.
  const hooked = new WeakSet();
  function told(...given) {
    const answer = given.find((each) => each && (each.headers || each instanceof Error));
    if (answer instanceof Error) tell(answer.message, true);
    else if (answer && answer.headers.get("x-kg-truncated")) tell("Cut: there are more rows than the server gives at once. Make the query narrower, or use kg query --no-limits.", true);
    else asked();
  }
  yasgui.on("queryBefore", (_, tab) => {
    const yasqe = tab.getYasqe();
    if (!hooked.has(yasqe)) { hooked.add(yasqe); yasqe.on("queryResponse", told); }
  });
  // Our own things have pages here.
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest(".yasr a[href]");
    if (link && link.href.startsWith(data.base)) { event.preventDefault(); window.open("/id/" + link.href.slice(data.base.length), "_blank", "noopener"); }
  });
})();
