"""Events → quads: in one graph, without blank nodes, the same whoever asks and when."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, Quad, RdfFormat, Store, parse, serialize

from kg import checks, kinds, triples, vocab
from kg.errors import OntologyError
from kg.exports import export
from kg.model import Actor, Article, Event, Participant, Place, Span, When
from kg.records import records
from kg.vocab import iri
from tests import rdf_samples
from tests.rdf_samples import ACTIVITY, ARTICLE, EVENTS, GRAPH, MEETING

ROOT = Path(__file__).parent.parent
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=30).filter(str.strip)


def test_one_graph_holds_all_and_no_blank_node() -> None:
    quads = rdf_samples.quads()
    assert {quad.graph_name for quad in quads} == {GRAPH}
    assert not [quad for quad in quads if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)]


def test_quads_are_sorted_and_each_is_there_once() -> None:
    quads = rdf_samples.quads()
    assert quads == sorted(set(quads), key=str)


def test_the_order_of_events_does_not_matter() -> None:
    turned = triples.quads(ARTICLE, EVENTS[::-1], generated_by=ACTIVITY)
    assert turned == rdf_samples.quads()


@pytest.mark.parametrize("seed", ["1", "2"])
def test_bytes_do_not_depend_on_the_seed_of_hashes(seed: str) -> None:
    code = "from tests import rdf_samples; from kg.exports import export; print(''.join(export(rdf_samples.quads(), 'nquads')), end='')"
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, check=True)
    assert done.stdout.decode("utf-8") == "".join(export(rdf_samples.quads(), "nquads"))


def test_an_event_is_of_every_class_above_its_own() -> None:
    types = {q.object for q in rdf_samples.quads() if q.subject == vocab.event_iri(MEETING.id) and q.predicate == iri("rdf:type")}
    assert types == {iri("dip:Meeting"), iri("dip:Consultation"), iri("dip:Event"), iri("sem:Event")}


def test_an_ultimatum_is_a_request_and_a_threat() -> None:
    assert set(kinds.lineage("Ultimatum")) == {"Ultimatum", "Request", "Threat", "Event"}


def test_a_class_that_the_ontology_lacks_is_refused() -> None:
    odd = Event("1", "Dance", "CONSULT", MEETING.source, (), MEETING.trigger, MEETING.evidence)
    with pytest.raises(OntologyError, match="'Dance'"):
        triples.quads(ARTICLE, [odd], generated_by=ACTIVITY)


def test_the_article_is_told_with_what_read_it() -> None:
    facts = {(q.predicate, getattr(q.object, "value", None)) for q in rdf_samples.quads() if q.subject == GRAPH}
    assert facts >= {
        (iri("schema:headline"), "Two sailors"),
        (iri("schema:datePublished"), "2025-04-22"),
        (iri("schema:url"), "https://example.org/sailors"),
        (iri("schema:publisher"), "Example Post"),
        (iri("schema:articleBody"), rdf_samples.TEXT),
    }
    activity = next(q.object for q in rdf_samples.quads() if q.subject == GRAPH and q.predicate == iri("prov:wasGeneratedBy"))
    versions = {q.object for q in rdf_samples.quads() if q.subject == activity}
    assert versions == {iri("prov:Activity"), vocab.text("diplomacy-kg 0.0"), vocab.text("model 0.0")}


@pytest.mark.parametrize("change", ["text", "events", "model"])
def test_another_reading_is_another_activity(change: str) -> None:
    article = Article(ARTICLE.key, ARTICLE.text + " ", published=ARTICLE.published) if change == "text" else ARTICLE
    events = EVENTS[1:] if change == "events" else EVENTS
    by = triples.Activity("diplomacy-kg 0.0", "model 0.1") if change == "model" else ACTIVITY

    def activity(quads: list[Quad]) -> object:
        return next(q.object for q in quads if q.predicate == iri("prov:wasGeneratedBy"))

    assert activity(triples.quads(article, events, generated_by=by)) != activity(rdf_samples.quads())


def test_a_store_spells_them_the_same() -> None:
    store = Store()
    store.extend(rdf_samples.quads())
    assert sorted(store, key=str) == rdf_samples.quads()


def test_other_tools_read_what_we_write() -> None:
    for form in (RdfFormat.N_QUADS, RdfFormat.TRIG, RdfFormat.JSON_LD):
        data = serialize(rdf_samples.quads(), format=form)
        assert data is not None
        assert set(parse(data, format=form)) == set(rdf_samples.quads())


def test_names_of_one_actor_add_up() -> None:
    where = Span(0, 4, "Iran")
    one = Actor("Iran", "State", wikidata="Q794", aliases=("Tehran",))
    other = Actor("Iran", "State", country="IRN", wikidata="Q794", aliases=("Islamic Republic",))
    events = [Event(str(n), "Comment", "STATEMENT", (Participant(actor),), (), where, where) for n, actor in enumerate((one, other))]
    quads = triples.quads(Article("a", "Iran"), events, generated_by=ACTIVITY)
    names = {q.object.value for q in quads if q.predicate == iri("skos:altLabel") and isinstance(q.object, Literal)}
    assert names == {"Tehran", "Islamic Republic"}
    assert len({q.subject for q in quads if q.predicate == iri("dip:country")}) == 1


@settings(max_examples=60, deadline=None)
@given(name=NAMES, other=NAMES, words=NAMES, where=NAMES, day=st.dates(), days=st.integers(0, 400))
def test_any_event_comes_back_as_it_went_in(name: str, other: str, words: str, where: str, day: date, days: int) -> None:
    """Whatever the names are: the graph conforms, and the record has the same names and offsets."""
    text = f"{name} and {other} said {words}."
    cleaned = vocab.clean(text)
    last = date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))
    event = Event(
        "1", "Demand", "REQUEST",
        (Participant(Actor(name, "Person"), Span(0, len(name), name)),), (Participant(Actor(other, "Organization")),),
        Span(len(name) + len(other) + 6, len(name) + len(other) + 10, "said"), Span(0, len(text), text),
        content=Span(len(text) - len(words) - 1, len(text) - 1, words), place=Place(where), time=When("then", day, last),
    )  # fmt: skip
    quads = triples.quads(Article("a", text), [event], generated_by=ACTIVITY)
    assert checks.report(quads).lines == ()
    (record,) = records(quads)
    (source,) = record["source"]
    assert source["mention"] == cleaned[source["start"] : source["end"]]
    assert record["evidence"]["text"] == cleaned[record["evidence"]["start"] : record["evidence"]["end"]]
    assert record["content"] == vocab.clean(words)
    assert record["place"]["label"] == vocab.name(where).value
    assert (record["time"]["start"], record["time"]["end"]) == (day.isoformat(), last.isoformat())
