"use strict";
// Wires filters and tabs to the state, and draws.
(() => {
  const at = (id) => document.getElementById(id);
  const TABS = { network: () => kg.drawNetwork(), timeline: () => kg.drawTimeline(), matrix: () => kg.drawMatrix(), table: () => kg.drawTable() };
  const FIELDS = ["view", "actor", "type", "modality", "doc", "since", "until", "undated", "least", "fold"];

  function fill() {
    at("f-view").append(...Object.entries(kg.VIEWS).map(([name, [words]]) => kg.make("option", { value: name }, words)));
    const kinds = [...new Set(kg.data.events.map((event) => event.type))].sort();
    at("f-type").append(...kinds.map((kind) => kg.make("option", { value: kind }, kg.words(kind))));
    at("f-modality").append(...[...new Set(kg.data.events.map((event) => event.modality))].sort().map((name) => kg.make("option", { value: name }, name)));
    const titles = new Map(kg.data.events.map((event) => [event.doc, event.title]));
    at("f-doc").append(...[...titles].sort((a, b) => a[1].localeCompare(b[1])).map(([doc, title]) => kg.make("option", { value: doc }, title.slice(0, 60))));
    at("actor-names").append(...kg.data.actors.map((actor) => kg.make("option", { value: actor.label })));
  }
  function wire() {
    for (const name of FIELDS) {
      const field = at("f-" + name), box = field.type === "checkbox";
      field.addEventListener(name === "actor" ? "input" : "change", () => kg.set({ [name]: box ? field.checked : field.type === "number" ? Math.max(1, Number(field.value) || 1) : field.value }));
    }
    at("f-reset").addEventListener("click", () => kg.reset());
    for (const name of Object.keys(TABS)) at("tab-" + name).addEventListener("click", () => kg.set({ tab: name }));
    at("tabs").addEventListener("keydown", (key) => {
      const names = Object.keys(TABS), step = { ArrowRight: 1, ArrowLeft: -1 }[key.key];
      if (!step) return;
      const next = names[(names.indexOf(kg.state.tab) + step + names.length) % names.length];
      kg.set({ tab: next });
      at("tab-" + next).focus();
    });
    window.addEventListener("hashchange", () => { kg.read(); draw(); });
    window.addEventListener("resize", () => { if (kg.state.tab === "timeline") kg.drawTimeline(); });
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  }
  function show() {
    for (const name of FIELDS) {
      const field = at("f-" + name);
      if (field.type === "checkbox") field.checked = kg.state[name];
      else if (document.activeElement !== field) field.value = kg.state[name];
    }
    for (const name of Object.keys(TABS)) {
      const chosen = name === kg.state.tab;
      at("tab-" + name).setAttribute("aria-selected", String(chosen));
      at("tab-" + name).tabIndex = chosen ? 0 : -1;
      at(name + "-pane").hidden = !chosen;
    }
    const events = kg.events(), people = new Set(events.flatMap((event) => [...event.source, ...event.target]));
    at("summary").textContent = `${events.length} of ${kg.data.events.length} events, ${people.size} actors, ${new Set(events.map((event) => event.doc)).size} articles`;
  }
  let drawn = null;
  function draw() {
    if (!(kg.state.tab in TABS)) kg.state.tab = "network";
    show();
    TABS[kg.state.tab]();
    kg.drawHistogram();
    const filters = JSON.stringify({ ...kg.state, tab: "" });
    if (filters !== drawn) kg.showHelp();
    drawn = filters;
  }
  fill(); kg.read(); wire(); kg.watch(draw); draw();
})();
