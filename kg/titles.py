"""Nouns for people who act for somebody: "the Russian foreign minister", "UN officials"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from kg.gazetteer import Gazetteer, Name, Title
from kg.model import Actor, Place
from kg.syntax import preposition

_BEFORE = frozenset({"amod", "compound", "nmod:poss", "nmod:desc", "flat", "nmod:unmarked", "nmod"})
_AFTER = frozenset({"of", "from", "for", "in", "at"})
_LONGEST = 4
_SKIPPED_BEFORE = frozenset({"DET", "NUM", "PUNCT", "CCONJ", "PART"})


@dataclass(frozen=True, slots=True)
class Found:
    """A name of the gazetteer in the text; tokens, half open."""

    name: Name
    first: int
    last: int
    head: int


@dataclass(frozen=True, slots=True)
class Office:
    """A title in the text, and for whom its holder acts."""

    title: Title
    first: int
    last: int
    head: int
    owners: tuple[Found, ...]
    words: str

    @property
    def start(self) -> int:
        """The first token of the phrase: of an owner named before the title, or the title."""
        return min([self.first, *(owner.first for owner in self.owners if owner.last <= self.first)])


def offices(doc: Doc, names: Sequence[Found], *, gazetteer: Gazetteer) -> Iterator[Office]:
    """Every title in a text.

    Args:
        doc: the parsed text.
        names: the gazetteer's names in it.
        gazetteer: the tables.

    Yields:
        The titles in text order; the longest where several fit.
    """
    taken = {i for found in names for i in range(found.first, found.last)}
    by_head = {found.head: found for found in names}
    i = 0
    while i < len(doc):
        last = _longest(doc, i, taken, gazetteer.titles)
        if last is None:
            i += 1
            continue
        span = doc[i:last]
        words = _key(span, gazetteer.titles)
        assert words is not None
        yield Office(gazetteer.titles[words], i, last, span.root.i, _owners(span, by_head, doc), span.text)
        i = last


def _longest(doc: Doc, first: int, taken: set[int], titles: Mapping[str, Title]) -> int | None:
    for last in range(min(first + _LONGEST, len(doc)), first, -1):
        if taken.intersection(range(first, last)) or doc[last - 1].pos_ not in ("NOUN", "PROPN"):
            continue
        if _key(doc[first:last], titles) is not None:
            return last
    return None


def _key(span: Span, titles: Mapping[str, Title]) -> str | None:
    words = span.text.lower()
    if words in titles:
        return words
    singular = span.text_with_ws[: span[-1].idx - span.start_char].lower() + span[-1].lemma_.lower()
    return singular if singular in titles else None


def _owners(span: Span, by_head: Mapping[int, Found], doc: Doc) -> tuple[Found, ...]:
    before, after = [], []
    for found in by_head.values():
        top = _climb(doc[found.head], span)
        if top is None:
            continue
        (before if found.last <= span.start else after).append((top, found))
    if not before and span.start and (near := _adjacent(span, by_head)):
        return (near,)
    chosen = before or [(top, found) for top, found in after if preposition(top) in _AFTER]
    return tuple(found for _, found in chosen)


def _climb(token: Token, span: Span) -> Token | None:
    """The modifier of the title under which a token stands, at most three steps up."""
    for _ in range(4):
        if span.start <= token.head.i < span.end and token.dep_ in _BEFORE | {"conj"}:
            return token if token.dep_ != "conj" else None
        if token.dep_ not in _BEFORE | {"conj"} or token.head is token:
            return None
        token = token.head
    return None


def _adjacent(span: Span, by_head: Mapping[int, Found]) -> Found | None:
    """A name right before the title, whatever the parser made of it."""
    doc, i = span.doc, span.start - 1
    while i > 0 and (doc[i].pos_ == "PART" or doc[i].dep_ == "amod" and i not in by_head and doc[i].is_lower):
        i -= 1
    return next((found for found in by_head.values() if found.last == i + 1 and doc[i].sent == span.root.sent), None)


def owner_actors(office: Office, *, gazetteer: Gazetteer) -> tuple[Actor, ...]:
    """For whom the holder of an office acts: states, bodies; a city stands for its state."""
    found: list[Actor] = []
    for owner in office.owners:
        actors = owner.name.actors or _of_place(owner.name.place, gazetteer) or _of_region(owner.name, office)
        found.extend(actor for actor in actors if actor not in found)
    return tuple(found)


def _of_region(name: Name, office: Office) -> tuple[Actor, ...]:
    """People of a region are a group by themselves: "European officials"."""
    return () if name.place is not None else (Actor(f"{name.text} {office.words}", "Group"),)


def _of_place(place: Place | None, gazetteer: Gazetteer) -> tuple[Actor, ...]:
    state = gazetteer.state(place.country) if place is not None and place.country else None
    return () if state is None else (state,)
