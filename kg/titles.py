"""Nouns for people who act for somebody: "the Russian foreign minister", "UN officials"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from kg.gazetteer import Gazetteer, Name, Title
from kg.model import Actor, Place
from kg.syntax import children, preposition

_BEFORE = frozenset({"amod", "compound", "nmod:poss", "nmod:desc", "flat", "nmod:unmarked", "nmod"})
_AFTER = frozenset({"of", "from", "for", "to"})
_WHERE = frozenset({"in", "at"})
# Whose seat tells for whom they act: "officials in Washington".
_SEATED = frozenset({"official", "officials", "authorities", "government", "diplomats", "leadership", "regime", "ministry", "junta", "parliament", "cabinet", "rulers", "lawmakers", "legislators", "police", "prosecutors", "spokesman", "spokeswoman", "spokesperson"})
_AWAY = frozenset({"ambassador", "envoy", "embassy", "consulate", "ambassadors", "envoys", "troops", "forces", "representative"})
_LONGEST = 4
_OWNED = frozenset({"his", "her", "their", "its", "our", "my"})


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
        The titles in text order; the longest where several fit, with rank and field.
    """
    taken = {i for found in names for i in range(found.first, found.last)}
    by_head = {found.head: found for found in names}
    i = done = 0
    while i < len(doc):
        last = _longest(doc, i, taken, gazetteer)
        if last is None or _is_surname(doc, i, last, done, gazetteer.titles):
            i += 1
            continue
        span = doc[i:last]
        key = _key(span, gazetteer.titles)
        assert key is not None
        first, last = _ranked(doc, i, done, taken, gazetteer), _portfolio(doc, last, taken, gazetteer)
        owners = _owners(doc[first:last], by_head, doc)
        yield Office(gazetteer.titles[key], first, last, span.root.i, owners, doc[first:last].text)
        i = done = last


def _is_surname(doc: Doc, first: int, last: int, done: int, titles: Mapping[str, Title]) -> bool:
    """Such as "Minister Bishop": a title of no office right after another, before no name."""
    key = _key(doc[first:last], titles)
    alone = key is not None and titles[key].acts_for == "none" and doc[first].text[:1].isupper()
    named = last < len(doc) and doc[last].pos_ == "PROPN"
    return alone and not named and first > 0 and (done == first or doc[first - 1].pos_ == "PROPN")


def _ranked(doc: Doc, first: int, done: int, taken: set[int], gazetteer: Gazetteer) -> int:
    """Further left over rank and field: "Deputy Trade and Industry Minister"."""
    while first > done and first - 1 not in taken and not doc[first].is_sent_start:
        word = doc[first - 1].text
        if word in gazetteer.fields or word in gazetteer.ranks:
            first -= 1
        elif word == "and" and first - 2 >= done and doc[first - 2].text in gazetteer.fields:
            first -= 2
        else:
            break
    return first


def _portfolio(doc: Doc, last: int, taken: set[int], gazetteer: Gazetteer) -> int:
    """Further right over a field: "Minister for Foreign Affairs", "Secretary of State for Defence"."""
    if last >= len(doc) or doc[last].lower_ not in ("for", "of"):
        return last
    end = last + 1 + (last + 1 < len(doc) and doc[last + 1].lower_ == "the")
    reached = last
    while end < len(doc) and end not in taken:
        if doc[end].text in gazetteer.fields:
            reached = end = end + 1
        elif doc[end].text in ("and", ",", "&") and reached > last:
            end += 1
        else:
            break
    return reached


def _longest(doc: Doc, first: int, taken: set[int], gazetteer: Gazetteer) -> int | None:
    if not {doc[first].lower_, doc[first].lemma_.lower()} & gazetteer.title_starts:
        return None
    for last in range(min(first + _LONGEST, len(doc)), first, -1):
        if doc[last - 1].pos_ not in ("NOUN", "PROPN") or taken.intersection(range(first, last)):
            continue
        if _key(doc[first:last], gazetteer.titles) is not None:
            return last
    return None


def _key(span: Span, titles: Mapping[str, Title]) -> str | None:
    words = span.text.lower()
    if words in titles:
        return words
    if words[-1:] != "s":
        return None
    singular = span.text_with_ws[: span[-1].idx - span.start_char].lower() + span[-1].lemma_.lower()
    return singular if singular in titles else None


