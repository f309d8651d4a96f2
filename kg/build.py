"""Articles → events → store: the main job, in batches."""

from __future__ import annotations

import json
import multiprocessing
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path

from pyoxigraph import Quad
from spacy.language import Language

from kg import __version__, checks, extract, triples, vocab
from kg.articles import Problem
from kg.errors import KgError, StoreError
from kg.language import load
from kg.model import Article, Event
from kg.settings import Settings
from kg.store import Store
from kg.triples import Activity


@dataclass(frozen=True, slots=True)
class Read:
    """One article after reading: its quads, or why it was set aside."""

    article: Article
    quads: tuple[Quad, ...] = ()
    types: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    problem: str | None = None


@dataclass(slots=True)
class Summary:
    """What a build did, counted."""

    stored: int = 0
    events: Counter[str] = field(default_factory=Counter)
    actors: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


def build(
    found: Iterable[Article | Problem],
    store: Store,
    *,
    settings: Settings,
    workers: int = 1,
    said: Callable[[Read], None] | None = None,
) -> Summary:
    """Read articles and store what they tell, each in a graph of its own.

    Args:
        found: articles, and what could not be read.
        store: opened for writing.
        settings: batch size, model, limits.
        workers: processes that read articles side by side.
        said: called for every article read.

    Returns:
        What was done. An article that fails is set aside, and the others go on.

    Raises:
        StoreError: the store can't be written.
        ModelError: the language model can't be loaded.
    """
    summary = Summary()
    reads = read(_articles(found, summary), settings=settings, workers=workers)
    for batch in _batches(reads, settings.batch_articles):
        good = [each for each in batch if each.problem is None]
        store.put([(vocab.article_iri(each.article.key).value, each.quads) for each in good])
        for each in batch:
            _count(summary, each)
            if said is not None:
                said(each)
    return summary


def _articles(found: Iterable[Article | Problem], summary: Summary) -> Iterator[Article]:
    for each in found:
        if isinstance(each, Problem):
            summary.problems.append(each)
        else:
            yield each


def _batches(reads: Iterable[Read], size: int) -> Iterator[list[Read]]:
    batch: list[Read] = []
    for each in reads:
        batch.append(each)
        if len(batch) == max(size, 1):
            yield batch
            batch = []
    if batch:
        yield batch


def _count(summary: Summary, each: Read) -> None:
    if each.problem is not None:
        summary.problems.append(Problem(each.article.key, f"{each.article.key}: {each.problem}"))
        return
    summary.stored += 1
    summary.events.update(each.types)
    summary.actors.update(each.actors)


def read(articles: Iterable[Article], *, settings: Settings, workers: int = 1) -> Iterator[Read]:
    """Read articles one by one, or in several processes; the order stays.

    Args:
        articles: articles.
        settings: the model and its threads.
        workers: processes.
    """
    if workers <= 1:
        nlp = _pipeline(settings.model, settings.threads)
        for article in articles:
            yield read_one(article, nlp)
        return
    context = multiprocessing.get_context("spawn")
    given = (settings.model, settings.threads or 1)
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        yield from pool.map(_in_worker, ((article, *given) for article in articles), chunksize=4)


def _in_worker(given: tuple[Article, str, int]) -> Read:
    article, model, threads = given
    return read_one(article, _pipeline(model, threads))


@cache
def _pipeline(model: str, threads: int) -> Language:
    return load(model or None, threads=threads)


def read_one(article: Article, nlp: Language) -> Read:
    """Read one article; whatever goes wrong in it is told, not raised.

    Args:
        article: the article.
        nlp: the language model.
    """
    try:
        events = extract.extract(article, nlp=nlp)
        quads = triples.quads(article, events, generated_by=activity(nlp))
        report = checks.report(quads)
    except (KgError, ValueError, RuntimeError, RecursionError, MemoryError, IndexError, KeyError) as error:
        return Read(article, problem=f"could not be read ({type(error).__name__}: {error})")
    if not report.conforms:
        return Read(article, problem=f"does not conform to the shapes: {report.lines[0]}")
    return Read(article, tuple(quads), tuple(event.type for event in events), tuple(_names(events)))


def _names(events: Sequence[Event]) -> Iterator[str]:
    for event in events:
        yield from (participant.actor.label for participant in event.participants)


def activity(nlp: Language) -> Activity:
    """The versions that a store notes beside what they found."""
    model = f"{nlp.meta.get('lang', 'en')}_{nlp.meta.get('name', 'pipeline')} {nlp.meta.get('version', '')}".strip()
    return Activity(f"diplomacy-kg {__version__}", model)


def write_quarantine(problems: Sequence[Problem], store: str) -> Path | None:
    """Write what was set aside to ``quarantine.jsonl`` beside the store, and remove an old one.

    Returns:
        The file, or ``None`` where nothing was set aside.

    Raises:
        StoreError: it can't be written.
    """
    remote = store.startswith(("http://", "https://"))
    path = (Path("output") if remote else Path(store).parent) / "quarantine.jsonl"
    if not problems:
        path.unlink(missing_ok=True)
        return None
    write_whole(path, "".join(json.dumps(asdict(problem), ensure_ascii=False) + "\n" for problem in problems))
    return path


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all: a temporary one, synced, renamed.

    Raises:
        StoreError: it can't be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, suffix=".part", delete=False, newline="") as part:
            part.write(text)
            part.flush()
            os.fsync(part.fileno())
        os.chmod(part.name, 0o644)
        os.replace(part.name, path)
    except OSError as error:
        raise StoreError(f"{path} can't be written: {error.strerror or error}") from error
