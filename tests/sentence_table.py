"""Sentences with the events they tell, and what the extractor makes of them.

Run as a script, ``python -m tests.sentence_table``: what it can do is in
``tests/data/sentences/README.md``.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.extract import extract_many
from kg.kinds import categories, kind, kinds, lineage
from kg.language.load import load
from kg.matching import overlap, plain
from kg.model import Actor, Article, Event, Participant

FOLDER = Path(__file__).parent / "data" / "sentences"
HELD = FOLDER / "held"
MISSES = FOLDER / "known_misses.tsv"
QUIET = "none"
PUBLISHED = "2019-06-15"
_ANY = "*"
_NOBODY = "-"
_DETAIL = re.compile(r"(?:^|, )(only|not|content|condition|place|time|attributed)(?:=|(?=, |$))")
_ENOUGH = {"content": 2 / 3, "condition": 0.5, "place": 0.5, "time": 0.5}
_MUTUAL = frozenset({"CONSULT", "COOPERATE"})

Key = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: an event that a sentence tells; in `none.tsv`, that it tells none."""

    table: str
    event: str
    source: str
    target: str
    modality: str
    details: str
    sentence: str

    @property
    def key(self) -> Key:
        return self.table, self.event, self.source, self.target, self.sentence

    @property
    def categories(self) -> frozenset[str]:
        return frozenset(name if name in categories() else kind(name).category for name in self.event.split("|"))

    @property
    def detail(self) -> dict[str, str]:
        """Details by name, ``only`` with an empty value."""
        parts = _DETAIL.split(self.details)[1:]
        return dict(zip(parts[::2], parts[1::2], strict=True))

    @property
    def mutual(self) -> bool:
        several = ";" in self.source or bool(self.categories & _MUTUAL)
        return self.target == _NOBODY and several


@dataclass(frozen=True, slots=True)
class Fault:
    """How a line is misread: a word for the kind, and the matter in words."""

    kind: str
    words: str


def rows(folder: Path = FOLDER) -> list[Row]:
    """All lines of all tables."""
    found: list[Row] = []
    for path in sorted(folder.glob("*.tsv")):
        if path.name != MISSES.name:
            found += [_row(path.stem, line) for line in _lines(path)]
    return found


