"""Groups that bear no name: "all relevant parties", "others in the region", "the family of …".

Where somebody acts, or is acted upon, whom neither a name nor an earlier mention tells, the
words of the text stand for him.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kg.cast import Cast
from kg.lexicon import Lexicon
from kg.model import Actor, Mention
from kg.nominals import OWNED
from kg.syntax import children, forms, preposition, subtree

ROLES = frozenset({"nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent", "conj", "nmod"})
AROUND = frozenset({"amod", "compound", "nummod", "advmod", "nmod:poss"})
LONGEST_TOKENS = 8
# Such as "Thousands marched", not "thousands of dollars".
COUNTED = frozenset({"thousand", "hundred"})
# Whoever has these is none of them: "his critics".
AGAINST = frozenset({"critic", "opponent", "rival", "enemy", "foe", "adversary", "detractor", "predecessor", "successor", "challenger", "neighbour", "neighbor", "ally", "partner"})
AUDIENCE = frozenset({"reporter", "journalist"})


def unnamed(doc: Doc, *, cast: Cast, lexicon: Lexicon) -> Iterator[Mention]:
    """Mentions of people whom no other stage has resolved, each an actor of its own.

    Args:
        doc: the parsed text.
        cast: who is mentioned already.
        lexicon: its ``[reference] group`` nouns.
    """
    for token in doc:
        if token.dep_ not in ROLES or cast.spot(token) is not None:
            continue
        if not (token.pos_ == "NOUN" or token.lower_ == "others") or not _is_group(token, lexicon):
            continue
        if forms(token) & AUDIENCE and token.head.pos_ == "VERB" and token.dep_ in {"obj", "iobj", "obl"}:
            continue
        if token.lemma_.lower() in OWNED and any(child.lower_ in {"my", "our"} for child in token.children):
            continue
        if (cast.inside(token) and not forms(token) & AGAINST) or (token.dep_ == "nmod" and preposition(token) not in {"with", "between", "among", "by"} and not _is_to_act(token)):
            continue
        yield _mention(token, cast)


def _is_to_act(noun: Token) -> bool:
    """Of whom it is said that he should do something: "time for others to act"."""
    return preposition(noun) == "for" and any(low.tag_ == "VB" for low in children(noun.head, "acl", "xcomp"))


def _is_group(noun: Token, lexicon: Lexicon) -> bool:
    if noun.lemma_.lower() in COUNTED and noun.dep_ not in {"nsubj", "nsubj:pass"}:
        return False
    return bool(forms(noun) & lexicon.words["reference"]["group"])


def _mention(noun: Token, cast: Cast) -> Mention:
    words = [noun, *(child for child in noun.lefts if (child.dep_ in AROUND and child.lower_ != "whose") or child.lower_ in {"all", "both", "other"})]
    for child in noun.rights:
        if child.dep_ == "nmod" and preposition(child) in {"of", "in"} and cast.spot(child) is not None:
            words.extend(subtree(child))
    first, last = min(word.i for word in words), max(word.i for word in words) + 1
    if last - first > LONGEST_TOKENS:
        first, last = noun.i, noun.i + 1
    span = noun.doc[first:last]
    actor = Actor(span.text, "Group")
    return Mention(span.start_char, span.end_char, span.text, first, last, noun.i, (actor,), "unlisted")
