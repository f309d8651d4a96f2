"""Quads of articles → the records of the JSON export: one for each event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from pyoxigraph import NamedNode, Quad

from kg import vocab
from kg.vocab import iri

Record = dict[str, Any]
_Index = Mapping[str, Mapping[str, list[str]]]

_ROLES = {"source": "source", "target": "target", "attributedTo": "attributed_to"}


def records(quads: Iterable[Quad]) -> list[Record]:
    """The events of some articles.

    Args:
        quads: whole graphs, as `kg.triples.quads` makes them; graphs may be mixed.

    Returns:
        Records as the contract has them, sorted by article and place in the text.
    """
    graphs: dict[str, dict[str, dict[str, list[str]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.graph_name, NamedNode):
            value = getattr(quad.object, "value", "")
            graphs[quad.graph_name.value][quad.subject.value][quad.predicate.value].append(value)
    found = [record for graph, index in graphs.items() for record in _of_graph(graph, index)]
    return sorted(found, key=_order)


def _order(record: Record) -> tuple[str, int, int, str]:
    evidence = record["evidence"]
    return record["doc"], evidence["start"], min((p["start"] or 0 for p in record["source"]), default=0), record["id"]


def _of_graph(graph: str, index: _Index) -> Iterable[Record]:
    kind, event = iri("rdf:type").value, iri("dip:Event").value
    article = _article(graph, index)
    for node, facts in index.items():
        if event in facts.get(kind, ()):
            yield _record(node, index, article)


def _article(graph: str, index: _Index) -> Record:
    facts = index.get(graph, {})
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


def _one(facts: Mapping[str, list[str]], name: str) -> str | None:
    values = facts.get(iri(name).value)
    return min(values) if values else None


def _record(node: str, index: _Index, article: Record) -> Record:
    facts = index[node]
    kinds = [vocab.local(value) for value in facts.get(iri("rdf:type").value, ())]
    name = vocab.most_specific(kinds) or "Event"
    people = _people(facts, index)
    return {
        "id": node,
        "doc": article["doc"],
        "article": dict(article["article"]),
        "type": name,
        "category": vocab.CLASSES.get(name),
        **{field: people[role] for role, field in list(_ROLES.items())[:2]},
        "content": _one(facts, "dip:content"),
        "condition": _one(facts, "dip:condition"),
        "place": _place(facts, index),
        "time": _time(facts, index),
        "modality": vocab.local(_one(facts, "dip:modality") or "").lower(),
        "attributed_to": people["attributedTo"],
        "trigger": _one(facts, "dip:trigger"),
        "confidence": float(_one(facts, "dip:confidence") or 1),
        "about": sorted(facts.get(iri("dip:about").value, ())),
        "evidence": _evidence(facts, index),
    }


def _people(facts: Mapping[str, list[str]], index: _Index) -> dict[str, list[Record]]:
    found: dict[str, list[tuple[int, Record]]] = {role: [] for role in _ROLES}
    for node in facts.get(iri("dip:participation").value, ()):
        part = index.get(node, {})
        role = vocab.local(_one(part, "dip:as") or "")
        if role in found:
            rank = int(_one(part, "dip:rank") or 0)
            found[role].append((rank, _participant(part, index)))
    return {role: [each for _, each in sorted(people, key=lambda pair: pair[0])] for role, people in found.items()}


def _participant(part: Mapping[str, list[str]], index: _Index) -> Record:
    node = _one(part, "dip:actor") or ""
    start, end = _one(part, "oa:start"), _one(part, "oa:end")
    return {
        **_actor(node, index),
        "mention": _one(part, "oa:exact"),
        "start": int(start) if start else None,
        "end": int(end) if end else None,
    }


def _actor(node: str, index: _Index) -> Record:
    facts = index.get(node, {})
    kinds = {vocab.local(value) for value in facts.get(iri("rdf:type").value, ())} - {"Actor"}
    same = _one(facts, "owl:sameAs")
    holder = iri("dip:holder").value
    titles = [_one(role, "dip:title") for role in index.values() if node in role.get(holder, ())]
    return {
        "label": _one(facts, "rdfs:label"),
        "iri": node,
        "kind": min(kinds, default=None),
        "country": _one(facts, "dip:country"),
        "wikidata": vocab.local(same) if same else None,
        "aliases": sorted(facts.get(iri("skos:altLabel").value, ())),
        "role": min((title for title in titles if title), default=None),
    }


def _place(facts: Mapping[str, list[str]], index: _Index) -> Record | None:
    node = _one(facts, "dip:place")
    if node is None:
        return None
    place = index.get(node, {})
    latitude, longitude = _one(place, "geo:lat"), _one(place, "geo:long")
    return {
        "label": _one(place, "rdfs:label"),
        "iri": node,
        "country": _one(place, "dip:country"),
        "latitude": float(latitude) if latitude else None,
        "longitude": float(longitude) if longitude else None,
    }


def _time(facts: Mapping[str, list[str]], index: _Index) -> Record | None:
    node = _one(facts, "dip:time")
    if node is None:
        return None
    when = index.get(node, {})
    days = {
        name: _one(index.get(_one(when, f"time:{edge}") or "", {}), "time:inXSDDate")
        for name, edge in (("start", "hasBeginning"), ("end", "hasEnd"))
    }
    return {"text": _one(when, "rdfs:label"), **days}


def _evidence(facts: Mapping[str, list[str]], index: _Index) -> Record:
    found: Record = {"text": None, "start": 0, "end": 0}
    evidence = index.get(_one(facts, "dip:evidence") or "", {})
    for node in evidence.get(iri("oa:hasSelector").value, ()):
        selector = index.get(node, {})
        if (words := _one(selector, "oa:exact")) is not None:
            found["text"] = words
        for edge in ("start", "end"):
            if (offset := _one(selector, f"oa:{edge}")) is not None:
                found[edge] = int(offset)
    return found
