"""Records → networks: actors as nodes, events as edges."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product
from typing import Any

import networkx as nx

from kg.errors import ViewError

Record = Mapping[str, Any]


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
        wanted = {name.casefold() for name in self.type}
        return not wanted or bool(wanted & {str(record["type"]).casefold(), str(record["category"]).casefold()})

    def _actor(self, record: Record) -> bool:
        wanted = {name.casefold() for name in self.actor}
        people = (*record.get("source", ()), *record.get("target", ()))
        names = {str(name).casefold() for each in people for name in (each["label"], each["iri"], *each.get("aliases", ()))}
        return not wanted or bool(wanted & names)

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
        Actors as nodes (``label kind country``) and events as edges, the key their id
        (``type category modality start end doc mutual evidence``). A mutual event is an
        edge for each pair of its participants.
    """
    wanted = filters or Filters()
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for record in records:
        if not wanted.take(record):
            continue
        for each in (*record["source"], *record["target"]):
            network.add_node(each["iri"], label=each["label"], kind=each["kind"], country=each["country"] or "")
        start, end = days(record)
        facts = {
            "type": record["type"],
            "category": record["category"],
            "modality": record["modality"],
            "start": start or "",
            "end": end or "",
            "doc": record["doc"],
            "mutual": not record["target"],
            "content": record["content"] or "",
            "evidence": record["evidence"]["text"] or "",
        }
        for one, other in pairs(record):
            network.add_edge(one, other, key=record["id"], **facts)
    return network


def strongest(network: nx.MultiDiGraph[str], most: int) -> nx.MultiDiGraph[str]:
    """The part of a network with the actors of the most events.

    Args:
        network: any network.
        most: number of actors to keep.
    """
    if len(network) <= most:
        return network
    ranked = sorted(network, key=lambda node: (-network.degree(node), node))
    return network.subgraph(ranked[:most]).copy()


def positions(network: nx.MultiDiGraph[str], *, size: float = 1000.0) -> dict[str, tuple[int, int]]:
    """Where to draw each actor; the same network gives the same picture.

    Every actor begins where the hash of its IRI puts it, so that a new article moves the
    others little.

    Args:
        network: any network.
        size: width of the picture, in pixels.

    Returns:
        Pixels from the middle, rightwards and downwards.

    Source: Fruchterman and Reingold 1991, by way of networkx.
    """
    if not network:
        return {}
    simple: nx.Graph[str] = nx.Graph()
    simple.add_nodes_from(sorted(network))
    for one, other in sorted(network.edges()):
        weight = simple.get_edge_data(one, other, {}).get("weight", 0.0) + 1.0
        simple.add_edge(one, other, weight=min(weight, 4.0))
    begin = {node: _hashed(node) for node in simple}
    spread = 2.2 / max(len(simple), 1) ** 0.5
    placed = nx.spring_layout(simple, pos=begin, k=spread, iterations=120, seed=0, method="force")
    return {node: (round(float(x) * size), round(float(y) * size * 0.7)) for node, (x, y) in placed.items()}


def _hashed(node: str) -> tuple[float, float]:
    digest = hashlib.sha256(node.encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**31 - 1, int.from_bytes(digest[4:8], "big") / 2**31 - 1


def written(network: nx.MultiDiGraph[str], format: str) -> str:
    """A network as GraphML or GEXF, the same bytes each time.

    Args:
        network: any network.
        format: ``graphml`` or ``gexf``.

    Raises:
        ViewError: there is no such format.
    """
    if format not in ("graphml", "gexf"):
        raise ViewError(f"no network format is called {format!r}: graphml or gexf")
    ordered: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    ordered.add_nodes_from((node, network.nodes[node]) for node in sorted(network))
    ordered.add_edges_from(sorted(network.edges(keys=True, data=True), key=lambda edge: (edge[2], edge[0], edge[1])))
    buffer = io.BytesIO()
    if format == "graphml":
        nx.write_graphml_xml(ordered, buffer, named_key_ids=True)
        return buffer.getvalue().decode("utf-8") + "\n"
    nx.write_gexf(ordered, buffer)
    return re.sub(r' lastmodifieddate="[^"]*"', "", buffer.getvalue().decode("utf-8")) + "\n"
