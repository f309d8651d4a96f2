"""Records → what the page's scripts draw: each text once, the rest as numbers that point to it."""

from __future__ import annotations

import gc
import heapq
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import networkx as nx
from pyvis.network import Network

from kg import vocab
from kg.graphs import Filters, Record, days, graph, pairs, strongest
from kg.model import Actor
from kg.views import layout

SHAPES: Mapping[str, str] = {"State": "dot", "Person": "triangle", "Organization": "square", "Group": "diamond"}
_OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "autoResize": False,
    "interaction": {"hover": True, "keyboard": False, "dragNodes": False, "multiselect": True, "tooltipDelay": 1_000_000, "zoomSpeed": 0.6},
    "nodes": {"borderWidth": 2, "font": {"size": 0}},
    "edges": {"hoverWidth": 1, "selectionWidth": 1.5, "arrowStrikethrough": False},
}


@dataclass(slots=True)
class Tables:
    """Texts and actors that events point to by number."""

    actors: dict[str, dict[str, Any]] = field(default_factory=dict)
    roles: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    articles: dict[str, dict[str, Any]] = field(default_factory=dict)
    sentences: dict[str, int] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    base: str = field(default_factory=lambda: vocab.prefixes()["id"])

    def actor(self, given: Record) -> int:
        """The number of a participant; it is noted where it is new."""
        iri = given["iri"]
        if given.get("role"):
            self.roles[iri].add(given["role"])
        if iri not in self.actors:
            facts = {name: given[name] for name in ("label", "kind", "country", "wikidata") if given.get(name)}
            names = sorted(name for name in given["aliases"] if name != given["label"])
            self.actors[iri] = {"id": iri.removeprefix(self.base), **facts, **({"aliases": names} if names else {})}
            self.numbers[iri] = len(self.numbers)
        return self.numbers[iri]

    def article(self, record: Record) -> int:
        """The number of an event's article."""
        article = record["article"]
        if article["iri"] not in self.articles:
            url = str(article["url"] or "")
            facts = {
                "id": article["iri"].removeprefix(self.base),
                "doc": record["doc"],
                "title": article["title"] or record["doc"],
                "url": url if url.lower().startswith(("http://", "https://")) else None,
                "published": article["published"],
                "publisher": article["publisher"],
                "n": len(self.articles),
            }
            self.articles[article["iri"]] = {name: value for name, value in facts.items() if value is not None}
        number: int = self.articles[article["iri"]]["n"]
        return number

    def sentence(self, text: str) -> int:
        """The number of a sentence."""
        return self.sentences.setdefault(text, len(self.sentences))

    def listed(self) -> dict[str, Any]:
        """All of it, in the order of the numbers."""
        actors = [facts | ({"roles": sorted(self.roles[iri])} if self.roles[iri] else {}) for iri, facts in self.actors.items()]
        articles = [{name: value for name, value in each.items() if name != "n"} for each in self.articles.values()]
        return {"actors": actors, "articles": articles, "sentences": list(self.sentences)}


def payload(records: Iterable[Record], *, filters: Filters, most_actors: int, most_events: int) -> dict[str, Any]:
    """Everything that the page shows, but for what depends on the view.

    Args:
        records: events.
        filters: which of the events to take.
        most_actors: number of actors to draw; the weakest are left out of the picture, not of the table.
        most_events: number of events to hold; the oldest are left out.
    """
    with _many_values():
        return _payload((record for record in records if filters.take(record)), most_actors, most_events)


