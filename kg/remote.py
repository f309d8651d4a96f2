"""A store behind any SPARQL 1.1 server.

Every article is a named graph there, as on disk; each is replaced in one request. Queries
name graphs with ``GRAPH``, since servers disagree on what their default graph holds, and
there are no blank nodes, which would be others at each reading.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from typing import Self

import httpx
from pyoxigraph import (
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from kg import vocab
from kg.endpoints import find
from kg.entries import entry
from kg.errors import QueryError, RemoteError
from kg.local import Graph, ontology_graph, ontology_quads
from kg.results import Answer, Term
from kg.sandbox import Question
from kg.settings import Settings, current
from kg.web import Reply, Server, media_type, told

_ROWS = "application/sparql-results+json"
_TRIPLES = "application/n-triples, text/turtle;q=0.9"
_PAGE = 2_000
_NO_GRAPHS = (400, 403, 404, 405, 406, 415, 501)
"""Codes by which a server says that it knows nothing of the Graph Store Protocol."""
_NO_PUT = (404, 405, 501)
"""The same when one writes: what else there is, such as 403, means no."""
_FORM = re.compile(r"<[^<>\s]*>|\"[^\"]*\"|'[^']*'|#[^\n]*|\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b(?!:)", re.I)


class RemoteStore:
    """A server that takes SPARQL queries, and updates or whole graphs."""

    def __init__(self, location: str, *, settings: Settings | None = None) -> None:
        chosen = settings or current()
        self._server = Server(location, chosen)
        self.location = self._server.location
        self._has_graphs = True
        self._has_ontology = False
        try:
            self.endpoints = find(self._server, chosen)
        except RemoteError:
            self.close()
            raise

    def put(self, graphs: Sequence[Graph]) -> None:
        """Write graphs, each whole, in the place of those of the same names.

        Args:
            graphs: names and quads.

        Raises:
            RemoteError: the server can't be reached, or refuses; what came before is there.
            TermError: a quad has a blank node, or is of another graph.
        """
        checked = [entry(name, quads) for name, quads in graphs]
        if not self._has_ontology:
            self._replace(ontology_graph().value, entry(ontology_graph().value, ontology_quads()).data or b"")
            self._has_ontology = True
        for each in checked:
            self._replace(each.name, each.data or b"")

    def _replace(self, name: str, lines: bytes) -> None:
        triples = lines.replace(f" <{name}> .\n".encode(), b" .\n")
        if self._has_graphs:
            response = self._graph("PUT", name, passed=_NO_PUT, content=triples, headers={"Content-Type": "text/turtle; charset=utf-8"})
            self._has_graphs = response.good
        if not self._has_graphs:
            data = triples.decode("utf-8")
            self._update(f"DROP SILENT GRAPH <{name}> ; INSERT DATA {{ GRAPH <{name}> {{\n{data}}} }}")

    def _graph(self, method: str, name: str, passed: tuple[int, ...] = _NO_GRAPHS, **given: object) -> Reply:
        return self._server.send(method, self.endpoints.graphs, params={"graph": name}, passed=passed, **given)

    def _update(self, text: str) -> None:
        headers = {"Content-Type": "application/sparql-update; charset=utf-8"}
        self._server.send("POST", self.endpoints.update, content=text.encode("utf-8"), headers=headers)

    def remove(self, graph: str) -> bool:
        """Take a graph out; false where there was none.

        Raises:
            RemoteError: the server can't be reached, or refuses.
        """
        name = vocab.node(graph)
        if not self.ask(Question(f"ASK {{ GRAPH {name} {{ ?s ?p ?o }} }}")).boolean:
            return False
        if not self._has_graphs or not self._graph("DELETE", graph).good:
            self._update(f"DROP GRAPH {name}")
        return True

    def graphs(self) -> list[str]:
        """The names of the articles' graphs, sorted.

        They are asked for page by page, each from the last name on: servers cut long answers.

        Raises:
            RemoteError: the server can't be reached, or its answer is cut.
        """
        kind, found, last = vocab.iri("schema:NewsArticle"), list[str](), ""
        while True:
            later = f'FILTER(STR(?g) > "{last}")'
            sparql = f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?g a {kind} }} {later} }} ORDER BY ?g LIMIT {_PAGE}"
            page = [str(row[0].value) for row in self.ask(Question(sparql)).rows if isinstance(row[0], NamedNode)]
            found += page
            if not page:
                prefix = vocab.minted("article", "").value
                return sorted({name for name in found if name.startswith(prefix)})
            last = page[-1]

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """The quads of one article's graph, or of all, graph after graph.

        Raises:
            RemoteError: the server can't be reached, or its answer is cut.
        """
        for name in self.graphs() if graph is None else [graph]:
            node = vocab.node(name)
            for each in self._triples(name):
                yield Quad(each.subject, each.predicate, each.object, node)

    def _triples(self, name: str) -> Sequence[Triple]:
        if self._has_graphs:
            response = self._graph("GET", name, headers={"Accept": _TRIPLES})
            if response.good:
                return _parsed(response)
            if response.status == httpx.codes.NOT_FOUND and not self._knows(name):
                return ()
        found = self.ask(Question(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{name}> {{ ?s ?p ?o }} }}"))
        if found.truncated:
            raise RemoteError(f"{self.endpoints.query} cut its answer: it gives no whole articles")
        return found.triples or ()

    def _knows(self, name: str) -> bool:
        return bool(self.ask(Question(f"ASK {{ GRAPH <{name}> {{ ?s ?p ?o }} }}")).boolean)

    def ask(self, question: Question) -> Answer:
        """Answer a query; the server's limits hold as well as ours.

        Args:
            question: the query; ``max_rows`` 0 is no limit.

        Raises:
            RemoteError: the server can't be reached, refuses, takes too long, or its answer is cut.
            QueryError: the query is none.
        """
        form = _form(question.sparql)
        accept = _TRIPLES if form in ("CONSTRUCT", "DESCRIBE") else _ROWS
        prefixes = "".join(f"PREFIX {name}: <{iri}> " for name, iri in vocab.prefixes().items())
        with self._server.stream(
            "POST",
            self.endpoints.query,
            data={"query": prefixes + question.sparql},
            headers={"Accept": accept},
        ) as response:
            _check(response)
            if accept == _ROWS:
                return _rows(response, io.BufferedReader(_Body(self._server.pieces(response))), question.max_rows)
            reply = self._server.read(response)
        triples = _parsed(reply)
        cut = bool(question.max_rows and len(triples) > question.max_rows)
        kept = triples[: question.max_rows] if cut else triples
        return Answer(triples=tuple(kept), truncated=cut or _was_cut(reply.headers, len(triples)))

    def close(self) -> None:
        """Let go of the connection."""
        self._server.close()

    def __enter__(self) -> Self:
        """The store itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Closes it."""
        self.close()


class _Body(io.RawIOBase):
    """The body of an answer as a file, which the reader of results reads as far as it needs."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._rest = pieces, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = piece
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


