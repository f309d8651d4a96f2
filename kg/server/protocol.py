"""SPARQL 1.1 Protocol: the forms of requests, formats and status codes.

Source: SPARQL 1.1 Protocol, W3C Recommendation 2013.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from kg import guard, results
from kg.errors import KgError, QueryError, QueryRefused, QuerySyntaxError, QueryTimeout
from kg.sandbox import Answer, Question
from kg.server.negotiate import best
from kg.server.pool import Pool
from kg.settings import Settings

ROW_TYPES = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
TRIPLE_TYPES = {"text/turtle": "ttl", "application/n-triples": "nt"}
_STATUS = {QuerySyntaxError: 400, QueryRefused: 403, QueryTimeout: 503}


class _Answered(Exception):
    """A request that is answered without a query."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.response = PlainTextResponse(f"{message}\n", status_code=status)


def endpoint(pool: Pool, settings: Settings) -> Callable[[Request], Awaitable[Response]]:
    """The function that answers ``/sparql``.

    Args:
        pool: workers.
        settings: limits.
    """

    async def answer(request: Request) -> Response:
        try:
            query = await _query(request, settings)
            guard.inspect(query, settings)
            found = await pool.ask(Question(query, settings.query_max_rows))
            return _response(request, found)
        except _Answered as done:
            return done.response
        except KgError as error:
            status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 500)
            return PlainTextResponse(f"{error}\n", status_code=status)

    return answer


async def _query(request: Request, settings: Settings) -> str:
    """The query of a request: GET, a form, or the body itself."""
    if request.method in ("GET", "HEAD"):
        return _one(request.query_params.getlist("query"), request.query_params.keys())
    body = await _body(request, settings.body_max_bytes)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        fields = parse_qs(_text(body), keep_blank_values=True, max_num_fields=50)
        return _one(fields.get("query", []), fields.keys())
    if kind == "application/sparql-query":
        _one(["given"], request.query_params.keys())
        return _text(body)
    if kind == "application/sparql-update":
        raise _Answered(403, "updates are not taken: the store is written by kg build and kg remove")
    raise _Answered(415, "send a form, or application/sparql-query")


async def _body(request: Request, most: int) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise _Answered(413, f"the body has more than {most} bytes")
    return body


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _Answered(400, "the query is not UTF-8") from error


def _one(queries: list[str], names: object) -> str:
    given = set(names)  # type: ignore[call-overload]
    if "update" in given:
        raise _Answered(403, "updates are not taken: the store is written by kg build and kg remove")
    if given & {"default-graph-uri", "named-graph-uri"}:
        raise _Answered(403, "the dataset is the store: leave default-graph-uri and named-graph-uri out")
    if len(queries) != 1:
        raise _Answered(400, "give one query in the parameter 'query'")
    return queries[0]


def _response(request: Request, found: Answer) -> Response:
    offered = TRIPLE_TYPES if found.triples is not None else ROW_TYPES
    if found.boolean is not None:
        offered = {name: format for name, format in ROW_TYPES.items() if format in ("json", "xml")}
    kind = best(request.headers.get("accept"), tuple(offered))
    if kind is None:
        return PlainTextResponse(f"no format that you accept: one of {', '.join(offered)}\n", status_code=406)
    try:
        text = results.text(found, offered[kind])
    except QueryError as error:
        return PlainTextResponse(f"{error}\n", status_code=406)
    headers = {"Vary": "Accept", "X-Content-Type-Options": "nosniff"}
    if found.truncated:
        headers["X-KG-Truncated"] = "true"
    return Response(text, media_type=kind, headers=headers)
