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


def positions(network: nx.MultiDiGraph[str], *, gap: float = 150.0) -> dict[str, tuple[int, int]]:
    """Where to draw each actor; the same network gives the same picture.

    Every actor begins where the hash of its IRI puts it, so that a new article moves the
    others little. Parts of the network that nothing links stand side by side.

    Args:
        network: any network.
        gap: pixels between neighbours.

    Returns:
        Pixels, rightwards and downwards.

    Source: Fruchterman and Reingold 1991, by way of networkx.
    """
    simple: nx.Graph[str] = nx.Graph()
    simple.add_nodes_from(sorted(network))
    for one, other in sorted(network.edges()):
        weight = simple.get_edge_data(one, other, {}).get("weight", 0.0) + 1.0
        simple.add_edge(one, other, weight=min(weight, 4.0))
    parts = sorted((sorted(part) for part in nx.connected_components(simple)), key=lambda part: (-len(part), part))
    return _packed([_laid(simple.subgraph(part), gap) for part in parts], gap)


def _laid(part: nx.Graph[str], gap: float) -> dict[str, tuple[float, float]]:
    """One linked part, its left upper corner at the origin."""
    begin = {node: _hashed(node) for node in part}
    placed = nx.spring_layout(part, pos=begin, k=2.5 / len(part) ** 0.5, iterations=150, seed=0, method="force")
    scale = gap * max(len(part) - 1, 1) ** 0.5
    points = {node: [float(x) * scale * 1.25, float(y) * scale * 0.8] for node, (x, y) in sorted(placed.items())}
    _push_apart(points, gap * 0.8)
    left, top = (min(point[axis] for point in points.values()) for axis in (0, 1))
    return {node: (x - left, y - top) for node, (x, y) in points.items()}


def _push_apart(points: dict[str, list[float]], least: float) -> None:
    """Moves points that lie too near each other, so that names can be read."""
    for _ in range(40):
        moved = False
        for a, b in combinations(points.values(), 2):
            across, down = b[0] - a[0], (b[1] - a[1]) * 1.6
            far = (across**2 + down**2) ** 0.5
            if far >= least:
                continue
            moved, push = True, (least - far) / 2 / max(far, 1.0)
            a[0], a[1] = a[0] - (across or 1.0) * push, a[1] - down * push / 1.6
            b[0], b[1] = b[0] + (across or 1.0) * push, b[1] + down * push / 1.6
        if not moved:
            return


def _packed(parts: list[dict[str, tuple[float, float]]], gap: float) -> dict[str, tuple[int, int]]:
    """Parts side by side in rows of one width, the largest first."""
    sizes = [[max(p[axis] for p in part.values()) + gap * 1.4 for axis in (0, 1)] for part in parts]
    width = max([1.3 * sum(w * h for w, h in sizes) ** 0.5, *(w for w, _ in sizes)], default=0.0)
    placed: dict[str, tuple[int, int]] = {}
    x = y = row = 0.0
    for part, (wide, high) in zip(parts, sizes, strict=True):
        if x and x + wide > width:
            x, y, row = 0.0, y + row, 0.0
        placed.update({node: (round(x + px), round(y + py)) for node, (px, py) in part.items()})
        x, row = x + wide, max(row, high)
    return placed


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
