"""Speech without quotation marks: who speaks in plain paragraphs."""

from __future__ import annotations

import pytest

from kg import extract
from kg.model import Article, Event
from tests.parsed import parse

LED = """Statement on the siege

The Foreign Secretary, Robin Cook, said:

It is vital that Serbia lift the siege. The shelling of the town is appalling.

We will not accept further delay.
"""
ISSUED = """Statement on the coup

The African Union condemns the coup in Niger. We urge the soldiers to return to their barracks.

The constitution of Niger must be restored.
"""
NEWS = """Talks end in Vienna

Iran and Iraq ended their talks in Vienna on Monday. Serbia must pay more for its gas.

Please share our page. We depend on readers like you.
"""


def events(text: str) -> list[Event]:
    return list(extract.from_doc(Article("test", text, published="1999-03-26"), parse(text)))


def told(text: str) -> list[tuple[str, list[str]]]:
    return [(each.category, [part.actor.label for part in each.source]) for each in events(text)]


@pytest.mark.model
def test_what_follows_a_line_that_names_the_speaker_is_his() -> None:
    assert ("REQUEST", ["Robin Cook"]) in told(LED)
    assert all(source == ["Robin Cook"] for category, source in told(LED) if category != "ASSAULT")


@pytest.mark.model
def test_we_is_the_body_that_issues_a_statement() -> None:
    requests = [source for category, source in told(ISSUED) if category == "REQUEST"]
    assert requests == [["African Union"]] * 2


@pytest.mark.model
def test_a_statement_in_writing_makes_no_mere_statements() -> None:
    assert "STATEMENT" not in {category for category, _ in told(ISSUED)}


@pytest.mark.model
def test_news_with_an_appeal_below_is_nobodys_speech() -> None:
    assert {category for category, _ in told(NEWS)} == {"CONSULT"}
