"""Extracted events against sentences that coders gave one event each: category, source, target.

A record has ``id``, ``text``, ``event_plover16`` (a category), ``source`` and ``target``
(actors with a ``code``: a country or a kind of body). One event a sentence is coded; others
in it are not known, and not wrong.

Source: Open Event Data Alliance, PLOVER manual (2018).
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.articles.clean import cleaned
from kg.engines import read
from kg.errors import KgError, ScoreError
from kg.matching import Found
from kg.model import Article
from kg.records import records
from kg.settings import Settings

_OLD_CODES = {"JAP": "JPN", "ROM": "ROU", "ZAR": "COD"}
_BODIES = frozenset({"IGO", "NGO", "IMG", "MNC", "INT"})
_FIGURES = ("category", "source", "triple", "swapped", "events")
_KEY = "event_plover16"
# Sentences without a date: any day does, as the scores look at no times.
_PUBLISHED = "2000-01-01"


def records_in(path: Path) -> Path | None:
    """The file of coded records that a path is or holds.

    Args:
        path: a folder or a file.

    Returns:
        The file, or ``None`` where there is none.
    """
    candidates = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    return next((each for each in candidates if _is_coded(each)), None)


def _is_coded(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8") as file:
            return _KEY in json.loads(file.readline())
    except (OSError, ValueError, TypeError):
        return False


def score(path: Path, *, settings: Settings, workers: int = 1, errors: bool = False) -> Iterator[str]:
    """Read coded sentences, each as an article of its own, and say how well.

    Args:
        path: the file of records.
        settings: the language model, limits.
        workers: processes.
        errors: a line for every record that was not found whole.

    Yields:
        Lines of text.

    Raises:
        ScoreError: a record is malformed, or a sentence can't be read.
        ModelError: the language model can't be loaded.
    """
    articles = dict(_articles(path, settings))
    figures, categories = Counter[str](), defaultdict[str, Counter[str]](Counter)
    for each in read(articles, settings=settings, workers=workers):
        if each.problem:
            raise ScoreError(f"{each.article.key} {each.problem}")
        record, events = articles[each.article], records(each.quads)
        hits = compared(record, events)
        figures.update(hits | {"records": 1, "events": len(events)})
        categories[record[_KEY]].update(hits | {"records": 1})
        if errors and not hits["triple"]:
            yield _error(record, events, found=bool(hits["category"]))
    yield from _lines(figures, categories)


def _articles(path: Path, settings: Settings) -> Iterator[tuple[Article, dict[str, Any]]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            yield Article(str(record["id"]), cleaned(record["text"], settings), published=_PUBLISHED), record
        except (ValueError, KeyError, TypeError, KgError) as error:
            raise ScoreError(f"{path}, line {number} can't be scored ({type(error).__name__}: {error})") from error


def compared(record: Found, events: Sequence[Found]) -> dict[str, int]:
    """What of a coded event was found, as zeros and ones.

    Args:
        record: the coded event.
        events: all that was read in its sentence.

    Returns:
        ``category``: some event is of the record's category; ``source``: one of these has its
        source; ``triple``: and its target; ``swapped``: none, but one the wrong way round.
    """
    sources, targets = _codes(record.get("source")), _codes(record.get("target"))
    same = [event for event in events if event.get("category") == record[_KEY]]
    matches = [_match(event, sources, targets, mutual=bool(record.get("reciprocal")) or not targets) for event in same]
    triple = any(source and target for source, target in matches)
    swapped = any(_swapped(event, sources, targets) for event in same)
    return {
        "category": int(bool(same)),
        "source": int(any(source for source, _ in matches)),
        "triple": int(triple),
        "swapped": int(swapped and not triple),
    }


def _match(event: Found, sources: set[str], targets: set[str], *, mutual: bool) -> tuple[bool, bool]:
    """Whether an event has the source and the target of a record; in a mutual one they may change sides."""
    s, t = _countries(event.get("source")), _countries(event.get("target"))
    if not mutual and event.get("target"):
        return bool(sources & s), bool(targets & t)
    if mutual and len(sources) > 1:
        return bool(sources & s), len(sources & (s | t)) > 1
    return bool(sources & s), not targets or (mutual and bool(targets & (s | t)))


def _swapped(event: Found, sources: set[str], targets: set[str]) -> bool:
    s, t = _countries(event.get("source")), _countries(event.get("target"))
    turned = bool(sources & t) and bool(targets & s)
    return sources != targets and turned and not (sources & s and targets & t)


def _codes(actors: Iterable[Mapping[str, Any]] | None) -> set[str]:
    return {_OLD_CODES.get(actor["code"], actor["code"]) for actor in actors or () if actor.get("code")}


def _countries(actors: Iterable[Mapping[str, Any]] | None) -> set[str]:
    found: set[str] = set()
    for actor in actors or ():
        if actor.get("country"):
            found.add(actor["country"])
        elif actor.get("kind") in {"Organization", "Group"}:
            found |= _BODIES
    return found


def _error(record: Found, events: Sequence[Found], *, found: bool) -> str:
    wanted = f"{sorted(_codes(record.get('source')))}->{sorted(_codes(record.get('target')))}"
    got = [
        (event["category"], sorted(_countries(event.get("source")))[:3], sorted(_countries(event.get("target")))[:3])
        for event in events
    ]
    return f"{'ACTORS' if found else 'MISSED'} {record[_KEY]} {wanted} got {got}: {record['text'][:170]}"


def _lines(figures: Counter[str], categories: Mapping[str, Counter[str]]) -> Iterator[str]:
    total = figures["records"]
    result: dict[str, float] = {name: round(figures[name] / total, 3) for name in _FIGURES}
    result["records"] = total
    shares = [count["category"] / count["records"] for count in categories.values()]
    result["macro_category"] = round(sum(shares) / len(shares), 3)
    yield str(result)
    for name, count in sorted(categories.items()):
        yield f"  {name:10} category {count['category']}/{count['records']}  triple {count['triple']}/{count['records']}"
