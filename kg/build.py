"""Articles → events → store: the main job, in batches."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path

from kg import shelf, vocab
from kg.articles import Problem
from kg.engines import Read, read, require
from kg.files import write_whole
from kg.model import Article
from kg.settings import Settings
from kg.store import Store, is_remote, ledger_path, open_store


@dataclass(frozen=True, slots=True)
class Plan:
    """How to build: where to, by which engine, in how many processes."""

    store: str
    engine: str = "local"
    workers: int = 1


@dataclass(slots=True)
class Summary:
    """What a build did, counted: as many articles came in as were stored and set aside."""

    stored: int = 0
    events: Counter[str] = field(default_factory=Counter)
    actors: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def count(self, each: Read) -> None:
        """Add one article that was read.

        Args:
            each: stored already, or to be set aside.
        """
        if each.problem is not None:
            self.problems.append(Problem("", each.problem, each.article.key))
            return
        self.stored += 1
        self.events.update(each.types)
        self.actors.update(each.actors)


def build(
    found: Iterable[Article | Problem],
    plan: Plan,
    *,
    settings: Settings,
    said: Callable[[Read], None] | None = None,
) -> Summary:
    """Read articles and store what they tell, each in a graph of its own.

    A new store is made only once there is something to put into it. Every batch is on disk
    before the next is begun; what was stored before a crash stays.

    Args:
        found: articles, and what could not be read.
        plan: where to, and how.
        settings: batch size, model, limits.
        said: called for every article read.

    Returns:
        What was done. An article that fails is set aside, and the others go on.

    Raises:
        SettingsError: the engine is not supported.
        StoreError: the store can't be written.
        ModelError: the language model can't be loaded.
    """
    require(plan.engine)
    summary = Summary()
    reads = read(_articles(found, summary), settings=settings, engine=plan.engine, workers=plan.workers)
    with ExitStack() as stack:
        store = stack.enter_context(open_store(plan.store, create=True)) if _is_there(plan.store) else None
        for batch in _batches(reads, settings.batch_articles):
            good = [each for each in batch if each.problem is None]
            if good and store is None:
                store = stack.enter_context(open_store(plan.store, create=True))
            if good and store is not None:
                _put(store, good)
            for each in batch:
                summary.count(each)
                if said is not None:
                    said(each)
    return summary


def _is_there(store: str) -> bool:
    """Whether to open it at once, so that a lock or a wrong folder is told before any work is done."""
    return is_remote(store) or Path(store).exists() or ledger_path(Path(store)).exists()


def _put(store: Store, reads: Sequence[Read]) -> None:
    graphs = [(vocab.article_iri(each.article.key).value, each.quads) for each in reads]
    store.put(graphs)
    shelf.keep(store, graphs)


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
        if len(batch) >= size:
            yield batch
            batch = []
    if batch:
        yield batch


def quarantine_path(store: str) -> Path:
    """Where the articles that a build set aside are named: beside the store.

    Args:
        store: a folder; of an address, the folder of the default store is taken.

    >>> quarantine_path("output/store").as_posix()
    'output/quarantine.jsonl'
    """
    return Path(Settings().store if is_remote(store) else store).parent / "quarantine.jsonl"


def write_quarantine(problems: Sequence[Problem], store: str) -> Path | None:
    """Name what the last build set aside in ``quarantine.jsonl``, and remove the names of the one before.

    Args:
        problems: of this build.
        store: beside which the file lies.

    Returns:
        The file, or ``None`` where nothing was set aside.

    Raises:
        OutputError: it can't be written.
    """
    path = quarantine_path(store)
    if not problems:
        path.unlink(missing_ok=True)
        return None
    write_whole(path, "".join(json.dumps(asdict(problem), ensure_ascii=False) + "\n" for problem in problems))
    return path
