"""Where and when an event takes place."""

from __future__ import annotations

from functools import cache

import pytest

from kg import extract
from kg.model import Article, Event
from tests.parsed import parse


@cache
def events(text: str) -> tuple[Event, ...]:
    return extract.from_doc(Article("test", text, published="2001-05-23"), parse(text))


def event(text: str, trigger: str) -> Event:
    found = [each for each in events(text) if each.trigger.text == trigger]
    assert found, [each.trigger.text for each in events(text)]
    return found[0]


PLACES = [
    ("Iran and Iraq met in Geneva.", "met", "Geneva"),
    ("Iran and Iraq held talks in Geneva.", "talks|held", "Geneva"),
    ("President Chirac met King Hassan II at a hotel in Rabat.", "met", "Rabat"),
    ("Peru and Chile signed a pact in the town of Tacna.", "signed", "Tacna"),
    ("In Vienna, the United States accused Iran of lying.", "accused", "Vienna"),
    ("Turkey attacked rebels near Kirkuk.", "attacked", "Kirkuk"),
    ("Rebels shelled Kisangani on Sunday.", "shelled", "Kisangani"),
    ("Wang Yi visited Jakarta on Monday.", "visited", "Jakarta"),
    ("French President Jacques Chirac met Tony Blair at a summit in Cahors.", "met", "Cahors"),
    ("Tony Blair held talks with Gerhard Schroeder late Tuesday in Hanover.", "held|talks", "Hanover"),
    ("Iran met Iraq at the Palais des Nations.", "met", "Palais des Nations"),
    ("Arto Lahti, who is in Jakarta for a visit, met President Suharto.", "met", "Jakarta"),
    ("Kenya condemned the attack.", "condemned", None),
    ("Japan imposed sanctions on Iran.", "imposed|sanctions", None),
    ("GENEVA - Iran accused Iraq of lying.", "accused", None),
]  # fmt: skip


@pytest.mark.model
@pytest.mark.parametrize(("text", "triggers", "label"), PLACES)
def test_place(text: str, triggers: str, label: str | None) -> None:
    found = next(each for each in events(text) if each.trigger.text in triggers.split("|"))
    assert (found.place.label if found.place else None) == label


@pytest.mark.model
def test_a_place_has_country_and_point_where_they_are_known() -> None:
    place = event("Rebels shelled Kisangani on Sunday.", "shelled").place
    assert place is not None
    assert (place.country, place.latitude is not None) == ("COD", True)


TIMES = [
    ("Iran met Iraq on Monday.", "met", "Monday"),
    ("On Monday, Iran accused Iraq of lying.", "accused", "Monday"),
    ("Iran held talks with Iraq last week.", "held|talks", "last week"),
    ("Iran said on Tuesday that Iraq had attacked its ships last month.", "attacked", "last month"),
    ("Rebels shelled Kisangani on Sunday, killing 20 civilians.", "killing", "Sunday"),
    ("France called on Iran to yield and met Iraq's envoy on Monday.", "met", "Monday"),
    ("In 1998, India tested a bomb and attacked Pakistan.", "attacked", "1998"),
    ("On Monday, Kenya condemned the attack.", "condemned", "Monday"),
    ("Kenya condemned Sunday's attack by Sudan.", "condemned", None),
    ("Kenya accused Sudan, which attacked it in March.", "accused", None),
    ("Kenya accused Sudan, which attacked it in March.", "attacked", "March"),
]  # fmt: skip


@pytest.mark.model
@pytest.mark.parametrize(("text", "triggers", "words"), TIMES)
def test_time(text: str, triggers: str, words: str | None) -> None:
    found = [each for each in events(text) if each.trigger.text in triggers.split("|")]
    assert found, [each.trigger.text for each in events(text)]
    assert (found[0].time.text if found[0].time else None) == words
