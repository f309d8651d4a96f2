"""Whom an act concerns where no rule tells: traits, weights, and what is guessed from them."""

from __future__ import annotations

import tomllib

import pytest

from kg import addressees, traits
from kg.addressees import Weights
from kg.extract import extract
from kg.model import Article
from kg.settings import read_resource
from tests.parsed import model

GUESSED = [
    ("Switzerland deplored the executions in Iran.", "ACCUSE", ["Iran"]),
    ("Costa Rica closed its embassy in Nicaragua.", "SANCTION", ["Nicaragua"]),
    ("Norway voiced alarm at the executions in Saudi Arabia.", "ACCUSE", ["Saudi Arabia"]),
]
LEFT = [
    ("The United States condemned the bombing in Beirut.", "ACCUSE"),
    ("Haiti issued an appeal for calm.", "REQUEST"),
    ("Chad and Sudan accused each other of lying.", "ACCUSE"),
]


def targets(text: str, category: str) -> list[str]:
    events = extract(Article("one", text, published="2014-05-06"), nlp=model())
    return [each.actor.label for event in events if event.category == category for each in event.target]


@pytest.mark.model
@pytest.mark.parametrize(("text", "category", "wanted"), GUESSED)
def test_whom_an_act_most_likely_concerns(text: str, category: str, wanted: list[str]) -> None:
    assert targets(text, category) == wanted


@pytest.mark.model
@pytest.mark.parametrize(("text", "category"), LEFT)
def test_nobody_is_guessed_where_none_is_likely(text: str, category: str) -> None:
    assert targets(text, category) == []


@pytest.mark.model
def test_without_a_clear_winner_nobody_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    text, category, wanted = GUESSED[0]
    monkeypatch.setattr(addressees, "load", lambda: Weights(0.99, addressees.Weights(0.5, {}).weight))
    assert targets(text, category) != wanted


@pytest.mark.model
def test_what_is_guessed_makes_an_event_less_sure() -> None:
    sure, guess = "Switzerland condemned Iran.", "Switzerland deplored the executions in Iran."
    one, other = (extract(Article("one", text), nlp=model())[0].confidence for text in (sure, guess))
    assert other < one


def test_every_weight_is_of_a_trait_that_is_asked_for() -> None:
    asked = {value for value in vars(traits).values() if isinstance(value, str)} | set(_words())
    for name in tomllib.loads(read_resource("addressees.toml"))["weight"]:
        assert name in asked or name.startswith("nobody"), name


def _words() -> list[str]:
    from pathlib import Path

    source = Path(traits.__file__).read_text(encoding="utf-8")
    return [*source.split('"')[1::2], *traits.TOWARDS]


def test_chances_add_up_and_follow_the_weights() -> None:
    chances = Weights(0.5, {"close": 2.0, "where": -1.0}).chances([{"close": 1.0}, {"where": 1.0}, {}])
    assert sum(chances) == pytest.approx(1.0, abs=0.001)
    assert chances == sorted(chances, reverse=True) or chances[0] > chances[2] > chances[1]
