"""Extracted events against annotated ones: who did what to whom, in which sentence.

An event is found when one of the same category comes from the same sentence. A dyad is a
pair of source and target of a found event. Optional annotations are neither required nor
punished; ``core`` leaves statements out.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from pathlib import Path
from typing import Any

from kg.articles.clean import cleaned
from kg.errors import ScoreError
from kg.model import Article
from kg.settings import Settings

Found = dict[str, Any]
_Pair = tuple[Found, Found]
_SAME_SENTENCE = 0.7
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
        """Hits among the extracted."""
        return self.hit / self.system if self.system else 0.0

    @property
    def recall(self) -> float:
        """Hits among the annotated."""
        return self.hit / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both.

        >>> Count(1, 2, 2).f1
        0.5
        """
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def add(self, hit: int = 0, gold: int = 0, system: int = 0) -> None:
        """Count more."""
        self.hit, self.gold, self.system = self.hit + hit, self.gold + gold, self.system + system


@dataclass(slots=True)
class Score:
    """All figures of some articles, and a line for everything that went wrong."""

    figures: dict[str, Count] = field(default_factory=lambda: {k: Count() for k in ("event", "dyad", "event_core", "dyad_core")})
    categories: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    content: list[float] = field(default_factory=list)
    details: dict[str, Count] = field(default_factory=lambda: {k: Count() for k in ("modality", *_DETAILS)})
    errors: list[str] = field(default_factory=list)


def gold_articles(folder: Path, settings: Settings) -> Iterator[tuple[Article, list[Found]]]:
    """The annotated articles of a folder of ``NAME.txt`` and ``NAME.json``.

    Raises:
        ScoreError: there are none, or one is malformed.
    """
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise ScoreError(f"no annotated articles in {folder}: it needs NAME.txt and NAME.json")
    for path in paths:
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            text = path.with_suffix(".txt").read_text(encoding="utf-8")
            events = data["events"]
        except (OSError, ValueError, KeyError) as error:
            raise ScoreError(f"{path} can't be scored: {error!r}") from error
        yield Article(path.stem, cleaned(text, settings), published=data.get("published")), events


def add(score: Score, doc: str, gold: Sequence[Found], system: Sequence[Found]) -> None:
    """Score one article.

    Args:
        score: is added to.
        doc: the article's key, for the lines of errors.
        gold: annotated events.
        system: records as exported.
    """
    pairs = _pair_up(gold, system)
    matched_gold = {pair[0]["id"] for pair in pairs}
    matched_system = {id(pair[1]) for pair in pairs}
    missed = [g for g in gold if g["id"] not in matched_gold and not g.get("optional")]
    extra = [s for s in system if id(s) not in matched_system]
    for suffix in ("", "_core"):
        _add_figures(score, suffix, missed, extra, pairs)
    _add_categories(score, gold, system, pairs)
    for found, mine in pairs:
        _add_details(score, found, mine)
    score.errors.extend(_errors(doc, missed, extra, pairs))


def _add_figures(score: Score, suffix: str, missed: Sequence[Found], extra: Sequence[Found], pairs: Sequence[_Pair]) -> None:
    event, dyad = score.figures[f"event{suffix}"], score.figures[f"dyad{suffix}"]

    def keep(each: Found) -> bool:
        return not suffix or each.get("category") != "STATEMENT"

    for each in filter(keep, missed):
        event.add(gold=1)
        dyad.add(gold=len(_dyads(each)[0]))
    for each in filter(keep, extra):
        event.add(system=1)
        dyad.add(system=len(_dyads(each)[0]))
    for found, mine in pairs:
        if keep(found) and not found.get("optional"):
            event.add(1, 1, 1)
            dyad.add(*_dyad_hits(found, mine))


def _add_categories(score: Score, gold: Sequence[Found], system: Sequence[Found], pairs: Sequence[_Pair]) -> None:
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
        score.content.append(_overlap(gold["content"], mine.get("content")))
    score.details["modality"].add(int(_plain(mine.get("modality")) == _plain(gold["modality"])), 1)
    for name in _DETAILS:
        if gold.get(name):
            value = mine.get(name)
            words = (value.get("text") or value.get("label")) if isinstance(value, dict) else value
            score.details[name].add(int(_overlap(gold[name], words) >= 0.5), 1)