def _lines(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line


def _row(table: str, line: str) -> Row:
    if table == QUIET:
        return Row(table, QUIET, _NOBODY, _NOBODY, _ANY, "only", line)
    event, source, target, modality, details, sentence = line.split("\t")
    return Row(table, event, source, target, modality, "" if details == _NOBODY else details, sentence)


def known_misses() -> dict[Key, str]:
    """Lines that are misread at present, with how."""
    found: dict[Key, str] = {}
    for line in _lines(MISSES) if MISSES.exists() else ():
        table, event, source, target, words, sentence = line.split("\t")
        found[table, event, source, target, sentence] = words
    return found


@cache
def events_of() -> Mapping[str, tuple[Event, ...]]:
    """Each sentence of the tables with the events found in it, all parsed in one go."""
    sentences = sorted({row.sentence for row in (*rows(), *rows(HELD))})
    articles = [Article(f"s{number}", text, published=PUBLISHED) for number, text in enumerate(sentences)]
    return {article.text: events for article, events in extract_many(articles, load())}


def faults(table: Sequence[Row], found: Mapping[str, Sequence[Event]]) -> dict[Key, Fault | None]:
    """What is wrong with each line; ``None`` where nothing is."""
    by_sentence: dict[str, list[Row]] = {}
    for row in table:
        by_sentence.setdefault(row.sentence, []).append(row)
    return {
        row.key: fault
        for sentence, lines in by_sentence.items()
        for row, fault in _judged(lines, found[sentence])
    }


def _judged(lines: Sequence[Row], events: Sequence[Event]) -> Iterator[tuple[Row, Fault | None]]:
    chosen = _chosen([row for row in lines if row.event != QUIET], events)
    spare = [event for number, event in enumerate(events) if number not in chosen.values()]
    for number, row in enumerate(lines):
        mine = events[chosen[number]] if number in chosen else None
        yield row, _fault(row, mine, events) or _surplus(row, events, spare)


def _chosen(lines: Sequence[Row], events: Sequence[Event]) -> dict[int, int]:
    """Which event stands for which line: the best pairs first, each event once."""
    options = sorted(
        (len(_differences(row, event)), line, number)
        for line, row in enumerate(lines)
        for number, event in enumerate(events)
        if event.category in row.categories
    )
    chosen: dict[int, int] = {}
    for _, line, number in options:
        if line not in chosen and number not in chosen.values():
            chosen[line] = number
    return chosen


def _fault(row: Row, mine: Event | None, events: Sequence[Event]) -> Fault | None:
    if row.event == QUIET:
        return None
    if mine is not None:
        return next(iter(_differences(row, mine)), None)
    if not events:
        return Fault("not found", "nothing is found")
    close = [event.category for event in events if not _actor_faults(row, event)]
    kind_of_fault = "category" if close else "not found"
    return Fault(kind_of_fault, "read as " + ", ".join(sorted(set(close) or {event.category for event in events})))


def _surplus(row: Row, events: Sequence[Event], spare: Sequence[Event]) -> Fault | None:
    unwanted = row.detail.get("not")
    if unwanted and any(event.category == unwanted for event in events):
        return Fault("extra", f"read as {unwanted} too")
    if "only" in row.detail and spare:
        return Fault("extra", "finds also " + ", ".join(_in_words(event) for event in spare))
    return None


def _in_words(event: Event) -> str:
    return f"{event.category} {_labels(event.source)} ({event.trigger.text})"


def _labels(people: Iterable[Participant]) -> str:
    return " and ".join(person.actor.label for person in people) or "nobody"


def _differences(row: Row, event: Event) -> list[Fault]:
    """All that is wrong with the event found, the worst first."""
    found = _actor_faults(row, event)
    if row.modality not in {_ANY, event.modality}:
        found.append(Fault("modality", f"read as {event.modality}"))
    if not any(name == event.category or name in lineage(event.type) for name in row.event.split("|")):
        found.append(Fault("class", f"read as {event.type}"))
    return found + [fault for name in row.detail if (fault := _detail_fault(name, row.detail[name], event))]


def _actor_faults(row: Row, event: Event) -> list[Fault]:
    source, target = [[person.actor for person in people] for people in (event.source, event.target)]
    if row.mutual:
        right = agree(row.source, source + target)
        return [] if right else [Fault("source", f"the participants are {_labels((*event.source, *event.target))}")]
    found = []
    if not agree(row.source, source):
        found.append(Fault("source", f"the source is {_labels(event.source)}"))
    if not agree(row.target, target):
        found.append(Fault("target", f"the target is {_labels(event.target)}"))
    swapped = bool(found) and names_any(row.source, target) and not names_any(row.source, source)
    return [Fault("roles", f"{_labels(event.source)} is the source, {_labels(event.target)} the target"), *found] if swapped else found


def agree(wanted: str, actors: Sequence[Actor]) -> bool:
    """Whether actors are those wanted, in any order, each for one of them.

    Args:
        wanted: as in the tables.
        actors: those found.
    """
    if wanted == _ANY:
        return True
    specs = [] if wanted == _NOBODY else [each.split("|") for each in wanted.split("; ")]
    return _assigned(specs, list(actors))


def _assigned(specs: list[list[str]], actors: list[Actor]) -> bool:
    if not specs:
        return not actors
    first, rest = specs[0], specs[1:]
    if _ANY in first and _assigned(rest, actors):
        return True
    return any(_named(first, actor) and _assigned(rest, actors[:i] + actors[i + 1 :]) for i, actor in enumerate(actors))


def names_any(wanted: str, actors: Iterable[Actor]) -> bool:
    """Whether one of the actors is one of those wanted."""
    return any(_named(each.split("|"), actor) for each in wanted.split("; ") for actor in actors)


def _named(names: Iterable[str], actor: Actor) -> bool:
    return bool({_bare(name) for name in names} & {_bare(name) for name in actor.names})


def _bare(name: str) -> str:
    return re.sub(r"^the ", "", plain(name))


def _detail_fault(name: str, wanted: str, event: Event) -> Fault | None:
    if name in {"only", "not"}:
        return None
    if name == "attributed":
        people = [person.actor for person in event.attributed_to]
        return None if names_any(wanted, people) else Fault(name, f"reported by {_labels(event.attributed_to)}")
    given = _words(name, event)
    options = wanted.split("|")
    if (_ANY in options and not given) or any(overlap(option, text) >= _ENOUGH[name] for option in options for text in given):
        return None
    return Fault(name, f"the {name} is {given[0]!r}" if given else f"no {name} is found")


def _words(name: str, event: Event) -> list[str]:
    if name == "place":
        place = event.place
        return [text for text in (place.span.text if place.span else "", place.label) if text] if place else []
    value = getattr(event, name)
    return [value.text] if value is not None and value.text else []


def summary(table: Sequence[Row], judged: Mapping[Key, Fault | None]) -> Iterator[str]:
    """How many lines are read rightly: in all, by table, by category."""
    passed = Counter({"all": 0})
    total: Counter[str] = Counter()
    for row in table:
        names = ["all", row.table, *([] if row.event == QUIET else sorted(row.categories)[:1])]
        total.update(names)
        passed.update(names if judged[row.key] is None else [])
    swaps = sum(fault is not None and fault.kind == "roles" for fault in judged.values())
    yield f"{passed['all']} of {total['all']} lines are read rightly; source and target are swapped in {swaps}"
    for name in sorted(set(total) - {"all"}, key=lambda name: (name in kinds() or name.isupper(), name)):
        yield f"  {name:14} {passed[name]:4} of {total[name]:4}"


def misses(table: Sequence[Row], judged: Mapping[Key, Fault | None]) -> Iterator[str]:
    """What is misread, grouped by table and by kind of fault."""
    found = _sorted(table, judged)
    last = ("", "")
    for row, fault in found:
        if (row.table, fault.kind) != last:
            last = (row.table, fault.kind)
            yield f"\n{row.table}: {fault.kind}"
        yield f"  {row.event} {row.source} -> {row.target} {row.modality}: {fault.words}\n      {row.sentence}"


def _sorted(table: Sequence[Row], judged: Mapping[Key, Fault | None]) -> list[tuple[Row, Fault]]:
    found = [(row, fault) for row in table if (fault := judged[row.key]) is not None]
    return sorted(found, key=lambda pair: (pair[0].table, pair[1].kind, pair[0].sentence, pair[0].event))


def changes(table: Sequence[Row], judged: Mapping[Key, Fault | None]) -> Iterator[str]:
    """Where the known misses are out of date."""
    known = known_misses()
    for row in table:
        fault = judged[row.key]
        if fault is None and row.key in known:
            yield f"read rightly now: {row.event} {row.sentence}"
        if fault is not None and row.key not in known:
            yield f"misread now: {row.event} {row.sentence} ({fault.words})"
    for key in sorted(known.keys() - {row.key for row in table}):
        yield f"in no table: {key[1]} {key[4]}"


def write(table: Sequence[Row], judged: Mapping[Key, Fault | None]) -> None:
    """Put down the present misses."""
    head = "# Lines that are misread at present, and how; made by: python -m tests.sentence_table --write\n# table\tevent\tsource\ttarget\tmisread how\tsentence\n"
    lines = ["\t".join((*row.key[:4], fault.words, row.sentence)) for row, fault in _sorted(table, judged)]
    MISSES.write_text(head + "".join(line + "\n" for line in lines), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print figures, misses or changes."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, words in (("misses", "what is misread"), ("check", "are the known misses up to date"), ("write", "put down the present misses")):
        parser.add_argument(f"--{name}", action="store_true", help=words)
    chosen = parser.parse_args(arguments)
    table = rows()
    judged = faults(table, events_of())
    held = rows(HELD)
    held_back = next(summary(held, faults(held, events_of())))
    if chosen.write:
        write(table, judged)
    stale = list(changes(table, judged)) if chosen.check else []
    for line in [*(misses(table, judged) if chosen.misses else ()), *stale, *summary(table, judged), f"held back: {held_back}"]:
        print(line)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
