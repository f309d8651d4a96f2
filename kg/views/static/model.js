"use strict";
// The page's state: which events are wanted and what is chosen. All that is seen follows from it, and it stands in the address.
(() => {
  const data = kg.data, views = data.views;
  const opened = views[data.view].tab === "network" ? data.view : "all";
  const FIRST = {
    view: opened, tab: data.tab, codes: "", mod: "", type: "", doc: "", since: "", until: "", undated: true, least: 1, fold: false,
    only: "", sel: "", and: "", tie: "", event: "", focus: "", hops: 1, table: false, sort: "",
  };
  const CHOICES = { sel: "", and: "", tie: "", event: "" };
  const MODALITIES = ["actual", "planned", "hypothetical", "denied"];
  const state = { ...FIRST };
  const watchers = [];
  const groupOf = new Map(Object.entries(data.groups).flatMap(([name, group]) => group.codes.map((code) => [code, name])));
  const numbers = new Map(), states = new Map();

  kg.note = (actor, n) => {
    actor.n = n;
    numbers.set(actor.id, n);
    if (actor.kind === "State" && actor.country && !states.has(actor.country)) states.set(actor.country, n);
  };
  // A day as the calendar has it; what is none, as another's store may hold, is as if it were not told.
  const whole = (day = "") => (/^-?\d{4}(-\d\d){0,2}/.test(day) && Number.isFinite(kg.time(day)) ? day.slice(0, 10) : "");
  // An event's day is its own or, where the words don't tell, that of its article.
  kg.date_event = (event, n) => {
    const published = whole(data.articles[event.article].published);
    event.n = n;
    event.dated = Boolean(whole(event.start) && whole(event.end));
    event.day = event.dated ? event.start : published;
    event.last = event.dated ? event.end : published;
    event.group = groupOf.get(event.category);
  };
  data.actors.forEach(kg.note);
  data.events.forEach(kg.date_event);

  kg.actor = (id) => data.actors[numbers.get(id)];
  kg.home = (n) => {
    const actor = data.actors[n];
    return state.fold && actor.kind === "Person" && states.has(actor.country) ? states.get(actor.country) : n;
  };
  kg.stateName = (code) => (states.has(code) ? data.actors[states.get(code)].label : code);
  kg.people = (event) => [...new Set([...event.source, ...event.target].map(kg.home))];
  kg.codes = () => new Set(state.codes ? state.codes.split(",") : views[state.view].on);
  kg.modalities = () => new Set(state.mod ? state.mod.split(",") : MODALITIES);

  function inTime(event) {
    if (!event.dated && !state.undated) return false;
    if (!state.since && !state.until) return true;
    return Boolean(event.day) && (!state.since || event.last >= state.since) && (!state.until || event.day <= state.until);
  }
  // What the filters ask of an event, but for those that look at pairs; `days` false: of whatever day.
  kg.test = (days = true) => {
    const codes = kg.codes(), modalities = kg.modalities(), only = numbers.get(state.only);
    return (event) =>
      codes.has(event.category) && modalities.has(event.modality) && (!state.type || event.type === state.type) &&
      (!state.doc || data.articles[event.article].doc === state.doc) && (!days || inTime(event)) &&
      (only === undefined || kg.people(event).includes(kg.home(only)));
  };
  kg.newest = (one, other) => (other.last || "").localeCompare(one.last || "") || one.n - other.n;

  kg.set = (changes) => { Object.assign(state, changes); write(); watchers.forEach((watch) => watch(changes)); };
  kg.choose = (choice) => kg.set({ ...CHOICES, ...choice });
  kg.reset = () => kg.set({ ...FIRST, tab: state.tab, view: state.view, table: state.table });
  kg.watch = (watch) => watchers.push(watch);
  kg.toggle = (name, all, value, on) => {
    const chosen = new Set(name === "codes" ? kg.codes() : kg.modalities());
    for (const each of [value].flat()) if (on) chosen.add(each); else chosen.delete(each);
    const same = chosen.size === all.length && all.every((each) => chosen.has(each));
    kg.set({ [name]: same ? "" : [...chosen].join(",") || "none" });
  };
  function write() {
    const given = new URLSearchParams();
    for (const [name, value] of Object.entries(state)) if (value !== FIRST[name]) given.set(name, String(value));
    history.replaceState(null, "", "#" + given.toString());
  }
  kg.read = () => {
    Object.assign(state, FIRST);
    for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
      if (!Object.hasOwn(FIRST, name)) continue;
      const kind = typeof FIRST[name];
      state[name] = kind === "boolean" ? value === "true" : kind === "number" ? Math.max(1, Math.floor(Number(value)) || 1) : value;
    }
    if (!Object.hasOwn(views, state.view)) state.view = FIRST.view;
    for (const name of ["sel", "and", "focus", "only"]) if (!numbers.has(state[name])) state[name] = "";
    if (state.type && !data.events.some((event) => event.type === state.type)) state.type = "";
  };
  Object.assign(kg, { state, groupOf, numbers, MODALITIES });
})();
