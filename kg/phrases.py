"""Set phrases by which one does something, such as "the ball is in X's court": are they in a clause, and of whom?

A phrase is a row of lemmas, written as one reads them. ``a|b`` stands for either word, ``…`` for
up to five words, ``X`` for whoever is meant. Two words may lead it: ``will`` (the clause tells
the future) and ``not`` (the clause is negated). Articles, adverbs and adjectives may stand between.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Token

from kg.model import Mention
from kg.said import FIRST_PERSON, FUTURE, NOT, Said, others
from kg.syntax import VERBAL, forms

GAP = 5
WINDOW = 7
BETWEEN = {"DET", "ADV", "ADJ", "AUX"}
POSSESSIVE = {"PRP$", "POS"}
DEEPER = frozenset({"ccomp", "csubj", "advcl", "acl:relcl", "parataxis"})
NEGATIVE = {"no", "nothing", "never", "nobody", "none", "nowhere", "little", "cannot", "non"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A set phrase: its words, and what must be true of the clause that it stands in."""

    words: tuple[tuple[str, ...], ...]
    future: bool = False
    negated: bool = False

    @property
    def negative(self) -> bool:
        """Whether the phrase has a negation of its own."""
        return any(set(word) & NEGATIVE for word in self.words)

    @property
    def aims(self) -> bool:
        """Whether the phrase says of whom it speaks."""
        return ("X",) in self.words


@dataclass(frozen=True, slots=True)
class Found:
    """That a phrase stands in a clause, whom its ``X`` names if it has one (``aims``), and of what kind it is."""

    whom: tuple[Mention, ...] = ()
    aims: bool = False
    negated: bool = False
    future: bool = False


def phrase(text: str) -> Phrase:
    """Read a phrase as the lexicon writes it.

    Args:
        text: such as "will go unanswered" or "ball be in X court".

    >>> phrase("will not go unanswered|unpunished")
    Phrase(words=(('go',), ('unanswered', 'unpunished')), future=True, negated=True)
    """
    words = text.split()
    future = words[0] == "will"
    words = words[future:]
    negated = words[0] == "not"
    return Phrase(tuple(tuple(word.split("|")) for word in words[negated:]), future, negated)


@lru_cache(maxsize=64)
def _by_first(phrases: frozenset[str]) -> Mapping[str, tuple[Phrase, ...]]:
    index: dict[str, list[Phrase]] = {}
    for text in sorted(phrases, key=lambda text: (-len(text), text)):
        read = phrase(text)
        for word in read.words[0]:
            index.setdefault(word, []).append(read)
    return {word: tuple(found) for word, found in index.items()}


def find(said: Said, table: str, key: str) -> Found | None:
    """The first phrase of a closed class that stands in a clause.

    Args:
        said: the clause.
        table: of the lexicon.
        key: of the table.
    """
    index = _by_first(said.lexicon.words[table][key])
    words = clause_words(said.head)
    for at, word in enumerate(words):
        for each in (each for form in forms(word) for each in index.get(form, ())):
            if not _may_stand(each, said):
                continue
            spans = _rest(each.words[1:], words, at + 1)
            found = _found(spans, each, said) if spans is not None else None
            if found is not None:
                return found
    return None


@lru_cache(maxsize=4)
def clause_words(head: Token) -> tuple[Token, ...]:
    """The words of a clause, with the infinitives under it, without those of other clauses below and beside it.

    Args:
        head: of the clause.
    """
    found = {word.i: word for top in (head, *_torn_off(head)) for word in _within(top, top) if not word.is_punct}
    return tuple(found[i] for i in sorted(found))


def _within(word: Token, top: Token) -> Iterator[Token]:
    yield word
    for child in word.children:
        deeper = child.dep_ in DEEPER and not _is_infinitive(child)
        if not deeper and not (child.dep_ == "conj" and word is top and child.pos_ in VERBAL):
            yield from _within(child, top)


def _is_infinitive(clause: Token) -> bool:
    return clause.dep_ in {"advcl", "csubj"} and clause.tag_ == "VB" and any(mark.lower_ == "to" for mark in clause.children)


def _torn_off(head: Token) -> Iterator[Token]:
    """What a parser tore off a clause: "to Rome" hangs beside "up" in "it is up to Rome"."""
    if head.dep_ == "ccomp" and head.head.i != head.i:
        yield from (each for each in head.head.children if each.dep_ == "ccomp" and each.left_edge.i < head.i < each.i)


def _may_stand(each: Phrase, said: Said) -> bool:
    if each.future and not said.auxiliaries & (FUTURE | {"can", "could", "may", "might"}):
        return False
    return said.negated if each.negated else each.negative or not said.negated


def _rest(wanted: Sequence[tuple[str, ...]], words: Sequence[Token], at: int) -> list[tuple[int, int]] | None:
    """Where the gaps of a phrase are, if its words stand from a word on; else ``None``."""
    if not wanted:
        return []
    first, rest = wanted[0], wanted[1:]
    if first in {("X",), ("…",)}:
        return _gap(first == ("X",), rest, words, at)
    for i in range(at, len(words)):
        if forms(words[i]) & set(first) and (later := _rest(rest, words, i + 1)) is not None:
            return later
        if words[i].pos_ not in BETWEEN and words[i].tag_ not in POSSESSIVE and words[i].lower_ not in NOT:
            return None
    return None


def _gap(aims: bool, rest: Sequence[tuple[str, ...]], words: Sequence[Token], at: int) -> list[tuple[int, int]] | None:
    if at == 0 or (aims and at > len(words)):
        return None
    start = words[at - 1].i + 1
    if not rest:
        return [(start, start + WINDOW)]
    for i in range(at, min(at + GAP, len(words) - 1) + 1):
        if forms(words[i]) & set(rest[0]) and (later := _rest(rest[1:], words, i + 1)) is not None:
            return [(start, words[i].i), *later] if aims else later
    return None


def _found(spans: Sequence[tuple[int, int]], each: Phrase, said: Said) -> Found | None:
    if not each.aims:
        return Found(negated=each.negated, future=each.future)
    whom = next((named for span in spans for named in _named(span, said)), ())
    return Found(whom, True, each.negated, each.future) if whom else None


def _named(span: tuple[int, int], said: Said) -> Iterator[tuple[Mention, ...]]:
    """The others whom the words of a gap name, up to a word for the speaker."""
    doc = said.head.doc
    for token in doc[span[0] : min(span[1], said.head.sent.end)]:
        if token.lower_ in FIRST_PERSON and token.tag_ != "PRP$":
            return
        mention = said.cast.at(token) if token.tag_ != "PRP$" or span[1] - span[0] < WINDOW else None
        if mention is not None and (named := others(said.cast.named(doc[mention.head]) or (mention,), said)):
            yield named
