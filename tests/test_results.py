"""Results: other readers read what we write, whatever the texts are."""

from __future__ import annotations

import io
from collections.abc import Iterable
from xml.etree import ElementTree

import pytest
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)
from rdflib import Variable
from rdflib.query import Result

from kg import results
from kg.errors import QueryError
from kg.results import Answer, Limits

NASTY = ["plain", 'quo"te', "a,b;c", "tab\there", "two\nlines", "car\rriage", "<&>'", "é 中 \U0001f600", "\u202ertl", " spaced ", "=1+1", ""]
ROWS: tuple[tuple[results.Term | None, ...], ...] = (
    *((NamedNode("http://example.org/a?b=c&d=e"), Literal(text)) for text in NASTY),
    (BlankNode("b0"), Literal("words", language="en-gb")),
    (None, Literal("5", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer"))),
    (Literal("x"), None),
)
ANSWER = Answer(("one", "two"), ROWS)
FORMATS = {"json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML, "tsv": QueryResultsFormat.TSV}


@pytest.mark.parametrize("format", FORMATS)
def test_oxigraph_reads_the_same_rows(format: str) -> None:
    found = parse_query_results(results.text(ANSWER, format), format=FORMATS[format])
    assert isinstance(found, QuerySolutions)
    trims = format == "xml"  # this reader drops space at the ends; the next test's does not
    assert [_shown(row, trims) for row in found] == [_shown(row, trims) for row in ROWS]


def _shown(row: Iterable[results.Term | None], trims: bool) -> list[str]:
    return [str(term).replace(" spaced ", "spaced") if trims else str(term) for term in row]


@pytest.mark.parametrize("format", ["json", "xml"])
def test_rdflib_reads_the_same_rows(format: str) -> None:
    found = Result.parse(io.BytesIO(results.text(ANSWER, format).encode()), format=format)
    two = Variable("two")
    assert [str(row[two]) for row in found.bindings if two in row] == [row[1].value for row in ROWS if isinstance(row[1], Literal)]


def test_csv_is_read_back() -> None:
    import csv

    lines = list(csv.reader(io.StringIO(results.text(ANSWER, "csv"), newline="")))
    assert lines[0] == ["one", "two"]
    assert [line[1] for line in lines[1 : len(NASTY) + 1]] == NASTY


@pytest.mark.parametrize("format", ["json", "xml"])
@pytest.mark.parametrize("value", [True, False])
def test_yes_or_no_is_read_back(format: str, value: bool) -> None:
    found = parse_query_results(results.text(Answer(boolean=value), format), format=FORMATS[format])
    assert isinstance(found, QueryBoolean) and bool(found) is value


def test_control_characters_leave_the_xml_whole() -> None:
    written = results.text(Answer(("a",), ((Literal("a\x01b\ufffe"),),)), "xml")
    assert "a\ufffdb\ufffd" in "".join(ElementTree.fromstring(written).itertext())


def test_a_triple_as_a_value_is_read_back() -> None:
    term = Triple(NamedNode("http://a/"), NamedNode("http://b/"), Literal("c"))
    found = parse_query_results(results.text(Answer(("t",), ((term,),)), "json"), format=QueryResultsFormat.JSON)
    assert isinstance(found, QuerySolutions) and next(iter(found))[0] == term


RDF = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "rdf": RdfFormat.RDF_XML, "jsonld": RdfFormat.JSON_LD, "nq": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG}


@pytest.mark.parametrize("format", RDF)
def test_triples_are_read_back(format: str) -> None:
    given = tuple(Triple(NamedNode("http://example.org/a"), NamedNode("http://example.org/p"), Literal(text)) for text in NASTY)
    written = results.text(Answer(triples=given), format)
    assert {quad.triple for quad in parse(written, format=RDF[format])} == set(given)


def test_triples_are_sorted_and_written_once() -> None:
    one, other = (Triple(NamedNode(f"http://example.org/{name}"), NamedNode("http://p/"), Literal("x")) for name in "ab")
    assert results.triples([other, one, other], "nt") == results.triples([one, other], "nt")


@pytest.mark.parametrize(
    ("limits", "kept"), [(Limits(), 5), (Limits(max_rows=3), 3), (Limits(max_rows=5), 5), (Limits(max_bytes=130), 2)]
)
def test_rows_are_cut_at_the_limit(limits: Limits, kept: int) -> None:
    written = results.rows(["a"], [(Literal("x" * 20),)] * 5, "json", limits=limits)
    found = parse_query_results(written.body, format=QueryResultsFormat.JSON)
    assert isinstance(found, QuerySolutions)
    assert (len(list(found)), written.truncated) == (kept, kept < 5)


def test_a_row_larger_than_the_limit_is_an_error() -> None:
    with pytest.raises(QueryError, match="a single row"):
        results.rows(["a"], [(Literal("x" * 200),)], "json", limits=Limits(max_bytes=100))


@pytest.mark.parametrize(("answer", "format"), [(ANSWER, "ttl"), (Answer(triples=()), "csv"), (Answer(boolean=True), "nt")])
def test_a_format_that_does_not_fit_is_named(answer: Answer, format: str) -> None:
    with pytest.raises(QueryError, match=format):
        results.text(answer, format)
