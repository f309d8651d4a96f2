"""Quads of articles → the records of the JSON export: one for each event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import groupby
from typing import Any

from pyoxigraph import NamedNode, Quad

from kg import vocab
from kg.vocab import iri

Record = dict[str, Any]
_Facts = Mapping[str, list[str]]
_Index = Mapping[str, _Facts]

_NONE: _Facts = {}
_ROLES = {"source": "source", "target": "target", "attributedTo": "attributed_to"}
_READ = (
    "rdf:type", "rdfs:label", "owl:sameAs", "skos:altLabel", "schema:identifier", "schema:headline", "schema:datePublished",
    "schema:url", "schema:publisher", "dip:type", "dip:category", "dip:modality", "dip:confidence", "dip:trigger", "dip:content",
    "dip:condition", "dip:about", "dip:participation", "dip:as", "dip:rank", "dip:actor", "dip:inRole", "dip:title", "dip:country",
    "dip:passage", "dip:place", "dip:time", "dip:evidence", "oa:hasSelector", "oa:exact", "oa:start", "oa:end", "geo:lat", "geo:long",
    "time:hasBeginning", "time:hasEnd", "time:inXSDDate",
)  # fmt: skip
"""The properties that a record is made of; the others of a graph repeat them for other vocabularies."""


def records(quads: Iterable[Quad]) -> list[Record]:
    """The events of some articles.

    Args:
        quads: whole graphs, as `kg.triples.quads` makes them; graphs may be mixed.

    Returns:
        Records as the contract has them, sorted by article and place in the text. Offsets
        are code points of the article's text; ``spans`` holds those of the trigger, the
        content, the condition, the words of the time.

    >>> records([])
    []
    """
    return list(stream(sorted(quads, key=_graph_of)))


def stream(quads: Iterable[Quad]) -> Iterator[Record]:
    """The same, one article after the other, holding one in memory at a time.

    Args:
        quads: whole graphs, one after the other, as a store gives them.

    Yields:
        Records, sorted within each article.
    """
    for graph, group in groupby(quads, key=_graph_of):
        index = _indexed(group)
        yield from sorted(_of_graph(graph, index), key=_order)


def _graph_of(quad: Quad) -> str:
    return quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""


def _indexed(quads: Iterable[Quad]) -> _Index:
    """Subject → property, by its prefixed name → values."""
    names = {iri(name).value: name for name in _READ}
    index: dict[str, dict[str, list[str]]] = {}
    for quad in quads:
        name = names.get(quad.predicate.value)
        if name is not None and isinstance(quad.subject, NamedNode):
            index.setdefault(quad.subject.value, {}).setdefault(name, []).append(getattr(quad.object, "value", ""))
    return index


def _order(record: Record) -> tuple[int, int, str]:
    first = min((each["start"] for each in record["source"] if each["start"] is not None), default=0)
    return record["evidence"]["start"], first, record["id"]


def _of_graph(graph: str, index: _Index) -> Iterator[Record]:
    event = iri("dip:Event").value
    article = _article(graph, index)
    for node, facts in index.items():
        if event in facts.get("rdf:type", ()):
            yield _record(node, index, article)


def _article(graph: str, index: _Index) -> Record:
    facts = index.get(graph, _NONE)
    return {
        "doc": _one(facts, "schema:identifier"),
        "article": {
            "iri": graph,
            "title": _one(facts, "schema:headline"),
            "published": _one(facts, "schema:datePublished"),
            "url": _one(facts, "schema:url"),
            "publisher": _one(facts, "schema:publisher"),
        },
    }


def _one(facts: _Facts, name: str) -> str | None:
    return min(_all(facts, name), default=None)


def _all(facts: _Facts, name: str) -> list[str]:
    return facts.get(name, [])


@cache
def _local(value: str) -> str:
    return vocab.local(value)


def _int(facts: _Facts, name: str) -> int | None:
    value = _one(facts, name)
    return None if value is None else int(value)


def _float(facts: _Facts, name: str) -> float | None:
    value = _one(facts, name)
    return None if value is None else float(value)


def _record(node: str, index: _Index, article: Record) -> Record:
    facts = index[node]
    kind = _local(_one(facts, "dip:type") or "")
    people, spans = _people(facts, index), _spans(facts, index)
    return {
        "id": node,
        "doc": article["doc"],
        "article": dict(article["article"]),
        "type": kind,
        "category": _one(facts, "dip:category"),
        "source": people["source"],
        "target": people["target"],
        "content": _one(facts, "dip:content"),
        "condition": _one(facts, "dip:condition"),
        "place": _place(facts, index, spans.pop("place", None)),
        "time": _time(facts, index),
        "modality": _local(_one(facts, "dip:modality") or "").lower(),
        "attributed_to": people["attributedTo"],
        "trigger": _one(facts, "dip:trigger"),
        "confidence": _float(facts, "dip:confidence"),
        "about": sorted(_all(facts, "dip:about")),
        "evidence": _evidence(facts, index),
        "spans": {role: {"start": span["start"], "end": span["end"]} for role, span in sorted(spans.items())},
    }


def _people(facts: _Facts, index: _Index) -> dict[str, list[Record]]:
    found: dict[str, list[tuple[int, Record]]] = {role: [] for role in _ROLES}
    for node in _all(facts, "dip:participation"):
        part = index.get(node, _NONE)
        role = _local(_one(part, "dip:as") or "")
        if role in found:
            found[role].append((_int(part, "dip:rank") or 0, _participant(part, index)))
    return {role: [each for _, each in sorted(people, key=lambda pair: pair[0])] for role, people in found.items()}


def _participant(part: _Facts, index: _Index) -> Record:
    node = _one(part, "dip:actor") or ""
    facts = index.get(node, _NONE)
    kinds = {_local(value) for value in _all(facts, "rdf:type")} - {"Actor"}
    return {
        "label": _one(facts, "rdfs:label"),
        "iri": node,
        "kind": min(kinds, default=None),
        "country": _one(facts, "dip:country"),
        "wikidata": _wikidata(facts),
        "aliases": sorted(_all(facts, "skos:altLabel")),
        "role": _one(index.get(_one(part, "dip:inRole") or "", _NONE), "dip:title"),
        **_span(part),
    }


def _span(facts: _Facts) -> Record:
    return {"mention": _one(facts, "oa:exact"), "start": _int(facts, "oa:start"), "end": _int(facts, "oa:end")}


def _wikidata(facts: _Facts) -> str | None:
    same = _one(facts, "owl:sameAs")
    return _local(same) if same else None


def _spans(facts: _Facts, index: _Index) -> dict[str, Record]:
    parts = [index.get(node, _NONE) for node in _all(facts, "dip:passage")]
    return {_local(_one(part, "dip:as") or ""): _span(part) for part in parts}


def _place(facts: _Facts, index: _Index, span: Record | None) -> Record | None:
    node = _one(facts, "dip:place")
    if node is None:
        return None
    place, words = index.get(node, _NONE), span or _span(_NONE)
    return {
        "text": words["mention"],
        "label": _one(place, "rdfs:label"),
        "iri": node,
        "country": _one(place, "dip:country"),
        "wikidata": _wikidata(place),
        "latitude": _float(place, "geo:lat"),
        "longitude": _float(place, "geo:long"),
        **words,
    }


def _time(facts: _Facts, index: _Index) -> Record | None:
    node = _one(facts, "dip:time")
    if node is None:
        return None
    when = index.get(node, _NONE)
    days = {
        name: _one(index.get(_one(when, f"time:{edge}") or "", _NONE), "time:inXSDDate")
        for name, edge in (("start", "hasBeginning"), ("end", "hasEnd"))
    }
    return {"text": _one(when, "rdfs:label"), **days}


def _evidence(facts: _Facts, index: _Index) -> Record:
    selectors = [index.get(node, _NONE) for node in _all(index.get(_one(facts, "dip:evidence") or "", _NONE), "oa:hasSelector")]
    words = [value for each in selectors if (value := _one(each, "oa:exact")) is not None]
    offsets = [each for each in selectors if _one(each, "oa:start") is not None]
    position = offsets[0] if offsets else _NONE
    return {"text": min(words, default=None), "start": _int(position, "oa:start") or 0, "end": _int(position, "oa:end") or 0}