def _owners(span: Span, by_head: Mapping[int, Found], doc: Doc) -> tuple[Found, ...]:
    before: list[Found] = []
    after: list[tuple[Token, Found]] = []
    top = span.root
    for token in _modifiers(top, span):
        found = by_head.get(token.i)
        if found is not None:
            if found.last <= span.start:
                before.append(found)
            else:
                after.append((_climbed(token, span), found))
    if not before and span.start and (near := _adjacent(span, by_head)):
        return (near,)
    if before:
        return tuple(found for found in before if not _ethnic(doc, found) and not _is_where(doc, found))
    if any(child.lower_ in _OWNED for child in children(top, "nmod:poss")):
        return ()
    own = tuple(found for up, found in after if _owns(up, doc[found.head], span) and not _seat(up, doc[found.head]))
    if own or after:
        return own
    # "The government and people of Somalia".
    shared = (low for other in children(top, "conj") for low in children(other, "nmod") if preposition(low) == "of")
    return tuple(by_head[low.i] for low in shared if low.i in by_head)[:1]


def _seat(up: Token, name: Token) -> bool:
    """Such as "The spokesman of the Norwegian embassy in Lima"."""
    return up.i != name.i and preposition(name) in _WHERE


def _modifiers(top: Token, span: Span) -> Iterator[Token]:
    """What stands under a title as its modifier, at most three steps down."""
    level = [token for token in span if top.i in (token.i, token.head.i)]
    heads = [top, *(token for token in level if token.i != top.i)]
    for _ in range(4):
        below = [
            child for head in heads for child in head.children
            if child.dep_ in _BEFORE or (child.dep_ == "conj" and head.i != top.i)
        ]  # fmt: skip
        yield from (child for child in below if not span.start <= child.i < span.end)
        heads = below


def _climbed(token: Token, span: Span) -> Token:
    while not span.start <= token.head.i < span.end and token.head.i != token.i:
        token = token.head
    return token


def _ethnic(doc: Doc, found: Found) -> bool:
    return found.first > 0 and doc[found.first - 1].lower_ == "ethnic"


def _owns(up: Token, name: Token, span: Span) -> bool:
    """Whether a name after the title is for whom its holder acts, not where he is or goes."""
    case = preposition(up)
    word = span.root.lower_
    if case in _WHERE:
        seated = word in _SEATED and up.i == name.i and span.root.head.lemma_ not in ("meeting", "summit", "gathering", "talk")
        return seated and not any(child.dep_ == "amod" and not span.start <= child.i < span.end for child in span.root.children)
    return case in _AFTER and not (case == "to" or (case == "for" and word in _AWAY))


def _adjacent(span: Span, by_head: Mapping[int, Found]) -> Found | None:
    """A name right before the title, whatever the parser made of it."""
    doc, i = span.doc, span.start - 1
    while i > 0 and (doc[i].pos_ == "PART" or (doc[i].dep_ == "amod" and i not in by_head and doc[i].is_lower)):
        i -= 1
    found = next((by_head[j] for j in range(i, max(i - 4, -1), -1) if j in by_head and by_head[j].last == i + 1), None)
    same = found is not None and doc[i].sent == span.root.sent and not _is_where(doc, found)
    return found if same and found is not None and not _ethnic(doc, found) else None


def _is_where(doc: Doc, found: Found) -> bool:
    """Such as "In Turkey Minister Vance met …"."""
    before = doc[found.first - 1] if found.first else None
    owns = found.name.how == "demonym" or found.name.text.isupper() or doc[found.last].lower_ in ("'s", "’s")
    return not owns and before is not None and before.lower_ in ("in", "from", "at")


def owner_actors(office: Office, *, gazetteer: Gazetteer) -> tuple[Actor, ...]:
    """For whom the holder of an office acts: states, bodies; a city stands for its state."""
    found: list[Actor] = []
    for owner in office.owners:
        actors = owner.name.actors or _of_place(owner.name.place, gazetteer) or _of_region(owner.name, office)
        found.extend(actor for actor in actors if actor not in found)
    return tuple(found)


def _of_region(name: Name, office: Office) -> tuple[Actor, ...]:
    """People of a region are a group by themselves: "European officials"."""
    if name.place is not None or name.how == "unlisted":
        return ()
    return (Actor(f"{name.text} {office.words}", "Group"),)


def _of_place(place: Place | None, gazetteer: Gazetteer) -> tuple[Actor, ...]:
    state = gazetteer.state(place.country) if place is not None and place.country else None
    return () if state is None else (state,)
