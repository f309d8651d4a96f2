"""Where and when an event takes place, as its sentence tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from kg.cast import Cast
from kg.lexicon import Lexicon
from kg.model import Mention, Place, Span, When
from kg.roles import Candidate
from kg.syntax import children, clause_head, preposition, subtree

_ASIDE = frozenset({"ccomp", "xcomp", "conj", "parataxis", "nsubj", "obj", "acl:relcl", "advcl"})
_ADJUNCT = frozenset({"obl", "obl:tmod", "advmod", "obl:npmod", "obl:unmarked"})


def place(candidate: Candidate, *, cast: Cast, doc: Doc, lexicon: Lexicon) -> Place | None:
    """Where an event takes place.

    Args:
        candidate: the event, its roles filled.
        cast: who and what is mentioned where.
        doc: the parsed text.
        lexicon: its ``[places]`` class.
    """
    match = candidate.match
    taken = {mention.head for mention in (*candidate.source, *candidate.target)}
    heads = [doc[match.trigger], *([doc[match.light]] if match.light is not None else [])]
    for head in heads:
        for child in children(head, "obl", "nmod"):
            first_word = preposition(child).split(" ")[0]
            mention = cast.spot(child)
            if first_word in lexicon.words["places"]["preposition"] and mention is not None and mention.place is not None and child.i not in taken:
                return _at(mention)
    if candidate.type == "Visit":
        there = next((mention for mention in candidate.target if mention.place is not None), None)
        return _at(there) if there is not None else None
    return None


def _at(mention: Mention) -> Place | None:
    return replace(mention.place, span=Span(mention.start, mention.end, mention.text)) if mention.place else None


def when(candidate: Candidate, *, doc: Doc, times: Sequence[When]) -> When | None:
    """When an event takes place: the expression under its own words, else in its clause.

    Args:
        candidate: the event, its roles filled.
        doc: the parsed text.
        times: the expressions of the text, in text order.
    """
    match = candidate.match
    trigger, light = doc[match.trigger], doc[match.light] if match.light is not None else None
    inside = [each for each in times if each.span is not None]
    for head in [trigger] if light is None else [trigger, light]:
        below = [w for child in head.children if child.dep_ not in _ASIDE for w in _below(child, inside)]
        if below:
            return below[0]
    clause = clause_head(light or trigger)
    if clause.i != trigger.i:
        below = [w for child in clause.children if child.dep_ in _ADJUNCT for w in _below(child, inside)]
        return below[0] if below else None
    return None


def _below(token: Token, times: Sequence[When]) -> list[When]:
    words = subtree(token, without=frozenset({"acl:relcl", "acl", "conj"}))
    start, end = words[0].idx, words[-1].idx + len(words[-1])
    return [each for each in times if each.span is not None and start <= each.span.start and each.span.end <= end]
