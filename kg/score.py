"""Extracted events against annotated ones: who did what to whom, in which sentence.

An event is found when one of the same category comes from the same sentence. A dyad is a
pair of source and target of a found event. Optional annotations are neither required nor
punished; ``core`` leaves statements out.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg import coded
from kg.articles import default_date
from kg.articles.clean import cleaned
from kg.engines import read
from kg.errors import KgError, ScoreError
from kg.matching import Found, Pair, dyad_hits, dyads, overlap, pair_up, plain, words_of
from kg.model import Article
from kg.records import records
from kg.settings import Settings

_DETAILS = ("place", "time", "condition")
_WITHOUT_CONTENT = frozenset({"CONSULT", "ASSAULT", "PROTEST", "MOBILIZE"})


@dataclass(slots=True)
class Count:
    """Hits, annotated and extracted things, and what follows from them."""

    hit: int = 0
    gold: int = 0
    system: int = 0

    @property
    def precision(self) -> float:
        """Hits among the extracted, to three digits."""
        return round(self.hit / self.system, 3) if self.system else 0.0

    @property
    def recall(self) -> float:
        """Hits among the annotated, to three digits."""
        return round(self.hit / self.gold, 3) if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both, to three digits.

        >>> Count(1, 2, 2).f1
        0.5
        """
        # Of counts, not of the rounded two: 2PR/(P+R) comes down to this.
        return round(2 * self.hit / (self.gold + self.system), 3) if self.hit else 0.0

    def add(self, hit: int = 0, gold: int = 0, system: int = 0) -> None:
        """Count more."""
        self.hit, self.gold, self.system = self.hit + hit, self.gold + gold, self.system + system


@dataclass(slots=True)
class Score:
    """All figures of some articles, and a line for everything that went wrong."""

    figures: dict[str, Count] = field(
        default_factory=lambda: {name: Count() for name in ("event", "dyad", "event_core", "dyad_core")}
    )
    categories: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    content: list[float] = field(default_factory=list)
    details: dict[str, Count] = field(default_factory=lambda: {name: Count() for name in ("modality", *_DETAILS)})
    errors: list[str] = field(default_factory=list)


def score_folder(
    folder: Path, *, settings: Settings, workers: int = 1, by_article: bool = False, errors: bool = False
) -> Iterator[str]:
    """Read the annotated articles of a folder, and say how well.

    Args:
        folder: ``NAME.txt`` with ``NAME.json``, or a file of coded records.
        settings: the language model, limits.
        workers: processes.
        by_article: a line for each article.
        errors: a line for everything that was missed, is extra, or has wrong actors.

    Yields:
        Lines of text.

    Raises:
        ScoreError: nothing is annotated there, or an article can't be read.
        ModelError: the language model can't be loaded.
    """
    if (path := coded.records_in(folder)) is not None:
        yield from coded.score(path, settings=settings, workers=workers, errors=errors)
        return
    annotated = dict(gold_articles(folder, settings))
    total = Score()
    for each in read(annotated, settings=settings, workers=workers):
        if each.problem:
            raise ScoreError(f"{each.article.key} {each.problem}")
        found, gold = records(each.quads), annotated[each.article]
        add(total, each.article.key, gold, found)
        if by_article:
            yield _line_of(each.article.key, gold, found)
    yield from total.errors if errors else ()
    yield from lines(total)


def _line_of(key: str, gold: Sequence[Found], found: Sequence[Found]) -> str:
    alone = Score()
    add(alone, key, gold, found)
    figures = "  ".join(
        f"{name} {count.f1:.3f} ({count.hit}/{count.gold} gold, {count.system} system)"
        for name, count in alone.figures.items()
        if name.endswith("_core")
    )
    return f"{key:24} {figures}"


def gold_articles(folder: Path, settings: Settings) -> Iterator[tuple[Article, list[Found]]]:
    """The annotated articles of a folder of ``NAME.txt`` and ``NAME.json``.

    Args:
        folder: where they lie.
        settings: how texts are cleaned.

    Raises:
        ScoreError: there are none, or one is malformed.
    """
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise ScoreError(f"no annotated articles in {folder}: it needs NAME.txt and NAME.json")
    for path in paths:
        try:
            gold: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            text = path.with_suffix(".txt").read_text(encoding="utf-8")
            article = Article(path.stem, cleaned(text, settings), published=default_date(gold.get("published")))
            yield article, gold["events"]
        except (OSError, ValueError, KeyError, TypeError, AttributeError, KgError) as error:
            raise ScoreError(f"{path} can't be scored ({type(error).__name__}: {error})") from error


