"""Questions with a name, and any other query, over a store."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from kg import guard, sandbox
from kg.errors import DateError, QueryError, QueryRefused
from kg.results import Answer
from kg.sandbox import Question
from kg.settings import Settings, read_resource, resource_names
from kg.vocab import moment, text

_PARAMETER = re.compile(r"#\s*param:\s*(\w+)\s*(?:\(([^)]*)\))?\s*[-–]?\s*(.*)")
_VALUES = re.compile(r"VALUES \(([^)]*)\) \{ \((?:UNDEF ?)+\) \}")
_DATE = re.compile(r'.*"\^\^<.*#(gYear|gYearMonth|date)>')
_QUERY = re.compile(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.I)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable of a named query that a user may bind."""

    name: str
    meaning: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query of ``ontology/queries``: its first comment line is the question."""

    name: str
    question: str
    parameters: tuple[Parameter, ...]
    sparql: str


@cache
def named() -> tuple[NamedQuery, ...]:
    """All questions that have a name, sorted."""
    return tuple(_read(name) for name in resource_names("queries", ".rq"))


def _read(path: str) -> NamedQuery:
    sparql = read_resource(path)
    lines = sparql.splitlines()
    question = lines[0].lstrip("# ").strip() if lines else ""
    found = [match for line in lines if (match := _PARAMETER.match(line)) is not None]
    parameters = tuple(Parameter(match.group(1), match.group(3), match.group(2) or "text") for match in found)
    return NamedQuery(Path(path).stem, question, parameters, sparql)


def find(given: str) -> tuple[str, tuple[Parameter, ...]]:
    """The SPARQL that a user means: a question's name, a file, or the query itself.

    Returns:
        The query, and the parameters it takes.

    Raises:
        QueryError: there is neither a question nor a file of that name.
    """
    for query in named():
        if query.name == given:
            return query.sparql, query.parameters
    if given.endswith((".rq", ".sparql")):
        try:
            return Path(given).read_text(encoding="utf-8-sig"), ()
        except (OSError, UnicodeDecodeError) as error:
            raise QueryError(f"the query file {given} can't be read: {error}") from error
    if _QUERY.search(given):
        return given, ()
    names = ", ".join(query.name for query in named())
    raise QueryError(f"no question is called {given!r}: one of {names}; or a file.rq, or a query in SPARQL")


def run(location: str, given: str, *, bindings: Mapping[str, str] | None = None, settings: Settings) -> Answer:
    """Answer a question.

    Args:
        location: folder of a store, or the address of a SPARQL server.
        given: a question's name, a file, or SPARQL.
        bindings: values of the question's parameters, bound and never pasted.
        settings: the limits; 0 is none.

    Raises:
        QueryError: it is unknown, malformed, or took too long.
        DateError: a parameter that takes a date is given none.
        QueryRefused: it asks for what is not allowed.
        StoreMissing: there is no store.
    """
    sparql, parameters = find(given)
    _require_fitting(bindings or {}, {parameter.name: parameter for parameter in parameters})
    graphs = guard.inspect(sparql, settings)
    ours = sparql.replace(Settings().ontology_iri, settings.ontology_iri)
    question = Question(bound(ours, bindings or {}), settings.query_max_rows, graphs)
    if location.startswith(("http://", "https://")):
        from kg.remote import RemoteStore

        if graphs is not None:
            raise QueryRefused("FROM is not taken here: a server may fetch what it names; name graphs with GRAPH")
        with RemoteStore(location) as store:
            return store.ask(question)
    return sandbox.ask(location, question, settings=settings)


def _require_fitting(bindings: Mapping[str, str], known: Mapping[str, Parameter]) -> None:
    for name, value in bindings.items():
        if name not in known:
            raise QueryError(f"the question takes no parameter {name!r}: it takes {', '.join(sorted(known)) or 'none'}")
        # What is no date would compare as text, and quietly leave everything out.
        if known[name].kind == "date" and not _DATE.fullmatch(str(moment(value))):
            raise DateError(f"{name} is no date: {value!r} (write 2025, 2025-04 or 2025-04-22)")


def unlimited(settings: Settings) -> Settings:
    """Settings without limits of time, size and depth, for one's own queries on one's own store.

    Args:
        settings: everything else.

    >>> unlimited(Settings()).query_timeout_s
    0.0
    """
    return replace(
        settings,
        query_timeout_s=0.0,
        query_max_rows=0,
        query_max_bytes=0,
        query_max_answer_bytes=0,
        query_max_chars=0,
        query_max_depth=0,
    )


def bound(sparql: str, bindings: Mapping[str, str]) -> str:
    r"""A query whose ``VALUES (…) { (UNDEF …) }`` rows hold the values of its parameters.

    A value enters as a term, escaped by the library that writes RDF; no words of it can
    become a part of the query. It works with any SPARQL server.

    >>> bound("VALUES (?actor ?since) { (UNDEF UNDEF) }", {"actor": 'a "b" } DROP ALL'})
    'VALUES (?actor ?since) { ("a \\"b\\" } DROP ALL" UNDEF) }'
    """

    def row(match: re.Match[str]) -> str:
        names = [name.lstrip("?") for name in match.group(1).split()]
        terms = [str(text(bindings[name])) if bindings.get(name) else "UNDEF" for name in names]
        return f"VALUES ({match.group(1)}) {{ ({' '.join(terms)}) }}"

    return _VALUES.sub(row, sparql)
