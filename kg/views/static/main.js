"use strict";
// Wires filters and tabs to the state, and draws.
(() => {
  const { at, data } = kg;
  const TABS = { network: () => kg.drawNetwork(), timeline: () => kg.drawTimeline(), matrix: () => kg.drawMatrix() };
  const SHORT = { all: "Everything", "who-met-whom": "Who met whom", "who-demanded-what": "Who demanded what" };
  const came = data.events.length;
  const FIELDS = ["type", "doc", "since", "until", "undated", "least", "fold"];

  function fill() {
    const kinds = [...new Set(data.events.map((event) => event.type))].sort();
    at("f-type").append(...kinds.map((kind) => kg.make("option", { value: kind }, kg.words(kind))));
    const articles = new Map(data.events.map((event) => [data.articles[event.article].doc, data.articles[event.article].title]));
    at("f-doc").append(...[...articles].sort((a, b) => a[1].localeCompare(b[1])).map(([doc, title]) => kg.make("option", { value: doc }, kg.cut(title, 70))));
    at("views").append(...Object.entries(data.views).filter(([, view]) => view.tab === "network").map(([name, view]) => kg.make("label", {}, kg.make("input", { type: "radio", name: "view", value: name, change: () => kg.set({ view: name, codes: "", tie: "", event: "" }) }), kg.make("span", {}, SHORT[name] || view.title))));
  }
  function wire() {
    for (const name of FIELDS) {
      const field = at("f-" + name);
      field.addEventListener("change", () => kg.set({ [name]: field.type === "checkbox" ? field.checked : field.type === "number" ? Math.max(1, Math.floor(Number(field.value)) || 1) : field.value }));
    }
    at("f-reset").addEventListener("click", () => { kg.reset(); kg.fit(); });
    for (const name of Object.keys(TABS)) at("tab-" + name).addEventListener("click", () => kg.set({ tab: name }));
    at("tabs").addEventListener("keydown", tabKeys);
    at("skip").addEventListener("click", () => at("panel").focus());
    at("panel").addEventListener("keydown", back);
    at("rail-toggle").addEventListener("click", () => { const open = at("rail").classList.toggle("open"); at("rail-toggle").setAttribute("aria-expanded", String(open)); });
    window.addEventListener("hashchange", () => { kg.read(); kg.forget(); draw(); });
    let waiting = 0;
    window.addEventListener("resize", () => { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(() => { kg.drawHistogram(); if (kg.state.tab === "timeline") kg.drawTimeline(); }); });
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  }
  // Escape leads from the evidence back to where it was chosen.
  function back(key) {
    if (key.key !== "Escape") return;
    kg.choose({});
    (kg.state.tab === "network" ? at("network") : at(kg.state.tab + "-pane")).focus({ preventScroll: true });
  }
  function tabKeys(key) {
    const names = Object.keys(TABS), here = names.indexOf(kg.state.tab), next = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: names.length - 1 }[key.key];
    if (next === undefined) return;
    key.preventDefault();
    const name = names[(next + names.length) % names.length];
    kg.set({ tab: name });
    at("tab-" + name).focus();
  }
  // The heading says what is shown, whichever view the page was opened with; a title of the user's own stays.
  function head() {
    if (data.titled) return;
    const { view, tab } = kg.state;
    document.title = at("title").textContent = data.views[view === "all" && tab !== "network" ? tab : view].title;
  }
  function show() {
    head();
    for (const name of FIELDS) {
      const field = at("f-" + name);
      if (field.type === "checkbox") field.checked = kg.state[name]; else field.value = kg.state[name];
    }
    for (const radio of at("views").querySelectorAll("input")) radio.checked = radio.value === kg.state.view;
    for (const name of Object.keys(TABS)) {
      const chosen = name === kg.state.tab;
      at("tab-" + name).setAttribute("aria-selected", String(chosen));
      at("tab-" + name).tabIndex = chosen ? 0 : -1;
      at(name + "-pane").hidden = !chosen;
    }
    const events = kg.events(), articles = new Set(events.map((event) => event.article));
    at("summary").textContent = `${kg.count(events.length, "event")} of ${Math.max(data.events.length, data.totals.events).toLocaleString("en")}, ${kg.count(kg.shown().count.size, "actor")}, ${kg.count(articles.size, "article")}`;
    at("chips").replaceChildren(...chips());
    at("left-out").replaceChildren(...leftOut());
  }
  // What narrows the view without standing in a field, each with a way to undo it.
  function chips() {
    const chip = (words, act) => kg.make("button", { type: "button", class: "chip", click: act, "aria-label": `${words}: remove` }, words, " ×");
    const label = (id) => kg.actor(id).label, { focus, hops, only, since, until } = kg.state, found = [];
    if (focus) {
      found.push(chip(`Around ${label(focus)}`, () => kg.unfocus()));
      found.push(...[1, 2].map((n) => kg.make("button", { type: "button", "aria-pressed": String(hops === n), click: () => kg.focus(focus, n) }, n === 1 ? "1 step" : "2 steps")));
    }
    if (only) found.push(chip(`Only events of ${label(only)}`, () => kg.set({ only: "" })));
    if (since || until) found.push(chip(since && until ? kg.span(since, until) : since ? `from ${kg.date(since)}` : `until ${kg.date(until)}`, () => kg.set({ since: "", until: "" })));
    return found;
  }
  function leftOut() {
    const { totals } = data, { drawn } = totals, found = [];
    const held = new Set(data.events.flatMap((event) => [...event.source, ...event.target])).size, how = data.more ? "Search for a name to load it from the store." : "To see the rest, narrow the view (kg view --actor NAME, --since, --type) or open the store with kg serve.";
    const loaded = data.events.length - came;
    if (totals.events > data.events.length) found.push(`The newest ${came.toLocaleString("en")} of ${totals.events.toLocaleString("en")} events${loaded ? `, and ${loaded.toLocaleString("en")} loaded since` : ""}.`);
    if (held > kg.nodes.size || totals.actors > drawn) found.push(`Drawn: the ${drawn.toLocaleString("en")} actors with the most events of ${totals.actors.toLocaleString("en")}${loaded ? ", and those of what was loaded" : ""}.`);
    return found.length ? [kg.make("p", {}, [...found, how].join(" "))] : [];
  }
  function draw() {
    if (!Object.hasOwn(TABS, kg.state.tab)) kg.state.tab = "network";
    sheet();
    show();
    kg.drawHistogram();
    kg.drawTable();
    kg.drawLegend();
    TABS[kg.state.tab]();
    kg.drawPanel();
  }
  // On a small screen the evidence of what is chosen covers its lower half: the picture moves up to the other.
  function sheet() {
    const { sel, tie, event } = kg.state, chosen = Boolean(sel || tie || event), before = document.body.classList.contains("chosen");
    document.body.classList.toggle("chosen", chosen);
    if (chosen && !before && getComputedStyle(at("panel")).position === "fixed") at("stage").scrollIntoView({ block: "start" });
  }
  // What had the focus has it again when it was made anew; in the evidence, which changes, the whole has it.
  function redraw() {
    const held = document.activeElement, { id } = held, evidence = at("panel").contains(held);
    draw();
    if (held.isConnected) return;
    const next = id ? at(id) : null;
    if (next) next.focus({ preventScroll: true }); else if (evidence) at("panel").focus({ preventScroll: true });
  }
  // The picture must have been drawn once before it can be saved; the timeline is one, the matrix is not.
  kg.ready = () => {
    if (kg.state.tab === "timeline") return;
    if (kg.state.tab !== "network") kg.set({ tab: "network" });
    kg.picture.redraw();
  };
  fill();
  kg.first = JSON.stringify(kg.state);
  kg.read();
  wire();
  kg.watch(redraw);
  draw();
})();
