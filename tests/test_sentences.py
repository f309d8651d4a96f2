"""Tables of sentences against the events found in them; `tests/data/sentences/README.md` explains them.

A line that is misread at present is listed in `known_misses.tsv` and expected to fail.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import replace

import pytest

from kg.kinds import categories, kinds
from kg.model import MODALITIES, Actor, Event, Participant, Span
from tests import sentence_table
from tests.sentence_faults import QUIET, Fault, Key, Row, faults

TABLE = sentence_table.rows()
HELD = sentence_table.rows(sentence_table.HELD)
HELD_FLOOR = 57  # lines of held/held.tsv, a little under what was measured
KNOWN = sentence_table.known_misses()


def _marked(row: Row) -> object:
    known = KNOWN.get(row.key)
    marks = [pytest.mark.xfail(strict=True, reason=known)] if known else []
    return pytest.param(row, id=f"{row.table}: {row.event} {row.sentence}"[:90], marks=marks)


@pytest.fixture(scope="session")
def judged(request: pytest.FixtureRequest) -> Mapping[Key, Fault | None]:
    found = faults(TABLE, sentence_table.events_of())
    capture = request.config.pluginmanager.get_plugin("capturemanager")
    with capture.global_and_fixture_disabled() if capture else nullcontext():
        print("\n" + next(sentence_table.summary(TABLE, found)))
    return found


@pytest.mark.model
@pytest.mark.parametrize("row", [_marked(row) for row in TABLE])
def test_what_a_sentence_tells(row: Row, judged: Mapping[Key, Fault | None]) -> None:
    fault = judged[row.key]
    assert fault is None, f"{fault.kind}: {fault.words}"


@pytest.mark.model
def test_what_is_held_back_is_read_no_worse_than_before() -> None:
    judged = faults(HELD, sentence_table.events_of())
    assert sum(fault is None for fault in judged.values()) >= HELD_FLOOR


@pytest.mark.model
def test_source_and_target_are_not_swapped(judged: Mapping[Key, Fault | None]) -> None:
    swapped = [key for key, fault in judged.items() if fault is not None and fault.kind == "roles"]
    assert len(swapped) <= 3, swapped


@pytest.mark.parametrize("row", [pytest.param(row, id=row.sentence[:90]) for row in (*TABLE, *HELD) if row.event != QUIET])
def test_lines_are_well_formed(row: Row) -> None:
    assert all(name in categories() or name in kinds() for name in row.event.split("|"))
    assert row.modality in {*MODALITIES, "*"}
    named = {name: words for name, words in row.detail.items() if words and name not in {"not", "attributed"}}
    assert [words for words in named.values() if all(word.lower() not in row.sentence.lower() for word in words.split("|"))] == []
    assert bool(row.details) == bool(row.detail)
    assert row.detail.get("not", "REQUEST") in categories()


def test_every_line_stands_once() -> None:
    keys = [row.key for row in TABLE]
    assert sorted({key for key in keys if keys.count(key) > 1}) == []


def test_tables_are_large_and_cover_every_category() -> None:
    told = {row.sentence for row in TABLE if row.event != QUIET}
    assert len(told) >= 600
    assert sum(row.event == QUIET for row in TABLE) >= 100
    assert set().union(*(row.categories for row in TABLE if row.event != QUIET)) == set(categories())


def test_known_misses_are_lines_of_the_tables() -> None:
    assert sorted(KNOWN.keys() - {row.key for row in TABLE}) == []


FRANCE, SPAIN = (Actor(name, "State") for name in ("France", "Spain"))
LINE = Row("t", "Demand", "France", "Spain", "actual", "only, content=the return of the ship", "s")
TALKS = Row("t", "CONSULT", "France; Spain", "-", "actual", "", "s")


def _event(kind: str = "Demand", category: str = "REQUEST", source: Actor = FRANCE, target: Actor = SPAIN) -> Event:
    words = Span(0, 1, "x")
    content = Span(0, 22, "the return of the ship")
    return Event("1", kind, category, (Participant(source),), (Participant(target),), words, words, content)


@pytest.mark.parametrize(
    ("row", "events", "kind"),
    [
        (LINE, [_event()], None),
        (LINE, [], "not found"),
        (LINE, [_event("Threat", "THREATEN")], "category"),
        (LINE, [_event("Appeal")], "class"),
        (LINE, [_event(source=SPAIN, target=FRANCE)], "roles"),
        (LINE, [_event(target=Actor("Malta", "State"))], "target"),
        (LINE, [_event(source=Actor("Malta", "State"))], "source"),
        (LINE, [replace(_event(), modality="denied")], "modality"),
        (LINE, [replace(_event(), content=Span(0, 4, "ship"))], "content"),
        (LINE, [_event(), _event("Talks", "CONSULT")], "extra"),
        (replace(LINE, details="not=THREATEN"), [_event(), _event("Threat", "THREATEN")], "extra"),
        (TALKS, [_event("Talks", "CONSULT", SPAIN, FRANCE)], None),
        (TALKS, [_event("Talks", "CONSULT", SPAIN, SPAIN)], "source"),
        (replace(LINE, target="Malta|*"), [_event()], "target"),
        (replace(LINE, target="Malta|*"), [replace(_event(), target=())], None),
        (replace(LINE, target="*"), [_event()], None),
        (Row("t", QUIET, "-", "-", "*", "only", "s"), [_event()], "extra"),
    ],
)
def test_faults_are_told_apart(row: Row, events: list[Event], kind: str | None) -> None:
    fault = faults([row], {"s": events})[row.key]
    assert (fault and fault.kind) == kind
