"""A few workers that answer queries side by side; one that hangs is killed and replaced."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool

from kg.sandbox import Answer, Question, Worker
from kg.settings import Settings


class Pool:
    """The workers of one store."""

    def __init__(self, location: str, *, settings: Settings) -> None:
        self._free: asyncio.Queue[Worker] = asyncio.Queue()
        self._workers = [Worker(location, settings=settings) for _ in range(max(settings.query_workers, 1))]
        for worker in self._workers:
            self._free.put_nowait(worker)

    async def ask(self, question: Question) -> Answer:
        """Answer a query by the next free worker.

        Raises:
            QueryError: it failed, or took too long.
        """
        worker = await self._free.get()
        try:
            return await run_in_threadpool(worker.ask, question)
        finally:
            self._free.put_nowait(worker)

    @asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        """Ends the workers when the server stops."""
        try:
            yield
        finally:
            for worker in self._workers:
                worker.close()
