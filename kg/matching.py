"""Which annotated event is which extracted one: names, sentences and dyads compared.

Events match one to one, the best pairs first; category and sentence must agree.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import combinations, product
from typing import Any

Found = Mapping[str, Any]
Pair = tuple[Found, Found]

_SAME_SENTENCE = 0.7


def pair_up(gold: Sequence[Found], system: Sequence[Found]) -> list[Pair]:
    """Each annotated event with at most one extracted, the best pairs first.

    Args:
        gold: annotated events of an article.
        system: its records, as exported.
    """
    options = [
        (-_likeness(g, s), g["id"], number, g, s)
        for g in gold
        for number, s in enumerate(system)
        if g["category"] == s.get("category") and _same_sentence(g["sentence"], words_of(s))
    ]
    pairs: list[Pair] = []
    used: set[tuple[str, object]] = set()
    for _, identifier, number, g, s in sorted(options, key=lambda option: option[:3]):
        if ("gold", identifier) not in used and ("system", number) not in used:
            used |= {("gold", identifier), ("system", number)}
            pairs.append((g, s))
    return pairs


def words_of(event: Found) -> str:
    """The sentence of an extracted event.

    >>> words_of({"evidence": {"text": "Talks began."}})
    'Talks began.'
    """
    return (event.get("evidence") or {}).get("text") or ""


def _likeness(gold: Found, mine: Found) -> float:
    hits, wanted, given = dyad_hits(gold, mine)
    same_trigger = plain(gold.get("trigger")) == plain(mine.get("trigger"))
    return hits * 4 / max(wanted, given, 1) + same_trigger + overlap(gold.get("content"), mine.get("content"))


def dyads(event: Found) -> tuple[list[tuple[Any, Any]], bool]:
    """Pairs of source and target, and whether the event is mutual.

    >>> dyads({"source": ["Ann", "Bob", "Cy"], "target": []})
    ([('Ann', 'Bob'), ('Ann', 'Cy'), ('Bob', 'Cy')], True)
    """
    source, target = event.get("source") or [], event.get("target") or []
    if not target and len(source) > 1:
        return list(combinations(source, 2)), True
    return list(product(source, target or [None])) or [(None, None)], False


def dyad_hits(gold: Found, mine: Found) -> tuple[int, int, int]:
    """Of one matched pair of events: dyads in common, annotated, extracted.

    Args:
        gold: an annotated event: an actor is a list of names.
        mine: a record: an actor is an object with a label and aliases.
    """
    wanted, mutual = dyads(gold)
    given, too = dyads(mine)
    left = list(given)
    hits = 0
    for pair in wanted:
        place = next((n for n, other in enumerate(left) if _same_dyad(pair, other, either_way=mutual or too)), None)
        if place is not None:
            del left[place]
            hits += 1
    return hits, len(wanted), len(given)


def _same_dyad(gold: tuple[Any, Any], mine: tuple[Any, Any], *, either_way: bool) -> bool:
    ways = [mine, (mine[1], mine[0])] if either_way else [mine]
    return gold[0] is not None and any(
        source is not None
        and same_actor(gold[0], source)
        and (gold[1] is None or (target is not None and same_actor(gold[1], target)))
        for source, target in ways
    )


def same_actor(names: Sequence[str], actor: Found) -> bool:
    """Whether an annotated actor is an extracted one.

    Args:
        names: the annotated actor's, any of which will do.
        actor: with its label and aliases.

    >>> same_actor(["the EU", "European Union"], {"label": "European Union"})
    True
    """
    mine = {_name(name) for name in [actor.get("label"), *(actor.get("aliases") or [])] if name}
    return bool({_name(name) for name in names} & mine)


def _name(words: str) -> str:
    return re.sub(r"^the ", "", plain(words))


def plain(words: str | None) -> str:
    """Words without accents, capitals, punctuation and genitives.

    >>> plain("Türkiye’s  Foreign-Minister")
    'turkiye foreign minister'
    """
    letters = unicodedata.normalize("NFKD", words or "")
    folded = "".join(c for c in letters if not unicodedata.combining(c)).casefold()
    return re.sub(r"[^\w]+", " ", re.sub(r"[’']s\b", "", folded)).strip()


def _same_sentence(one: str, other: str) -> bool:
    a, b = set(plain(one).split()), set(plain(other).split())
    return bool(a and b) and len(a & b) / min(len(a), len(b)) >= _SAME_SENTENCE


def overlap(one: str | None, other: str | None) -> float:
    """F1 of the words of two phrases.

    >>> overlap("an end to the war", "an end")
    0.5714285714285714
    """
    a, b = set(plain(one).split()), set(plain(other).split())
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0
