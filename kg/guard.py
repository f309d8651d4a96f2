"""What a query may not be, decided before any parser sees it.

The words of a query are told apart here as SPARQL's grammar tells them apart: a SERVICE in
a string, an IRI, a comment or a name is none. Where a text can be read in two ways, as in
``?a<b:c)…>``, both are looked at.

Source: SPARQL 1.1 Query Language (W3C 2013), section 19.8.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.errors import QueryRefused, QuerySyntaxError
from kg.settings import Settings

_TOKEN = re.compile(
    r"""
    (?P<text>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''|"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')
    |(?P<comment>\#[^\r\n]*)
    |(?P<open><<|[(\[{])
    |(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    |(?P<variable>[?$]\w+)
    |(?P<blank>_:\w(?:[\w.-]*[\w-])?)
    |(?P<name>(?:[^\W\d_][\w.-]*+)?+:(?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])
        (?:[\w:-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]|\.(?=[\w:.%\\-]))*)?)
    |(?P<language>@[A-Za-z]+(?:-+[A-Za-z0-9]+)*)
    |(?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)
    |(?P<word>[^\W\d][\w.-]*+)
    |(?P<close>>>|[)\]}])
    |(?P<escape>\\[uU])
    |(?P<broken>["'])
    |(?P<operator>\|\||&&|\^\^|[!+*/|^=<>-])
    """,
    re.S | re.X,
)
_SPLIT = re.compile(r"[^.-]+|-")
"""A word ends at a dot or a hyphen; only a name with a colon goes on."""
_PAIRS = {")": "(", "]": "[", "}": "{", ">>": "<<"}
_WHOLE = re.compile(r"<[A-Za-z][\w+.-]*://")
_PLAIN = re.compile(r"<[\w.:/~%@-]*(?:#[\w.~%/-]*)?>")
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
_PARTS = frozenset("OPTIONAL UNION MINUS FILTER BIND SELECT GRAPH VALUES EXISTS LATERAL AS".split())
PARTS_MAX = 500
"""Operators and clauses in one query: parsers and planners call themselves for each of them."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs that a query asks by name; ``None``: it names none, and all are meant."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


@dataclass(slots=True)
class _Count:
    """What is met on the way through a query."""

    brackets: list[str] = field(default_factory=list)
    deepest: int = 0
    parts: int = 0

    def open(self, bracket: str) -> None:
        self.brackets.append(bracket)
        self.deepest = max(self.deepest, len(self.brackets))

    def close(self, bracket: str, floor: int = 0) -> None:
        if len(self.brackets) > floor and self.brackets[-1] == _PAIRS[bracket]:
            self.brackets.pop()


def inspect(query: str, settings: Settings) -> Dataset | None:
    """Refuse a query that is too long or too deep, that writes, or that leaves the store.

    Args:
        query: SPARQL.
        settings: the limits; 0 is none.

    Returns:
        The graphs that the query names with FROM and FROM NAMED, if it does.

    Raises:
        QueryRefused: it is not to be run, and why.
        QuerySyntaxError: it is no query.

    >>> inspect("SELECT * WHERE { GRAPH ?g { ?s ?p 'SERVICE' } }", Settings())
    >>> inspect("ASK FROM <http://example.org/a> { ?s ?p ?o }", Settings())
    Dataset(default=('http://example.org/a',), named=())
    """
    if settings.query_max_chars and len(query) > settings.query_max_chars:
        raise QueryRefused(f"the query has {len(query)} characters; the limit is {settings.query_max_chars}")
    tokens = [token for token in _tokens(query) if token[0] not in ("comment", "text")]
    _stays_inside(tokens)
    _is_query(tokens)
    count = _counted(tokens)
    if settings.query_max_depth and count.deepest > settings.query_max_depth:
        raise QueryRefused(f"brackets are nested {count.deepest} deep; the limit is {settings.query_max_depth}")
    if settings.query_max_depth and count.parts > PARTS_MAX:
        raise QueryRefused(f"the query has {count.parts} operators and clauses; the limit is {PARTS_MAX}")
    return _dataset(tokens)


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    for match in _TOKEN.finditer(text):
        kind, token = match.lastgroup or "", match.group()
        if kind == "broken":
            raise QuerySyntaxError(f"no SPARQL: the string {text[match.start() : match.start() + 20]!r} is not closed")
        if kind == "word":
            yield from (("operator" if part == "-" else kind, part) for part in _SPLIT.findall(token))
        else:
            yield kind, token


def _inside(iri: str) -> list[tuple[str, str]]:
    """What stands between ``<`` and ``>`` if these are no brackets of an IRI but comparisons.

    With ``://`` it can only be an IRI; a plain name hides nothing but slashes.

    Raises:
        QueryRefused: it can be either, and the two readings have nothing in common.
    """
    if _WHOLE.match(iri):
        return []
    if _PLAIN.fullmatch(iri):
        return [("operator", "/")] * iri.count("/")
    if "'" in iri or "#" in iri:
        raise QueryRefused(f"{iri[:40]} can be an IRI or a comparison: write a space after '<', or a whole IRI")
    return list(_tokens(iri[1:-1]))


def _counted(tokens: list[tuple[str, str]]) -> _Count:
    count = _Count()
    for kind, token in tokens:
        if kind == "iri":
            floor = len(count.brackets)
            for inner in _inside(token):
                _count(count, *inner, floor)
        else:
            _count(count, kind, token, 0)
    return count


def _count(count: _Count, kind: str, token: str, floor: int) -> None:
    if kind == "open":
        count.open(token)
    elif kind == "close":
        count.close(token, floor)
    elif kind == "operator" or (kind == "word" and token.upper() in _PARTS):
        count.parts += 1


def _stays_inside(tokens: list[tuple[str, str]]) -> None:
    """No SERVICE, also where it is glued to what stands beside it, and nothing escaped.

    Raises:
        QueryRefused: there is.
    """
    following = [*tokens, ("", "")][1:]
    for (kind, token), (_, after) in zip(tokens, following, strict=True):
        if kind == "escape":
            raise QueryRefused("write characters as they are: escapes outside of strings are not taken")
        hidden = kind == "name" and after == "{" and "SERVICE" in token.partition(":")[0].upper()
        inner = _inside(token) if kind == "iri" else [(kind, token)]
        if hidden or any(k == "word" and "SERVICE" in t.upper() for k, t in inner):
            raise QueryRefused("SERVICE is not taken: queries stay in the store")


def _is_query(tokens: list[tuple[str, str]]) -> None:
    words = (token.upper() for kind, token in tokens if kind == "word")
    first = next((word for word in words if word not in ("PREFIX", "BASE", "VERSION")), "")
    if first.startswith(_UPDATES):
        raise QueryRefused(f"{first} is not taken: the store is written by kg build and kg remove only")
    if not first.startswith(_FORMS):
        raise QuerySyntaxError("no query: SPARQL begins with SELECT, ASK, CONSTRUCT or DESCRIBE")


def _dataset(tokens: list[tuple[str, str]]) -> Dataset | None:
    graphs: dict[str, list[str]] = {"FROM": [], "NAMED": []}
    for at, (kind, token) in enumerate(tokens):
        if kind == "word" and token.upper().endswith("FROM"):
            named = at + 1 < len(tokens) and tokens[at + 1][1].upper() == "NAMED"
            kind, iri = tokens[at + 1 + named] if at + 1 + named < len(tokens) else ("", "")
            if kind != "iri":
                raise QueryRefused("FROM takes the whole IRI of a graph of the store, between < and >")
            graphs["NAMED" if named else "FROM"].append(iri[1:-1])
    found = Dataset(tuple(graphs["FROM"]), tuple(graphs["NAMED"]))
    return found if found != Dataset() else None
