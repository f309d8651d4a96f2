"""What is blamed or praised: clauses that speak ill or well of another, and words for him."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from kg.cast import Cast
from kg.lexicon import Lexicon
from kg.model import Actor
from kg.said import FUTURE, UNSURE, Act, Said, is_own, others, subject_of, whose
from kg.syntax import VERBAL, children, is_passive, preposition, subjects

TALKING = {"CONSULT", "ACCUSE", "REJECT", "REQUEST", "STATEMENT"}


def accusation(said: Said) -> Act | None:
    """The blame that a clause lays on another, or on whoever did what it points at.

    Args:
        said: the clause.
    """
    head, subject = said.head, subject_of(said.head)
    if said.negated or said.auxiliaries & (UNSURE | FUTURE) or is_own(subject, said):
        return None
    target = whose(subject, said)
    if not target and is_passive(head):
        target = tuple(m for agent in subjects(head) for m in others(said.cast.named(agent), said))
    if not target and not _points(subject):
        return None
    words = set(_words(head))
    blame = said.lexicon.words["accuse"]["verb"] | said.lexicon.words["accuse"]["noun"]
    if not target:
        blame = said.lexicon.words["accuse"]["noun"]
    if words & blame or (said.own and target and _does_harm(said, words)):
        return Act("Accusation", "ACCUSE", target)
    return None


def _does_harm(said: Said, words: set[str]) -> bool:
    """Whether a clause tells of harm that its subject does, by its verb or by what the verb is done for."""
    if said.has("accuse", "harm", said.lemma):
        return True
    single = [t for t in said.lexicon.triggers.get(said.lemma, ()) if t.part == "verb" and len(t.words) == 1]
    told = {trigger.frame.category for trigger in single}
    return said.head.pos_ in VERBAL and bool(words & said.lexicon.words["accuse"]["ill"]) and not told & TALKING


def judgement(verb: Token, speaker: Sequence[Actor], *, cast: Cast, lexicon: Lexicon) -> Act | None:
    """What one does by calling something by a word: "branded the group terrorists", "called it a mistake".

    Args:
        verb: of calling or describing, with an object and a predicate.
        speaker: who does so.
        cast: who is mentioned where.
        lexicon: its ``[accuse]`` and ``[praise]`` classes.
    """
    said = Said(verb, tuple(speaker), cast, lexicon)
    predicates = [child for child in verb.children if child.dep_ == "xcomp" or preposition(child) == "as"]
    words = {word for predicate in predicates for word in _words(predicate)}
    things = children(verb, "obj", "nsubj:pass", "iobj")
    target = whose(things[0], said) if things else ()
    if words & lexicon.words["accuse"]["noun"]:
        return Act("Accusation", "ACCUSE", target)
    return Act("Praise", "SUPPORT", target) if words & lexicon.words["praise"]["word"] else None


def _points(subject: Token | None) -> bool:
    """Whether the subject points at a deed without naming who did it: "this", "leaving them", "the strike"."""
    if subject is None:
        return False
    return subject.lower_ in {"this", "that", "it"} or subject.dep_ == "csubj" or any(
        child.lower_ in {"the", "this", "that", "these", "those", "such"} for child in children(subject, "det")
    )


def _words(head: Token) -> Iterator[str]:
    """The words in which a clause judges: its predicate, the adjectives and objects of that."""
    yield head.lemma_.lower()
    for child in head.children:
        if child.dep_ in {"obj", "xcomp", "amod", "compound", "nmod", "obl"}:
            yield child.lemma_.lower()
            if child.dep_ in {"obj", "xcomp", "nmod"}:
                yield from (low.lemma_.lower() for low in children(child, "amod", "nmod", "acl", "conj"))


def praise(said: Said) -> Act | None:
    """The praise that a clause gives another.

    Args:
        said: the clause.
    """
    subject = subject_of(said.head)
    if said.negated or said.auxiliaries & UNSURE or is_own(subject, said):
        return None
    target = whose(subject, said)
    good = set(_words(said.head)) & said.lexicon.words["praise"]["word"]
    return Act("Praise", "SUPPORT", target) if good and target else None