def _pair_up(gold: Sequence[Found], system: Sequence[Found]) -> list[_Pair]:
    """Each annotated event with at most one extracted, the best pairs first."""
    options = [
        (-_likeness(g, s), g["id"], n, g, s)
        for g in gold
        for n, s in enumerate(system)
        if g["category"] == s.get("category") and _same_sentence(g["sentence"], (s.get("evidence") or {}).get("text", ""))
    ]
    pairs: list[_Pair] = []
    used: set[object] = set()
    for _, identifier, number, g, s in sorted(options, key=lambda option: option[:3]):
        if ("gold", identifier) not in used and ("system", number) not in used:
            used |= {("gold", identifier), ("system", number)}
            pairs.append((g, s))
    return pairs


def _likeness(gold: Found, mine: Found) -> float:
    hits, wanted, given = _dyad_hits(gold, mine)
    same_trigger = _plain(gold.get("trigger")) == _plain(mine.get("trigger"))
    return hits * 4 / max(wanted, given, 1) + same_trigger + _overlap(gold.get("content"), mine.get("content"))


def _dyads(event: Mapping[str, Any]) -> tuple[list[tuple[Any, Any]], bool]:
    """Pairs of source and target, and whether the event is mutual."""
    source, target = event.get("source") or [], event.get("target") or []
    if not target and len(source) > 1:
        return list(combinations(source, 2)), True
    return list(product(source, target or [None])) or [(None, None)], False


def _dyad_hits(gold: Found, mine: Found) -> tuple[int, int, int]:
    wanted, mutual = _dyads(gold)
    given, too = _dyads(mine)
    left = list(given)
    hits = 0
    for pair in wanted:
        match = next((other for other in left if _same_dyad(pair, other, either_way=mutual or too)), None)
        if match is not None:
            left.remove(match)
            hits += 1
    return hits, len(wanted), len(given)


def _same_dyad(gold: tuple[Any, Any], mine: tuple[Any, Any], *, either_way: bool) -> bool:
    ways = [mine, (mine[1], mine[0])] if either_way else [mine]
    return any(
        gold[0] is not None
        and source is not None
        and _same_actor(gold[0], source)
        and (gold[1] is None or (target is not None and _same_actor(gold[1], target)))
        for source, target in ways
    )


def _same_actor(names: Sequence[str], actor: Mapping[str, Any]) -> bool:
    mine = {_name(name) for name in [actor.get("label"), *(actor.get("aliases") or [])] if name}
    return bool({_name(name) for name in names} & mine)


def _name(words: str) -> str:
    return re.sub(r"^the ", "", _plain(words))


def _plain(words: str | None) -> str:
    letters = unicodedata.normalize("NFKD", words or "")
    folded = "".join(c for c in letters if not unicodedata.combining(c)).casefold()
    return re.sub(r"[^\w]+", " ", re.sub(r"[’']s\b", "", folded)).strip()


def _same_sentence(one: str, other: str) -> bool:
    a, b = set(_plain(one).split()), set(_plain(other).split())
    return bool(a and b) and len(a & b) / min(len(a), len(b)) >= _SAME_SENTENCE


def _overlap(one: str | None, other: str | None) -> float:
    """F1 of the words of two phrases."""
    a, b = set(_plain(one).split()), set(_plain(other).split())
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def _errors(doc: str, missed: Sequence[Found], extra: Sequence[Found], pairs: Sequence[_Pair]) -> Iterator[str]:
    for each in missed:
        yield f"MISSED {doc} {each['category']} {_gold_names(each)} '{each['trigger']}': {each['sentence'][:160]}"
    for each in extra:
        words = (each.get("evidence") or {}).get("text", "")
        yield f"EXTRA  {doc} {each.get('category')} {_names(each)} '{each.get('trigger')}': {words[:160]}"
    for gold, mine in pairs:
        hits, wanted, _ = _dyad_hits(gold, mine)
        if hits < wanted:
            yield f"ACTORS {doc} {gold['category']} {_gold_names(gold)}, not {_names(mine)}: {gold['sentence'][:160]}"


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
    mean = round(sum(score.content) / len(score.content), 3) if score.content else None
    yield f"content F1 {mean}"
    for name, count in score.details.items():
        rate = round(count.hit / count.gold, 3) if count.gold else None
        yield f"{name} {{'hit': {count.hit}, 'of': {count.gold}, 'rate': {rate}}}"
    for name, count in sorted(score.categories.items()):
        yield (
            f"  {name:10} P {round(count.precision, 3):.2f} R {round(count.recall, 3):.2f} F1 {round(count.f1, 3):.2f}"
            f"  ({count.hit}/{count.gold} gold, {count.system} system)"
        )
