"""SPARQL 1.1 Protocol: the forms of requests, formats and status codes.

Source: SPARQL 1.1 Protocol and SPARQL 1.1 Service Description, W3C Recommendations 2013.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from kg import guard
from kg.errors import KgError, QueryRefused, QuerySyntaxError, QueryTimeout, StoreError
from kg.guard import Dataset
from kg.sandbox import Formats, Question, Reply
from kg.server.negotiate import best
from kg.server.pool import Pool
from kg.settings import Settings

ROW_TYPES = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
TRIPLE_TYPES = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdf",
    "application/ld+json": "jsonld",
    "application/n-quads": "nq",
    "application/trig": "trig",
    "application/xml": "rdf",
    "application/json": "jsonld",
}
_NO_UPDATES = "updates are not taken: the store is written by kg build and kg remove"
_DESCRIPTION = """@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix formats: <http://www.w3.org/ns/formats/> .

[] a sd:Service ;
    sd:endpoint <{address}> ;
    sd:supportedLanguage sd:SPARQL11Query ;
    sd:feature sd:UnionDefaultGraph ;
    sd:resultFormat formats:SPARQL_Results_JSON, formats:SPARQL_Results_XML, formats:SPARQL_Results_CSV,
        formats:SPARQL_Results_TSV, formats:Turtle, formats:N-Triples, formats:RDF_XML, formats:JSON-LD .
"""


class Refused(Exception):
    """A request that is answered without a query."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.response = PlainTextResponse(f"{message}\n", status_code=status, headers=headers)


def status_of(error: Exception) -> int:
    """The status code that tells of an error.

    Args:
        error: of the library.

    >>> status_of(QuerySyntaxError("…")), status_of(QueryTimeout("…"))
    (400, 503)
    """
    table = {QuerySyntaxError: 400, QueryRefused: 403, QueryTimeout: 503, StoreError: 503}
    return next((code for kind, code in table.items() if isinstance(error, kind)), 500)


def endpoint(pool: Pool, settings: Settings) -> Callable[[Request], Awaitable[Response]]:
    """The function that answers ``/sparql``.

    Args:
        pool: workers.
        settings: limits.
    """

    async def answer(request: Request) -> Response:
        try:
            if request.method in ("GET", "HEAD") and not request.query_params:
                return _described(request)
            question = await _question(request, settings)
            formats, types = _formats(request)
            reply = await while_connected(request, pool.ask(question, formats))
            return _response(reply, types)
        except Refused as refused:
            return refused.response
        except KgError as error:
            status = status_of(error)
            headers = {"Retry-After": "1"} if status == 503 else None
            return PlainTextResponse(f"{error}\n", status_code=status, headers=headers)

    return answer


async def while_connected(request: Request, work: Awaitable[Reply]) -> Reply:
    """Do some work for a client, and give it up when the client goes away.

    Args:
        request: of that client; its body has been read.
        work: what it waits for.

    Raises:
        Refused: there is nobody to answer any more.
    """

    async def gone() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass

    task, leaving = asyncio.ensure_future(work), asyncio.ensure_future(gone())
    try:
        await asyncio.wait({task, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            task.cancel()
            raise Refused(499, "the client has gone away")
        return task.result()
    finally:
        leaving.cancel()


def _described(request: Request) -> Response:
    """For one who asks nothing: a page for eyes, a description for programs."""
    if best(request.headers.get("accept"), ("text/turtle", "text/html")) == "text/html":
        return RedirectResponse("/query", status_code=303, headers={"Vary": "Accept"})
    text = _DESCRIPTION.format(address=str(request.url.replace(query="", fragment="")))
    return Response(text, media_type="text/turtle", headers={"Vary": "Accept"})


async def _question(request: Request, settings: Settings) -> Question:
    query, graphs = await _asked(request, settings)
    own = guard.inspect(query, settings)
    return Question(query, settings.query_max_rows, graphs or own)


async def _asked(request: Request, settings: Settings) -> tuple[str, Dataset | None]:
    """The query of a request and the graphs named beside it: by GET, as a form, or as the body itself.

    Raises:
        Refused: there is none, or not one.
    """
    given = {name: request.query_params.getlist(name) for name in request.query_params}
    if request.method in ("GET", "HEAD"):
        return _read(given)
    if request.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
        raise Refused(415, "send the query as it is, not packed", {"Accept-Encoding": "identity"})
    body = await _body(request, settings)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        return _read(_together(given, _fields(body)))
    if kind == "application/sparql-query":
        return _read(_together(given, {"query": [_text(body)]}))
    if kind == "application/sparql-update":
        raise Refused(403, _NO_UPDATES)
    raise Refused(415, "send a form, or application/sparql-query")


def _together(*given: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """What the address says, and what the body does: two queries are one too many, also in two places."""
    return {name: [value for each in given for value in each.get(name, ())] for part in given for name in part}


def _fields(body: bytes) -> Mapping[str, Sequence[str]]:
    try:
        return parse_qs(_text(body), keep_blank_values=True, max_num_fields=100, errors="strict")
    except ValueError as error:
        raise Refused(400, f"the form can't be read: {error}") from error


async def _body(request: Request, settings: Settings) -> bytes:
    most = settings.body_max_bytes
    declared = request.headers.get("content-length", "0")
    if declared.isdigit() and int(declared) > most:
        raise Refused(413, f"the body has more than {most} bytes")
    try:
        async with asyncio.timeout(settings.request_timeout_s or None):
            body = b""
            async for chunk in request.stream():
                body += chunk
                if len(body) > most:
                    raise Refused(413, f"the body has more than {most} bytes")
            return body
    except TimeoutError as error:
        raise Refused(408, "the body did not arrive in time") from error


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")  # editors on Windows begin a file with a mark
    except UnicodeDecodeError as error:
        raise Refused(400, "the query is not UTF-8") from error


def _read(given: Mapping[str, Sequence[str]]) -> tuple[str, Dataset | None]:
    if "update" in given:
        raise Refused(403, _NO_UPDATES)
    queries = given.get("query", ())
    if len(queries) != 1:
        raise Refused(400, "give one query in the parameter 'query'")
    graphs = Dataset(tuple(given.get("default-graph-uri", ())), tuple(given.get("named-graph-uri", ())))
    return queries[0], graphs if graphs != Dataset() else None


def _formats(request: Request) -> tuple[Formats, Mapping[str, str]]:
    """The formats for each form of query, and the media types that they bear.

    Raises:
        Refused: the client takes none.
    """
    accept = ", ".join(request.headers.getlist("accept")) or None
    row, triple = best(accept, tuple(ROW_TYPES)), best(accept, tuple(TRIPLE_TYPES))
    if row is None and triple is None:
        raise Refused(406, f"no format that you accept: {', '.join(dict.fromkeys([*ROW_TYPES, *TRIPLE_TYPES]))}")
    rows = ROW_TYPES[row] if row else None
    formats = Formats(rows, rows, TRIPLE_TYPES[triple] if triple else None)
    return formats, {"rows": row or "", "boolean": row or "", "triples": triple or ""}


def _response(reply: Reply, types: Mapping[str, str]) -> Response:
    if reply.kind == "unacceptable":
        offered = TRIPLE_TYPES if reply.format == "triples" else ROW_TYPES
        return PlainTextResponse(f"no format that you accept: one of {', '.join(offered)}\n", status_code=406)
    headers = {"Vary": "Accept", "Cache-Control": "no-store"}
    if reply.truncated:
        headers["X-KG-Truncated"] = "true"
    return Response(reply.body, media_type=types[reply.kind], headers=headers)
