"use strict";
// A page that is served can ask its server for what it left out: actors by name, and all events of one.
(() => {
  const { data } = kg;
  async function get(query) {
    const answer = await fetch(`${data.more}?${new URLSearchParams(query)}`, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
    return answer.json();
  }
  const tell = (words) => { kg.at("find-said").textContent = words; };

  let asked = 0;
  kg.ask = async (words, here, offer) => {
    const turn = (asked += 1);
    if (words.trim().length < 2) return;
    try {
      const found = await get({ find: words.trim() });
      if (turn !== asked || kg.at("find").value !== words) return;
      const known = new Set(here.map((each) => each.label));
      offer([...here, ...found.filter((each) => !known.has(each.label)).map((each) => ({ ...each, name: "from the store", act: () => kg.load(each.id, 1) }))]);
    } catch (error) { tell(`The store can't be asked: ${error.message}`); }
  };
  // Takes what the server gave into the page's own tables; what is there already stays.
  function take(more) {
    const table = (name, own, key) => {
      const at = new Map(own.map((each, n) => [key(each), n]));
      return more[name].map((each) => { if (!at.has(key(each))) { at.set(key(each), own.length); own.push(each); } return at.get(key(each)); });
    };
    const before = data.actors.length, actors = table("actors", data.actors, (each) => each.id), articles = table("articles", data.articles, (each) => each.id), sentences = table("sentences", data.sentences, (each) => each);
    for (let n = before; n < data.actors.length; n += 1) kg.note(data.actors[n], n);
    place(more.homes);
    const known = new Set(data.events.map((event) => event.id)), to = (numbers) => numbers.map((n) => actors[n]);
    const fresh = more.events.filter((event) => !known.has(event.id)).map((event) => ({ ...event, article: articles[event.article], sentence: sentences[event.sentence], source: to(event.source), target: to(event.target), ...(event.by ? { by: to(event.by) } : {}) }));
    for (const event of fresh) { kg.date_event(event, data.events.length); data.events.push(event); }
    kg.addTies(fresh.flatMap(ties));
    kg.forget();
    return fresh.length;
  }
  function place(homes) {
    const shapes = { State: "dot", Person: "triangle", Organization: "square", Group: "diamond" };
    for (const [id, [x, y]] of Object.entries(homes)) {
      const n = kg.numbers.get(id);
      if (n !== undefined && !kg.nodes.has(n)) kg.nodes.set(n, { id: n, shape: shapes[data.actors[n].kind] || "dot", x: Math.round(x * data.scale), y: Math.round(y * data.scale) });
    }
  }
  function ties(event) {
    const mutual = !event.target.length, ends = mutual ? event.source.flatMap((one, n) => event.source.slice(n + 1).map((other) => [one, other])) : event.source.flatMap((one) => event.target.map((other) => [one, other]));
    return ends.filter(([one, other]) => one !== other).map(([from, to]) => ({ from, to, category: event.category, modality: event.modality, mutual, events: [event.n] }));
  }
  kg.load = async (id, hops) => {
    try {
      const fresh = take(await get({ actor: kg.iri(id), hops }));
      const own = id.startsWith(data.prefixes.id) ? id.slice(data.prefixes.id.length) : id;
      kg.choose({ sel: own });
      kg.show(own);
      tell(fresh ? `${kg.count(fresh, "event")} loaded` : "The page has all of it already.");
    } catch (error) { tell(`The store can't be asked: ${error.message}`); }
  };
  kg.take = take;
})();
