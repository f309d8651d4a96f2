"""What is blamed or praised: clauses that speak ill or well of another, and words for him."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from kg.cast import Cast
from kg.lexicon import Lexicon
from kg.model import Actor, Mention
from kg.phrases import find
from kg.said import (
    FUTURE,
    UNSURE,
    Act,
    Said,
    deeds,
    hard_threats,
    is_infinitive,
    is_own,
    is_wished,
    others,
    whose,
)
from kg.syntax import VERBAL, children, forms, is_passive, preposition, subjects

TALKING = {"CONSULT", "ACCUSE", "REJECT", "REQUEST", "STATEMENT"}
THAT = {"ccomp", "csubj", "acl", "acl:relcl", "advcl"}


def accusation(said: Said) -> Act | None:
    """The blame that a clause lays on another, or on whoever did what it points at.

    Args:
        said: the clause.
    """
    subject = said.subject
    if is_own(subject, said):
        return _dismay(said)
    if is_infinitive(said.head) or is_wished(said.head):
        return None
    target = _blamed(said, subject)
    pointed = _points(subject, said)
    if not target and not pointed:
        return None
    blames = _in_set_words(said) or _omits(said, target) or _judges(said, target)
    return Act("Accusation", "ACCUSE", target) if blames else None


def _dismay(said: Said) -> Act | None:
    """"We are appalled by the shelling": fault is found with whoever did it."""
    words = {said.lemma, said.head.lower_}
    if said.negated or said.auxiliaries & (UNSURE | FUTURE) or not words & said.lexicon.words["accuse"]["feeling"]:
        return None
    things = [low for low in said.head.children if preposition(low) in {"by", "at", "about", "over", "with"}]
    target = next((found for thing in things if (found := whose(thing, said))), ()) or _doers(said.head, said)
    if not target and not any(_is_deed(thing, said) for thing in things):
        return None
    return Act("Concern", "ACCUSE", target)


def _blamed(said: Said, subject: Token | None) -> tuple[Mention, ...]:
    """Whom a clause speaks of: its subject, its agent, or who acts in the clause that it judges."""
    target = whose(subject, said)
    if not target and subject is not None and subject.lower_ == "what":
        target = next((found for low in children(subject, "acl:relcl") if (found := _doer(low, said))), ())
    if not target and is_passive(said.head):
        target = tuple(m for agent in subjects(said.head) for m in others(said.cast.named(agent), said))
    return target or _doers(said.head, said)


def _doers(head: Token, said: Said) -> tuple[Mention, ...]:
    """Who acts in a clause that is judged: "it is unacceptable that Rome has …"."""
    it = any(child.lower_ in {"it", "what"} for child in children(head, "nsubj", "expl", "nsubj:outer", "obj"))
    below = [child for child in head.children if child.dep_ in THAT and child.pos_ in VERBAL | {"ADJ", "NOUN"}]
    beside = [low for low in children(head.head, "ccomp") if low.i > head.i and head.dep_ == "ccomp" and _is_that(low)]
    for clause in [*below, *beside] if it or below else []:
        if _is_that(clause) and (found := _doer(clause, said)):
            return found
    return ()


def _is_that(clause: Token) -> bool:
    return any(low.lower_ in {"that", "how", "why"} for low in clause.children)


def _doer(clause: Token, said: Said) -> tuple[Mention, ...]:
    return next((found for subject in subjects(clause) if (found := whose(subject, said))), ())


def _in_set_words(said: Said) -> bool:
    found = find(said, "accuse", "phrase")
    return found is not None and (found.future or not said.auxiliaries & ((UNSURE | FUTURE) - {"can", "could"}))


def _omits(said: Said, target: tuple[Mention, ...]) -> bool:
    """"Rome has not kept its word": another has not done what he should have."""
    done = bool(said.auxiliaries & {"has", "have", "had", "did", "does", "do", "is", "are", "was", "were"})
    return bool(target) and said.negated and done and said.has("accuse", "omitted", said.lemma) and not said.auxiliaries & (UNSURE | FUTURE)


def _judges(said: Said, target: tuple[Mention, ...]) -> bool:
    """Whether a clause judges by a word of blame, or tells of harm in the speaker's own words."""
    if said.negated or said.auxiliaries & (UNSURE | FUTURE):
        return False
    words = set(_words(said.head))
    nouns = said.lexicon.words["accuse"]["noun"]
    if words & (nouns | said.lexicon.words["accuse"]["verb"] if target else nouns):
        return True
    return bool(said.own and target) and (_does_harm(said, words) or _means_harm(said))


def _does_harm(said: Said, words: set[str]) -> bool:
    """Whether a clause tells of harm that its subject does, by its verb or by what the verb is done for."""
    accuse = said.lexicon.words["accuse"]
    if said.lemma in accuse["harm"] and _has_victim(said.head):
        return True
    if said.lemma in accuse["doing"] and any(forms(thing) & accuse["damage"] for thing in children(said.head, "obj")):
        return True
    single = [t for t in said.lexicon.triggers.get(said.lemma, ()) if t.part == "verb" and len(t.words) == 1]
    told = {trigger.frame.category for trigger in single}
    return said.head.pos_ in VERBAL and bool(words & accuse["ill"]) and not told & TALKING


