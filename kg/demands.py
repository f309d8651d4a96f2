"""Demands in what is said: "Iran must stop", "the ball is in Iran's court", "no deal until Iran yields"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.model import Mention
from kg.phrases import find
from kg.said import FUTURE, Act, Said, is_own, of_condition, others, whose
from kg.syntax import VERBAL, children, is_passive, preposition

ABLE = FUTURE | {"can", "could", "ca", "may", "might"}
WANTING = {"want", "need", "demand", "expect", "seek", "require", "await", "insist", "request"}
CLAUSES = {"csubj", "xcomp", "ccomp", "advcl", "acl", "acl:relcl"}
STRICT = {"until", "unless", "before", "till"}


def demand(said: Said) -> Act | None:
    """The demand that a clause makes on another.

    Args:
        said: the clause.
    """
    return _imperative(said) or _in_set_words(said) or _wanted(said) or _on_condition(said) or _duty(said)


def _imperative(said: Said) -> Act | None:
    """A bare verb without a subject at the head of direct speech: "Stop the attacks", "Let Iran answer"."""
    head = said.head
    if not said.own or not _is_bare(head):
        return None
    if head.lower_ == "let":
        things = children(head, "obj", "nsubj")
        if not things or things[0].lower_ in {"us", "me", "'s"}:
            return None
        return Act("Demand", "REQUEST", others(said.cast.named(things[0]), said))
    addressed = head.head if head.dep_ == "parataxis" and head.head.pos_ == "PROPN" else None
    called = [addressed] if addressed is not None and addressed.i < head.i else children(head, "vocative")
    return Act("Demand", "REQUEST", others(said.cast.named(called[0]), said) if called else ())


def _is_bare(head: Token) -> bool:
    subject = children(head, "nsubj", "nsubj:pass", "csubj", "expl", "aux", "cop", "mark")
    return head.tag_ == "VB" and head.dep_ in {"ROOT", "parataxis", "ccomp"} and not subject and head.lower_ not in {"thank", "please"}


def _in_set_words(said: Said) -> Act | None:
    found = find(said, "demand", "phrase")
    if found is None:
        return None
    if found.aims:
        return Act("Demand", "REQUEST", found.whom)
    subject = said.subject
    return None if subject is None or is_own(subject, said) else Act("Demand", "REQUEST", whose(subject, said))


def _wanted(said: Said) -> Act | None:
    """"We want guarantees from Rome": something that only others can give."""
    if said.negated or said.lemma not in WANTING or not is_own(said.subject, said):
        return None
    due = [thing for thing in children(said.head, "obj") if said.has("demand", "due", thing.lemma_.lower())]
    if not due:
        return None
    below = [mention for low in due[0].subtree if (mention := said.cast.at(low)) is not None and mention.how != "unlisted"]
    return Act("Demand", "REQUEST", others(below, said)[:1])


def _on_condition(said: Said) -> Act | None:
    """"There can be no deal until Rome yields": what is said is that Rome has to."""
    subject = said.subject
    thing = subject if subject is not None and subject.dep_ in {"nsubj", "nsubj:pass"} and subject.lower_ not in {"there", "it"} else said.head
    if not said.auxiliaries & ABLE or not said.has("demand", "dealing", thing.lemma_.lower()):
        return None
    none = said.negated or any(child.lower_ == "no" for child in thing.children)
    if not none:
        return None
    if any(mark.lower_ in STRICT for clause in children(said.head, "advcl") for mark in clause.children):
        return Act("Demand", "REQUEST", of_condition(said.head, said))
    partners = [named for child in thing.children if preposition(child) == "with" and (named := others(said.cast.named(child), said))]
    return Act("Refusal", "REJECT", partners[0]) if partners else None


def _duty(said: Said) -> Act | None:
    """"Rome must", "it is time for Rome to", "it is vital that Rome"."""
    head, subject = said.head, said.subject
    must = bool(said.auxiliaries & said.lexicon.words["demand"]["auxiliary"])
    need = said.has("demand", "verb", said.lemma) and bool(children(head, "xcomp")) and not children(head, "obj")
    proper = said.has("demand", "adjective", said.lemma)
    below = CLAUSES if said.lemma == "time" else CLAUSES - {"acl:relcl"}
    called_for = proper and bool(children(head, *below))
    if not (must or need or called_for) or (must and {"have", "has"} & said.auxiliaries) or _is_inert(said, subject):
        return None
    if proper and (target := _whom_it_behoves(head, said)):
        return Act("Demand", "REQUEST", target)
    if is_own(subject, said):
        return Act("Demand", "REQUEST") if must and _is_appeal(subject) else None
    if subject is None or (is_passive(head) and not said.cast.named(subject)):
        return Act("Demand", "REQUEST")
    return Act("Demand", "REQUEST", whose(subject, said))


def _is_appeal(subject: Token | None) -> bool:
    """"We must all act" is said to those who hear it."""
    return subject is not None and subject.lower_ == "we"


def _is_inert(said: Said, subject: Token | None) -> bool:
    """Whether a thing only behaves as things do: "prices must fall"."""
    low = children(said.head, "xcomp")[:1] if said.has("demand", "verb", said.lemma) else [said.head]
    inert = any(verb.pos_ in VERBAL and said.has("demand", "inert", verb.lemma_.lower()) for verb in low)
    return inert and subject is not None and not said.cast.named(subject) and not said.cast.inside(subject)


def _whom_it_behoves(head: Token, said: Said) -> tuple[Mention, ...]:
    """The "for" phrase of "it is time for X to act"."""
    for child in head.children:
        if child.dep_ in CLAUSES:
            for low in children(child, "nsubj"):
                if found := others(said.cast.named(low), said):
                    return found
        elif preposition(child) == "for" and (found := others(said.cast.named(child), said)):
            return found
    return ()
