"""Records → networks: actors as nodes, events as edges."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product
from typing import Any

import networkx as nx

from kg.errors import ViewError

Record = Mapping[str, Any]
_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Filters:
    """Which events to take; empty or ``None``: all.

    An event's day is that on which it happened or, where the text does not tell, that of
    its article.
    """

    actor: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    def take(self, record: Record) -> bool:
        """Whether an event is to be taken.

        >>> Filters(type=("Demand",)).take({"type": "Meeting", "category": "CONSULT"})
        False
        """
        return self._type(record) and self._actor(record) and self._day(record)

    def _type(self, record: Record) -> bool:
        if not self.type:
            return True
        wanted = {name.casefold() for name in self.type}
        return bool(wanted & {str(record["type"]).casefold(), str(record["category"]).casefold()})

    def _actor(self, record: Record) -> bool:
        if not self.actor:
            return True
        wanted = {name.casefold() for name in self.actor}
        people = (*record.get("source", ()), *record.get("target", ()))
        names = {str(name).casefold() for each in people for name in (each["label"], each["iri"], *each.get("aliases", ()))}
        return bool(wanted & names)

    def _day(self, record: Record) -> bool:
        if self.since is None and self.until is None:
            return True
        start, end = days(record)
        if start is None or end is None:
            return False
        return (self.since is None or end >= self.since.isoformat()) and (
            self.until is None or start <= self.until.isoformat()
        )


def days(record: Record) -> tuple[str | None, str | None]:
    """First and last day of an event, ISO; the article's date where its own is not told."""
    when = record.get("time") or {}
    if when.get("start") and when.get("end"):
        return when["start"], when["end"]
    published = (record.get("article") or {}).get("published")
    return (published[:10], published[:10]) if published else (None, None)


def pairs(record: Record) -> Iterator[tuple[str, str]]:
    """Who stands to whom in an event: IRIs of source and target; of a mutual event each with each."""
    sources = [each["iri"] for each in record["source"]]
    targets = [each["iri"] for each in record["target"]]
    yield from (product(sources, targets) if targets else combinations(sources, 2))


def graph(records: Iterable[Record], *, filters: Filters | None = None) -> nx.MultiDiGraph[str]:
    """The network of some events.

    Args:
        records: as `kg.records.records` gives them.
        filters: which of them to take.

    Returns:
        Actors as nodes (``label kind country weight``; the weight is the number of their
        events) and events as edges, the key their id (``type category modality mutual
        weight start end doc content evidence``; without ``start`` and ``end`` where no
        day is known). A mutual event is an edge for each pair of its participants.
    """
    wanted = filters or Filters()
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for record in records:
        if wanted.take(record):
            _add(network, record)
    return network


def _add(network: nx.MultiDiGraph[str], record: Record) -> None:
    people = {each["iri"]: each for each in (*record["source"], *record["target"])}
    for iri, each in people.items():
        weight = network.nodes[iri]["weight"] if iri in network else 0
        network.add_node(iri, label=each["label"], kind=each["kind"], country=each["country"] or "", weight=weight + 1)
    facts = {name: record[name] for name in ("type", "category", "modality", "doc")}
    facts |= {"mutual": not record["target"], "weight": 1.0, "content": record["content"] or ""}
    facts |= {"evidence": record["evidence"]["text"] or ""}
    facts |= {name: day for name, day in zip(("start", "end"), days(record), strict=True) if day}
    for one, other in pairs(record):
        network.add_edge(one, other, key=record["id"], **facts)


def strongest(network: nx.MultiDiGraph[str], most: int, counts: Mapping[str, int] | None = None) -> nx.MultiDiGraph[str]:
    """The part of a network with the actors of the most events.

    Args:
        network: any network of `graph`.
        most: number of actors to keep.
        counts: events of each actor; ``None``: those in the network.
    """
    if len(network) <= most:
        return network
    known = counts if counts is not None else dict(network.nodes(data="weight"))
    ranked = sorted(network, key=lambda node: (-known.get(node, 0), node))
    return network.subgraph(ranked[:most]).copy()


def written(network: nx.MultiDiGraph[str], format: str) -> str:
    """A network as GraphML or GEXF, the same bytes each time.

    Both open in Gephi with names, kinds, weights and days; in GEXF the days are the times
    at which an edge is there.

    Args:
        network: any network of `graph`.
        format: ``graphml`` or ``gexf``.

    Raises:
        ViewError: there is no such format.

    Source: GraphML Primer 2007; GEXF 1.2draft; XML 1.0, Char.

    >>> 'key id="d0"' in written(graph([]), "graphml")
    False
    """
    if format not in ("graphml", "gexf"):
        raise ViewError(f"no network format is called {format!r}: graphml or gexf")
    ordered: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    ordered.add_nodes_from((node, _fit(network.nodes[node])) for node in sorted(network))
    seen: Counter[str] = Counter()
    for one, other, event, facts in sorted(network.edges(keys=True, data=True), key=lambda edge: (edge[2], edge[0], edge[1])):
        seen[event] += 1
        key = event if seen[event] == 1 else f"{event}-{seen[event]}"  # an edge's id must be there once
        ordered.add_edge(one, other, key=key, event=event, **_for_gephi(_fit(facts), format))
    buffer = io.BytesIO()
    if format == "graphml":
        nx.write_graphml_xml(ordered, buffer)
        return buffer.getvalue().decode("utf-8") + "\n"
    nx.write_gexf(ordered, buffer)
    return re.sub(r' lastmodifieddate="[^"]*"', "", buffer.getvalue().decode("utf-8")) + "\n"


def _fit(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Texts without what XML can't hold, such as NUL: U+FFFD stands for it."""
    return {name: _NO_XML.sub("\ufffd", value) if isinstance(value, str) else value for name, value in facts.items()}


def _for_gephi(facts: Mapping[str, Any], format: str) -> dict[str, Any]:
    """An edge's label; and GEXF has its own use for ``type`` (directed or not), so ours is the ``class`` there."""
    if format == "graphml":
        return {**facts, "label": facts["type"]}
    return {name: value for name, value in facts.items() if name != "type"} | {"label": facts["type"], "class": facts["type"]}
