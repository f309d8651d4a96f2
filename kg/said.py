"""A clause that is said: by whom, of whom, and what is needed to read it as an act."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from spacy.tokens import Token

from kg.cast import Cast
from kg.lexicon import Lexicon
from kg.model import Actor, Mention
from kg.syntax import VERBAL, children, preposition, subjects

FIRST_PERSON = {"i", "we", "me", "us", "our", "my", "ours", "myself", "ourselves"}
UNSURE = {"may", "might", "could", "can", "would", "should"}
FUTURE = {"will", "would", "shall", "'ll", "wo", "'d", "’ll", "’d"}
NOT = {"not", "n't", "n’t", "never", "no", "nor", "neither"}
WHERE = {"in", "at", "near"}
SENDING = {"send", "dispatch", "appoint", "name", "nominate"}
GOING_ON = {"go", "keep", "carry", "continue", "insist", "persist"}
# "In no circumstances", "on no account", "by no means".
OCCASION = {"circumstance", "condition", "account", "way", "means", "mean", "case", "event", "time", "guise", "pretext", "respect"}


@dataclass(frozen=True, slots=True)
class Act:
    """What a clause does: the class and category of the act, on whom, and the head of the clause that does it."""

    type: str
    category: str
    target: tuple[Mention, ...] = ()
    head: int | None = None


@dataclass(frozen=True)
class Said:
    """A clause that is said, by whom, and what is needed to read it.

    ``own`` tells that the words are the speaker's (direct speech, or a verb of alleging), so
    that harm which they tell of is blamed on somebody, not just reported.
    """

    head: Token
    speaker: tuple[Actor, ...]
    cast: Cast
    lexicon: Lexicon
    own: bool = False

    @cached_property
    def lemma(self) -> str:
        """The lemma of the clause's head, lower case."""
        return self.head.lemma_.lower()

    @cached_property
    def subject(self) -> Token | None:
        """Who or what the clause is about."""
        return subject_of(self.head)

    @cached_property
    def auxiliaries(self) -> frozenset[str]:
        """The auxiliaries of the clause, lower case."""
        return frozenset(child.lower_ for child in children(self.head, "aux"))

    @cached_property
    def negated(self) -> bool:
        """Whether a negation stands in the clause."""
        return any(child.lower_ in NOT or _never(child) or _is_nothing(child) for child in self.head.children)

    def has(self, table: str, key: str, word: str) -> bool:
        """Whether a word is in a closed class."""
        return self.lexicon.has(table, key, word)


def _is_nothing(thing: Token) -> bool:
    """Whether what a clause acts upon is none at all: "will sign nothing", "would make no concessions"."""
    return thing.dep_ == "obj" and (thing.lower_ in {"nothing", "nobody"} or any(child.lower_ == "no" for child in children(thing, "det")))


def _never(phrase: Token) -> bool:
    """Whether a phrase denies a clause: "under no circumstances"."""
    occasion = phrase.dep_ == "obl" and phrase.lemma_.lower() in OCCASION
    return occasion and any(child.lower_ == "no" for child in children(phrase, "det"))


def is_wished(head: Token) -> bool:
    """Whether a clause tells what ought to be, by its bare verb: "that Rome withdraw its fleet".

    Args:
        head: of the clause.
    """
    return head.tag_ == "VB" and bool(children(head, "nsubj")) and not children(head, "aux")


def is_infinitive(head: Token) -> bool:
    """Whether a clause only names a deed, without telling it: "to find the culprits and hold them".

    Args:
        head: of the clause.
    """
    if head.tag_ != "VB" or children(head, "aux", "nsubj"):
        return False
    return any(child.lower_ == "to" for child in children(head, "mark")) or (head.dep_ == "conj" and is_infinitive(head.head))


def subject_of(head: Token) -> Token | None:
    """Who or what a clause is about: its own subject, or the one it inherits."""
    own = children(head, "nsubj", "nsubj:pass", "csubj")
    # "Rome, she said, was lying": the name is torn off by what is inserted.
    torn = [low for low in children(head, "parataxis") if low.i < head.i and low.pos_ == "PROPN"]
    return own[0] if own else next(iter(subjects(head) or torn), None)


def is_own(subject: Token | None, said: Said) -> bool:
    """Whether the subject of what is said is the speaker or the side that he speaks for.

    Args:
        subject: of the clause.
        said: the clause.
    """
    if subject is None:
        return False
    if subject.lower_ in FIRST_PERSON or any(child.lower_ in FIRST_PERSON for child in children(subject, "nmod:poss")):
        return True
    found = said.cast.named(subject) or said.cast.inside(subject)
    if _is_body(subject, said) and all(mention.how == "unlisted" for mention in found):
        return True
    if not any(mention.actors for mention in found):
        # "said they would": who else, where nobody is named.
        return not said.own and subject.dep_ != "expl" and _suits(subject.lower_, said.speaker)
    return _is_same_side(found, said)


