"""Quads → records: what the contract promises of one event as JSON."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, Quad

from kg import repair, shelf, triples, vocab
from kg.model import Article
from kg.records import records, stream
from kg.store import open_store
from tests import rdf_samples
from tests.rdf_samples import ACTIVITY, ARTICLE, DEMAND, EVENTS, GRAPH, MEETING

FIELDS = {
    "id", "doc", "article", "type", "category", "source", "target", "content", "condition", "place", "time", "modality",
    "attributed_to", "trigger", "confidence", "evidence", "about", "spans",
}  # fmt: skip
ACTOR_FIELDS = {"label", "iri", "kind", "country", "wikidata", "aliases", "role", "mention", "start", "end"}


def by_type() -> dict[str, dict[str, Any]]:
    return {record["type"]: record for record in records(rdf_samples.quads())}


def test_every_event_is_a_record_in_the_order_of_the_text() -> None:
    assert [record["type"] for record in records(rdf_samples.quads())] == [event.type for event in EVENTS]


def test_a_record_has_the_fields_of_the_contract() -> None:
    for record in records(rdf_samples.quads()):
        assert set(record) == FIELDS
        for actor in (*record["source"], *record["target"], *record["attributed_to"]):
            assert set(actor) == ACTOR_FIELDS
        assert json.loads(json.dumps(record)) == record


def test_a_meeting_whole() -> None:
    record = by_type()["Meeting"]
    place = {
        "text": "Muscat", "label": "Muscat", "iri": vocab.place_iri(rdf_samples.PLACE).value, "country": "OMN", "wikidata": "Q3826",
        "latitude": 23.588, "longitude": 58.3829, "mention": "Muscat", "start": 24, "end": 30,
    }  # fmt: skip
    assert record["place"] == place
    assert record["time"] == {"text": "last week", "start": "2025-04-14", "end": "2025-04-20"}
    assert record["evidence"] == {"text": "Lena Brandt met Iran in Muscat last week.", "start": 0, "end": 41}
    assert [actor["label"] for actor in record["source"]] == ["Lena Brandt", "Iran"]
    assert record["target"] == []
    assert record["source"][0] | {"iri": ""} == {
        "label": "Lena Brandt", "iri": "", "kind": "Person", "country": "DEU", "wikidata": None, "aliases": [],
        "role": "German envoy", "mention": "Lena Brandt", "start": 0, "end": 11,
    }  # fmt: skip
    assert record["article"] == {
        "iri": GRAPH.value, "title": "Two sailors", "published": "2025-04-22", "url": "https://example.org/sailors", "publisher": "Example Post",
    }  # fmt: skip
    assert (record["doc"], record["category"], record["modality"], record["confidence"]) == ("sailors", "CONSULT", "actual", 0.9)
    assert record["id"] == vocab.event_iri(MEETING.id).value


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("Demand", "content", "free two sailors"),
        ("Demand", "condition", None),
        ("Demand", "place", None),
        ("Demand", "time", None),
        ("Demand", "trigger", "demanded"),
        ("Hosting", "condition", "if Paris agrees"),
        ("Hosting", "modality", "planned"),
        ("Threat", "modality", "hypothetical"),
        ("Refusal", "about", [vocab.event_iri(DEMAND.id).value]),
        ("Demand", "spans", {"content": {"start": 68, "end": 84}, "trigger": {"start": 49, "end": 57}}),
    ],
)
def test_a_field(kind: str, field: str, value: object) -> None:
    assert by_type()[kind][field] == value


def test_an_actor_without_words_of_its_own_has_no_offsets() -> None:
    assert [(a["label"], a["mention"], a["start"], a["end"]) for a in by_type()["Hosting"]["target"]] == [
        ("France", None, None, None), ("Iran", None, None, None),
    ]  # fmt: skip


def test_who_says_so() -> None:
    assert [actor["label"] for actor in by_type()["Acceptance"]["attributed_to"]] == ["Lena Brandt"]


def test_the_order_of_quads_does_not_matter() -> None:
    assert records(rdf_samples.quads()[::-1]) == records(rdf_samples.quads())


def test_articles_do_not_mix() -> None:
    other = triples.quads(Article("other", ARTICLE.text, published="2024"), [EVENTS[0]], generated_by=ACTIVITY)
    both = [quad for pair in zip(rdf_samples.quads(), other, strict=False) for quad in pair]
    both += rdf_samples.quads()[len(other) :]
    assert sorted({record["article"]["published"] for record in records(both)}) == ["2024", "2025-04-22"]


def test_a_stream_holds_one_article_at_a_time() -> None:
    seen: list[str] = []

    def quads() -> Any:
        for number in range(3):
            seen.append(str(number))
            yield from triples.quads(Article(str(number), ARTICLE.text), EVENTS, generated_by=ACTIVITY)

    first = next(stream(quads()))
    assert first["doc"] == "0"
    assert seen == ["0", "1"]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "store"
    graphs = [(GRAPH.value, rdf_samples.quads())]
    with open_store(str(path), create=True) as opened:
        opened.put(graphs)
        shelf.keep(opened, graphs)
    return path


def told(path: Path) -> list[dict[str, Any]]:
    with open_store(str(path), read_only=True) as opened:
        return list(shelf.stored(opened))


def test_the_shelf_gives_what_the_quads_give(store: Path) -> None:
    assert told(store) == records(rdf_samples.quads())


def test_the_shelf_is_what_was_read(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "records", lambda quads: pytest.fail("the quads were read"))
    assert len(told(store)) == len(EVENTS)


@pytest.mark.parametrize("damage", ["missing", "empty", "no database", "flipped"])
def test_a_shelf_that_is_damaged_is_passed_over(store: Path, damage: str) -> None:
    path = shelf.shelf_path(store)
    data = path.read_bytes()
    match damage:
        case "missing":
            path.unlink()
        case "empty":
            path.write_bytes(b"")
        case "no database":
            path.write_bytes(b"x" * len(data))
        case _:
            path.write_bytes(data.replace(data[-400:-390], b"\x00" * 10))
    assert told(store) == records(rdf_samples.quads())


@pytest.mark.parametrize("way", ["check", "no database", "flipped", "missing", "old"])
def test_the_quads_are_read_once_only(store: Path, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    """After a repair, or the loss of the shelf, the first view is slow, and the next one is not."""
    path = shelf.shelf_path(store)
    match way:
        case "check":
            shutil.rmtree(store)
            path.unlink()
            assert [each.mended for each in repair.check(store)] == [True]
        case "no database":
            path.write_bytes(b"x" * 5000)
        case "flipped":
            path.write_bytes(path.read_bytes()[:4000])
        case "missing":
            path.unlink()
        case _:
            with open_store(str(store)) as opened:
                opened.put([(GRAPH.value, triples.quads(ARTICLE, EVENTS[:2], generated_by=ACTIVITY))])
    first = told(store)
    monkeypatch.setattr(shelf, "records", lambda quads: pytest.fail("the quads were read"))
    assert told(store) == first != []


def test_a_shelf_elsewhere_is_read_and_left_as_it_is(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the server does it: what it opens is a view of the store."""
    view, path = tmp_path / "view", shelf.shelf_path(store)
    shutil.copytree(store, view)
    with open_store(str(view), read_only=True) as opened:
        path.rename(tmp_path / "aside")
        wanted = list(shelf.stored(opened, beside=store))
        assert not path.exists()
        (tmp_path / "aside").rename(path)
        monkeypatch.setattr(shelf, "records", lambda quads: pytest.fail("the quads were read"))
        assert list(shelf.stored(opened, beside=store)) == wanted != []


def test_a_shelf_of_another_reading_is_passed_over(store: Path) -> None:
    anew = triples.quads(ARTICLE, EVENTS[:2], generated_by=ACTIVITY)
    with open_store(str(store)) as opened:
        opened.put([(GRAPH.value, anew)])
    assert told(store) == records(anew)


def test_what_is_taken_out_leaves_the_shelf(store: Path) -> None:
    with open_store(str(store)) as opened:
        opened.remove(GRAPH.value)
        shelf.keep(opened, [(GRAPH.value, ())])
    assert told(store) == []
    with open_store(str(store)) as opened:
        opened.put([(GRAPH.value, rdf_samples.quads())])
    assert told(store) == records(rdf_samples.quads())


def test_a_record_of_a_graph_that_is_not_whole_still_reads() -> None:
    """A graph of another tool may lack what ours has: no reader falls over it."""
    thin = [quad for quad in rdf_samples.quads() if quad.predicate in (vocab.iri("rdf:type"), vocab.iri("dip:type"))]
    odd = Quad(vocab.event_iri(MEETING.id), vocab.iri("dip:place"), Literal("nowhere"), GRAPH)
    found = records([*thin, odd])
    assert len(found) == len(EVENTS)
    assert found[0]["source"] == []
