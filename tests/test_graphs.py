"""Networks of events: which events are taken, what a node and an edge hold, and what Gephi reads."""

from __future__ import annotations

import io
from collections import Counter
from datetime import date
from xml.etree import ElementTree

import networkx as nx
import pytest

from kg.errors import ViewError
from kg.graphs import Filters, days, graph, pairs, strongest, written
from tests.browser_records import BASE, event, sample

NUMBERS = {f"{BASE}event/{n}": n for n in range(100)}


@pytest.mark.parametrize(
    ("filters", "taken"),
    [
        (Filters(), set(range(1, 15))),
        (Filters(actor=("tehran",)), {1, 2, 3, 4, 6, 7, 8, 14}),
        (Filters(actor=("UN", "rebels")), {9, 10, 11, 14}),
        (Filters(type=("demand",)), {4, 14}),
        (Filters(type=("CONSULT", "Aid")), {1, 2, 3, 11, 13}),
        (Filters(since=date(2025, 4, 10)), {3, 7, 8, 12, 13, 14}),
        (Filters(until=date(1998, 5, 1)), {9}),
        (Filters(since=date(2025, 5, 31), until=date(2025, 6, 1)), {3}),
        (Filters(actor=("France",), type=("Threat",)), {6}),
        (Filters(actor=("nobody",)), set()),
    ],
)
def test_filters(filters: Filters, taken: set[int]) -> None:
    assert {NUMBERS[each["id"]] for each in sample() if filters.take(each)} == taken


def test_an_event_without_any_day_is_not_within_a_range() -> None:
    record = {**sample()[1], "article": {"published": None}}
    assert days(record) == (None, None)
    assert Filters().take(record)
    assert not Filters(since=date(1900, 1, 1)).take(record)


@pytest.mark.parametrize(
    ("who", "to", "expected"),
    [
        ("france iran oman", "", [("france", "iran"), ("france", "oman"), ("iran", "oman")]),
        ("france", "iran oman", [("france", "iran"), ("france", "oman")]),
        ("france", "", []),
    ],
)
def test_pairs(who: str, to: str, expected: list[tuple[str, str]]) -> None:
    record = event(1, "Meeting CONSULT met", who, to, "They met.")
    assert [tuple(iri.rpartition("/")[2] for iri in pair) for pair in pairs(record)] == expected


def test_a_node_weighs_its_events_and_an_edge_knows_its_event() -> None:
    network = graph(sample())
    assert network.nodes[f"{BASE}actor/iran"] == {"label": "Iran", "kind": "State", "country": "IRN", "weight": 8}
    facts = network.edges[f"{BASE}actor/iran", f"{BASE}actor/france", f"{BASE}event/6"]
    assert (facts["type"], facts["start"], facts["mutual"], facts["modality"]) == ("Threat", "2025-04-09", False, "actual")


def test_the_strongest_actors_stay() -> None:
    assert set(strongest(graph(sample()), 2)) == {f"{BASE}actor/iran", f"{BASE}actor/france"}
    assert set(strongest(graph(sample()), 1, {f"{BASE}actor/un": 9})) == {f"{BASE}actor/un"}
    assert len(strongest(graph(sample()), 99)) == 7


@pytest.mark.parametrize("format", ["graphml", "gexf"])
def test_a_network_reads_back_with_weights_kinds_and_days(format: str) -> None:
    records = [*sample(), event(20, "Talks CONSULT talks", "france iran oman", "", "Three held talks.")]
    text = written(graph(records), format)
    read = nx.read_graphml if format == "graphml" else nx.read_gexf
    found = read(io.BytesIO(text.encode()))
    assert found.nodes[f"{BASE}actor/iran"]["label"] == "Iran"
    assert found.nodes[f"{BASE}actor/iran"]["kind"] == "State"
    assert found.nodes[f"{BASE}actor/iran"]["weight"] == 9
    threat = next(facts for _, _, facts in found.edges(data=True) if facts.get("event") == f"{BASE}event/6")
    assert (threat["category"], threat["start"], threat["weight"], threat["label"]) == ("THREATEN", "2025-04-09", 1.0, "Threat")
    assert sum(facts["event"] == f"{BASE}event/20" for _, _, facts in found.edges(data=True)) == 3
    assert written(graph(reversed(records)), format) == text


@pytest.mark.parametrize("format", ["graphml", "gexf"])
def test_no_edge_has_the_id_of_another_and_none_a_type_that_gephi_does_not_know(format: str) -> None:
    records = [event(20, "Talks CONSULT talks", "france iran oman", "", "Three held talks.")]
    edges = [each for each in ElementTree.fromstring(written(graph(records), format)).iter() if each.tag.endswith("}edge")]
    assert max(Counter(each.get("id") for each in edges).values()) == 1
    assert {each.get("type") for each in edges} <= {None, "directed"}


def test_an_unknown_format_is_named() -> None:
    with pytest.raises(ViewError, match="'svg'"):
        written(graph(sample()), "svg")
