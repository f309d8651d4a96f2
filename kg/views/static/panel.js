"use strict";
// The evidence: every fact with the words that state it. Texts enter as text, never as HTML.
(() => {
  const panel = document.getElementById("panel");
  const name = (id) => kg.make("button", { class: "link", type: "button", click: () => kg.showActor(id) }, kg.actors.get(id).label);
  function names(ids) { return ids.flatMap((id, n) => (n ? [", ", name(id)] : [name(id)])); }

  // The sentence, with the names and the word that tells of the event marked.
  function sentence(event) {
    const words = [event.trigger, ...event.mentions].filter(Boolean).sort((a, b) => b.length - a.length);
    const quote = kg.make("blockquote");
    let rest = event.evidence;
    while (rest) {
      let best = null;
      for (const word of words) {
        const at = rest.indexOf(word);
        if (at >= 0 && (!best || at < best.at)) best = { at, word };
      }
      if (!best) { quote.append(rest); break; }
      quote.append(rest.slice(0, best.at), kg.make("mark", {}, best.word));
      rest = rest.slice(best.at + best.word.length);
    }
    return quote;
  }
  function when(event) {
    if (!event.words) return "";
    const days = event.start ? (event.start === event.end ? event.start : `${event.start} to ${event.end}`) : "day not told";
    return `${event.words} (${days})`;
  }
  kg.card = (event) => {
    const group = kg.groupOf.get(event.category);
    const who = kg.make("p", {}, kg.make("span", { class: "kind " + group }, kg.words(event.type)), ": ", ...names(event.source), ...(event.target.length ? [" → ", ...names(event.target)] : []));
    const facts = [
      event.content ? `What: ${event.content}` : "", event.condition ? `On condition: ${event.condition}` : "",
      event.place ? `Where: ${event.place}` : "", when(event) ? `When: ${when(event)}` : "",
      event.modality === "actual" ? "" : `Told as ${event.modality}`,
    ].filter(Boolean).map((line) => kg.make("p", { class: "soft" }, line));
    const by = event.by.length ? kg.make("p", { class: "soft" }, "According to ", ...names(event.by)) : "";
    const from = event.url ? kg.make("a", { href: event.url, rel: "noopener noreferrer" }, event.title) : event.title;
    const source = kg.make("small", {}, from, event.published ? `, ${event.published}` : "", ` · confidence ${event.confidence.toFixed(2)}`);
    return kg.make("article", { class: "event", "data-id": event.id }, who, ...facts, by, sentence(event), source);
  };
  function show(title, about, events) {
    panel.replaceChildren(kg.make("h2", {}, title), ...about, ...events.map(kg.card));
    panel.scrollTop = 0;
  }
  kg.showActor = (id) => {
    const actor = kg.actors.get(id), events = kg.of(id);
    const facts = [actor.kind.toLowerCase(), actor.country, ...actor.roles].filter(Boolean).join(" · ");
    const about = [kg.make("p", { class: "soft" }, facts), kg.make("p", {}, kg.make("button", { type: "button", click: () => kg.set({ actor: actor.label }) }, "Only this actor"))];
    if (actor.wikidata) about.push(kg.make("p", {}, kg.make("a", { href: "https://www.wikidata.org/wiki/" + actor.wikidata, rel: "noopener noreferrer" }, "Wikidata " + actor.wikidata)));
    show(actor.label, [...about, kg.make("h3", {}, `${events.length} events`)], events);
    kg.focus(kg.stateOf(id));
  };
  kg.showEdge = (edge) => show(`${kg.actors.get(edge.from).label} ${edge.mutual ? "and" : "→"} ${kg.actors.get(edge.to).label}`, [], edge.events);
  kg.showPair = (one, other) => {
    const near = kg.shared(one), common = [...kg.shared(other)].filter((id) => near.has(id));
    const shared = common.length ? [kg.make("h3", {}, "Both deal with"), kg.make("p", {}, ...names(common))] : [];
    show(`${kg.actors.get(one).label} and ${kg.actors.get(other).label}`, shared, kg.between(one, other));
  };
  kg.showEvent = (event) => show(kg.words(event.type), [], [event]);
  kg.showHelp = () => {
    kg.unfocus();
    panel.replaceChildren(
      kg.make("h2", {}, "Evidence"),
      kg.make("p", {}, "Choose an actor or a line to read the sentences behind it. With the control key, choose two actors to see what lies between them and with whom both deal."),
      kg.make("h3", {}, "Actors with the most events"), kg.make("p", {}, ...names(top(12))),
    );
  };
  function top(most) {
    const count = new Map();
    for (const event of kg.events()) for (const id of new Set([...event.source, ...event.target])) count.set(id, (count.get(id) || 0) + 1);
    return [...count].sort((a, b) => b[1] - a[1] || kg.actors.get(a[0]).label.localeCompare(kg.actors.get(b[0]).label)).slice(0, most).map(([id]) => id);
  }
  kg.topActors = top;
})();
