"""The guard: which queries it lets through, and which it refuses before any parser sees them."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import replace

import pytest

from kg import guard
from kg.errors import QueryError, QueryRefused, QuerySyntaxError
from kg.guard import Dataset, inspect
from kg.settings import Settings
from tests.attack_table import HARMLESS, HEAVY, REACH

FETCHED = [query for name, query in REACH.items() if "from" not in name and name != "drop after a query"]
DEEP = ("braces", "brackets", "blank nodes", "lists", "functions", "subqueries", "triple terms", "brackets in an iri that is none")
LONG = ("not", "plus", "or", "and", "path", "optional", "union", "bind", "filter")


@pytest.mark.parametrize("query", FETCHED)
def test_what_leaves_the_store_or_writes_is_refused(query: str) -> None:
    with pytest.raises(QueryRefused):
        inspect(query.format(port=1, file="/f"), Settings())


@pytest.mark.parametrize("name", HARMLESS)
def test_a_word_that_is_none_of_the_query_is_let_through(name: str) -> None:
    assert inspect(HARMLESS[name], Settings()) is None


@pytest.mark.parametrize("name", DEEP)
def test_deep_queries_are_refused(name: str) -> None:
    with pytest.raises(QueryRefused, match=r"nested \d+ deep"):
        inspect(HEAVY[name], Settings())


@pytest.mark.parametrize("name", LONG)
def test_long_chains_are_refused(name: str) -> None:
    with pytest.raises(QueryRefused, match="operators and clauses"):
        inspect(HEAVY[name], Settings())


def test_depth_is_counted_to_the_limit() -> None:
    settings = replace(Settings(), query_max_depth=3)
    assert inspect("ASK {{{ ?s ?p ?o }}}", settings) is None
    with pytest.raises(QueryRefused):
        inspect("ASK {{{{ ?s ?p ?o }}}}", settings)


def test_length_is_counted_to_the_limit() -> None:
    query = "ASK { ?s ?p ?o }"
    assert inspect(query, replace(Settings(), query_max_chars=len(query))) is None
    with pytest.raises(QueryRefused):
        inspect(query, replace(Settings(), query_max_chars=len(query) - 1))


def test_without_limits_deep_queries_pass() -> None:
    settings = replace(Settings(), query_max_depth=0, query_max_chars=0)
    assert inspect(HEAVY["braces"], settings) is None


@pytest.mark.parametrize("query", ["", "# SELECT", "SELEC * {}", "ASK { ?s ?p 'open }", 'ASK { ?s ?p "two\nlines" }'])
def test_what_is_no_query_is_said_to_be_none(query: str) -> None:
    with pytest.raises(QuerySyntaxError):
        inspect(query, Settings())


@pytest.mark.parametrize(
    ("query", "graphs"),
    [
        ("SELECT * FROM <http://a/> { ?s ?p ?o }", Dataset(("http://a/",))),
        ("SELECT * FROM <http://a/> from named <http://b/> { ?s ?p ?o }", Dataset(("http://a/",), ("http://b/",))),
        ("SELECT*FROM<http://a/>{?s ?p ?o}", Dataset(("http://a/",))),
        ("ASK { ?s ?p 'FROM <http://a/>' }", None),
    ],
)
def test_graphs_of_from_are_read(query: str, graphs: Dataset | None) -> None:
    assert inspect(query, Settings()) == graphs


def test_from_with_a_short_name_is_refused() -> None:
    with pytest.raises(QueryRefused, match="whole IRI"):
        inspect("PREFIX a: <http://a/> ASK FROM a:b { ?s ?p ?o }", Settings())


@pytest.mark.parametrize("unit", ["a.", "a-", "'\\''", "\\\"", "<x", "?a<", "a:b.", ":%", "((", "'''", '"""', "@a-", "1.", "_:a.", "#\r"])
def test_no_text_keeps_the_guard_busy(unit: str) -> None:
    begun = time.perf_counter()
    for text in (unit * (65_000 // len(unit)), "ASK { ?s ?p " + unit * (65_000 // len(unit))):
        with suppress(QueryError):
            guard.inspect(text[:65_536], Settings())
    assert time.perf_counter() - begun < 3
