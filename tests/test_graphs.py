"""Networks of events: which events are taken, what a node and an edge hold, and what Gephi reads."""

from __future__ import annotations

import io
from collections import Counter
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest

from kg.errors import ViewError
from kg.graphs import Filters, Record, days, graph, pairs, strongest, written
from tests.browser_records import BASE, event, sample
from tests.conftest import Run

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


NAMES = {
    "markup": "</data></node><script>alert(1)</script>",
    "section": "]]><![CDATA[ <b> ]]>",
    "entity": "&lt;&amp;&xxe; %pe; &#0;",
    "quotes": "\" ' ` = {{7*7}}",
    "declaration": "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]>",
    "right to left": "\u202e\u0645\u0631\u062d\u0628\u0627",
    "beyond the plane": "\U0001f54a",
    "breaks": "tab\tline\nbreak",
}
REPLACED = {"NUL": "a\x00b", "control": "a\x1fb", "lone surrogate": "a\ud800b", "no letter": "a\ufffeb"}


def named(name: str) -> list[Record]:
    """An event of whose texts each is the name."""
    record = dict(event(1, "Talks CONSULT talks", "france iran", "", name, content=name))
    people = [{**each, "label": f"{name} {n}", "kind": name, "country": name} for n, each in enumerate(record["source"])]
    return [{**record, "source": people, "type": name, "category": name, "doc": name, "modality": name}]


def reread(records: list[Record], format: str) -> nx.MultiDiGraph[str]:
    read = nx.read_graphml if format == "graphml" else nx.read_gexf
    found: nx.MultiDiGraph[str] = read(io.BytesIO(written(graph(records), format).encode()))
    return found


@pytest.mark.parametrize("format", ["graphml", "gexf"])
@pytest.mark.parametrize("name", NAMES)
def test_any_name_reads_back_as_it_was(name: str, format: str) -> None:
    found = reread(named(NAMES[name]), format)
    assert sorted(facts["label"].rstrip() for _, facts in found.nodes(data=True)) == [f"{NAMES[name]} 0", f"{NAMES[name]} 1"]
    assert {facts["kind"] for _, facts in found.nodes(data=True)} == {NAMES[name]}
    (edge,) = (facts for _, _, facts in found.edges(data=True))
    assert {edge[field] for field in ("category", "content", "evidence", "modality", "doc", "label")} == {NAMES[name]}


@pytest.mark.parametrize("format", ["graphml", "gexf"])
@pytest.mark.parametrize("name", REPLACED)
def test_what_no_xml_can_hold_is_replaced(name: str, format: str) -> None:
    found = reread(named(REPLACED[name]), format)
    assert {facts["label"] for _, facts in found.nodes(data=True)} == {"a\ufffdb 0", "a\ufffdb 1"}


def test_gexf_is_dynamic_and_its_days_are_days() -> None:
    root = ElementTree.fromstring(written(graph(sample()), "gexf"))
    (top,) = (each for each in root.iter() if each.tag.endswith("}graph"))
    assert (top.get("mode"), top.get("timeformat")) == ("dynamic", "date")
    edges = [each for each in root.iter() if each.tag.endswith("}edge")]
    assert all(each.get("weight") == "1.0" for each in edges)
    assert {each.get("start") for each in edges} >= {"2025-03-03", "1998-05-01"}


@pytest.mark.parametrize("format", ["graphml", "gexf"])
def test_the_command_writes_what_reads_back(format: str, kg: Run, sample_store: Path) -> None:
    done = kg("export", "--format", format, "--store", sample_store)
    read = nx.read_graphml if format == "graphml" else nx.read_gexf
    found = read(io.BytesIO(done.stdout.encode()))
    assert {"Lena Brandt"} < {facts["label"] for _, facts in found.nodes(data=True)}
    assert all(facts["weight"] == 1.0 and facts["category"] for _, _, facts in found.edges(data=True))
    assert {facts["kind"] for _, facts in found.nodes(data=True)} >= {"Person", "State"}
