"""The routes: what each address answers."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from kg import __version__
from kg.errors import KgError, QueryRefused, QuerySyntaxError, QueryTimeout, StoreError
from kg.records import records
from kg.server import pages, protocol
from kg.server.pool import Pool
from kg.settings import Settings
from kg.store import open_store
from kg.views import VIEWS, page

_STATUS = {QuerySyntaxError: 400, QueryRefused: 403, QueryTimeout: 503, StoreError: 503}


def create_app(location: str, *, settings: Settings, hosts: Sequence[str] = ()) -> Starlette:
    """The web application over one store, read-only.

    Args:
        location: folder of the store.
        settings: limits of queries and bodies, number of workers.
        hosts: names under which it may be asked, beside those of loopback.

    Raises:
        StoreMissing: there is no store.
    """
    with open_store(location, read_only=True):
        pass
    pool = Pool(location, settings=settings)
    app = Starlette(
        routes=[
            Route("/sparql", protocol.endpoint(pool, settings), methods=["GET", "POST", "HEAD"]),
            Route("/", _home(location), methods=["GET"]),
            Route("/view/{view}", _view(location), methods=["GET"]),
            Route("/query", _query, methods=["GET"]),
            Route("/query.js", _script, methods=["GET"]),
            Route("/ontology", pages.ontology, methods=["GET"]),
            Route("/id/{kind}/{name}", pages.thing(pool, settings), methods=["GET"]),
            Route("/health", _health(location), methods=["GET"]),
            Route("/openapi.json", pages.openapi, methods=["GET"]),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=_hosts(hosts), www_redirect=False)],
        exception_handlers={KgError: _failed},
        lifespan=pool.lifespan,
    )
    return app


def _hosts(given: Sequence[str]) -> list[str]:
    """Names that a Host header may bear: a page elsewhere must not reach us by a name of its own."""
    return sorted({"localhost", "127.0.0.1", "[::1]", "testserver", *(host for host in given if host not in ("0.0.0.0", "::"))})


async def _failed(_: Request, error: Exception) -> Response:
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 400)
    return PlainTextResponse(f"{error}\n", status_code=status)


def _home(location: str):  # type: ignore[no-untyped-def]
    async def home(request: Request) -> Response:
        return await run_in_threadpool(_drawn, location, "all")

    return home


def _view(location: str):  # type: ignore[no-untyped-def]
    async def view(request: Request) -> Response:
        name = request.path_params["view"]
        if name not in VIEWS:
            return PlainTextResponse(f"no view is called {name!r}: one of {', '.join(VIEWS)}\n", status_code=404)
        return await run_in_threadpool(_drawn, location, name)

    return view


def _drawn(location: str, view: str) -> Response:
    with open_store(location, read_only=True) as opened:
        return HTMLResponse(page(records(opened.quads()), view=view), headers=pages.SAFE)


async def _query(_: Request) -> Response:
    return HTMLResponse(pages.query_page(), headers=pages.SAFE | {"Content-Security-Policy": pages.QUERY_POLICY})


async def _script(_: Request) -> Response:
    return Response(pages.static("query.js"), media_type="text/javascript", headers=pages.SAFE)


def _health(location: str):  # type: ignore[no-untyped-def]
    async def health(_: Request) -> Response:
        def counted() -> int:
            with open_store(location, read_only=True) as opened:
                return len(opened.graphs())

        articles = await run_in_threadpool(counted)
        return JSONResponse({"status": "ok", "version": __version__, "articles": articles})

    return health