def _is_same_side(found: Sequence[Mention], said: Said) -> bool:
    """Whether those who are named are the speaker, his state, or the body in which he holds office."""
    acting = {actor for mention in found for actor in mention.actors}
    if any(actor.label in (one.role or "") for actor in acting for one in said.speaker):
        return True
    if acting & set(said.speaker):
        return True
    if _is_unknown(said.speaker):
        return all(actor.kind != "Person" for actor in acting)
    countries = {actor.country for actor in said.speaker if actor.country}
    ours = [actor.country in countries and actor.kind in {"State", "Person"} for actor in acting]
    return all(ours) or (any(ours) and len(found) > 1)


def _is_body(subject: Token, said: Said) -> bool:
    """"The group", said by one who speaks for a group."""
    the = any(child.lower_ == "the" for child in children(subject, "det")) and not children(subject, "nmod", "nmod:poss", "amod", "compound", "acl:relcl")
    return the and not said.own and said.has("reference", "body", subject.lemma_.lower())


def _is_unknown(speaker: Sequence[Actor]) -> bool:
    """Whether somebody speaks whose side nothing tells: he is taken to be of the side of which he speaks."""
    return bool(speaker) and all(actor.kind == "Person" and not actor.country and not actor.listed for actor in speaker)


def _suits(pronoun: str, speaker: Sequence[Actor]) -> bool:
    """Whether a pronoun can stand for who speaks."""
    if pronoun in {"he", "she"}:
        return len(speaker) == 1 and speaker[0].kind == "Person"
    if pronoun == "they":
        return len(speaker) > 1 or any(actor.kind in {"Group", "Organization", "State"} for actor in speaker)
    return pronoun == "it" and len(speaker) == 1 and speaker[0].kind in {"State", "Organization"}


def others(mentions: Sequence[Mention], said: Said) -> tuple[Mention, ...]:
    """The mentions of anybody but the speaker.

    Args:
        mentions: some mentions.
        said: what tells the speaker.
    """
    return tuple(m for m in mentions if not set(m.actors) <= set(said.speaker))


def whose(subject: Token | None, said: Said) -> tuple[Mention, ...]:
    """The others whom a subject names, or to whom it belongs ("the general's order").

    Args:
        subject: of the clause.
        said: the clause.
    """
    if subject is None:
        return ()
    return others(said.cast.named(subject) or said.cast.inside(subject), said)


def of_condition(head: Token, said: Said) -> tuple[Mention, ...]:
    """Whom a condition speaks of: "unless Rome yields, we will leave".

    Args:
        head: of the clause.
        said: the clause.
    """
    for clause in children(head, "advcl"):
        if any(mark.lower_ in {"if", "unless", "until", "till", "before"} for mark in clause.children):
            for subject in children(clause, "nsubj", "nsubj:pass"):
                return whose(subject, said)
    return ()


def deeds(head: Token) -> Iterator[Token]:
    """The verb and the infinitives under it: "will continue to fight", "is ready to go on fighting".

    Args:
        head: the verb.

    Yields:
        Each of them once, the upper ones first.
    """
    yield head
    for child in children(head, "xcomp", "conj", "advcl"):
        goes_on = child.tag_ == "VBG" and head.lemma_.lower() in GOING_ON
        if child.pos_ in VERBAL | {"ADJ"} and (child.dep_ != "advcl" or goes_on):
            yield from deeds(child)


def hard_threats(said: Said) -> frozenset[str]:
    """Verbs that threaten whatever else is said.

    Args:
        said: what knows the lexicon.
    """
    words = said.lexicon.words
    return _hard(words["threat"]["verb"], words["threat"]["soft"], words["promise"]["verb"])


@lru_cache(maxsize=1)
def _hard(threats: frozenset[str], soft: frozenset[str], promises: frozenset[str]) -> frozenset[str]:
    return threats - soft - promises


def objects(head: Token, said: Said) -> tuple[Mention, ...]:
    """The others who are objects of a verb or of the infinitives under it.

    Args:
        head: the verb.
        said: the clause.
    """
    for verb in deeds(head):
        for child in children(verb, "obj", "obl", "iobj", "nmod"):
            if preposition(child) in {"together with", "along with"}:
                continue
            named = others(said.cast.named(child) or said.cast.inside(child), said)
            if child.dep_ == "obj" and verb.lemma_ in SENDING and all(actor.kind == "Person" for mention in named for actor in mention.actors):
                continue  # "would send the cardinal to both capitals"
            if named and not (preposition(child) in WHERE and any(m.place is not None for m in named)):
                return named
    return ()
