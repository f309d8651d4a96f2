"""A few workers that answer queries side by side, on the latest view of the store.

There are lanes for queries that have just begun, and as many for those that go on: a query
that is not done after a moment leaves its first lane to the next one. So a few long queries
keep nobody waiting, and when there are too many of them the newest is ended.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool

from kg import snapshot
from kg.errors import QueryTimeout
from kg.sandbox import Formats, Question, Reply, Worker
from kg.settings import Settings

_QUICK_S = 0.5
"""How long a query may keep one of the first lanes."""
_WAIT_S = 10.0
"""How long a query may wait for a lane."""
_LOOK_S = 1.0
"""How often the store is looked at for something new, in seconds, while queries come in."""


class Pool:
    """The workers of one store."""

    def __init__(self, location: str, *, settings: Settings) -> None:
        self.store = Path(location)
        self._settings = settings
        self._lanes = max(settings.query_workers, 1)
        self._quick = asyncio.Semaphore(self._lanes)
        self._slow = 0
        self._idle: list[Worker] = []
        self._all: set[Worker] = set()
        self._views: dict[Path, int] = {}
        self._fresh = asyncio.Lock()
        self._state: snapshot.State = ()
        self._looked = 0.0
        self.view: Path | None = None

    async def ask(self, question: Question, formats: Formats) -> Reply:
        """Answer a query by a worker that is free.

        Args:
            question: the query.
            formats: of the answer.

        Raises:
            QueryTimeout: it took too long, or there are too many that do.
            QueryError: it failed.
            asyncio.CancelledError: nobody waits for it any more.
        """
        await self._enter()
        quick = True
        try:
            worker = await self._worker()
            task = asyncio.ensure_future(run_in_threadpool(worker.ask, question, formats))
            try:
                done, _ = await asyncio.wait({task}, timeout=_QUICK_S)
                if not done:
                    self._quick.release()
                    quick = False
                    return await self._long(worker, task)
                return task.result()
            except asyncio.CancelledError:
                worker.end()
                raise
            finally:
                await asyncio.shield(self._back(worker, task))
        finally:
            if quick:
                self._quick.release()

    async def _enter(self) -> None:
        try:
            await asyncio.wait_for(self._quick.acquire(), _WAIT_S)
        except TimeoutError as error:
            raise QueryTimeout("too many queries at once: ask again in a moment") from error

    async def _long(self, worker: Worker, task: asyncio.Future[Reply]) -> Reply:
        if self._slow >= self._lanes:
            worker.end()
            with suppress(Exception):
                await task
            raise QueryTimeout(f"more than {self._lanes} long queries at once: ask again in a moment")
        self._slow += 1
        try:
            return await task
        finally:
            self._slow -= 1

    async def _worker(self) -> Worker:
        view = await self.latest()
        while self._idle:
            worker = self._idle.pop()
            if worker.view == view and not worker.dead:
                return worker
            await self._retire(worker)
        return await self._start(view)

    async def _start(self, view: Path) -> Worker:
        self._views[view] += 1
        worker: Worker = await run_in_threadpool(lambda: Worker(view, settings=self._settings))
        self._all.add(worker)
        return worker

    async def _back(self, worker: Worker, task: asyncio.Future[Reply]) -> None:
        """A worker that lives waits for the next query; in the place of one that died a new one is made ready."""
        with suppress(Exception):
            await task
        if not worker.dead and worker.view == self.view and len(self._idle) < self._lanes:
            self._idle.append(worker)
            return
        await self._retire(worker)
        if not self._idle and self.view is not None and self._views[self.view] <= 2 * self._lanes:
            self._idle.append(await self._start(self.view))

    async def _retire(self, worker: Worker) -> None:
        self._all.discard(worker)
        await run_in_threadpool(worker.close)
        self._leave(worker.view)

    def _leave(self, view: Path) -> None:
        """A view goes when it is not the latest and nobody works on it."""
        self._views[view] -= 1
        if self._views[view] == 0 and view != self.view:
            del self._views[view]
            snapshot.drop(view)

    async def latest(self) -> Path:
        """The folder of a view of the store, not older than a second.

        Raises:
            StoreMissing: there is no store any more.
            StoreDamaged: no view can be made.
        """
        async with self._fresh:
            if self.view is None or time.monotonic() - self._looked > _LOOK_S:
                await run_in_threadpool(self._look)
                self._looked = time.monotonic()
            assert self.view is not None
            return self.view

    def _look(self) -> None:
        state = snapshot.state(self.store)
        if self.view is not None and state == self._state:
            return
        old, self.view = self.view, snapshot.take(self.store)
        self._state = state
        self._views[self.view] = 0
        if old is not None and self._views.get(old) == 0:
            del self._views[old]
            snapshot.drop(old)

    @asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        """Makes a worker ready, and ends all of them when the server stops."""
        try:
            self._idle.append(await self._start(await self.latest()))
            yield
        finally:
            for worker in self._all:
                worker.close()
            for view in {*self._views, *([self.view] if self.view else [])}:
                snapshot.drop(view)
