"""Records → what the page's scripts draw."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pyvis.network import Network

from kg.errors import ViewError
from kg.graphs import Filters, Record, graph, pairs, positions, strongest

VIEWS: Mapping[str, str] = {
    "all": "Who did what to whom",
    "who-met-whom": "Who met whom",
    "who-demanded-what": "Who demanded what of whom",
}
GROUPS: Mapping[str, Sequence[str]] = {
    "talk": ("CONSULT", "COOPERATE", "SUPPORT", "AGREE"),
    "give": ("CONCEDE", "AID", "RETREAT"),
    "ask": ("REQUEST",),
    "oppose": ("ACCUSE", "REJECT", "THREATEN", "PROTEST"),
    "harm": ("SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
    "say": ("STATEMENT",),
}
_SHAPES = {"State": "dot", "Person": "triangle", "Organization": "square", "Group": "diamond"}
_OPTIONS = {
    "physics": {"enabled": False},
    "interaction": {"hover": True, "keyboard": False, "multiselect": True, "tooltipDelay": 1000000},
    "nodes": {"font": {"size": 18, "face": "system-ui, sans-serif", "strokeWidth": 5}, "borderWidth": 2},
    "edges": {"arrows": {"to": {"scaleFactor": 0.6}}, "smooth": {"type": "curvedCW", "roundness": 0.12}},
}


def payload(records: Iterable[Record], *, view: str, filters: Filters, most: int) -> dict[str, Any]:
    """Everything that the page shows.

    Args:
        records: events.
        view: what is shown first.
        filters: which of the events to take.
        most: number of actors to draw; the weakest are left out of the picture, not of the table.

    Raises:
        ViewError: there is no such view.
    """
    if view not in VIEWS:
        raise ViewError(f"no view is called {view!r}: one of {', '.join(VIEWS)}")
    taken = [record for record in records if filters.take(record)]
    whole = graph(taken)
    drawn = strongest(whole, most)
    places = positions(drawn)
    network = _pyvis(drawn, places)
    shown = {node["id"] for node in network["nodes"]}
    return {
        "view": view,
        "groups": {name: list(codes) for name, codes in GROUPS.items()},
        "actors": _actors(taken, places),
        "events": [_event(record, shown) for record in taken],
        "options": network["options"],
        "left_out": len(whole) - len(drawn),
    }


def _pyvis(drawn: Any, places: Mapping[str, tuple[int, int]]) -> dict[str, Any]:
    """Nodes and options as pyvis makes them of a network."""
    network = Network(directed=True, notebook=False)
    for node, facts in sorted(drawn.nodes(data=True)):
        x, y = places[node]
        network.add_node(node, label=facts["label"], shape=_SHAPES.get(facts["kind"], "dot"), x=x, y=y)
    network.set_options(json.dumps(_OPTIONS))
    nodes, _, _, _, _, options = network.get_network_data()
    return {"nodes": nodes, "options": json.loads(options) if isinstance(options, str) else options}


def _actors(records: Sequence[Record], places: Mapping[str, tuple[int, int]]) -> list[dict[str, Any]]:
    known: dict[str, dict[str, Any]] = {}
    roles: dict[str, set[str]] = defaultdict(set)
    for record in records:
        for each in (*record["source"], *record["target"], *record["attributed_to"]):
            iri = each["iri"]
            if each.get("role"):
                roles[iri].add(each["role"])
            known.setdefault(
                iri,
                {
                    "id": iri,
                    "label": each["label"],
                    "kind": each["kind"],
                    "shape": _SHAPES.get(each["kind"], "dot"),
                    "country": each["country"],
                    "wikidata": each["wikidata"],
                    "aliases": each["aliases"],
                    "x": places[iri][0] if iri in places else None,
                    "y": places[iri][1] if iri in places else None,
                },
            )
    return [facts | {"roles": sorted(roles[iri])} for iri, facts in sorted(known.items())]


def _event(record: Record, shown: set[str]) -> dict[str, Any]:
    when, place, article = record["time"] or {}, record["place"] or {}, record["article"]
    return {
        "id": record["id"],
        "doc": record["doc"],
        "title": article["title"] or record["doc"],
        "url": article["url"] if str(article["url"] or "").startswith(("http://", "https://")) else None,
        "published": (article["published"] or "")[:10] or None,
        "type": record["type"],
        "category": record["category"],
        "source": [each["iri"] for each in record["source"]],
        "target": [each["iri"] for each in record["target"]],
        "by": [each["iri"] for each in record["attributed_to"]],
        "pairs": [list(pair) for pair in pairs(record) if set(pair) <= shown],
        "content": record["content"],
        "condition": record["condition"],
        "trigger": record["trigger"],
        "words": when.get("text"),
        "start": when.get("start"),
        "end": when.get("end"),
        "place": place.get("label"),
        "modality": record["modality"],
        "confidence": record["confidence"],
        "evidence": record["evidence"]["text"],
        "mentions": sorted({each["mention"] for each in (*record["source"], *record["target"]) if each["mention"]}),
    }
