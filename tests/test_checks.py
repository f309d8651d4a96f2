"""The shapes: a sound graph passes, and each shape fails on its own defect alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg import checks, vocab
from kg.settings import read_resource
from kg.vocab import iri
from tests import rdf_samples
from tests.rdf_samples import ACCEPTANCE, DEMAND, ENVOY, GRAPH, HOSTING, IRAN, MEETING, PLACE

Quads = list[Quad]
Break = Callable[[Quads], Quads]

MEETING_IRI, DEMAND_IRI = vocab.event_iri(MEETING.id), vocab.event_iri(DEMAND.id)
HOSTING_IRI, ACCEPTANCE_IRI = vocab.event_iri(HOSTING.id), vocab.event_iri(ACCEPTANCE.id)
ENVOY_IRI, IRAN_IRI = vocab.actor_iri(ENVOY, "sailors"), vocab.actor_iri(IRAN, "sailors")
PLACE_IRI = vocab.place_iri(PLACE)


@cache
def sample() -> tuple[Quad, ...]:
    return tuple(rdf_samples.quads())


def the(subject: NamedNode, prop: str) -> NamedNode:
    """The node that another points to."""
    return next(q.object for q in sample() if q.subject == subject and q.predicate == iri(prop) and isinstance(q.object, NamedNode))


def every(subject: NamedNode, prop: str, having: str) -> NamedNode:
    """Of the nodes that another points to, the one with a property."""
    found = [q.object for q in sample() if q.subject == subject and q.predicate == iri(prop)]
    return next(node for node in found if isinstance(node, NamedNode) and any(q.subject == node and q.predicate == iri(having) for q in sample()))


def cut(subject: NamedNode, prop: str) -> Break:
    """Take a property out."""
    return lambda quads: [q for q in quads if not (q.subject == subject and q.predicate == iri(prop))]


def add(subject: NamedNode, prop: str, value: NamedNode | Literal) -> Break:
    """Give it one more value."""
    return lambda quads: [*quads, Quad(subject, iri(prop), value, GRAPH)]


def put(subject: NamedNode, prop: str, value: NamedNode | Literal) -> Break:
    """Give it another value."""
    return lambda quads: add(subject, prop, value)(cut(subject, prop)(quads))


def integer(value: int) -> Literal:
    return vocab.typed(str(value), "integer")


EVIDENCE = the(DEMAND_IRI, "dip:evidence")
QUOTE, POSITION = every(EVIDENCE, "oa:hasSelector", "oa:exact"), every(EVIDENCE, "oa:hasSelector", "oa:start")
PASSAGE, PART = the(DEMAND_IRI, "dip:passage"), the(DEMAND_IRI, "dip:participation")
TIME = the(MEETING_IRI, "dip:time")
FIRST_DAY, LAST_DAY = the(TIME, "time:hasBeginning"), the(TIME, "time:hasEnd")
ROLE = the(vocab.minted("participation", f"{MEETING.id}-source-0"), "dip:inRole")
STRANGE = iri("id:strange")
TWICE = vocab.text("two")

DEFECTS: list[tuple[str, Break, str]] = [
    ("no type", cut(DEMAND_IRI, "dip:type"), "an event needs one type"),
    ("two types", add(DEMAND_IRI, "dip:type", iri("dip:Appeal")), "an event needs one type"),
    ("a type that is no kind of event", put(DEMAND_IRI, "dip:type", iri("dip:Dance")), "an event needs one type"),
    ("a type in words", put(DEMAND_IRI, "dip:type", vocab.text("Demand")), "an event needs one type"),
    ("a type that is not among its classes", put(DEMAND_IRI, "dip:type", iri("dip:Threat")), "must be of the class that its type names"),
    ("no category", cut(DEMAND_IRI, "dip:category"), "an event needs one category"),
    ("a category that is none", put(DEMAND_IRI, "dip:category", vocab.text("DANCE")), "an event needs one category"),
    ("no source", cut(DEMAND_IRI, "dip:source"), "at least one source"),
    ("a source that is no actor", put(DEMAND_IRI, "dip:source", PLACE_IRI), "at least one source, an actor"),
    ("a target that is no actor", put(DEMAND_IRI, "dip:target", PLACE_IRI), "a target must be an actor"),
    ("said by no actor", put(ACCEPTANCE_IRI, "dip:attributedTo", PLACE_IRI), "attributed to must be an actor"),
    ("no participation", cut(DEMAND_IRI, "dip:participation"), "needs a participation"),
    ("no modality", cut(DEMAND_IRI, "dip:modality"), "one modality"),
    ("two modalities", add(DEMAND_IRI, "dip:modality", iri("dip:Denied")), "one modality"),
    ("a modality that is none", put(DEMAND_IRI, "dip:modality", iri("dip:Maybe")), "one modality"),
    ("no confidence", cut(DEMAND_IRI, "dip:confidence"), "confidence lies"),
    ("a confidence of zero", put(DEMAND_IRI, "dip:confidence", vocab.number(0)), "confidence lies"),
    ("a confidence above one", put(DEMAND_IRI, "dip:confidence", vocab.number(1.01)), "confidence lies"),
    ("a confidence in words", put(DEMAND_IRI, "dip:confidence", vocab.text("high")), "confidence lies"),
    ("no trigger", cut(DEMAND_IRI, "dip:trigger"), "the word that tells of it"),
    ("an empty trigger", put(DEMAND_IRI, "dip:trigger", vocab.text("")), "the word that tells of it"),
    ("two contents", add(DEMAND_IRI, "dip:content", TWICE), "at most one content"),
    ("two conditions", add(HOSTING_IRI, "dip:condition", TWICE), "at most one condition"),
    ("no evidence", cut(DEMAND_IRI, "dip:evidence"), "the sentence that states it"),
    ("two sentences", add(DEMAND_IRI, "dip:evidence", the(MEETING_IRI, "dip:evidence")), "the sentence that states it"),
    ("no passage", cut(DEMAND_IRI, "dip:passage"), "the place of its trigger"),
    ("about no event", add(DEMAND_IRI, "dip:about", PLACE_IRI), "is about must be an event"),
    ("two times", add(MEETING_IRI, "dip:time", STRANGE), "a time must be an interval"),
    ("a time that is none", put(MEETING_IRI, "dip:time", STRANGE), "a time must be an interval"),
    ("two places", add(MEETING_IRI, "dip:place", STRANGE), "at most one place"),
    ("evidence without an article", cut(EVIDENCE, "oa:hasSource"), "evidence needs its article"),
    ("evidence without words", lambda quads: [q for q in quads if q.object != QUOTE], "evidence needs words and offsets"),
    ("a quotation without words", cut(QUOTE, "oa:exact"), "a quotation needs its words"),
    ("words that are not in the article", put(QUOTE, "oa:exact", vocab.text("France demanded peace.")), "not in the article at their offsets"),
    ("words one character off", put(POSITION, "oa:start", integer(DEMAND.evidence.start + 1)), "not in the article at their offsets"),
    ("offsets that run backwards", put(POSITION, "oa:end", integer(1)), "offsets must run forwards"),
    ("offsets without an end", cut(POSITION, "oa:end"), "offsets need an end"),
    ("a passage of nothing", put(PASSAGE, "dip:as", iri("dip:country")), "a passage is that of"),
    ("a passage without words", cut(PASSAGE, "oa:exact"), "a passage needs its words"),
    ("a passage that runs backwards", put(PASSAGE, "oa:end", integer(0)), "words of a passage must run forwards"),
    ("a passage elsewhere", put(PASSAGE, "oa:exact", vocab.text("refused")), "not in the article at their offsets"),
    ("a part without an actor", cut(PART, "dip:actor"), "a part needs its actor"),
    ("a part of nothing", put(PART, "dip:as", iri("dip:place")), "a part is that of"),
    ("a mention that runs backwards", put(PART, "oa:end", integer(0)), "words of a part must run forwards"),
    ("a mention elsewhere", put(PART, "oa:exact", vocab.text("Spain")), "not in the article at their offsets"),
    ("an actor of two kinds", add(IRAN_IRI, "rdf:type", iri("dip:Person")), "an actor is one of these"),
    ("an actor of no kind", lambda quads: [q for q in quads if (q.subject, q.object) != (IRAN_IRI, iri("dip:State"))], "an actor is one of these"),
    ("an actor without a name", cut(IRAN_IRI, "rdfs:label"), "an actor needs one name"),
    ("an actor with two names", add(IRAN_IRI, "rdfs:label", TWICE), "an actor needs one name"),
    ("a country of two letters", put(IRAN_IRI, "dip:country", vocab.text("IR")), "one code of three capitals"),
    ("two countries", add(IRAN_IRI, "dip:country", vocab.text("IRQ")), "one code of three capitals"),
    ("the same as nothing", put(IRAN_IRI, "owl:sameAs", iri("wd:P794")), "one thing of Wikidata"),
    ("a role without a holder", cut(ROLE, "dip:holder"), "a role needs one holder"),
    ("a role without a title", cut(ROLE, "dip:title"), "a role needs one title"),
    ("a role seen nowhere", cut(ROLE, "dip:seenIn"), "the article that tells of it"),
    ("a place without a name", cut(PLACE_IRI, "rdfs:label"), "a place needs one name"),
    ("a place in no country", put(PLACE_IRI, "dip:country", vocab.text("Oman")), "one code of three capitals"),
    ("north of the pole", put(PLACE_IRI, "geo:lat", vocab.number(90.1)), "a latitude lies"),
    ("once round the world", put(PLACE_IRI, "geo:long", vocab.number(-180.1)), "a longitude lies"),
    ("a time without words", cut(TIME, "rdfs:label"), "a time needs the words"),
    ("two beginnings", add(TIME, "time:hasBeginning", LAST_DAY), "a time begins once"),
    ("two ends", add(TIME, "time:hasEnd", FIRST_DAY), "a time ends once"),
    ("an interval that runs backwards", put(FIRST_DAY, "time:inXSDDate", vocab.typed("2026-01-01", "date")), "an interval must run forwards"),
    ("a day without a date", cut(FIRST_DAY, "time:inXSDDate"), "a day needs its date"),
    ("a day that is no date", put(FIRST_DAY, "time:inXSDDate", vocab.text("last Monday")), "a day needs its date"),
    ("an article without a key", cut(GRAPH, "schema:identifier"), "an article needs its key"),
    ("an article without text", cut(GRAPH, "schema:articleBody"), "an article needs its text"),
    ("two dates", add(GRAPH, "schema:datePublished", TWICE), "an article has one date"),
    ("made by nothing", cut(GRAPH, "prov:wasGeneratedBy"), "what made it"),
]


def test_a_sound_graph_conforms() -> None:
    assert checks.report(sample()) == checks.Report(conforms=True)


@pytest.mark.parametrize(("name", "broken", "message"), DEFECTS, ids=[name for name, _, _ in DEFECTS])
def test_a_defect_is_told(name: str, broken: Break, message: str) -> None:
    report = checks.report(broken(list(sample())))
    assert not report.conforms
    assert any(message in line for line in report.lines), report.lines


def test_every_shape_has_its_defect() -> None:
    """The messages of the shapes, each told by some row of the table."""
    messages = set(re.findall(r'sh:message "([^"{]+)"|BIND\("([^"]+)"', read_resource("shapes.ttl")))
    told = [message for _, _, message in DEFECTS]
    assert len(messages) > 30
    assert [each for pair in messages for each in pair if each and not any(part in each for part in told)] == []


def test_a_blank_event_is_told() -> None:
    event, body = BlankNode("e"), iri("rdf:type")
    report = checks.report([*sample(), Quad(event, body, iri("dip:Event"), GRAPH)])
    assert any("_:" in line or "e:" in line for line in report.lines)


def test_a_line_names_the_node_and_the_value() -> None:
    report = checks.report(put(IRAN_IRI, "dip:country", vocab.text("IR"))(list(sample())))
    assert report.lines == (f"{IRAN_IRI.value}: a country is one code of three capitals (it is 'IR')",)


def test_text_beyond_the_basic_plane_keeps_its_offsets() -> None:
    """Offsets are code points, in SPARQL's SUBSTR as in Python."""
    moved = "\U0001f54a " + rdf_samples.TEXT

    def shifted(quad: Quad) -> Quad:
        if quad.predicate in (iri("oa:start"), iri("oa:end")) and isinstance(quad.object, Literal):
            return Quad(quad.subject, quad.predicate, integer(int(quad.object.value) + 2), GRAPH)
        return quad

    quads = put(GRAPH, "schema:articleBody", vocab.text(moved))([shifted(quad) for quad in sample()])
    assert checks.report(quads).conforms


def test_the_shapes_follow_the_namespace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_ONTOLOGY_IRI", "https://example.org/o#")
    quads = rdf_samples.quads()
    assert checks.report(quads).conforms
    assert not checks.report([quad for quad in quads if quad.predicate != iri("dip:modality")]).conforms