def _form(sparql: str) -> str:
    # Whether it is a SELECT, an ASK, a CONSTRUCT or a DESCRIBE.
    for match in _FORM.finditer(sparql):
        if match.group(1):
            return str(match.group(1)).upper()
    raise QueryError("no query: SPARQL begins with SELECT, ASK, CONSTRUCT or DESCRIBE")


def _rows(response: httpx.Response, body: io.BufferedReader, most: int) -> Answer:
    try:
        found = parse_query_results(body, format=QueryResultsFormat.JSON)
        if isinstance(found, QueryBoolean):
            return Answer(boolean=bool(found))
        columns = tuple(variable.value for variable in found.variables)
        if columns == ("__ASK_RETVAL",):  # so Virtuoso says yes or no
            return Answer(boolean=[getattr(row[0], "value", "") for row in found] == ["1"])
        rows: list[tuple[Term | None, ...]] = []
        for row in found:
            if most and len(rows) == most:
                return Answer(columns, tuple(rows), truncated=True)
            rows.append(tuple(row))
        return Answer(columns, tuple(rows), truncated=_was_cut(response.headers, len(rows)))
    except (SyntaxError, ValueError, OSError) as error:
        # A query that ran out of time on the server is a good answer cut short, and then words.
        raise RemoteError(f"{response.url} broke off its answer, or gave no results of a query ({told(str(error))})") from error


def _parsed(reply: Reply) -> Sequence[Triple]:
    format = RdfFormat.from_media_type(reply.media_type)
    if format is None:
        raise RemoteError(f"{reply.url} gave {reply.media_type or 'nothing'} where RDF was asked for: {told(reply.text)[:80]}")
    try:
        return [quad.triple for quad in parse(reply.body, format=format)]
    except (SyntaxError, ValueError) as error:
        raise RemoteError(f"{reply.url} broke off its answer, or gave no RDF ({told(str(error))})") from error


def _check(response: httpx.Response) -> None:
    # Virtuoso answers 200 with what it had when its time was over, and says so here.
    if state := response.headers.get("x-sql-state"):
        raise RemoteError(f"{response.url} cut its answer ({state}: {response.headers.get('x-sql-message', '')})")
    if media_type(response.headers) == "text/html":
        raise RemoteError(f"{response.url} answers with a page, not with results: give the address of the SPARQL endpoint")


def _was_cut(headers: httpx.Headers, count: int) -> bool:
    """Whether a server says that there was more: kg serve, and Virtuoso with its limit of rows."""
    most = headers.get("x-sparql-maxrows", "")
    return headers.get("x-kg-truncated") == "true" or (most.isdigit() and count >= int(most))
