"""What speaks for each actor mentioned so far being the one whom an act concerns, as numbers.

A trait is 1 where it holds, or a share; one that is 0 is left out. `kg.addressees` weighs them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc, Token

from kg import lexicon
from kg.candidate import Candidate, actors_of
from kg.model import Actor, Mention
from kg.syntax import preposition
from kg.targets import is_undergone

Traits = Mapping[str, float]
TOWARDS = frozenset({"with", "on", "of", "to"})
WHERE = frozenset({"in", "at", "near"})
OWNING = frozenset({"nmod:poss", "amod", "compound"})
CLOSE_TOKENS = 6
FARTHEST = 8


@dataclass(frozen=True, slots=True)
class Act:
    """An act, those who act, and how often each side is mentioned in the whole article."""

    candidate: Candidate
    doc: Doc
    own: frozenset[Actor]
    sides: Mapping[str, int]

    @property
    def trigger(self) -> Token:
        """The word that names the act."""
        return self.doc[self.candidate.match.trigger]

    @property
    def home(self) -> set[str]:
        """The sides of those who act."""
        return {side for actor in self.own if (side := side_of(actor))}


def side_of(actor: Actor) -> str | None:
    """The side that an actor is on: an armed group of a name is one of its own, others are on their country's.

    Args:
        actor: any actor.
    """
    return actor.label if actor.kind == "Group" and actor.listed else actor.country


def options(candidate: Candidate, mentions: Sequence[Mention], doc: Doc) -> dict[Actor, Traits]:
    """The actors of a name mentioned up to the end of the act's sentence, but for those who act, with their traits.

    Args:
        candidate: the act.
        mentions: of the whole article, in text order.
        doc: the parsed text.
    """
    named = [(actor, mention) for mention in mentions for actor in mention.actors]
    sides = Counter(side_of(actor) or actor.label for actor, _ in named)
    act = Act(candidate, doc, frozenset(actors_of(candidate.source)), sides)
    end = act.trigger.sent.end
    told: dict[Actor, list[Mention]] = {}
    for actor, mention in named:
        if mention.first < end and actor not in act.own and not (_is_own_state(actor, act) or _is_no_party(actor, act) or _is_scenery(actor, mention, doc) or _owns_doer(mention, candidate, doc)):
            told.setdefault(actor, []).append(mention)
    peopled = {side_of(actor) for actor in told if actor.kind == "Person"}
    return {
        actor: {
            **_of_actor(actor, act, state_of_people=actor.kind == "State" and side_of(actor) in peopled),
            **_of_place(mentions, act, person=actor.kind == "Person"),
        }
        for actor, mentions in told.items()
    }


def _is_own_state(actor: Actor, act: Act) -> bool:
    """Whether it is the state for which he acts who refuses, threatens or punishes: he does that to others."""
    outward = act.candidate.type == "Refusal" or act.candidate.category in {"THREATEN", "SANCTION"}
    return outward and actor.kind == "State" and actor.country in act.home


def _is_no_party(actor: Actor, act: Act) -> bool:
    """Whether there are no such relations with him as are broken off: they are between states."""
    return actor.kind == "Person" and act.candidate.type in {"RelationsCut", "Recall"}


def _owns_doer(mention: Mention, candidate: Candidate, doc: Doc) -> bool:
    """Whether he who acts is somebody's: "her foreign minister said"."""
    head = doc[mention.head]
    return head.dep_ == "nmod:poss" and any(head.head.i == doer.head for doer in candidate.source)


def _is_scenery(actor: Actor, mention: Mention, doc: Doc) -> bool:
    """Whether words name nobody ("ships"), who only undergoes it, or but a place: what is done in Beirut need not be Lebanon's doing."""
    where = preposition(doc[mention.head]) in WHERE and not (actor.kind == "State" and mention.how == "name")
    if is_undergone(doc[mention.head], lexicon.load()):
        return True  # "the release of the bishop" is not asked of him
    nameless = mention.how == "unlisted" or (mention.how == "group" and not actor.listed)
    return nameless or (mention.place is not None and where)


def nobody(candidate: Candidate) -> Traits:
    """The traits of the option that the act concerns nobody who was mentioned.

    Args:
        candidate: the act.
    """
    return {"nobody": 1.0, f"nobody {candidate.category}": 1.0}


def _of_actor(actor: Actor, act: Act, *, state_of_people: bool) -> Traits:
    side = side_of(actor) or actor.label
    ranked = [each for each, _ in Counter(act.sides).most_common() if each not in act.home]
    holds = {
        "own side": side in act.home,
        "most told of": ranked[:1] == [side],
        "second most told of": ranked[1:2] == [side],
        "group": actor.kind == "Group",
        "state": actor.kind == "State",
        "state whose people act": state_of_people,
        "known from the text alone": not actor.listed,
        "of no country": not actor.country,
    }
    return _that_hold(holds) | {"share of its side": act.sides[side] / sum(act.sides.values())}


def _of_place(told: Sequence[Mention], act: Act, *, person: bool) -> Traits:
    """Where the actor was mentioned: how far back, how often, and how in the act's own sentence."""
    sentence = _sentences(act.doc)
    ago = sentence[act.trigger.i] - sentence[told[-1].head]
    here = [mention for mention in told if sentence[mention.head] == sentence[act.trigger.i]]
    holds = {
        ("same sentence", "sentence before", "two before")[ago] if ago < 3 else "further before": True,
        "in the opening": sentence[told[0].head] <= 1,
        "mentioned once": len(told) == 1,
        "person here" if here else "person before": person,
        **{name: True for mention in here for name in _in_sentence(mention, act)},
    }
    steps = min((_steps(act.doc[mention.head], act.trigger) for mention in here), default=0)
    return _that_hold(holds) | {"sentences ago": math.log1p(ago), "steps away": steps / FARTHEST}


def _in_sentence(mention: Mention, act: Act) -> Iterator[str]:
    head, trigger = act.doc[mention.head], act.trigger
    word, subject = preposition(head), head.dep_ in {"nsubj", "nsubj:pass"}
    holds = {
        "after" if head.i > trigger.i else "before": True,
        "close": abs(head.i - trigger.i) < CLOSE_TOKENS,
        "next in the tree": _steps(head, trigger) == 1,
        "subject": subject,
        "subject below": subject and head.head.i != trigger.i and trigger in head.ancestors,
        "owner": head.dep_ in OWNING or word == "by",
        "where": word in WHERE,
        word: word in TOWARDS,
        "pronoun": mention.how == "pronoun",
    }
    yield from _that_hold(holds)


def _steps(one: Token, other: Token) -> int:
    """How many arcs of the tree lie between two words of a sentence, at most `FARTHEST`."""
    up = {token.i: steps for steps, token in enumerate((one, *one.ancestors))}
    for steps, token in enumerate((other, *other.ancestors)):
        if token.i in up:
            return min(steps + up[token.i], FARTHEST)
    return FARTHEST


@lru_cache(maxsize=2)
def _sentences(doc: Doc) -> list[int]:
    """For each token the number of its sentence."""
    return [number for number, sent in enumerate(doc.sents) for _ in sent]


def _that_hold(holds: Mapping[str, bool]) -> dict[str, float]:
    return {name: 1.0 for name, value in holds.items() if value}
