"""The routes: what each address answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from kg import __version__
from kg.errors import KgError
from kg.server import pages, protocol, things
from kg.server.graph import Graph
from kg.server.pool import Pool
from kg.server.safe import Gate
from kg.settings import Settings
from kg.store import open_store

Answers = Callable[[Request], Awaitable[Response]]


def create_app(location: str, *, settings: Settings, host: str = "127.0.0.1") -> Starlette:
    """The web application over one store, read-only.

    Args:
        location: folder of the store.
        settings: limits of queries and bodies, number of workers, names of the server.
        host: address on which it is going to listen.

    Raises:
        StoreMissing: there is no store.
        StoreDamaged: it can't be read.
    """
    with open_store(location, read_only=True):
        pass
    pool = Pool(location, settings=settings)
    return Starlette(
        routes=_routes(pool, settings),
        middleware=[Middleware(Gate, bound=host, names=settings.serve_hosts.split(","))],
        exception_handlers={KgError: _failed, HTTPException: _plain},
        lifespan=pool.lifespan,
    )


def _routes(pool: Pool, settings: Settings) -> list[Route]:
    graph = Graph(pool)
    table: dict[str, Answers] = {
        "/": graph.home,
        "/view/{view}": graph.one,
        "/graph.json": graph.more,
        "/query": pages.query,
        "/static/{name}": pages.static,
        "/ontology": pages.ontology,
        "/ontology.ttl": pages.ontology,
        "/id/{kind}/{name}": things.thing(pool, settings),
        "/health": _health(graph),
        "/openapi.json": pages.openapi,
    }
    routes = [Route(path, answer, methods=["GET"]) for path, answer in table.items()]
    return [Route("/sparql", protocol.endpoint(pool, settings), methods=["GET", "POST"]), *routes]


def _health(graph: Graph) -> Answers:
    async def health(_: Request) -> Response:
        return JSONResponse({"status": "ok", "version": __version__, "articles": await graph.articles()})

    return health


async def _failed(_: Request, error: Exception) -> Response:
    return PlainTextResponse(f"{error}\n", status_code=protocol.status_of(error))


async def _plain(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    words = {404: f"nothing is at {request.url.path}: begin at /", 405: f"{request.url.path} does not take {request.method}"}
    return PlainTextResponse(f"{words.get(error.status_code, error.detail)}\n", status_code=error.status_code, headers=error.headers)
