"use strict";
// The events that the filters leave as JSON-LD, in the words of the ontology: the same statements as in the store.
(() => {
  const WORDS = { content: "dip:content", condition: "dip:condition", trigger: "dip:trigger", category: "dip:category" };
  const upper = (word) => word[0].toUpperCase() + word.slice(1);
  const ref = (id) => ({ "@id": kg.iri(id) });
  const actors = (numbers) => (numbers || []).map((n) => ref(kg.data.actors[n].id));

  function context() {
    const link = { "@type": "@id" };
    return { ...kg.data.prefixes, ...Object.fromEntries(["source", "target", "attributedTo", "modality", "type"].map((name) => ["dip:" + name, link])) };
  }
  function eventOf(event) {
    const known = Object.entries(WORDS).filter(([name]) => event[name]).map(([name, term]) => [term, event[name]]);
    return { "@id": kg.iri(event.id), "@type": ["dip:" + event.type, "dip:Event"], "dip:type": "dip:" + event.type, "dip:source": actors(event.source), "dip:target": actors(event.target), "dip:attributedTo": actors(event.by), "dip:modality": "dip:" + upper(event.modality), ...Object.fromEntries(known) };
  }
  function actorOf(actor) {
    const facts = { "@id": kg.iri(actor.id), "@type": ["dip:" + actor.kind, "dip:Actor"], "rdfs:label": actor.label };
    if (actor.country) facts["dip:country"] = actor.country;
    if (actor.aliases) facts["skos:altLabel"] = actor.aliases;
    if (actor.wikidata) facts["owl:sameAs"] = { "@id": kg.data.prefixes.wd + actor.wikidata };
    return facts;
  }
  function articleOf(article) {
    const facts = { "@id": kg.iri(article.id), "@type": "schema:NewsArticle", "schema:identifier": article.doc };
    if (article.url) facts["schema:url"] = article.url;
    if (article.publisher) facts["schema:publisher"] = article.publisher;
    return facts;
  }
  // Each article is a graph of its own, as in the store.
  kg.jsonld = () => {
    const graphs = new Map();
    for (const event of kg.events()) graphs.set(event.article, [...(graphs.get(event.article) || []), event]);
    return { "@context": context(), "@graph": [...graphs].map(([n, events]) => {
      const people = new Set(events.flatMap((event) => [...event.source, ...event.target, ...(event.by || [])]));
      return { "@id": kg.iri(kg.data.articles[n].id), "@graph": [articleOf(kg.data.articles[n]), ...[...people].map((each) => actorOf(kg.data.actors[each])), ...events.map(eventOf)] };
    }) };
  };
})();
