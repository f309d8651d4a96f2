"""Queries run in a process of their own, which is killed when it takes too long."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results

from kg import snapshot, vocab
from kg.errors import QueryError, QueryRefused, QuerySyntaxError, QueryTimeout, StoreDamaged, StoreError
from kg.guard import Dataset
from kg.results import Answer, Term
from kg.settings import Settings
from kg.worker import receive, send

__all__ = ["Answer", "Formats", "Question", "Reply", "Term", "Worker", "ask"]

_START = (
    "import sys, json; folder, most, path = json.loads(sys.argv[1]); sys.path[:] = path; "
    "from kg.worker import main; main(folder, most)"
)
_OPENING_S = 30.0
_GRACE_S = 1.0
"""How much later than from here the worker ends itself, should nobody end it."""


@dataclass(frozen=True, slots=True)
class Question:
    """A query, how many rows at most (0 is no limit), and the graphs that it asks (``None``: all)."""

    sparql: str
    max_rows: int = 0
    graphs: Dataset | None = None


@dataclass(frozen=True, slots=True)
class Formats:
    """The format of the answer for each form of query; ``None``: there is none that would do."""

    rows: str | None = "json"
    boolean: str | None = "json"
    triples: str | None = "nt"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it goes to a client. ``kind``: rows, boolean, triples, or unacceptable."""

    kind: str
    format: str
    body: bytes
    truncated: bool


def ask(location: str, question: Question, *, settings: Settings) -> Answer:
    """Run one query in a process of its own, on a view of the store that does not change.

    Args:
        location: folder of the store.
        question: the query.
        settings: limits of time and memory; 0 is none.

    Returns:
        Terms, not texts.

    Raises:
        QueryTimeout: it took too long.
        QuerySyntaxError: it can't be parsed.
        QueryRefused: it asks for a graph that is not there.
        QueryError: it failed otherwise.
        StoreMissing: there is no store.
        StoreError: it can't be read, or did not open in time.
    """
    with snapshot.view(Path(location)) as view, Worker(view, settings=settings) as worker:
        return _answer(worker.ask(question, Formats()))


def _answer(reply: Reply) -> Answer:
    if reply.kind == "triples":
        triples = tuple(quad.triple for quad in parse(reply.body, format=RdfFormat.N_TRIPLES))
        return Answer(triples=triples, truncated=reply.truncated)
    found = parse_query_results(reply.body, format=QueryResultsFormat.JSON)
    if isinstance(found, QueryBoolean):
        return Answer(boolean=bool(found))
    assert isinstance(found, QuerySolutions)
    columns = tuple(variable.value for variable in found.variables)
    return Answer(columns, tuple(tuple(row) for row in found), truncated=reply.truncated)


class Worker:
    """A process that answers one query after the other on a view of a store.

    Once a query has cost it its life it is `dead`, and of no more use.
    """

    def __init__(self, view: Path, *, settings: Settings) -> None:
        self.view = view
        self._settings = settings
        given = json.dumps([str(view), settings.query_max_bytes, sys.path])
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _START, given],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            # glibc reserves address space for each thread that happens to wait for memory: half the limit, by chance.
            env={**os.environ, "MALLOC_ARENA_MAX": "1"},
        )  # fmt: skip
        self._problem = self._opened()

    def _opened(self) -> StoreError | None:
        """Why there is nothing to ask, if there is not: it is late, it ended, or it can't read what it is to read."""
        try:
            said = self._received(_OPENING_S).decode("utf-8", "replace")
        except TimeoutError:  # an OSError too, but the process lives
            return StoreError(f"the store did not open within {_OPENING_S:g} s: the machine or its disk is busy, ask again later")
        except (EOFError, OSError):
            return StoreDamaged("the process that reads the store ended (does KG_QUERY_MAX_BYTES leave it enough memory?): run kg check")
        return StoreDamaged(f"{said}: run kg check") if said else None

    @property
    def dead(self) -> bool:
        """Whether it can answer no more."""
        return self._problem is not None or self._process.poll() is not None

    @property
    def process_id(self) -> int:
        """The number under which the system knows it."""
        return self._process.pid

    def ask(self, question: Question, formats: Formats) -> Reply:
        """Run one query; the process is ended if it takes too long.

        Args:
            question: the query.
            formats: of the answer.

        Raises:
            QueryTimeout: it took too long.
            QuerySyntaxError: it can't be parsed.
            QueryRefused: it asks for a graph that is not there.
            QueryError: it failed otherwise.
            StoreError: the store did not open in time.
            StoreDamaged: it can't be read.
        """
        if self._problem is not None:
            raise self._problem
        limit = self._settings.query_timeout_s
        try:
            head, body = self._exchange(self._asked(question, formats), limit)
        except TimeoutError as error:
            self.close()
            raise QueryTimeout(f"the query took more than {limit:g} s: make it narrower, or raise the limit") from error
        except (EOFError, OSError) as error:
            self.close()
            raise QueryError("the query needed more memory than it may have, or broke down: make it narrower") from error
        return _told(head, body)

    def _exchange(self, asked: bytes, limit: float) -> tuple[Mapping[str, Any], bytes]:
        assert self._process.stdin is not None and self._process.stdout is not None
        send(self._process.stdin, asked)
        head: Mapping[str, Any] = json.loads(self._received(limit))
        return head, receive(self._process.stdout)

    def _received(self, limit: float) -> bytes:
        """One message, whose first byte must come in time; after that the worker's own alarm sees to the rest.

        Raises:
            TimeoutError: it did not.
        """
        pipe = self._process.stdout
        assert pipe is not None
        if limit and not select.select([pipe], [], [], limit)[0]:
            raise TimeoutError
        return receive(pipe)

    def _asked(self, question: Question, formats: Formats) -> bytes:
        graphs, limit = question.graphs, self._settings.query_timeout_s
        asked = {
            "sparql": question.sparql,
            "prefixes": vocab.prefixes(),
            "graphs": {"default": graphs.default, "named": graphs.named} if graphs else None,
            "formats": {"rows": formats.rows, "boolean": formats.boolean, "triples": formats.triples},
            "max_rows": question.max_rows,
            "max_bytes": self._settings.query_max_answer_bytes,
            "seconds": limit + _GRACE_S if limit else 0,
        }
        return json.dumps(asked).encode("utf-8", "surrogatepass")

    def end(self) -> None:
        """Kill the process; whoever waits for its answer gets an error."""
        self._process.kill()

    def close(self) -> None:
        """Kill the process and clear up after it."""
        self.end()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                _shut(pipe)

    def __enter__(self) -> Worker:
        """The worker itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Ends the process."""
        self.close()


def _shut(pipe: Any) -> None:
    with suppress(OSError):  # what was to be flushed has no reader any more
        pipe.close()


_ERRORS: Mapping[str, type[QueryError]] = MappingProxyType(
    {"syntax": QuerySyntaxError, "refused": QueryRefused, "error": QueryError}
)


def _told(head: Mapping[str, Any], body: bytes) -> Reply:
    kind = str(head["kind"])
    if kind in _ERRORS:
        raise _ERRORS[kind](str(head["message"]))
    return Reply(kind, str(head.get("format", head.get("message", ""))), body, bool(head.get("truncated")))