@contextmanager
def _many_values() -> Iterator[None]:
    """Python looks for circles among all values again and again while they grow in number; records have none."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def _payload(records: Iterable[Record], most_actors: int, most_events: int) -> dict[str, Any]:
    taken, counts, total = _newest(records, most_events)
    drawn = strongest(graph(taken), most_actors, counts)
    strong = len(drawn)
    _add_homes(drawn)
    tables = Tables()
    events = [event(record, tables) for record in taken]
    for node, facts in sorted(drawn.nodes(data=True)):
        tables.actor({"iri": node, "aliases": [], "wikidata": None, **facts})
    network = _pyvis(drawn, tables.numbers, taken)
    return {
        **tables.listed(),
        "events": events,
        **network,
        "scale": layout.scale(len(drawn)),
        "totals": {"events": total, "actors": len(counts), "drawn": strong},
    }


def _newest(records: Iterable[Record], most: int) -> tuple[list[Record], Counter[str], int]:
    """The newest of the records, in their order; in how many each actor takes part; how many there were."""
    counts: Counter[str] = Counter()
    held: list[tuple[str, int, Record]] = []
    total = 0
    for total, record in enumerate(records, 1):
        counts.update({each["iri"] for each in (*record["source"], *record["target"])})
        entry = (days(record)[1] or "", -total, record)
        if len(held) < most:
            heapq.heappush(held, entry)
        elif held and entry > held[0]:
            heapq.heapreplace(held, entry)
    return [record for _, _, record in sorted(held, key=lambda each: -each[1])], counts, total


def event(record: Record, tables: Tables) -> dict[str, Any]:
    """One event, its texts in the tables.

    Args:
        record: as `kg.records` gives it.
        tables: where its actors, article and sentence are noted.
    """
    when, place, evidence = record["time"] or {}, record["place"] or {}, record["evidence"]
    facts = {
        "id": record["id"].removeprefix(tables.base),
        "article": tables.article(record),
        "type": record["type"],
        "category": record["category"],
        "source": [tables.actor(each) for each in record["source"]],
        "target": [tables.actor(each) for each in record["target"]],
        "by": [tables.actor(each) for each in record["attributed_to"]] or None,
        "content": record["content"],
        "condition": record["condition"],
        "trigger": record["trigger"],
        "words": when.get("text") or None,
        "start": when.get("start"),
        "end": when.get("end"),
        "place": place.get("label"),
        "modality": record["modality"],
        "confidence": record["confidence"],
        "sentence": tables.sentence(evidence["text"] or ""),
        "marks": list(_marks(record)) or None,
    }
    return {name: value for name, value in facts.items() if value is not None}


def _marks(record: Record) -> Iterator[list[Any]]:
    """The trigger and the actors where they stand in the sentence: code points from its begin, no two overlapping."""
    origin, end = record["evidence"]["start"], record["evidence"]["end"]
    spans = [("trigger", record["spans"].get("trigger"))]
    spans += [(role, each) for role in ("source", "target") for each in record[role]]
    inside = {
        (span["start"], span["end"]): role
        for role, span in reversed(spans)
        if span and span["start"] is not None and origin <= span["start"] < span["end"] <= end
    }
    last = origin
    for (first, past), role in sorted(inside.items()):
        if first >= last:
            yield [first - origin, past - origin, role]
            last = past


def _add_homes(network: nx.MultiDiGraph[str]) -> None:
    """The states for which somebody in the picture acts, so that people can be folded into them."""
    facts = [each for _, each in network.nodes(data=True)]
    held = {each["country"] for each in facts if each["kind"] == "State"}
    for code in sorted({each["country"] for each in facts if each["kind"] == "Person"} - held):
        state = layout.states().get(code)
        if state is not None:
            iri = vocab.actor_iri(Actor(state.label, "State", code, state.wikidata, listed=True), "").value
            network.add_node(iri, label=state.label, kind="State", country=code, weight=0, wikidata=state.wikidata)


def _pyvis(drawn: nx.MultiDiGraph[str], numbers: Mapping[str, int], records: Sequence[Record]) -> dict[str, Any]:
    """Nodes, lines and options as pyvis makes them of a network: a line for each pair, direction and category."""
    places = layout.positions(drawn)
    network = Network(directed=True, notebook=False)
    for node, facts in sorted(drawn.nodes(data=True)):
        x, y = places[node]
        network.add_node(numbers[node], label=facts["label"], shape=SHAPES.get(facts["kind"], "dot"), x=x, y=y)
    for (one, other, category, modality, mutual), events in sorted(_ties(records, drawn, numbers).items()):
        network.add_edge(one, other, category=category, modality=modality, mutual=mutual, events=events)
    network.set_options(json.dumps(_OPTIONS))
    nodes, edges, *_, options = network.get_network_data()
    return {
        "nodes": [{name: value for name, value in node.items() if name in ("id", "shape", "x", "y")} for node in nodes],
        "ties": [{name: value for name, value in edge.items() if name != "arrows"} for edge in edges],
        "options": json.loads(options) if isinstance(options, str) else options,
    }


def _ties(records: Sequence[Record], drawn: nx.MultiDiGraph[str], numbers: Mapping[str, int]) -> dict[tuple[Any, ...], list[int]]:
    found: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for number, record in enumerate(records):
        mutual = not record["target"]
        for one, other in pairs(record):
            if one != other and one in drawn and other in drawn:
                ends = (numbers[one], numbers[other])
                ends = (min(ends), max(ends)) if mutual else ends
                found[(*ends, record["category"], record["modality"], mutual)].append(number)
    return {key: sorted(set(events)) for key, events in found.items()}
