"""One article → its quads, or the reason why it has none: nothing that goes wrong here stops a build."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from pyoxigraph import Quad
from spacy.language import Language

from kg import __version__, checks, extract, triples
from kg.errors import ArticleError, KgError, ShapeError
from kg.model import Article, Event
from kg.triples import Activity


@dataclass(frozen=True, slots=True)
class Read:
    """One article after reading: its quads, or why it is to be set aside.

    ``types`` holds the class of every event, ``actors`` the name of every participant.
    """

    article: Article
    quads: tuple[Quad, ...] = ()
    types: tuple[str, ...] = ()
    actors: frozenset[str] = frozenset()
    problem: str | None = None


def read_one(article: Article, nlp: Language, *, timeout_s: float = 0.0) -> Read:
    """Read one article; whatever goes wrong in it is told, not raised.

    Args:
        article: the article.
        nlp: the language model.
        timeout_s: seconds that it may take; 0: as long as it likes.

    Returns:
        Quads that conform to the shapes, or the reason why there are none.
    """
    try:
        with _limited(timeout_s):
            events = extract.extract(article, nlp=nlp)
            quads = triples.quads(article, events, generated_by=activity(nlp))
        _require_conforming(quads)
    except KgError as error:
        return Read(article, problem=f"could not be read: {error}")
    except Exception as error:  # noqa: BLE001 - one article must not stop the others, whatever it is
        return Read(article, problem=f"could not be read ({type(error).__name__}: {' '.join(str(error).split())[:200]})")
    return Read(article, tuple(quads), tuple(event.type for event in events), frozenset(_names(events)))


def _require_conforming(quads: list[Quad]) -> None:
    report = checks.report(quads)
    if not report.conforms:
        raise ShapeError(f"its events do not conform to the shapes: {report.lines[0]}")


def _names(events: tuple[Event, ...]) -> Iterator[str]:
    for event in events:
        yield from (participant.actor.label for participant in event.participants)


def activity(nlp: Language) -> Activity:
    """The versions that a store notes beside what they found.

    Args:
        nlp: the language model.
    """
    meta = nlp.meta
    model = f"{meta.get('lang', 'en')}_{meta.get('name', 'pipeline')} {meta.get('version', '')}".strip()
    return Activity(f"diplomacy-kg {__version__}", model)


@contextmanager
def _limited(timeout_s: float) -> Iterator[None]:
    """Break off what takes too long; only where signals can be had: in a main thread, not on Windows."""
    if not timeout_s or not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_: int, __: FrameType | None) -> None:
        raise ArticleError(f"it took more than {timeout_s:g} s (KG_ARTICLE_TIMEOUT_S)")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, timeout_s)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
