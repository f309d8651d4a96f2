"""To whom an act is addressed where its own clause does not say: told by what stands around.

"Kyiv demands an end to the strikes" names no addressee. Where an article tells of two sides,
each side's demands, threats and refusals are addressed to the other. The mention that is
given is the last one before the act, so that the reading leads back to words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from kg.model import Actor, Mention
from kg.roles import Candidate

ADDRESSED = frozenset({"REQUEST", "THREATEN", "REJECT", "ACCUSE"})
AGREEING = frozenset({"Willingness", "Offer", "Refusal"})
SHARE = 0.5


def addressed(candidates: Iterable[Candidate], mentions: Sequence[Mention], doc: Doc) -> list[Candidate]:
    """The candidates, those of one side without an addressee given the other side.

    Args:
        candidates: acts of a whole article.
        mentions: who is mentioned where.
        doc: the parsed text.

    Returns:
        The same acts in the same order; what was filled in is marked as indirect.
    """
    sides = _sides(mentions)
    return [_filled(each, sides, mentions, doc) for each in candidates]


def _sides(mentions: Sequence[Mention]) -> tuple[str, str] | None:
    """The two countries that most mentions are of: together more than half of all."""
    count: Counter[str] = Counter()
    for mention in mentions:
        count.update({actor.country for actor in mention.actors if actor.country})
    ranked = count.most_common(3)
    if len(ranked) < 2 or (len(ranked) == 3 and ranked[2][1] * 2 > ranked[1][1] + ranked[0][1]):
        return None
    most = ranked[0][1] + ranked[1][1]
    return (ranked[0][0], ranked[1][0]) if most > SHARE * count.total() and ranked[1][1] > 2 else None


def _filled(
    candidate: Candidate, sides: tuple[str, str] | None, mentions: Sequence[Mention], doc: Doc
) -> Candidate:
    if candidate.target or (candidate.category not in ADDRESSED and candidate.type not in AGREEING):
        return candidate
    home = {actor.country for mention in candidate.source for actor in mention.actors}
    if len(home) != 1 or sides is None or not home & set(sides):
        return candidate
    other = sides[1] if sides[0] in home else sides[0]
    mention = _last(other, mentions, candidate.match.trigger, doc)
    return candidate if mention is None else replace(candidate, target=(mention,), indirect=True)


def _last(country: str, mentions: Sequence[Mention], before: int, doc: Doc) -> Mention | None:
    """The nearest mention of a country's state: in the sentence, else before it."""
    end = doc[before].sent.end
    near = [m for m in mentions if m.first < end and any(_is_state(actor, country) for actor in m.actors)]
    if not near:
        return None
    found = near[-1]
    return replace(found, actors=tuple(actor for actor in found.actors if _is_state(actor, country)))


def _is_state(actor: Actor, country: str) -> bool:
    return actor.kind == "State" and actor.country == country
