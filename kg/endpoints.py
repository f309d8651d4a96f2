"""Where a SPARQL server takes queries, updates and graphs, found from the one address that a user gives."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from kg.errors import RemoteError
from kg.settings import Settings
from kg.web import Server, told

_JSON = "application/sparql-results+json"
_TEST = "SELECT ?s WHERE { ?s ?p ?o } LIMIT 1"
_ELSEWHERE = (400, 403, 404, 405, 406, 415, 501)
"""Codes by which a server says: not here, or not in this way."""


@dataclass(frozen=True, slots=True)
class Endpoints:
    """The three addresses of a server."""

    query: str
    update: str
    graphs: str


def find(server: Server, settings: Settings) -> Endpoints:
    """Ask a server where it takes what.

    A question is tried at the address itself, then at ``/query`` and ``/sparql`` below it.
    The two other addresses follow from the answer: from the software's name, or the path.

    Args:
        server: with the address as it was given.
        settings: which may name the addresses.

    Raises:
        RemoteError: it can't be reached, refuses, or there is no SPARQL at that address.

    Source: SPARQL 1.1 Protocol; SPARQL 1.1 Graph Store HTTP Protocol (W3C 2013).
    """
    base, said = server.location.rstrip("/"), ""
    for query in (base, f"{base}/query", f"{base}/sparql"):
        headers, said = _tried(server, query, said)
        if headers is not None:
            found = layout(query, headers, user=server.has_user)
            return Endpoints(query, settings.remote_update or found.update, settings.remote_graphs or found.graphs)
    raise RemoteError(f"no SPARQL at {base}, nor at /query or /sparql below it{said}: give the address of the endpoint")


def _tried(server: Server, query: str, said: str) -> tuple[httpx.Headers | None, str]:
    response = server.send("GET", query, passed=_ELSEWHERE, params={"query": _TEST}, headers={"Accept": _JSON})
    try:
        if response.good and isinstance(parse_query_results(response.body, format=QueryResultsFormat.JSON), QuerySolutions):
            return response.headers, ""
    except (SyntaxError, ValueError):
        said = said or f" (it answers with {response.media_type or 'nothing'}: {told(response.text)[:60]})"
    return None, said


def layout(query: str, headers: httpx.Headers, *, user: bool) -> Endpoints:
    """The addresses that go with one for queries.

    Args:
        query: address that answers queries.
        headers: of its answer.
        user: whether there is somebody to log in as.

    >>> layout("http://h:7878/query", httpx.Headers({"server": "Oxigraph/0.5"}), user=False).graphs
    'http://h:7878/store'
    >>> layout("http://h:8890/sparql", httpx.Headers({"server": "Virtuoso/07.20"}), user=True).graphs
    'http://h:8890/sparql-graph-crud-auth'
    >>> layout("http://h:7200/repositories/r", httpx.Headers(), user=False).update
    'http://h:7200/repositories/r/statements'
    """
    software, path = headers.get("server", "").lower(), urlsplit(query).path
    parent = query.rpartition("/")[0]
    if software.startswith("virtuoso"):
        login = "-auth" if user else ""
        return Endpoints(query, f"{parent}/sparql{login}", f"{parent}/sparql-graph-crud{login}")
    if software.startswith("oxigraph"):
        return Endpoints(query, f"{parent}/update", f"{parent}/store")
    if "fuseki" in software or "fuseki-request-id" in headers:
        dataset = parent if path.endswith(("/query", "/sparql")) else query
        return Endpoints(query, f"{dataset}/update", f"{dataset}/data")
    if "/repositories/" in path:
        return Endpoints(query, f"{query}/statements", f"{query}/rdf-graphs/service")
    return Endpoints(query, query, query)