def _has_victim(verb: Token) -> bool:
    """Whether harm is done to somebody: "starves its people", not "people are starving"."""
    against = any(preposition(low) in {"on", "against", "at", "into"} for low in children(verb, "obl"))
    return is_passive(verb) or against or bool(children(verb, "obj", "iobj", "ccomp"))


def _means_harm(said: Said) -> bool:
    """"Rome aims to destroy our way of life", "is bent on carrying out attacks"."""
    accuse = said.lexicon.words["accuse"]
    if not {said.lemma, *(low.lemma_.lower() for low in children(said.head, "xcomp"))} & accuse["intent"]:
        return False
    below = [low for deed in deeds(said.head) for low in (deed, *children(deed, "advcl")) if low.i != said.head.i]
    meant = {word.lemma_.lower() for word in below if word.dep_ != "advcl" or preposition(word) in {"on", "to", "upon"}}
    things = {form for word in below for thing in children(word, "obj") for form in forms(thing)}
    return bool(meant & (accuse["verb"] | accuse["harm"] | hard_threats(said)) or things & {"attack", "terror", "destruction", "genocide"})


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
    words = {word for predicate in predicates for word in _words(predicate)} or _run_together(verb)
    # "named both fronts as terrorists": a name is what is judged, not the judgement.
    things = children(verb, "obj", "nsubj:pass", "iobj") or [child for child in children(verb, "xcomp") if child.pos_ == "PROPN"]
    target = whose(things[0], said) if things else ()
    if things and not target and things[0].lower_ == "it":
        target = next((found for each in (*predicates, verb) if (found := _doers_of(each, said))), ())
    if words & lexicon.words["accuse"]["noun"]:
        return Act("Accusation", "ACCUSE", target)
    return Act("Praise", "SUPPORT", target) if words & lexicon.words["praise"]["word"] else None


def _run_together(verb: Token) -> set[str]:
    """The predicate that a parser took for the head of what is judged: "called the veto blackmail"."""
    things = children(verb, "obj") if verb.lemma_ in {"call", "deem", "brand", "label"} else []
    return {form for thing in things if children(thing, "compound") and children(thing, "det") for form in forms(thing)}


def _doers_of(head: Token, said: Said) -> tuple[Mention, ...]:
    below = [child for child in head.children if child.dep_ in THAT and _is_that(child)]
    return next((found for clause in below if (found := _doer(clause, said))), ())


def _points(subject: Token | None, said: Said) -> bool:
    """Whether the subject points at a deed without naming who did it: "this", "leaving them", "the strike"."""
    if subject is None:
        return False
    if subject.lower_ in {"this", "that", "it", "what"} or subject.dep_ == "csubj":
        return True
    if subject.lower_ in {"they", "he", "she", "you"} and said.own and not said.cast.named(subject):
        return said.has("accuse", "verb", said.lemma)  # "they are lying to us"
    pointing = any(child.lower_ in {"the", "this", "that", "these", "those", "such"} for child in children(subject, "det"))
    return pointing and _is_deed(subject, said)


def _is_deed(noun: Token, said: Said) -> bool:
    """Whether a noun tells of what somebody did: it is one of the frames' or stands for a deed."""
    words = said.lexicon.words
    below = {form for low in children(noun, "nmod", "compound") for form in forms(low)}
    if below & (words["accuse"]["ill"] | words["accuse"]["damage"]):
        return True
    if forms(noun) & (words["accuse"]["conduct"] | words["reference"]["deed"] | words["reference"]["document"] | words["accuse"]["ill"] | words["accuse"]["damage"] | words["accuse"]["noun"]):
        return True
    nouns = [each for form in forms(noun) for each in said.lexicon.triggers.get(form, ()) if each.part == "noun"]
    return any(each.frame.category != "CONSULT" for each in nouns) or noun.lemma_.lower().endswith(("ing", "tion", "sion", "ment", "al"))


def _words(head: Token) -> Iterator[str]:
    """The words in which a clause judges: its predicate, the adjectives and objects of that."""
    yield head.lemma_.lower()
    yield head.lower_
    for child in head.children:
        if child.dep_ in {"obj", "xcomp", "amod", "compound", "nmod", "obl"}:
            yield child.lemma_.lower()
            yield child.lower_
            if child.dep_ in {"obj", "xcomp", "nmod"}:
                yield from (word for low in children(child, "amod", "nmod", "acl", "conj") for word in (low.lemma_.lower(), low.lower_))


def praise(said: Said) -> Act | None:
    """The praise that a clause gives another.

    Args:
        said: the clause.
    """
    subject = said.subject
    if is_own(subject, said):
        found = None if said.auxiliaries & (UNSURE | said.lexicon.words["demand"]["auxiliary"]) else find(said, "praise", "own")
        return Act("Praise", "SUPPORT", found.whom) if found is not None else None
    if said.auxiliaries & UNSURE or is_infinitive(said.head):
        return None
    target = whose(subject, said) or _doers(said.head, said)
    if find(said, "praise", "phrase") is not None and (target or _points(subject, said)):
        return Act("Praise", "SUPPORT", target)
    traded = any(low.lower_ in {"trading", "trade", "business"} for low in said.head.children)
    good = set(_words(said.head)) & said.lexicon.words["praise"]["word"] - ({"partner"} if traded else set())
    return Act("Praise", "SUPPORT", target) if good and target and not said.negated else None
