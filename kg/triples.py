"""Article and events → quads of one named graph: a plain function, without a clock or a store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from kg import vocab
from kg.intervals import interval
from kg.model import Actor, Article, Event, Participant, Place, Span, When
from kg.settings import read_resource, resource_names
from kg.vocab import iri, text, typed

_Pair = tuple[NamedNode, NamedNode, NamedNode | Literal]


@dataclass(frozen=True, slots=True)
class Activity:
    """What read the article: versions of the software and of the language model."""

    software: str
    model: str


def quads(article: Article, events: Sequence[Event], *, generated_by: Activity) -> list[Quad]:
    """All that was read in an article, in the graph that bears the article's IRI.

    Args:
        article: the article.
        events: its events.
        generated_by: by what they were found.

    Returns:
        Quads, each once, sorted; without blank nodes.

    Raises:
        TermError: a setting of an IRI is no IRI.
    """
    graph = vocab.article_iri(article.key)
    found: set[_Pair] = set(_article(article, graph, generated_by))
    for event in events:
        found.update(_event(event, article, graph))
    store = Store()
    store.extend(Quad(*triple, graph) for triple in found)
    store.extend([Quad(t.subject, t.predicate, t.object, graph) for t in shortcuts(store)])
    # Read back, so that numbers and dates are spelt as the store on disk will spell them.
    return sorted(store, key=str)


def _article(article: Article, node: NamedNode, activity: Activity) -> Iterator[_Pair]:
    yield node, iri("rdf:type"), iri("schema:NewsArticle")
    yield node, iri("rdf:type"), iri("prov:Entity")
    yield node, iri("schema:identifier"), text(article.key)
    yield node, iri("schema:articleBody"), text(article.text)
    given = {"headline": article.title, "url": article.url, "publisher": article.publisher, "author": article.author}
    for name, value in given.items():
        if value:
            yield node, iri(f"schema:{name}"), text(value)
    if article.published:
        yield node, iri("schema:datePublished"), _published(article.published)
    done = vocab.minted("activity", vocab.digest(article.key, activity.software, activity.model))
    yield node, iri("prov:wasGeneratedBy"), done
    yield done, iri("rdf:type"), iri("prov:Activity")
    yield done, iri("dip:softwareVersion"), text(activity.software)
    yield done, iri("dip:modelVersion"), text(activity.model)


def _published(given: str) -> Literal:
    kind = {4: "gYear", 7: "gYearMonth", 10: "date"}.get(len(given))
    if kind is not None:
        return typed(given, kind)
    return typed(given.replace(" ", "T"), "dateTime") if interval(given) else text(given)


def _event(event: Event, article: Article, graph: NamedNode) -> Iterator[_Pair]:
    node = vocab.event_iri(event.id)
    for kind in (event.type, vocab.CATEGORIES[event.category], "Event"):
        yield node, iri("rdf:type"), iri(f"dip:{kind}")
    yield node, iri("rdf:type"), iri("sem:Event")
    yield node, iri("dip:trigger"), text(event.trigger.text)
    yield node, iri("dip:modality"), iri(f"dip:{vocab.MODALITIES[event.modality]}")
    yield node, iri("dip:confidence"), typed(f"{event.confidence:.2f}", "decimal")
    if event.content:
        yield node, iri("dip:content"), text(event.content.text)
    if event.condition:
        yield node, iri("dip:condition"), text(event.condition.text)
    for other in event.about:
        yield node, iri("dip:about"), vocab.event_iri(other)
    yield from _evidence(node, event.evidence, graph)
    yield from _participants(node, event, article)
    if event.place is not None:
        yield from _place(node, event.place)
    if event.time is not None:
        yield from _time(node, event.time)


def _evidence(event: NamedNode, words: Span, graph: NamedNode) -> Iterator[_Pair]:
    name = vocab.digest(graph.value, str(words.start), str(words.end))
    node, quote, position = (vocab.minted(kind, name) for kind in ("evidence", "quote", "position"))
    yield event, iri("dip:evidence"), node
    yield node, iri("rdf:type"), iri("oa:SpecificResource")
    yield node, iri("oa:hasSource"), graph
    yield node, iri("oa:hasSelector"), quote
    yield node, iri("oa:hasSelector"), position
    yield quote, iri("rdf:type"), iri("oa:TextQuoteSelector")
    yield quote, iri("oa:exact"), text(words.text)
    yield from _position(position, words)


def _position(node: NamedNode, words: Span) -> Iterator[_Pair]:
    yield node, iri("rdf:type"), iri("oa:TextPositionSelector")
    yield node, iri("oa:start"), typed(str(words.start), "nonNegativeInteger")
    yield node, iri("oa:end"), typed(str(words.end), "nonNegativeInteger")


def _participants(event: NamedNode, given: Event, article: Article) -> Iterator[_Pair]:
    for role, people in (("source", given.source), ("target", given.target), ("attributedTo", given.attributed_to)):
        for rank, each in enumerate(people):
            actor = vocab.actor_iri(each.actor, article.key)
            yield event, iri(f"dip:{role}"), actor
            if role != "attributedTo":
                yield event, iri("dip:participant"), actor
                yield event, iri("sem:hasActor"), actor
            yield from _actor(actor, each.actor, article)
            node = vocab.minted("participation", f"{given.id}-{role}-{rank}")
            yield event, iri("dip:participation"), node
            yield from _participation(node, each, actor, role, rank)


def _participation(node: NamedNode, each: Participant, actor: NamedNode, role: str, rank: int) -> Iterator[_Pair]:
    yield node, iri("rdf:type"), iri("dip:Participation")
    yield node, iri("dip:actor"), actor
    yield node, iri("dip:as"), iri(f"dip:{role}")
    yield node, iri("dip:rank"), typed(str(rank), "nonNegativeInteger")
    if each.mention is not None:
        yield node, iri("oa:exact"), text(each.mention.text)
        yield from _position(node, each.mention)


def _actor(node: NamedNode, actor: Actor, article: Article) -> Iterator[_Pair]:
    yield node, iri("rdf:type"), iri(f"dip:{actor.kind}")
    yield node, iri("rdf:type"), iri("dip:Actor")
    yield node, iri("rdfs:label"), text(actor.label)
    for alias in actor.aliases:
        yield node, iri("skos:altLabel"), text(alias)
    if actor.country:
        yield node, iri("dip:country"), text(actor.country)
    if actor.wikidata:
        yield node, iri("owl:sameAs"), iri(f"wd:{actor.wikidata}")
    if actor.role:
        role = vocab.minted("role", vocab.digest(node.value, actor.role, article.key))
        yield role, iri("rdf:type"), iri("dip:Role")
        yield role, iri("dip:holder"), node
        yield role, iri("dip:title"), text(actor.role)
        yield role, iri("dip:seenIn"), vocab.article_iri(article.key)
        if actor.country:
            yield role, iri("dip:country"), text(actor.country)
        if article.published:
            yield role, iri("dip:seenOn"), _published(article.published)


def _place(event: NamedNode, place: Place) -> Iterator[_Pair]:
    node = vocab.place_iri(place)
    yield event, iri("dip:place"), node
    yield event, iri("sem:hasPlace"), node
    yield node, iri("rdf:type"), iri("dip:Place")
    yield node, iri("rdfs:label"), text(place.label)
    if place.country:
        yield node, iri("dip:country"), text(place.country)
    if place.latitude is not None and place.longitude is not None:
        yield node, iri("geo:lat"), typed(str(place.latitude), "decimal")
        yield node, iri("geo:long"), typed(str(place.longitude), "decimal")


def _time(event: NamedNode, when: When) -> Iterator[_Pair]:
    node = vocab.minted("time", vocab.digest(when.text, str(when.start), str(when.end)))
    yield event, iri("dip:time"), node
    yield event, iri("sem:hasTime"), node
    yield node, iri("rdf:type"), iri("time:Interval")
    yield node, iri("rdfs:label"), text(when.text)
    for name, day in (("hasBeginning", when.start), ("hasEnd", when.end)):
        if day is not None:
            instant = vocab.minted("day", day.isoformat())
            yield node, iri(f"time:{name}"), instant
            yield instant, iri("rdf:type"), iri("time:Instant")
            yield instant, iri("time:inXSDDate"), typed(day.isoformat(), "date")


def shortcuts(store: Store) -> Iterator[Triple]:
    """What the rules of ``ontology/rules`` derive.

    Args:
        store: the quads of one article.

    Yields:
        Triples such as ``?one dip:metWith ?other``.
    """
    for rule in _rules():
        yield from store.query(rule, prefixes=vocab.prefixes())  # type: ignore[misc]


@cache
def _rules() -> tuple[str, ...]:
    return tuple(read_resource(name) for name in resource_names("rules", ".rq"))
