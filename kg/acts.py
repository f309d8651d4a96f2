"""What one does by saying something: a reported or quoted clause → the act that it performs.

"said Iran must stop" is a demand on Iran, "said it would respond with force" a threat, "said
the ruling was a disgrace" an accusation of whoever ruled. What performs no such act is a
mere statement.

Source: Searle, "A classification of illocutionary acts", Language in Society 5, 1976; the
classes of acts are those of PLOVER.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from kg.cast import Cast
from kg.judgements import accusation, praise
from kg.lexicon import Lexicon
from kg.model import Actor, Mention
from kg.said import FUTURE, Act, Said, is_own, of_condition, others, subject_of, whose
from kg.syntax import VERBAL, children, conjuncts, forms, is_passive, preposition

WHERE = {"in", "at", "near"}


def act_of(
    clause: Token, speaker: Sequence[Actor], *, cast: Cast, lexicon: Lexicon, own: bool = False
) -> Act | None:
    """The act that a clause performs when it is said, or ``None`` for a mere statement.

    Args:
        clause: the head of the clause.
        speaker: who says it.
        cast: who is mentioned where.
        lexicon: its ``[demand]``, ``[threat]``, ``[promise]``, ``[accuse]`` and ``[praise]`` classes.
        own: whether the words are the speaker's own.
    """
    rules = (_demand, _own_future, _consequence, accusation, praise)
    clauses = [Said(head, tuple(speaker), cast, lexicon, own) for head in _clauses(clause)]
    return next((act for rule in rules for said in clauses if (act := rule(said)) is not None), None)


def _clauses(clause: Token) -> Iterator[Token]:
    """The clause, what is coordinated with it, and what it only introduces ("we can say that …")."""
    for head in conjuncts(clause):
        yield head
        for child in head.children:
            if child.dep_ == "ccomp" and head.lemma_.lower() in {"say", "think", "believe", "know", "feel", "see", "mean", "understand", "hope"}:
                yield from _clauses(child)
            elif child.dep_ == "parataxis" and child.i > head.i:
                yield child


def _demand(said: Said) -> Act | None:
    head, subject = said.head, subject_of(said.head)
    if said.own and _is_imperative(head):
        return Act("Demand", "REQUEST")
    must = bool(said.auxiliaries & said.lexicon.words["demand"]["auxiliary"])
    need = said.has("demand", "verb", said.lemma) and bool(children(head, "xcomp"))
    proper = said.has("demand", "adjective", said.lemma)
    called_for = proper and bool(children(head, "csubj", "xcomp", "ccomp", "advcl", "acl"))
    if not (must or need or called_for) or (must and {"have", "has"} & said.auxiliaries):
        return None
    if proper and (target := _whom_it_behoves(head, said)):
        return Act("Demand", "REQUEST", target)
    if is_own(subject, said):
        return None
    if subject is None or (is_passive(head) and not said.cast.named(subject)):
        return Act("Demand", "REQUEST")
    return Act("Demand", "REQUEST", whose(subject, said))


def _is_imperative(head: Token) -> bool:
    """A bare verb without a subject at the head of direct speech: "Stop the attacks"."""
    subject = children(head, "nsubj", "nsubj:pass", "csubj", "expl", "aux", "cop", "mark")
    return head.tag_ == "VB" and head.dep_ in {"ROOT", "parataxis", "ccomp"} and not subject and head.lower_ not in {"let", "thank"}


def _whom_it_behoves(head: Token, said: Said) -> tuple[Mention, ...]:
    """The "for" phrase of "it is time for X to act"."""
    for child in head.children:
        if child.dep_ in {"csubj", "xcomp", "ccomp", "advcl", "acl"}:
            for low in children(child, "nsubj"):
                if found := others(said.cast.named(low), said):
                    return found
        elif preposition(child) == "for" and (found := others(said.cast.named(child), said)):
            return found
    return ()


def _own_future(said: Said) -> Act | None:
    """What the speaker says he will do, may do, or is ready to do."""
    head = said.head
    if not (is_own(subject_of(head), said) or _is_of_itself(said)) or _moves_troops(head, said):
        return None
    if said.negated:
        return Act("Refusal", "REJECT", _objects(head, said)) if _refuses(said) else None
    if _threatens(said):
        return Act("Threat", "THREATEN", _objects(head, said) or of_condition(head, said))
    if _is_future(said) and _lemmas(head) & said.lexicon.words["promise"]["verb"]:
        return Act("Promise", "AGREE", _objects(head, said))
    if said.has("promise", "adjective", said.lemma):
        return Act("Willingness", "AGREE", _objects(head, said))
    return None


def _is_future(said: Said) -> bool:
    return bool(said.auxiliaries & FUTURE) or said.lemma in {"go", "intend", "plan"}


def _lemmas(head: Token) -> set[str]:
    return {word.lemma_.lower() for word in _deeds(head)}


def _refuses(said: Said) -> bool:
    """Whether "will not" refuses what others want: "will not negotiate", "will not yield"."""
    words = said.lexicon.words["promise"]
    return _is_future(said) and bool(_lemmas(said.head) & (words["verb"] | words["wanted"]))


def _threatens(said: Said) -> bool:
    words, lemmas = said.lexicon.words, _lemmas(said.head)
    if _is_future(said) and (lemmas & (words["threat"]["verb"] - words["promise"]["verb"]) or _takes_measures(said.head, said)):
        return True
    if said.auxiliaries & {"may", "might", "could"} and lemmas & _hard_threats(said):
        return True
    return said.lemma == "reserve" and bool(_rights(said.head) & words["threat"]["verb"])


def _rights(head: Token) -> set[str]:
    """What one reserves the right to do."""
    rights = [thing for thing in children(head, "obj") if thing.lemma_.lower() == "right"]
    return {deed.lemma_.lower() for right in rights for deed in children(right, "acl")}


def _is_of_itself(said: Said) -> bool:
    """Whether "it" is the body that speaks, though it looks like an empty subject: "said it was open to talks"."""
    empty = any(child.lower_ == "it" for child in children(said.head, "expl"))
    return empty and said.has("promise", "adjective", said.lemma) and any(a.kind != "Person" for a in said.speaker)


def _moves_troops(head: Token, said: Said) -> bool:
    """Whether what will be done is that troops leave or come: told as a deed, not as a threat."""
    if not said.has("threat", "moving", said.lemma):
        return False
    things = children(head, "nsubj", "obj", "nsubj:pass")
    return any(forms(thing) & said.lexicon.words["threat"]["troops"] for thing in things)


def _deeds(head: Token) -> Iterator[Token]:
    """The verb and the infinitives under it: "will continue to fight"."""
    yield head
    for child in children(head, "xcomp", "conj"):
        if child.pos_ in VERBAL:
            yield from _deeds(child)


def _takes_measures(head: Token, said: Said) -> bool:
    """Whether what will be done is hostile by its object: "will take all necessary action"."""
    for verb in _deeds(head):
        for thing in children(verb, "obj", "obl"):
            word = thing.lemma_.lower()
            sharp = {child.lemma_.lower() for child in children(thing, "amod", "det", "compound")}
            if said.has("threat", "blow", word) or (
                said.has("threat", "noun", word) and sharp & said.lexicon.words["threat"]["adjective"]
            ):
                return True
    return False


def _consequence(said: Said) -> Act | None:
    """What will come of another's deed: "any attack would have grave consequences"."""
    head, subject = said.head, subject_of(said.head)
    if said.negated or not said.auxiliaries & (FUTURE | {"could", "may", "can"}) or is_own(subject, said):
        return None
    if is_passive(head) and (said.has("accuse", "harm", said.lemma) or said.lemma in _hard_threats(said)):
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
    """Whether it will be so only if, or unless, somebody does something."""
    return any(mark.lower_ in {"if", "unless", "until"} for clause in children(head, "advcl") for mark in clause.children)


def _hard_threats(said: Said) -> frozenset[str]:
    """Verbs that threaten whatever else is said."""
    words = said.lexicon.words
    return words["threat"]["verb"] - words["threat"]["soft"] - words["promise"]["verb"]


def _objects(head: Token, said: Said) -> tuple[Mention, ...]:
    for verb in _deeds(head):
        for child in children(verb, "obj", "obl", "iobj"):
            named = others(said.cast.named(child) or said.cast.inside(child), said)
            if named and not (preposition(child) in WHERE and any(m.place is not None for m in named)):
                return named
    return ()
