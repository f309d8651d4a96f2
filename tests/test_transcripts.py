"""Press conferences: who answers, and that questions tell nothing."""

from __future__ import annotations

import pytest

from kg import extract
from kg.model import Article, Event
from tests.parsed import parse

BRIEFING = """Foreign Ministry Spokesperson's Regular Press Conference

Q: The US has raised its tariffs. Does China plan to retaliate?

A: China firmly opposes the US decision. We urge the US to withdraw these measures.

Reuters: Has the Indian foreign secretary met the vice minister?

Spokesperson: We lodged a protest with India last week.
"""
NAMED = """QUESTION: Did the North Koreans offer anything?

SECRETARY POWELL: We will not pay North Korea for promises.

QUESTION: What about Iran?

SECRETARY POWELL: We believe that Iran must sign the Protocol.
"""
PARAGRAPHS = """Statement on Aleppo

The Foreign Secretary, Robin Cook, said:

“It is unacceptable that Serbia has closed the road.

“Serbia must reopen it at once.”
"""
LABELLED = """Note: the talks went on.

Place: Vienna

Iran and Iraq met in Vienna on Monday.
"""


def events(text: str) -> list[Event]:
    return list(extract.from_doc(Article("test", text, published="2018-03-12"), parse(text)))


def told(text: str) -> list[tuple[str, list[str], list[str]]]:
    return [(e.category, [p.actor.label for p in e.source], [p.actor.label for p in e.target]) for e in events(text)]


@pytest.mark.model
def test_a_bare_answer_is_the_state_whose_stand_it_tells() -> None:
    assert ("REQUEST", ["China"], ["United States"]) in told(BRIEFING)
    assert all(source == ["China"] for _, source, _ in told(BRIEFING))


@pytest.mark.model
def test_what_is_only_asked_is_no_event() -> None:
    assert {category for category, _, _ in told(BRIEFING)} == {"REJECT", "REQUEST", "STATEMENT"}


@pytest.mark.model
def test_an_answer_is_of_whoever_the_line_names() -> None:
    assert told(NAMED) == [("REJECT", ["Colin Powell"], ["North Korea"]), ("REQUEST", ["Colin Powell"], ["Iran"])]


@pytest.mark.model
def test_the_line_that_names_who_speaks_is_no_content() -> None:
    assert all(":" not in e.content.text for e in events(NAMED) if e.content is not None)


@pytest.mark.model
def test_quoted_paragraphs_below_a_line_are_the_speakers() -> None:
    assert told(PARAGRAPHS) == [("ACCUSE", ["Robin Cook"], ["Serbia"]), ("REQUEST", ["Robin Cook"], ["Serbia"])]


@pytest.mark.model
def test_lines_with_a_colon_make_no_press_conference() -> None:
    assert {category for category, _, _ in told(LABELLED)} == {"CONSULT"}
