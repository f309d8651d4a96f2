"use strict";
// The page's state: which events are shown, what is chosen. All that is seen follows from it.
const kg = {};
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const actors = new Map(data.actors.map((actor) => [actor.id, actor]));
  const groupOf = new Map();
  for (const [group, codes] of Object.entries(data.groups)) codes.forEach((code) => groupOf.set(code, group));
  const VIEWS = {
    "all": ["everything", () => true],
    "who-met-whom": ["who met whom", (event) => event.category === "CONSULT"],
    "who-demanded-what": ["who demanded what of whom", (event) => event.category === "REQUEST"],
  };
  const FIRST = { view: data.view, actor: "", type: "", modality: "", doc: "", since: "", until: "", undated: true, least: 1, fold: false, tab: "network" };
  const state = { ...FIRST };
  const watchers = [];

  function stateOf(id) {
    const actor = actors.get(id);
    if (!state.fold || !actor || actor.kind === "State" || !actor.country) return id;
    const home = data.actors.find((other) => other.kind === "State" && other.country === actor.country);
    return home ? home.id : id;
  }
  const day = (event) => event.start || event.published;
  const lastDay = (event) => event.end || event.published;

  function inTime(event) {
    if (!state.since && !state.until) return state.undated || Boolean(day(event));
    if (!day(event)) return state.undated;
    return (!state.since || lastDay(event) >= state.since) && (!state.until || day(event) <= state.until);
  }
  function hasActor(event) {
    if (!state.actor) return true;
    const wanted = state.actor.toLowerCase();
    return [...event.source, ...event.target].some((id) => {
      const actor = actors.get(id);
      return [actor.label, ...actor.aliases].some((name) => name.toLowerCase().includes(wanted)) || (state.fold && actors.get(stateOf(id)).label.toLowerCase().includes(wanted));
    });
  }
  kg.matches = (event) =>
    VIEWS[state.view][1](event) && (!state.type || event.type === state.type || event.category === state.type) &&
    (!state.modality || event.modality === state.modality) && (!state.doc || event.doc === state.doc) && inTime(event) && hasActor(event);
  kg.events = () => data.events.filter(kg.matches);

  // Pairs of actors with the events between them, those of one direction together.
  kg.edges = () => {
    const found = new Map();
    for (const event of kg.events()) {
      const mutual = event.target.length === 0;
      for (const [one, other] of event.pairs) {
        let from = stateOf(one), to = stateOf(other);
        if (from === to) continue;
        if (mutual && from > to) [from, to] = [to, from];
        const group = groupOf.get(event.category);
        const key = [from, to, group, mutual].join("|");
        if (!found.has(key)) found.set(key, { id: key, from, to, group, mutual, events: [] });
        const edge = found.get(key);
        if (!edge.events.includes(event)) edge.events.push(event);
      }
    }
    return [...found.values()].filter((edge) => edge.events.length >= state.least);
  };
  kg.between = (one, other) => kg.events().filter((event) => event.pairs.some(([a, b]) => (stateOf(a) === one && stateOf(b) === other) || (stateOf(a) === other && stateOf(b) === one)));
  kg.of = (id) => kg.events().filter((event) => [...event.source, ...event.target].some((each) => stateOf(each) === id));
  kg.shared = (id) => {
    const near = new Set();
    for (const edge of kg.edges()) { if (edge.from === id) near.add(edge.to); if (edge.to === id) near.add(edge.from); }
    return near;
  };

  kg.set = (changes) => { Object.assign(state, changes); write(); watchers.forEach((watch) => watch()); };
  kg.reset = () => kg.set({ ...FIRST, tab: state.tab });
  kg.watch = (watch) => watchers.push(watch);
  function write() {
    const given = new URLSearchParams();
    for (const [name, value] of Object.entries(state)) if (value !== FIRST[name]) given.set(name, String(value));
    history.replaceState(null, "", "#" + given.toString());
  }
  kg.read = () => {
    for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
      if (!(name in FIRST)) continue;
      const kind = typeof FIRST[name];
      state[name] = kind === "boolean" ? value === "true" : kind === "number" ? Math.max(1, Number(value) || 1) : value;
    }
    if (!VIEWS[state.view]) state.view = FIRST.view;
  };
  kg.words = (name) => name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  kg.make = (tag, facts = {}, ...parts) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(facts)) {
      if (name === "click") node.addEventListener("click", value);
      else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...parts.filter((part) => part !== null && part !== undefined && part !== ""));
    return node;
  };
  kg.color = (group) => getComputedStyle(document.documentElement).getPropertyValue("--" + group).trim();
  Object.assign(kg, { data, actors, groupOf, state, VIEWS, day, lastDay, stateOf });
})();