def add(score: Score, key: str, gold: Sequence[Found], system: Sequence[Found]) -> None:
    """Score one article.

    Args:
        score: is added to.
        key: the article's, for the lines of errors.
        gold: annotated events.
        system: records as exported.
    """
    pairs = pair_up(gold, system)
    matched_gold = {pair[0]["id"] for pair in pairs}
    matched_system = {id(pair[1]) for pair in pairs}
    missed = [g for g in gold if g["id"] not in matched_gold and not g.get("optional")]
    extra = [s for s in system if id(s) not in matched_system]
    for suffix in ("", "_core"):
        _add_figures(score, suffix, missed, extra, pairs)
    _add_categories(score, gold, system, pairs)
    for found, mine in pairs:
        _add_details(score, found, mine)
    score.errors.extend(_errors(key, missed, extra, pairs))


def _add_figures(score: Score, suffix: str, missed: Sequence[Found], extra: Sequence[Found], pairs: Sequence[Pair]) -> None:
    event, dyad = score.figures[f"event{suffix}"], score.figures[f"dyad{suffix}"]

    def keep(each: Found) -> bool:
        return not suffix or each.get("category") != "STATEMENT"

    for each in filter(keep, missed):
        event.add(gold=1)
        dyad.add(gold=len(dyads(each)[0]))
    for each in filter(keep, extra):
        event.add(system=1)
        dyad.add(system=len(dyads(each)[0]))
    for found, mine in pairs:
        if keep(found) and not found.get("optional"):
            event.add(1, 1, 1)
            dyad.add(*dyad_hits(found, mine))


def _add_categories(score: Score, gold: Sequence[Found], system: Sequence[Found], pairs: Sequence[Pair]) -> None:
    matched = {found["id"] for found, _ in pairs}
    spared = {id(mine) for found, mine in pairs if found.get("optional")}
    for each in gold:
        if not each.get("optional"):
            score.categories[each["category"]].add(hit=int(each["id"] in matched), gold=1)
    for each in system:
        if id(each) not in spared:
            score.categories[str(each.get("category"))].add(system=1)


def _add_details(score: Score, gold: Found, mine: Found) -> None:
    if gold.get("content") and gold["category"] not in _WITHOUT_CONTENT:
        score.content.append(overlap(gold["content"], mine.get("content")))
    score.details["modality"].add(int(plain(mine.get("modality")) == plain(gold["modality"])), 1)
    for name in _DETAILS:
        if gold.get(name):
            value = mine.get(name)
            words = (value.get("text") or value.get("label")) if isinstance(value, dict) else value
            score.details[name].add(int(overlap(gold[name], words) >= 0.5), 1)


def _errors(key: str, missed: Sequence[Found], extra: Sequence[Found], pairs: Sequence[Pair]) -> Iterator[str]:
    for each in missed:
        yield f"MISSED {key} {each['category']} {_gold_names(each)} '{each['trigger']}': {each['sentence'][:160]}"
    for each in extra:
        yield f"EXTRA  {key} {each.get('category')} {_names(each)} '{each.get('trigger')}': {words_of(each)[:160]}"
    for gold, mine in pairs:
        hits, wanted, _ = dyad_hits(gold, mine)
        if hits < wanted:
            yield f"ACTORS {key} {gold['category']} {_gold_names(gold)}, not {_names(mine)}: {gold['sentence'][:160]}"


def _gold_names(event: Found) -> str:
    return f"{[names[0] for names in event['source']]} -> {[names[0] for names in event['target']]}"


def _names(event: Found) -> str:
    return " -> ".join(str([actor.get("label") for actor in event.get(role) or []]) for role in ("source", "target"))


def lines(score: Score) -> Iterator[str]:
    """The figures as text.

    Args:
        score: of any number of articles.
    """
    for name, count in score.figures.items():
        yield (
            f"{name:11} P {count.precision:.3f}  R {count.recall:.3f}  F1 {count.f1:.3f}"
            f"   ({count.hit} hit, {count.gold} gold, {count.system} system)"
        )
    yield f"content F1 {round(sum(score.content) / len(score.content), 3) if score.content else None}"
    for name, count in score.details.items():
        yield f"{name} {({'hit': count.hit, 'of': count.gold, 'rate': count.recall if count.gold else None})}"
    for name, count in sorted(score.categories.items()):
        yield (
            f"  {name:10} P {count.precision:.2f} R {count.recall:.2f} F1 {count.f1:.2f}"
            f"  ({count.hit}/{count.gold} gold, {count.system} system)"
        )
