"""What a query may not be, decided before any parser sees it."""

from __future__ import annotations

import re

from kg.errors import QueryRefused, QuerySyntaxError
from kg.settings import Settings

_LITERAL = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""' r"|'''(?:[^'\\]|\\.|'(?!''))*'''" r'|"(?:[^"\\\n]|\\.)*"' r"|'(?:[^'\\\n]|\\.)*'"
    r"|<[^<>\"{}|^`\\\s]*>" r"|\#[^\n]*",
    re.S,
)  # fmt: skip
_WORD = re.compile(r"(?<![\w:?$-])([A-Za-z]+)(?![\w:-])")
_UPDATES = frozenset("INSERT DELETE LOAD CLEAR CREATE DROP COPY MOVE ADD WITH USING".split())
_FORMS = frozenset("SELECT ASK CONSTRUCT DESCRIBE".split())
_OPERATORS = re.compile(r"\|\||&&|[!+*/|^=<>-]")
OPERATORS_MAX = 500


def inspect(query: str, settings: Settings) -> None:
    """Refuse a query that is too long or too deep, that writes, or that leaves the store.

    Args:
        query: SPARQL.
        settings: the limits.

    Raises:
        QueryRefused: it is not to be run, and why.
        QuerySyntaxError: it is no query.

    >>> inspect("SELECT * WHERE { GRAPH ?g { ?s ?p ?o } }", Settings())
    """
    if len(query) > settings.query_max_chars:
        raise QueryRefused(f"the query has {len(query)} characters; the limit is {settings.query_max_chars}")
    bare = _bare(query)
    if "\\u" in bare or "\\U" in bare:
        raise QueryRefused("write characters as they are: escapes outside of strings are not taken")
    depth = _depth(bare)
    if depth > settings.query_max_depth:
        raise QueryRefused(f"brackets are nested {depth} deep; the limit is {settings.query_max_depth}")
    if len(_OPERATORS.findall(bare)) > OPERATORS_MAX:
        raise QueryRefused(f"the query has more than {OPERATORS_MAX} operators")
    _words(bare)


def _bare(query: str) -> str:
    """The query without strings, IRIs and comments."""
    return _LITERAL.sub(" ", query)


def _depth(bare: str) -> int:
    deepest = depth = 0
    for letter in bare:
        if letter in "({[":
            depth += 1
            deepest = max(deepest, depth)
        elif letter in ")}]":
            depth -= 1
    return deepest


def _words(bare: str) -> None:
    words = [word.upper() for word in _WORD.findall(bare)]
    if "SERVICE" in words:
        raise QueryRefused("SERVICE is not taken: queries stay in the store")
    if "FROM" in words:
        raise QueryRefused("FROM is not taken: name graphs with GRAPH")
    if "LOAD" in words:
        raise QueryRefused("LOAD is not taken: queries stay in the store")
    forms = [word for word in words if word in _FORMS]
    if not forms:
        if any(word in _UPDATES for word in words):
            raise QueryRefused("updates are not taken: the store is written by kg build and kg remove")
        raise QuerySyntaxError("no query: SPARQL begins with SELECT, ASK, CONSTRUCT or DESCRIBE")
