"use strict";
// The evidence: every fact with the sentence that states it.
(() => {
  const panel = kg.at("panel"), FIRST = 25;
  const link = (url, words) => kg.make("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, words);
  const idOf = (n) => kg.data.actors[n].id;
  const name = (n) => kg.make("button", { class: "link", type: "button", click: () => { kg.choose({ sel: idOf(n) }); kg.show(idOf(n)); } }, kg.label(n));
  const names = (numbers) => numbers.flatMap((n, index) => (index ? [", ", name(n)] : [name(n)]));
  const button = (words, act, facts = {}) => kg.make("button", { type: "button", click: act, ...facts }, words);

  function facts(event) {
    const rows = [["What", event.content], ["On condition", event.condition], ["When", kg.when(event)], ["Where", event.place], ["According to", event.by && names(event.by)], ["Certainty", event.modality === "actual" ? "" : kg.make("span", { class: "badge " + event.modality }, kg.SURE[event.modality])]];
    return kg.make("dl", {}, ...rows.filter(([, value]) => value && value.length !== 0).flatMap(([term, value]) => [kg.make("dt", {}, term), kg.make("dd", {}, value)]));
  }
  function source(event) {
    const article = kg.data.articles[event.article], known = [article.publisher, article.published && kg.date(article.published)].filter(Boolean).join(", ");
    return kg.make("p", { class: "from" }, article.url ? link(article.url, article.title) : kg.make("cite", {}, article.title), known ? ` ${known}` : "", kg.make("span", { class: "sure", title: "How sure the reading is, 0 to 1" }, `${event.category} · confidence ${event.confidence.toFixed(2)}`));
  }
  kg.card = (event) => kg.make("article", { class: "event", "data-id": event.id },
    kg.make("h4", {}, kg.icon(event.group, event.modality !== "actual"), kg.make("span", { class: "type" }, kg.words(event.type)), " ", ...names(event.source), ...(event.target.length ? [" → ", ...names(event.target)] : [])),
    kg.sentence(event), facts(event), source(event));

  function cards(events, most = FIRST) {
    const rest = events.length - most, place = kg.make("div", { class: "cards" }, ...events.slice(0, most).map(kg.card));
    if (rest > 0) place.append(button(`Show ${Math.min(rest, 100)} more of ${rest}`, () => place.replaceWith(cards(events, most + 100))));
    return place;
  }
  function show(title, about, events, words = "") {
    const list = [...events].sort(kg.newest);
    panel.replaceChildren(kg.make("div", { class: "head" }, kg.make("h2", {}, title), button("×", () => kg.choose({}), { class: "close", "aria-label": "Close" })), ...about, kg.make("h3", {}, words || (list.length ? `${kg.count(list.length, "event")}, newest first` : "No event with these filters")), cards(list));
    panel.scrollTop = 0;
  }
  const ofActor = (n) => kg.events().filter((event) => kg.people(event).includes(kg.home(n)));
  // Whom an actor deals with, the most first: the way into the lines for those who don't use a pointer.
  function partners(n) {
    const near = [...kg.near(kg.home(n))].sort((a, b) => b[1].size - a[1].size || kg.label(a[0]).localeCompare(kg.label(b[0])));
    if (!near.length) return [];
    const pair = (other) => [kg.home(n), other].sort((a, b) => a - b).join("|");
    return [kg.make("h3", {}, "Deals with"), kg.make("p", { class: "partners" }, ...near.slice(0, 14).map(([other, events]) => button([kg.label(other), kg.make("span", { class: "number" }, String(events.size))], () => kg.choose({ tie: pair(other) }), { class: "chip" })))];
  }
  function compare(n) {
    const others = kg.strongest(400).filter((other) => other !== kg.home(n)).map((other) => [kg.label(other), idOf(other)]).sort((a, b) => a[0].localeCompare(b[0]));
    const select = kg.make("select", { id: "compare", change: () => select.value && kg.choose({ sel: idOf(n), and: select.value }) }, kg.make("option", { value: "" }, "choose an actor"), ...others.map(([label, id]) => kg.make("option", { value: id }, label)));
    return kg.make("p", {}, kg.make("label", { for: "compare" }, "What it shares with "), select);
  }
  kg.showActor = (n) => {
    const actor = kg.data.actors[n], told = [kg.KINDS[actor.kind], actor.country && actor.kind !== "State" ? `acts for ${kg.stateName(actor.country)}` : actor.country, ...(actor.roles || [])].filter(Boolean).join(" · ");
    const about = [kg.make("p", { class: "soft" }, told)];
    if (actor.aliases) about.push(kg.make("p", { class: "soft" }, "Also: " + actor.aliases.slice(0, 8).join(", ")));
    const [near, far] = [1, 2].map((hops) => button(hops === 1 ? "Only its neighbours" : "and theirs", () => kg.focus(actor.id, hops), { "aria-pressed": String(kg.state.focus === actor.id && kg.state.hops === hops) }));
    const only = button("Only its events", () => kg.set({ only: kg.state.only === actor.id ? "" : actor.id }), { "aria-pressed": String(kg.state.only === actor.id) });
    about.push(kg.make("p", { class: "acts" }, near, far, only));
    if (kg.data.more) about.push(kg.make("p", { class: "acts" }, button("Load all that the store has of it", () => kg.load(actor.id, 1))));
    about.push(...partners(n), compare(n));
    if (/^Q[0-9]+$/.test(actor.wikidata || "")) about.push(kg.make("p", {}, link("https://www.wikidata.org/wiki/" + actor.wikidata, "Wikidata " + actor.wikidata)));
    show(actor.label, about, ofActor(n));
  };
  function showTwo(one, other) {
    const [a, b] = [kg.near(kg.home(one)), kg.near(kg.home(other))], shared = [...a.keys()].filter((n) => b.has(n)).sort((x, y) => a.get(y).size + b.get(y).size - a.get(x).size - b.get(x).size);
    const between = kg.events().filter((event) => [one, other].every((n) => kg.people(event).includes(kg.home(n))));
    const rows = shared.map((n) => kg.make("tr", {}, kg.make("th", { scope: "row" }, name(n)), kg.make("td", {}, String(a.get(n).size)), kg.make("td", {}, String(b.get(n).size))));
    const table = kg.make("table", { class: "shared" }, kg.make("thead", {}, kg.make("tr", {}, ...["Both deal with", kg.label(one), kg.label(other)].map((words) => kg.make("th", { scope: "col" }, words)))), kg.make("tbody", {}, ...rows));
    show(`${kg.label(one)} and ${kg.label(other)}`, [shared.length ? table : kg.make("p", { class: "soft" }, "They deal with nobody in common.")], between, between.length ? `${kg.count(between.length, "event")} between them` : "No event between them");
  }
  function showTie(key) {
    const line = kg.lines().find((each) => each.key === key), pair = kg.shown().pairs.get(key), [from, to] = key.split(">").map(Number);
    if (key.includes(">") && kg.data.actors[from] && kg.data.actors[to]) return show(`${kg.label(from)} → ${kg.label(to)}`, [], kg.list(new Set(kg.upon(from, to).flatMap((each) => [...each.events]))));
    if (line) return show(kg.lineTitle(line), [other(line)], kg.list(line.events));
    if (pair) return show(pairTitle(pair), [], kg.list(pair.events));
    return show("These two", [], []);
  }
  // Two that have one line are called as it is: who → whom.
  function pairTitle(pair) {
    const lines = kg.lines().filter((line) => line.pair === pair.key);
    return lines.length === 1 ? kg.lineTitle(lines[0]) : `${kg.label(pair.one)} and ${kg.label(pair.other)}`;
  }
  function other(line) {
    const whole = kg.shown().pairs.get(line.pair);
    return whole && whole.events.size > line.events.size ? kg.make("p", {}, button(`All ${whole.events.size} events of the two`, () => kg.choose({ tie: line.pair }))) : "";
  }
  const TITLES = { all: "Who deals most with whom", "who-met-whom": "Who met most often", "who-demanded-what": "Who demands most of whom" };
  // Nothing chosen: the strongest pairs, so that the first look answers who deals with whom.
  function start() {
    const { pairs } = kg.shown(), strong = [...pairs.values()].sort((a, b) => b.events.size - a.events.size || kg.label(a.one).localeCompare(kg.label(b.one)) || kg.label(a.other).localeCompare(kg.label(b.other))).slice(0, 10);
    const row = (pair) => {
      const lines = kg.lines().filter((line) => line.pair === pair.key), groups = Object.keys(kg.data.groups).filter((group) => lines.some((line) => line.group === group));
      return kg.make("li", {}, button([kg.make("span", { class: "words" }, pairTitle(pair)), ...groups.map((group) => kg.icon(group)), kg.make("span", { class: "number" }, String(pair.events.size))], () => kg.choose({ tie: pair.key }), { class: "tie" }), kg.make("p", { class: "soft" }, kg.cut([...new Set(kg.list(pair.events).map((event) => kg.words(event.type) + (event.content && event.category === "REQUEST" ? ` “${event.content}”` : "")))].join(", "), 110)));
    };
    panel.replaceChildren(kg.make("h2", {}, TITLES[kg.state.view] || TITLES.all), kg.make("p", { class: "soft" }, "Choose a pair, a line or a name to read the sentences behind it. A double click on a name shows its neighbours alone; with the control key, two names show what they share."), strong.length ? kg.make("ol", { class: "ties" }, ...strong.map(row)) : kg.make("p", {}, "No two actors are linked with these filters."));
  }
  kg.drawPanel = () => {
    const { sel, and, tie, event } = kg.state, found = kg.data.events.find((each) => each.id === event);
    if (event === "alone") return show("Without a second party", [kg.make("p", { class: "soft" }, "These sentences name one side only, or the other is not in the picture.")], kg.alone || []);
    if (found) return show(`${kg.words(found.type)}`, [], [found], kg.who(found));
    if (tie) return showTie(tie);
    if (sel && and) return showTwo(kg.numbers.get(sel), kg.numbers.get(and));
    return sel ? kg.showActor(kg.numbers.get(sel)) : start();
  };
})();
