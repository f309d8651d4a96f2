"""What is wrong with an event found, against the line of a table that tells it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.kinds import categories, kind, lineage
from kg.matching import overlap, plain
from kg.model import Actor, Event, Participant

QUIET = "none"
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
