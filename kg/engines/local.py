"""The engine for one machine: this process, or several beside it."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache

from spacy.language import Language

from kg.engines.reading import Read, read_one
from kg.language import load
from kg.model import Article
from kg.settings import Settings

_AHEAD = 4
"""Articles handed out for each process: enough to keep it busy, few enough to hold in memory."""


def here(articles: Iterable[Article], *, settings: Settings) -> Iterator[Read]:
    """Read articles one by one in this process.

    Args:
        articles: taken one by one.
        settings: the language model and its threads, the time that an article may take.

    Raises:
        ModelError: the language model can't be loaded.
    """
    nlp = pipeline(settings.model, settings.threads)
    for article in articles:
        yield read_one(article, nlp, timeout_s=settings.article_timeout_s)


def side_by_side(articles: Iterable[Article], *, settings: Settings, workers: int) -> Iterator[Read]:
    """Read articles in several processes; the order stays.

    A process that dies takes only the article with it that killed it: what it left behind is
    read again, each article in a process of its own.

    Args:
        articles: taken one by one, a few ahead of those that were given back.
        settings: the language model and its threads, the time that an article may take.
        workers: number of processes.

    Raises:
        ModelError: the language model can't be loaded.
    """
    pipeline(settings.model, settings.threads)  # a missing model is told here, once
    pool = _pool(workers)
    waiting: deque[tuple[Article, Future[Read]]] = deque()
    try:
        for article in articles:
            if len(waiting) >= workers * _AHEAD:
                read, pool = _next(waiting, pool, settings, workers)
                yield read
            waiting.append((article, pool.submit(_in_worker, article, settings)))
        while waiting:
            read, pool = _next(waiting, pool, settings, workers)
            yield read
    finally:
        pool.shutdown(cancel_futures=True)


def _next(
    waiting: deque[tuple[Article, Future[Read]]], pool: ProcessPoolExecutor, settings: Settings, workers: int
) -> tuple[Read, ProcessPoolExecutor]:
    article, future = waiting.popleft()
    try:
        return future.result(), pool
    except BrokenProcessPool:
        pool.shutdown(cancel_futures=True)
        read = _alone(article, settings)
        fresh = _pool(workers)
        again = [(each, fresh.submit(_in_worker, each, settings)) for each, _ in waiting]
        waiting.clear()
        waiting.extend(again)
        return read, fresh


def _alone(article: Article, settings: Settings) -> Read:
    with _pool(1) as pool:
        try:
            return pool.submit(_in_worker, article, settings).result()
        except BrokenProcessPool:
            return Read(article, problem="could not be read: the process that read it died, perhaps for want of memory")


def _pool(workers: int) -> ProcessPoolExecutor:
    # Forked processes would share locks and threads of the runtime that they can't use.
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))


def _in_worker(article: Article, settings: Settings) -> Read:
    nlp = pipeline(settings.model, settings.threads or 1)
    return read_one(article, nlp, timeout_s=settings.article_timeout_s)


@cache
def pipeline(model: str, threads: int) -> Language:
    """The language model, loaded once for each process.

    Args:
        model: as `Settings.model`.
        threads: as `Settings.threads`.
    """
    return load(model or None, threads=threads)
