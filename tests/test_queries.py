"""Questions: by name, from a file, as SPARQL; values are bound, never pasted."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import queries
from kg.errors import QueryError, QueryRefused
from kg.settings import Settings

INJECTIONS = [
    'x" } } ; DROP ALL ; INSERT DATA { <http://a/> <http://b/> <http://c/> } #',
    'x" UNDEF UNDEF) } SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } VALUES (?a ?b ?c) { ("',
    "x') } # ", "\\", '\\"', "\n} DELETE WHERE { ?s ?p ?o }", "\u0022", "?x", "<http://a/>", "${jndi:ldap://x}", "\x00", "\ud800",
]  # fmt: skip


@pytest.mark.parametrize("value", INJECTIONS)
def test_a_value_can_not_become_a_part_of_the_query(value: str, shared_store: Path) -> None:
    before = queries.run(str(shared_store), "SELECT * { ?s ?p ?o }", settings=queries.unlimited(Settings())).rows
    answer = queries.run(str(shared_store), "who-met-whom", bindings={"actor": value}, settings=Settings())
    assert answer.rows == ()
    assert queries.run(str(shared_store), "SELECT * { ?s ?p ?o }", settings=queries.unlimited(Settings())).rows == before


@pytest.mark.parametrize("value", INJECTIONS)
def test_a_bound_value_is_one_string(value: str, shared_store: Path) -> None:
    from kg import vocab

    sparql = queries.bound("SELECT ?actor { VALUES (?actor ?since) { (UNDEF UNDEF) } }", {"actor": value})
    (row,) = queries.run(str(shared_store), sparql, settings=Settings()).rows
    assert getattr(row[0], "value", None) == vocab.clean(value)


def test_a_bound_value_narrows_the_answer(shared_store: Path) -> None:
    every = queries.run(str(shared_store), "who-met-whom", settings=Settings())
    one = queries.run(str(shared_store), "who-met-whom", bindings={"actor": "Iran"}, settings=Settings())
    assert every.rows and one.rows and len(one.rows) <= len(every.rows)


def test_an_unknown_parameter_is_named(shared_store: Path) -> None:
    with pytest.raises(QueryError, match="takes actor"):
        queries.run(str(shared_store), "who-met-whom", bindings={"color": "red"}, settings=Settings())


def test_an_unknown_question_lists_the_known(shared_store: Path) -> None:
    with pytest.raises(QueryError, match="who-met-whom"):
        queries.run(str(shared_store), "who-ate-what", settings=Settings())


def test_a_file_is_read(tmp_path: Path, shared_store: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text("ASK { ?s a dip:Event }", encoding="utf-8")
    assert queries.run(str(shared_store), str(path), settings=Settings()).boolean


def test_a_file_that_is_missing_is_named(shared_store: Path) -> None:
    with pytest.raises(QueryError, match=r"none\.rq"):
        queries.run(str(shared_store), "none.rq", settings=Settings())


def test_a_simple_query_without_graph_is_answered(shared_store: Path) -> None:
    assert queries.run(str(shared_store), "SELECT * { ?s ?p ?o } LIMIT 3", settings=Settings()).rows


@pytest.mark.parametrize("query", ["INSERT DATA { <a:a> <a:a> <a:a> }", "SELECT * { SERVICE <http://127.0.0.1:1/> {} }"])
def test_the_command_line_has_the_same_guard(query: str, shared_store: Path) -> None:
    for settings in (Settings(), queries.unlimited(Settings())):
        with pytest.raises(QueryError):
            queries.run(str(shared_store), query + " # SELECT", settings=settings)


def test_from_is_refused_where_a_server_might_fetch_it() -> None:
    with pytest.raises(QueryRefused, match="GRAPH"):
        queries.run("http://127.0.0.1:1/", "ASK FROM <http://a/> { ?s ?p ?o }", settings=Settings())
