"""Articles → what was read in them: in this process, or in several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.engines import local
from kg.engines.reading import Read, activity, read_one
from kg.errors import SettingsError
from kg.model import Article
from kg.settings import Settings

__all__ = ["ENGINES", "Read", "activity", "read", "read_one", "require"]

ENGINES = ("local", "spark")


def require(engine: str) -> None:
    """Refuse an engine that is not there.

    Args:
        engine: its name.

    Raises:
        SettingsError: it is unknown, or not supported yet.
    """
    if engine == "spark":
        raise SettingsError("the engine 'spark' is not supported yet: leave --engine out, and give --workers N")
    if engine not in ENGINES:
        raise SettingsError(f"no engine is called {engine!r}: local")


def read(articles: Iterable[Article], *, settings: Settings, engine: str = "local", workers: int = 1) -> Iterator[Read]:
    """Read articles; the order stays, whoever reads.

    Args:
        articles: taken one by one.
        settings: the language model and its threads, the time that an article may take.
        engine: one of `ENGINES`.
        workers: processes; 1: this one.

    Yields:
        What was read in each article, or why it could not be read.

    Raises:
        SettingsError: the engine is not supported.
        ModelError: the language model can't be loaded.
    """
    require(engine)
    if workers <= 1:
        yield from local.here(articles, settings=settings)
    else:
        yield from local.side_by_side(articles, settings=settings, workers=workers)
