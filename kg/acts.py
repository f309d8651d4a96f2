"""What one does by saying something: a reported or quoted clause → the act that it performs.

"said Iran must stop" is a demand on Iran, "said it would respond with force" a threat, "said
the ruling was a disgrace" an accusation of whoever ruled. What performs no such act is a
mere statement.

Source: Searle, "A classification of illocutionary acts", Language in Society 5, 1976; the
classes of acts are those of PLOVER.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from kg.cast import Cast
from kg.demands import demand
from kg.judgements import accusation, praise
from kg.lexicon import Lexicon
from kg.menaces import consequence, menace
from kg.model import Actor
from kg.pledges import counted, own_future, refusal
from kg.said import Act, Said
from kg.syntax import children, conjuncts

THINKING = {"say", "think", "believe", "know", "feel", "see", "mean", "understand", "hope", "consider", "repeat", "stress", "insist"}
RULES = (menace, demand, own_future, counted, consequence, accusation, praise, refusal)


def act_of(
    clause: Token, speaker: Sequence[Actor], *, cast: Cast, lexicon: Lexicon, own: bool = False, alone: bool = False
) -> Act | None:
    """The act that a clause performs when it is said, or ``None`` for a mere statement.

    Args:
        clause: the head of the clause.
        speaker: who says it.
        cast: who is mentioned where.
        lexicon: its ``[demand]``, ``[threat]``, ``[promise]``, ``[accuse]`` and ``[praise]`` classes.
        own: whether the words are the speaker's own.
        alone: whether to leave aside what is coordinated with the clause.
    """
    clauses = [Said(head, tuple(speaker), cast, lexicon, own or charged) for head, charged in _clauses(clause, lexicon, alone=alone)]
    if (act := refusal(clauses[0])) is not None:
        return replace(act, head=clause.i)
    return next((replace(act, head=said.head.i) for rule in RULES for said in clauses if (act := rule(said)) is not None), None)


def _clauses(clause: Token, lexicon: Lexicon, *, alone: bool = False) -> Iterator[tuple[Token, bool]]:
    """The clause, what is coordinated with it, and what it only introduces ("we can say that …").

    With each, whether it is brought forward as a charge: "the report shows that …".
    """
    for head in [clause] if alone else conjuncts(clause):
        yield head, False
        for child in head.children:
            if child.dep_ == "ccomp" and head.lemma_.lower() in THINKING:
                yield from _clauses(child, lexicon)
            elif child.dep_ == "parataxis" and child.i > head.i:
                yield child, False
        for shown in _shown(head, lexicon):
            for low, _ in _clauses(shown, lexicon):
                yield low, True


def _shown(head: Token, lexicon: Lexicon) -> Iterator[Token]:
    """What a clause offers as a fact: "this makes clear that …", "it is a sign that …", "there is no doubt that …"."""
    showing = lexicon.has("accuse", "showing", head.lemma_.lower())
    held = [head, *children(head, "xcomp", "obj")] if showing else [head, *(children(head, "nsubj") if children(head, "expl") else ())]
    for word in held:
        if word is head and not showing and not lexicon.has("accuse", "sign", head.lemma_.lower()):
            continue
        if word is head or lexicon.has("accuse", "sign", word.lemma_.lower()):
            yield from (low for low in children(word, "ccomp", "acl", "csubj") if _is_that(low))


def _is_that(clause: Token) -> bool:
    """Whether a clause is a finite one after "that"."""
    return any(mark.lower_ == "that" for mark in children(clause, "mark"))
