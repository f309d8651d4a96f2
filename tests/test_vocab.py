"""IRIs and literals: minted in one place, the same from run to run, fit for every store."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse, serialize

from kg import vocab
from kg.errors import TermError
from kg.model import Actor, Place

FRANCE = Actor("France", "State", country="FRA", wikidata="Q142")
ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), min_size=1, max_size=40)


def test_prefixes_are_those_of_the_contract() -> None:
    assert vocab.prefixes()["dip"] == "https://w3id.org/diplomacy-kg/ontology#"
    assert vocab.prefixes()["id"] == "https://w3id.org/diplomacy-kg/id/"


def test_both_bases_can_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_ONTOLOGY_IRI", "https://example.org/o#")
    monkeypatch.setenv("KG_ID_IRI", "https://example.org/i/")
    assert vocab.iri("dip:Event").value == "https://example.org/o#Event"
    assert vocab.event_iri("1").value == "https://example.org/i/event/1"
    assert vocab.local("https://example.org/o#Event") == "Event"


@pytest.mark.parametrize(
    "value",
    ["Paris", "", "http://a b", "http://a<b>", 'http://a"b', "http://a\nb", "http://a\x00b", "http://a/{x}", "http://a|b", "http://a\\b", "//a"],
)
def test_what_is_no_iri_is_refused(value: str) -> None:
    with pytest.raises(TermError, match="no IRI"):
        vocab.node(value)


def test_an_unknown_prefix_is_named() -> None:
    with pytest.raises(TermError, match="'nope'"):
        vocab.iri("nope:x")


@given(ANY_TEXT)
def test_any_name_mints_an_iri(words: str) -> None:
    for node in (vocab.article_iri(words), vocab.place_iri(Place(words))):
        assert NamedNode(node.value) == node
        assert node.value.isascii()


@given(ANY_TEXT)
def test_any_text_survives_every_store(words: str) -> None:
    quad = Quad(vocab.event_iri("1"), vocab.iri("dip:content"), vocab.text(words), vocab.article_iri("a"))
    data = serialize([quad], format=RdfFormat.N_QUADS)
    assert data is not None
    assert list(parse(data, format=RdfFormat.N_QUADS)) == [quad]
    assert len(data.splitlines()) == 1


@given(ANY_TEXT)
def test_cleaned_text_keeps_its_length(words: str) -> None:
    assert len(vocab.clean(words)) == len(words)


def test_composed_and_decomposed_names_are_one() -> None:
    assert vocab.article_iri("Jos\u00e9") == vocab.article_iri("Jose\u0301")
    assert vocab.actor_iri(Actor("Jos\u00e9", "Person"), "a") == vocab.actor_iri(Actor("Jose\u0301", "Person"), "b")


def test_keys_that_look_alike_are_two() -> None:
    assert vocab.article_iri("a b") != vocab.article_iri("a-b")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (FRANCE, Actor("France", "State", wikidata="Q142"), True),
        (FRANCE, Actor("French Republic", "State", wikidata="Q142"), False),
        (Actor("Smith", "Person"), Actor("Smith", "Organization"), False),
        (Actor("protesters", "Group"), Actor("protesters", "Group"), False),
        (Actor("Hezbollah", "Group", listed=True), Actor("Hezbollah", "Group", listed=True), True),
    ],
)
def test_one_actor_in_two_articles(one: Actor, other: Actor, same: bool) -> None:
    assert (vocab.actor_iri(one, "a") == vocab.actor_iri(other, "b")) is same


@pytest.mark.parametrize(
    ("value", "written"), [(0.9, "0.9"), (1.0, "1.0"), (0.0, "0.0"), (-122.4194, "-122.4194"), (1e-9, "0.0"), (180.0, "180.0")]
)
def test_numbers_are_decimals(value: float, written: str) -> None:
    assert str(vocab.number(value)) == f'"{written}"^^<http://www.w3.org/2001/XMLSchema#decimal>'


@given(st.floats(-180, 180))
def test_numbers_are_spelt_as_stores_spell_them(value: float) -> None:
    """A store writes what it reads: else two dumps of one graph would differ."""
    store = Store()
    store.add(Quad(vocab.event_iri("1"), vocab.iri("geo:lat"), vocab.number(value), vocab.article_iri("a")))
    (held,) = store
    assert isinstance(held.object, Literal)
    assert float(held.object.value) == pytest.approx(value, abs=1e-6)


@pytest.mark.parametrize(
    ("given_date", "kind"),
    [("2025", "gYear"), ("2025-04", "gYearMonth"), ("2025-04-22", "date"), ("2025-04-22T09:30", "dateTime"), ("2025-13", "string"), ("2025-02-30", "string")],
)
def test_a_date_is_as_exact_as_given(given_date: str, kind: str) -> None:
    assert vocab.local(vocab.moment(given_date).datatype.value) == kind
