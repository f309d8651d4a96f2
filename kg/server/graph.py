"""The pictures of the store, drawn anew when the store has changed."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from kg import views
from kg.graphs import Record
from kg.server.pool import Pool
from kg.shelf import stored
from kg.store import open_store

_POLICY = re.compile(r'http-equiv="Content-Security-Policy"\s+content="([^"]*)"')


class Graph:
    """Answers for the pictures and for what they load later; keeps the last drawing of each."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._lock = asyncio.Lock()
        self._view: Path | None = None
        self._records: list[Record] = []
        self._kept: dict[str, Any] = {}
        self._counted: tuple[Path | None, int] = (None, 0)

    async def home(self, _: Request) -> Response:
        """All events."""
        return await self._page("all")

    async def one(self, request: Request) -> Response:
        """One of the views."""
        name = request.path_params["view"]
        if name not in views.VIEWS:
            return PlainTextResponse(f"no view is called {name!r}: one of {', '.join(views.VIEWS)}\n", status_code=404)
        return await self._page(name)

    async def _page(self, name: str) -> Response:
        page: str = await self._drawn(name, lambda found: views.page(found, view=name, more="/graph.json"))
        policy = _POLICY.search(page)
        headers = {"Content-Security-Policy": f"{html.unescape(policy.group(1))}; frame-ancestors 'none'"} if policy else {}
        return HTMLResponse(page, headers=headers)

    async def more(self, request: Request) -> Response:
        """Actors by a part of their name, or the events around one."""
        words, actor = request.query_params.get("find"), request.query_params.get("actor")
        hops = 2 if request.query_params.get("hops") == "2" else 1
        if words is not None:
            return JSONResponse(await self._drawn(f"find {words}", lambda found: views.found(found, words)))
        if actor is None:
            return JSONResponse({"error": "give find=WORDS or actor=IRI"}, status_code=400)
        return JSONResponse(
            await self._drawn(f"{hops} {actor}", lambda found: views.neighbourhood(found, actor, hops=hops))
        )

    async def articles(self) -> int:
        """How many articles there are."""
        view = await self._pool.latest()
        if self._counted[0] != view:
            self._counted = view, await run_in_threadpool(_count, view)
        return self._counted[1]

    async def _drawn(self, key: str, draw: Callable[[list[Record]], Any]) -> Any:
        """One drawing at a time; the same one twice costs nothing while the store is the same."""
        async with self._lock:
            view = await self._pool.latest()
            if view != self._view:
                self._records = await run_in_threadpool(_read, view, self._pool.store)
                self._view, self._kept = view, {}
            if key not in self._kept:
                drawn = await run_in_threadpool(draw, self._records)
                if len(self._kept) > 50:
                    self._kept = {}
                self._kept[key] = drawn
            return self._kept[key]


def _read(view: Path, store: Path) -> list[Record]:
    with open_store(str(view), read_only=True) as opened:
        return list(stored(opened, beside=store))


def _count(view: Path) -> int:
    with open_store(str(view), read_only=True) as opened:
        return len(opened.graphs())
