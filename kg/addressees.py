"""Whom an act concerns where neither its words nor a rule tell: the likeliest of those mentioned so far.

Each actor's traits (`kg.traits`) are weighed, and so is the option that it is nobody. The
weights lie in ``ontology/addressees.toml``; ``benchmarks/addressees.py`` fits them to
annotated articles and says how often they are right. Only a clear winner is taken.

Source: conditional logit, McFadden 1974; ranking in coreference, Denis and Baldridge 2008,
Specialized models and ranking for coreference resolution.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from spacy.tokens import Doc

from kg import lexicon
from kg.candidate import Candidate, actors_of
from kg.model import Mention
from kg.settings import read_resource
from kg.syntax import children, preposition
from kg.traits import Traits, nobody, options

JUDGED = frozenset({"ACCUSE", "REJECT", "REQUEST", "SUPPORT", "SANCTION", "THREATEN", "COERCE", "PROTEST"})
"""Acts that nearly always concern somebody."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each trait counts, and how sure a choice must be."""

    threshold: float
    weight: Mapping[str, float]

    def chances(self, given: Sequence[Traits]) -> list[float]:
        """The probability of each option, together 1.

        Args:
            given: the traits of each.

        >>> Weights(0.5, {"close": 1.0}).chances([{"close": 1.0}, {}])
        [0.7311, 0.2689]
        """
        scores = [math.exp(sum(self.weight.get(name, 0.0) * value for name, value in each.items())) for each in given]
        return [round(score / sum(scores), 4) for score in scores]


@lru_cache(maxsize=1)
def load() -> Weights:
    """The weights of this installation."""
    given = tomllib.loads(read_resource("addressees.toml"))
    return Weights(given["threshold"], given["weight"])


def guessed(candidates: Iterable[Candidate], mentions: Sequence[Mention], doc: Doc) -> list[Candidate]:
    """The candidates, those of `JUDGED` kinds without a target given the likeliest, where one is.

    Args:
        candidates: acts in whose roles all that rules find is filled in.
        mentions: of the whole article, in text order.
        doc: the parsed text.
    """
    return [each if each.target or not _is_judged(each, mentions, doc) else _guessed(each, mentions, doc) for each in candidates]


def _is_judged(candidate: Candidate, mentions: Sequence[Mention], doc: Doc) -> bool:
    """Whether the act is of a kind that concerns somebody else: what two do to each other does not."""
    mutual = len(actors_of(candidate.source)) > 1 and any(t.lower_ == "each" for t in doc[candidate.match.trigger].subtree)
    told = mutual or candidate.match.frame.mutual or _is_told_to_others(candidate, doc)
    return candidate.category in JUDGED and not (told or _blames_harm(candidate, mentions, doc))


def _is_told_to_others(candidate: Candidate, doc: Doc) -> bool:
    """Whether the words address somebody of whom we know nothing: "asked the world not to harass it"."""
    frame = candidate.match.frame
    things = candidate.match.heads(doc, "object") if "object" in frame.target and candidate.category == "REQUEST" else []
    return any(thing.pos_ == "NOUN" and thing.i != candidate.content and thing.i not in candidate.match.words for thing in things)


def _blames_harm(candidate: Candidate, mentions: Sequence[Mention], doc: Doc) -> bool:
    """Whether bloodshed is condemned of which the words tell no author: whoever is mentioned most may have suffered it."""
    if candidate.category != "ACCUSE" or candidate.content is None:
        return False
    deed = doc[candidate.content]
    nouns = lexicon.load().triggers.get(deed.lemma_.lower(), ())
    beside = [doc[mention.head] for mention in mentions if mention.head != deed.i and doc[mention.head].head.i in {deed.i, *(c.i for c in children(deed, "acl:relcl"))}]
    told = any(word.dep_ in {"nmod:poss", "amod", "compound", "nsubj"} or preposition(word) in {"in", "by", "from"} for word in beside)
    nameless = any(low.lower_ in {"terrorist", "suicide", "terror"} for low in children(deed, "amod", "compound"))  # where it was is not who did it
    return (nameless or not told) and any(each.part == "noun" and each.frame.category == "ASSAULT" and len(each.words) == 1 for each in nouns)


def _guessed(candidate: Candidate, mentions: Sequence[Mention], doc: Doc) -> Candidate:
    known = options(candidate, mentions, doc)
    *chances, none = load().chances([*known.values(), nobody(candidate)])
    if not chances or max(chances) < max(none, load().threshold):
        return candidate
    actor = list(known)[chances.index(max(chances))]
    end = doc[candidate.match.trigger].sent.end
    last = next(mention for mention in reversed(mentions) if mention.first < end and actor in mention.actors)
    return replace(candidate, target=(replace(last, actors=(actor,)),), indirect=True)
