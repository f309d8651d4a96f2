"""Queries run in a process of their own, which is killed when it takes too long."""

from __future__ import annotations

import multiprocessing
import resource
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, Store, Triple

from kg import vocab
from kg.errors import QueryError, QuerySyntaxError, QueryTimeout, StoreMissing
from kg.settings import Settings

Term = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query found: rows, triples, or yes or no.

    ``truncated`` tells that there was more than the limit of rows.
    """

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    triples: tuple[Triple, ...] | None = None
    boolean: bool | None = None
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A query, and how many rows at most; 0 is no limit."""

    sparql: str
    max_rows: int = 0


def ask(location: str, question: Question, *, settings: Settings) -> Answer:
    """Run one query in a process of its own.

    Args:
        location: folder of the store.
        question: the query; ``max_rows`` 0 is no limit.
        settings: limits of time and memory; 0 is none.

    Raises:
        QueryTimeout: it took too long.
        QuerySyntaxError: it can't be parsed.
        QueryError: it failed otherwise.
    """
    with Worker(location, settings=settings) as worker:
        return worker.ask(question)


class Worker:
    """A process with a read-only view of a store; started when first asked."""

    def __init__(self, location: str, *, settings: Settings) -> None:
        self.location = location
        self._settings = settings
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None
        self._seen: tuple[Any, ...] = ()

    def ask(self, question: Question) -> Answer:
        """Run one query; the process is killed if it takes too long, and started anew next time."""
        seen = _state(self.location)
        if self._process is None or not self._process.is_alive() or seen != self._seen:
            self._start(seen)
        assert self._pipe is not None
        self._pipe.send((question.sparql, question.max_rows))
        return self._receive()

    def _start(self, seen: tuple[Any, ...]) -> None:
        self.close()
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(self.location, theirs, self._settings.query_max_bytes), daemon=True
        )
        self._process.start()
        theirs.close()
        self._seen = seen
        if not self._pipe.poll(30) or (problem := self._said()) is not None:
            self.close()
            raise StoreMissing(f"no store that can be read in {self.location}: run kg build --store {self.location}")

    def _said(self) -> str | None:
        assert self._pipe is not None
        try:
            problem: str | None = self._pipe.recv()
        except EOFError:
            return "ended"
        return problem

    def _receive(self) -> Answer:
        assert self._pipe is not None
        limit = self._settings.query_timeout_s or None
        try:
            if not self._pipe.poll(limit):
                self.close()
                raise QueryTimeout(f"the query took more than {limit:g} s: make it narrower, or raise the limit")
            kind, value = self._pipe.recv()
        except (EOFError, OSError) as error:
            self.close()
            raise QueryError("the query needed more memory than it may have, or failed: make it narrower") from error
        if kind == "answer":
            return _answer(value)
        raise QuerySyntaxError(value) if kind == "syntax" else QueryError(value)

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process = None
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None

    def __enter__(self) -> Worker:
        """The worker itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Ends the process."""
        self.close()


def _state(location: str) -> tuple[Any, ...]:
    """What changes when the store is written: the names, sizes and times of its files."""
    try:
        return tuple(sorted((p.name, p.stat().st_size, p.stat().st_mtime_ns) for p in Path(location).iterdir()))
    except OSError as error:
        raise StoreMissing(f"no store in {location}: run kg build --store {location}") from error


def _serve(location: str, pipe: Connection, max_bytes: int) -> None:
    if max_bytes:
        resource.setrlimit(resource.RLIMIT_AS, (max_bytes, max_bytes))
    try:
        store = Store.read_only(location)
    except (OSError, RuntimeError) as error:
        pipe.send(str(error))
        return
    pipe.send(None)
    while True:
        try:
            sparql, limit = pipe.recv()
        except EOFError:
            return
        pipe.send(_run(store, sparql, limit))


def _run(store: Store, sparql: str, limit: int) -> tuple[str, Any]:
    try:
        found = store.query(sparql, prefixes=vocab.prefixes())
        return "answer", _picked(found, limit)
    except SyntaxError as error:
        return "syntax", f"no SPARQL: {str(error).strip()}"
    except (ValueError, RuntimeError, OSError, MemoryError) as error:
        return "error", f"the query failed: {str(error).strip() or type(error).__name__}"


def _picked(found: Any, limit: int) -> tuple[Any, ...]:
    """Rows up to the limit as plain values, which go through a pipe."""
    if isinstance(found, QueryBoolean):
        return "boolean", bool(found)
    rows, cut = [], False
    for each in found:
        if limit and len(rows) == limit:
            cut = True
            break
        rows.append(each if isinstance(each, Triple) else tuple(each))
    if isinstance(found, QuerySolutions):
        return "rows", tuple(variable.value for variable in found.variables), tuple(rows), cut
    return "triples", tuple(rows), cut


def _answer(value: tuple[Any, ...]) -> Answer:
    if value[0] == "boolean":
        return Answer(boolean=value[1])
    if value[0] == "triples":
        return Answer(triples=value[1], truncated=value[2])
    return Answer(columns=value[1], rows=value[2], truncated=value[3])


