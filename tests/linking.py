"""Whom words of a text stand for, for the tables of sentences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kg import actors, coreference, gazetteer, lexicon
from kg.model import Mention
from tests.parsed import parse


def mentions(text: str, published: date | None = None, *, referring: bool = False) -> list[Mention]:
    """The mentions of a text; with pronouns and the like, if asked."""
    doc = parse(text)
    found = actors.find(doc, gazetteer=gazetteer.load(), published=published)
    if referring:
        found = [*found, *coreference.resolve(doc, found, lexicon=lexicon.load())]
    return sorted(found, key=lambda each: each.first)


def over(found: Sequence[Mention], text: str, words: str) -> Mention | None:
    """The mention over the last place where words stand."""
    at = text.rindex(words)
    return next((each for each in found if each.start <= at < each.end), None)


def labels(found: Sequence[Mention], text: str, words: str) -> list[str]:
    """The labels of the actors for whom words stand."""
    each = over(found, text, words)
    return sorted(actor.label for actor in each.actors) if each is not None else []
