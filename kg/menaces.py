"""Threats in what is said: set words of menace, and what will come of another's deed."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.model import Mention
from kg.phrases import clause_words, find
from kg.said import FUTURE, Act, Said, hard_threats, is_own, objects, of_condition, others, whose
from kg.syntax import children, is_passive

MAYBE = {"could", "may", "can", "might"}
WEAPONS = {"weapon", "bomb", "missile", "rocket", "arsenal", "warhead", "drone", "nuclear", "stronghold", "foothold", "haven"}


def menace(said: Said) -> Act | None:
    """The threat that a clause makes in set words: "will pay dearly", "all options are on the table".

    Args:
        said: the clause.
    """
    return _or_else(said) or _in_store(said) or _standing(said) or _in_set_words(said) or _pressing(said) or _barring(said)


def _or_else(said: Said) -> Act | None:
    """"Leave now, or we will force you out"."""
    head = said.head
    if head.tag_ != "VB" or children(head, "nsubj", "aux", "mark") or not said.own:
        return None
    for other in children(head, "conj", "parataxis"):
        alternative = any(low.lower_ in {"or", "otherwise", "else"} for low in children(other, "cc", "advmod"))
        if alternative and {low.lower_ for low in children(other, "aux")} & FUTURE:
            called = children(head, "vocative")
            return Act("Threat", "THREATEN", others(said.cast.named(called[0]), said) if called else ())
    return None


def _in_store(said: Said) -> Act | None:
    """"There are sanctions that we can impose"."""
    head = said.head
    things = [thing for thing in (head, *children(head, "nsubj")) if said.has("threat", "noun", thing.lemma_.lower())]
    if said.negated or not children(head, "expl") or not things:
        return None
    for clause in children(things[0], "acl:relcl"):
        if {low.lower_ for low in children(clause, "aux")} & (FUTURE | MAYBE) and is_own(next(iter(children(clause, "nsubj")), None), said):
            return Act("Threat", "THREATEN", objects(clause, said))
    return None


def _standing(said: Said) -> Act | None:
    found = find(said, "threat", "standing")
    if found is None:
        return None
    subject = said.subject
    target = found.whom or (() if is_own(subject, said) else whose(subject, said))
    return Act("Threat", "THREATEN", target or of_condition(said.head, said) or objects(said.head, said))


def _in_set_words(said: Said) -> Act | None:
    head, subject = said.head, said.subject
    if find(said, "threat", "own") is not None:
        ours = {mention.actors for mention in whose(subject, said)}
        target = tuple(mention for mention in objects(head, said) if mention.actors not in ours)
        return Act("Threat", "THREATEN", target or of_condition(head, said))
    if _is_bare(said) and (target := whose(subject, said)):
        return Act("Threat", "THREATEN", target)
    found = None if is_own(subject, said) else find(said, "threat", "phrase")
    if found is None:
        return None
    return Act("Threat", "THREATEN", found.whom or whose(subject, said) or of_condition(head, said) or _first_other(said))


def _is_bare(said: Said) -> bool:
    """"Rome will pay": not for something, nor something."""
    alone = not said.negated and not children(said.head, "obj", "xcomp", "obl", "ccomp", "advmod")
    return alone and said.has("threat", "bare", said.lemma) and bool(said.auxiliaries & FUTURE) and not is_own(said.subject, said)


def _pressing(said: Said) -> Act | None:
    """What the speaker will do to somebody: "we will keep up the pressure on Rome"."""
    subject = said.subject
    future = said.auxiliaries & FUTURE or said.lemma in {"continue", "keep", "intend", "vow", "go"}
    if said.negated or not future or not is_own(subject, said) or find(said, "threat", "pressing") is None:
        return None
    return Act("Threat", "THREATEN", objects(said.head, said) or _first_other(said) or of_condition(said.head, said))


def _barring(said: Said) -> Act | None:
    """"We will not allow Rome to seize the island"."""
    head = said.head
    barred = said.has("threat", "barring", said.lemma) and said.negated and said.auxiliaries & (FUTURE | {"can", "could"})
    if not barred or not is_own(said.subject, said):
        return None
    things = [*children(head, "obj", "iobj"), *(low for deed in children(head, "xcomp", "ccomp") for low in children(deed, "nsubj"))]
    target = next((named for thing in things if (named := others(said.cast.named(thing), said))), ())
    if target and any(_is_hostile(deed, said) for deed in _deeds(head)):
        return Act("Threat", "THREATEN", target)
    return Act("Refusal", "REJECT", target)


def _deeds(head: Token) -> Iterator[Token]:
    for deed in children(head, "xcomp", "ccomp", "conj"):
        yield deed
        yield from _deeds(deed)


def _is_hostile(deed: Token, said: Said) -> bool:
    """Whether what others would do harms the speaker."""
    words = said.lexicon.words
    if deed.lemma_.lower() in words["accuse"]["verb"] | words["accuse"]["harm"] | words["threat"]["hostile"] | hard_threats(said):
        return True
    things = {low.lemma_.lower() for thing in children(deed, "obj", "obl") for low in (thing, *thing.children)}
    return bool(things & (words["accuse"]["ill"] | words["accuse"]["damage"] | WEAPONS))


def _first_other(said: Said) -> tuple[Mention, ...]:
    """Whoever else is named first in a clause."""
    for word in clause_words(said.head):
        mention = said.cast.at(word)
        if mention is not None and (found := others((mention,), said)):
            return found
    return ()


def consequence(said: Said) -> Act | None:
    """What will come of another's deed: "any attack would have grave consequences".

    Args:
        said: the clause.
    """
    head, subject = said.head, said.subject
    if said.negated or not said.auxiliaries & (FUTURE | MAYBE) or is_own(subject, said):
        return None
    if is_passive(head) and (said.has("accuse", "harm", said.lemma) or said.lemma in hard_threats(said)):
        return Act("Threat", "THREATEN", whose(subject, said))
    bad = [thing for thing in children(head, "obj", "obl") if said.has("threat", "noun", thing.lemma_.lower())]
    if said.has("threat", "noun", said.lemma) and children(head, "expl"):
        bad.append(head)
    elif subject is not None and said.has("threat", "noun", subject.lemma_.lower()) and _is_conditional(head):
        bad.append(subject)  # "other measures may follow if Rome does not yield"
    elif not bad or not said.has("threat", "bringing", said.lemma):
        return None
    told = [found for thing in bad for low in thing.children if (found := others(said.cast.named(low), said))]
    return Act("Threat", "THREATEN", whose(subject, said) or (told[0] if told else ()) or of_condition(head, said))


def _is_conditional(head: Token) -> bool:
    """Whether it will be so only if, or unless, somebody does something: also "should they not yield"."""
    words = [(clause, word) for clause in children(head, "advcl") for word in clause.children]
    return any(word.lower_ in {"if", "unless", "until"} or (word.lower_ == "should" and word.i == clause.left_edge.i) for clause, word in words)
