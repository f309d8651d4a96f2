"""Article and events → quads of one named graph: a plain function, without a clock or a store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from kg import bases, vocab
from kg.kinds import lineage
from kg.model import Actor, Article, Event, Participant, Place, Span, When
from kg.settings import read_resource, resource_names
from kg.vocab import iri, name, number, text, typed

_Pair = tuple[NamedNode, NamedNode, NamedNode | Literal]


@dataclass(frozen=True, slots=True)
class Activity:
    """What read the article: versions of the software and of the language model.

    >>> Activity("diplomacy-kg 1.0", "en_news 1.0").model
    'en_news 1.0'
    """

    software: str
    model: str


@dataclass(frozen=True, slots=True)
class _Known:
    """The article, its graph, and what its events agree on: one account of each actor and place."""

    article: Article
    graph: NamedNode
    actors: Mapping[NamedNode, Actor]
    places: Mapping[NamedNode, Place]


def quads(article: Article, events: Sequence[Event], *, generated_by: Activity) -> list[Quad]:
    """All that was read in an article, in the graph that bears the article's IRI.

    Args:
        article: the article.
        events: its events, offsets in code points of its text.
        generated_by: by what they were found.

    Returns:
        Quads, each once, sorted; without blank nodes.

    Raises:
        TermError: a setting of an IRI is no IRI.
        OntologyError: an event is of a class that the ontology does not have.

    Source: RDF 1.1 Datasets; n-ary relations, W3C Working Group Note 2006.

    >>> found = quads(Article("one", "Nothing."), [], generated_by=Activity("kg 1", "model 1"))
    >>> {quad.graph_name for quad in found} == {vocab.article_iri("one")}
    True
    """
    with bases.held():
        graph = vocab.article_iri(article.key)
        store = Store()
        told = [Quad(*triple, graph) for triple in _told(article, graph, events)]
        store.extend([*told, *_reading(graph, told, generated_by)])
        store.extend([Quad(each.subject, each.predicate, each.object, graph) for each in shortcuts(store)])
    # Read back, so that numbers and dates are spelt as the store on disk will spell them.
    return sorted(store, key=str)


def _told(article: Article, graph: NamedNode, events: Sequence[Event]) -> set[_Pair]:
    """What is read in the article, without what the rules derive and by what it was read."""
    known = _Known(article, graph, _actors(events, article.key), _places(events))
    found: set[_Pair] = set(_article(article, graph))
    for actor_node, actor in known.actors.items():
        found.update(_actor(actor_node, actor))
    for place_node, place in known.places.items():
        found.update(_place(place_node, place))
    for event in events:
        found.update(_event(event, known))
    return found


def _actors(events: Iterable[Event], key: str) -> dict[NamedNode, Actor]:
    """One account of each actor: what is known first stays, names add up."""
    found: dict[NamedNode, Actor] = {}
    for event in events:
        for each in (*event.participants, *event.attributed_to):
            node = vocab.actor_iri(each.actor, key)
            found[node] = _merged(found[node], each.actor) if node in found else each.actor
    return found


def _merged(one: Actor, other: Actor) -> Actor:
    names = dict.fromkeys((*one.aliases, *other.names))
    names.pop(one.label, None)
    country, wikidata = one.country or other.country, one.wikidata or other.wikidata
    return replace(one, aliases=tuple(names), country=country, wikidata=wikidata)


def _places(events: Iterable[Event]) -> dict[NamedNode, Place]:
    found: dict[NamedNode, Place] = {}
    for event in events:
        if event.place is not None:
            found.setdefault(vocab.place_iri(event.place), event.place)
    return found


def _article(article: Article, node: NamedNode) -> Iterator[_Pair]:
    yield node, iri("rdf:type"), iri("schema:NewsArticle")
    yield node, iri("rdf:type"), iri("prov:Entity")
    yield node, iri("schema:identifier"), text(article.key)
    yield node, iri("schema:articleBody"), text(article.text)
    given = {"headline": article.title, "url": article.url, "publisher": article.publisher, "author": article.author}
    for key, value in given.items():
        if value:
            yield node, iri(f"schema:{key}"), text(value)
    if article.published:
        yield node, iri("schema:datePublished"), vocab.moment(article.published)


def _reading(graph: NamedNode, told: Iterable[Quad], activity: Activity) -> list[Quad]:
    """The activity that made the graph, known by what it found: so it tells one reading from another."""
    done = vocab.minted("activity", vocab.digest(activity.software, activity.model, " ".join(sorted(map(str, told)))))
    return [
        Quad(graph, iri("prov:wasGeneratedBy"), done, graph),
        Quad(done, iri("rdf:type"), iri("prov:Activity"), graph),
        Quad(done, iri("dip:softwareVersion"), text(activity.software), graph),
        Quad(done, iri("dip:modelVersion"), text(activity.model), graph),
    ]


def _event(event: Event, known: _Known) -> Iterator[_Pair]:
    node = vocab.event_iri(event.id)
    for each in lineage(event.type):
        yield node, iri("rdf:type"), iri(f"dip:{each}")
    yield node, iri("rdf:type"), iri("sem:Event")
    yield node, iri("dip:type"), iri(f"dip:{event.type}")
    yield node, iri("dip:category"), text(event.category)
    yield node, iri("dip:modality"), iri(f"dip:{vocab.MODALITIES[event.modality]}")
    yield node, iri("dip:confidence"), number(max(event.confidence, 1e-6))
    for other in event.about:
        yield node, iri("dip:about"), vocab.event_iri(other)
    yield from _words(node, event)
    yield from _evidence(node, event.evidence, known.graph)
    yield from _participants(node, event, known)
    if event.place is not None:
        place = vocab.place_iri(event.place)
        yield node, iri("dip:place"), place
        yield node, iri("sem:hasPlace"), place
    if event.time is not None:
        yield from _time(node, event.time)


def _words(node: NamedNode, event: Event) -> Iterator[_Pair]:
    """What the event says in words, and where in the article each of these stands."""
    for role, span in (("trigger", event.trigger), ("content", event.content), ("condition", event.condition)):
        if span is not None:
            yield node, iri(f"dip:{role}"), text(span.text)
            yield from _passage(node, event.id, role, span)
    if event.time is not None and event.time.span is not None:
        yield from _passage(node, event.id, "time", event.time.span)
    if event.place is not None and event.place.span is not None:
        yield from _passage(node, event.id, "place", event.place.span)


def _passage(event: NamedNode, identifier: str, role: str, words: Span) -> Iterator[_Pair]:
    node = vocab.minted("passage", f"{identifier}-{role}")
    yield event, iri("dip:passage"), node
    yield node, iri("rdf:type"), iri("dip:Passage")
    yield node, iri("dip:as"), iri(f"dip:{role}")
    yield node, iri("oa:exact"), text(words.text)
    yield from _offsets(node, words)


def _offsets(node: NamedNode, words: Span) -> Iterator[_Pair]:
    yield node, iri("oa:start"), typed(str(words.start), "nonNegativeInteger")
    yield node, iri("oa:end"), typed(str(words.end), "nonNegativeInteger")


def _evidence(event: NamedNode, words: Span, graph: NamedNode) -> Iterator[_Pair]:
    key = vocab.digest(graph.value, str(words.start), str(words.end))
    node, quote, position = (vocab.minted(kind, key) for kind in ("evidence", "quote", "position"))
    yield event, iri("dip:evidence"), node
    yield node, iri("rdf:type"), iri("oa:SpecificResource")
    yield node, iri("oa:hasSource"), graph
    yield node, iri("oa:hasSelector"), quote
    yield node, iri("oa:hasSelector"), position
    yield quote, iri("rdf:type"), iri("oa:TextQuoteSelector")
    yield quote, iri("oa:exact"), text(words.text)
    yield position, iri("rdf:type"), iri("oa:TextPositionSelector")
    yield from _offsets(position, words)


def _participants(event: NamedNode, given: Event, known: _Known) -> Iterator[_Pair]:
    for role, people in (("source", given.source), ("target", given.target), ("attributedTo", given.attributed_to)):
        for rank, each in enumerate(people):
            actor = vocab.actor_iri(each.actor, known.article.key)
            yield event, iri(f"dip:{role}"), actor
            if role != "attributedTo":
                yield event, iri("dip:participant"), actor
                yield event, iri("sem:hasActor"), actor
            node = vocab.minted("participation", f"{given.id}-{role}-{rank}")
            yield event, iri("dip:participation"), node
            yield node, iri("dip:as"), iri(f"dip:{role}")
            yield node, iri("dip:rank"), typed(str(rank), "nonNegativeInteger")
            yield from _participation(node, each, actor, known)


def _participation(node: NamedNode, each: Participant, actor: NamedNode, known: _Known) -> Iterator[_Pair]:
    yield node, iri("rdf:type"), iri("dip:Participation")
    yield node, iri("dip:actor"), actor
    if each.mention is not None:
        yield node, iri("oa:exact"), text(each.mention.text)
        yield from _offsets(node, each.mention)
    if each.actor.role:
        role = vocab.minted("role", vocab.digest(actor.value, each.actor.role, known.article.key))
        yield node, iri("dip:inRole"), role
        yield from _role(role, each.actor.role, actor, known)


def _role(node: NamedNode, title: str, holder: NamedNode, known: _Known) -> Iterator[_Pair]:
    yield node, iri("rdf:type"), iri("dip:Role")
    yield node, iri("dip:holder"), holder
    yield node, iri("dip:title"), name(title)
    yield node, iri("dip:seenIn"), known.graph
    if country := known.actors[holder].country:
        yield node, iri("dip:country"), text(country)
    if known.article.published:
        yield node, iri("dip:seenOn"), vocab.moment(known.article.published)


def _actor(node: NamedNode, actor: Actor) -> Iterator[_Pair]:
    yield node, iri("rdf:type"), iri(f"dip:{actor.kind}")
    yield node, iri("rdf:type"), iri("dip:Actor")
    yield node, iri("rdf:type"), iri("sem:Actor")
    yield from _named(node, actor.label, actor.country, actor.wikidata)
    for alias in actor.aliases:
        if alias.strip():
            yield node, iri("skos:altLabel"), name(alias)


def _place(node: NamedNode, place: Place) -> Iterator[_Pair]:
    yield node, iri("rdf:type"), iri("dip:Place")
    yield node, iri("rdf:type"), iri("sem:Place")
    yield from _named(node, place.label, place.country, place.wikidata)
    if place.latitude is not None and place.longitude is not None:
        yield node, iri("geo:lat"), number(place.latitude)
        yield node, iri("geo:long"), number(place.longitude)


def _named(node: NamedNode, label: str, country: str | None, wikidata: str | None) -> Iterator[_Pair]:
    yield node, iri("rdfs:label"), name(label)
    if country:
        yield node, iri("dip:country"), text(country)
    if wikidata:
        yield node, iri("owl:sameAs"), vocab.node(f"{iri('wd:').value}{wikidata}")


def _time(event: NamedNode, when: When) -> Iterator[_Pair]:
    node = vocab.minted("time", vocab.digest(when.text, str(when.start), str(when.end)))
    yield event, iri("dip:time"), node
    yield event, iri("sem:hasTime"), node
    yield node, iri("rdf:type"), iri("time:Interval")
    yield node, iri("rdfs:label"), text(when.text)
    for edge, day in (("hasBeginning", when.start), ("hasEnd", when.end)):
        if day is not None:
            instant = vocab.minted("day", day.isoformat())
            yield node, iri(f"time:{edge}"), instant
            yield instant, iri("rdf:type"), iri("time:Instant")
            yield instant, iri("time:inXSDDate"), typed(day.isoformat(), "date")


def shortcuts(store: Store) -> Iterator[Triple]:
    """What the rules of ``ontology/rules`` derive.

    Args:
        store: the quads of one article.

    Yields:
        Triples such as ``?one dip:metWith ?other``.

    Source: SPARQL 1.1 Query Language, CONSTRUCT.
    """
    for rule in _rules():
        yield from store.query(rule, prefixes=vocab.prefixes())  # type: ignore[misc]


@cache
def _rules() -> tuple[str, ...]:
    return tuple(read_resource(path) for path in resource_names("rules", ".rq"))
