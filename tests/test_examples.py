"""The examples: articles of the promised length, dated, checkable, and together of every category."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from kg.articles import collect
from kg.engines.local import pipeline
from kg.extract import extract
from kg.kinds import categories
from kg.model import Article
from kg.settings import Settings

FOLDER = Path(__file__).parent.parent / "examples"


@cache
def articles() -> tuple[Article, ...]:
    found = tuple(collect([str(FOLDER)], published=None, settings=Settings()))
    assert all(isinstance(each, Article) for each in found)
    return found  # type: ignore[return-value]


def test_there_are_at_least_eight() -> None:
    assert len(articles()) >= 8


def test_each_has_its_length_its_date_and_where_its_facts_can_be_checked() -> None:
    for each in articles():
        assert 250 <= len(each.text.split()) <= 600, each.key
        assert each.published and len(each.published) == len("2025-04-22"), each.key
        assert each.text.splitlines()[-1].startswith("Facts: "), each.key


@pytest.mark.model
def test_together_they_use_every_category() -> None:
    nlp = pipeline("", 0)
    events = [event for each in articles() for event in extract(each, nlp=nlp)]
    assert {event.category for event in events} == set(categories())
    assert not [event for event in events if event.evidence.text.startswith("Facts: ")]
