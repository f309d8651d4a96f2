"""What an article is about: its two sides, if it has two, and who is mentioned where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.cast import Cast
from kg.lexicon import Lexicon
from kg.model import Actor, Mention

SHARE = 0.5
LEAST_MENTIONS = 3


@dataclass(frozen=True, slots=True)
class Scene:
    """What an article is about: its two sides, if it has two, and who is mentioned where."""

    sides: tuple[str, str] | None
    mentions: tuple[Mention, ...]
    doc: Doc
    cast: Cast
    lexicon: Lexicon


def sides(mentions: Iterable[Mention], doc: Doc) -> tuple[str, str] | None:
    """The two sides that most mentions are of, if a third is named at most half as often.

    Args:
        mentions: of a whole article.
        doc: the parsed text.
    """
    count: Counter[str] = Counter()
    for mention in mentions:
        if mention.how != "metonym" or not _is_where(mention, doc):
            count.update({key for actor in mention.actors if (key := side(actor))})
    ranked = count.most_common(3)
    if len(ranked) < 2 or ranked[1][1] < LEAST_MENTIONS:
        return None
    (first, most), (second, least) = ranked[:2]
    third = ranked[2][1] if len(ranked) > 2 else 0
    return (first, second) if most + least > SHARE * count.total() and third * 2 <= least else None


def side(actor: Actor) -> str | None:
    """The side that an actor is on: his country's, or that of an armed group of a name.

    Args:
        actor: any actor.
    """
    if actor.kind == "Group":
        return actor.label if actor.listed else None
    return actor.country


def _is_where(mention: Mention, doc: Doc) -> bool:
    return any(child.lower_ in {"in", "at", "near"} and child.dep_ == "case" for child in doc[mention.head].children)
