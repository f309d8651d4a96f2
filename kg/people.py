"""Persons: full names, later surnames, titles and appositions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from spacy.tokens import Doc, Span

from kg.gazetteer import Gazetteer, fold, plain, surname
from kg.model import Actor, Mention
from kg.titles import Found, Office, owner_actors

_HONORIFICS = frozenset({"mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "sir", "lord", "lady", "dame"})


@dataclass(frozen=True, slots=True)
class Named:
    """A person's name in the text, and the title that stands with it."""

    first: int
    last: int
    text: str
    office: Office | None = None


def people(
    doc: Doc, names: Sequence[Found], titles: Sequence[Office], *, gazetteer: Gazetteer, published: date | None
) -> Iterator[Mention]:
    """The mentions of persons.

    Args:
        doc: the parsed text.
        names: the gazetteer's names in it (office holders among them).
        titles: the titles in it.
        gazetteer: the tables.
        published: day of the article, which tells one holder of a surname from another.

    Yields:
        One mention for each name, its title included.
    """
    spans = list(_spans(doc, names, titles))
    known: dict[str, Actor] = {}
    for span in sorted(spans, key=lambda each: len(each) == 1):
        named = _named(doc, span, titles)
        person = _person(named, known, gazetteer=gazetteer, published=published)
        for name in {named.text, surname(named.text), *(person.aliases if person.listed else ())}:
            known.setdefault(fold(name), person)
        yield _mention(doc, named, person)
    yield from _surnames(doc, spans, names, known)


def _spans(doc: Doc, names: Sequence[Found], titles: Sequence[Office]) -> Iterator[Span]:
    before = {i for title in titles for i in range(title.first, title.last)}
    before |= {i for found in names if found.name.how == "demonym" for i in range(found.first, found.last)}
    listed = [found for found in names if found.name.actors and found.name.actors[0].kind == "Person"]
    taken = {i for found in names for i in range(found.first, found.last)}
    for found in listed:
        yield doc[found.first : found.last]
    for ent in doc.ents:
        if ent.label_ != "PERSON":
            continue
        first, last = ent.start, ent.end
        while first < last and (doc[first].lower_ in _HONORIFICS or doc[first].is_lower or first in before or doc[first].pos_ == "DET"):
            first += 1
        while last > first and (doc[last - 1].lower_ in ("'s", "’s") or doc[last - 1].is_punct):
            last -= 1
        if first < last and not taken.intersection(range(first, last)) and doc[first].text[0].isupper():
            yield doc[first:last]


def _named(doc: Doc, span: Span, titles: Sequence[Office]) -> Named:
    """A title inside the name's words, right before them, or in apposition."""
    first = span.start
    for title in titles:
        if title.first == span.start and title.last < span.end:
            return Named(title.last, span.end, doc[title.last : span.end].text, title)
        gap = doc[title.last : span.start]
        if title.last <= first and len(gap) <= 1 and all(token.text == "," for token in gap) and title.title.person:
            if not len(gap) or doc[title.head].i in (span.root.head.i, *(c.i for c in span.root.children)):
                return Named(first, span.end, span.text, title)
    after = [title for title in titles if title.first >= span.end and title.title.person and _apposed(doc, span, title)]
    return Named(first, span.end, span.text, after[0] if after else None)


def _apposed(doc: Doc, span: Span, title: Office) -> bool:
    head = doc[title.head]
    return head.dep_ == "appos" and span.start <= head.head.i < span.end


def _person(named: Named, known: dict[str, Actor], *, gazetteer: Gazetteer, published: date | None) -> Actor:
    owners = owner_actors(named.office, gazetteer=gazetteer) if named.office else ()
    country = next((owner.country for owner in owners if owner.country), None)
    seen = known.get(fold(named.text))
    if seen is not None and (seen.country == country or country is None or seen.country is None):
        return seen
    listed = gazetteer.person(named.text, on=published, country=country)
    if listed is not None:
        return listed
    short = surname(named.text)
    role = _role(named)
    return Actor(named.text, "Person", country, None, () if short == named.text else (short,), role)


def _role(named: Named) -> str | None:
    return named.office.title.words if named.office is not None else None


def _mention(doc: Doc, named: Named, person: Actor) -> Mention:
    first = named.first
    office = named.office
    if office is not None and office.last <= named.first:
        first = min(office.start, first)
        while doc[first].pos_ in ("DET", "PUNCT") and first < named.first:
            first += 1
        if person.role == office.title.words and not person.listed:
            words = doc[first : office.last].text
            person = replace(person, role=words)
    return mention(doc, first, named.last, (person,), how="title" if first < named.first else "name")


def mention(doc: Doc, first: int, last: int, actors: tuple[Actor, ...], *, how: str, place: object = None) -> Mention:
    """A mention of tokens ``first`` … ``last`` (half open)."""
    span = doc[first:last]
    return Mention(
        span.start_char, span.end_char, span.text, first, last, span.root.i, actors, how, place  # type: ignore[arg-type]
    )


def _surnames(doc: Doc, spans: Sequence[Span], names: Sequence[Found], known: dict[str, Actor]) -> Iterator[Mention]:
    """Surnames that the name finder missed, of persons known from elsewhere in the text."""
    taken = {token.i for span in spans for token in span} | {i for n in names for i in range(n.first, n.last)}
    longer = {i for ent in doc.ents if len(ent) > 1 for i in range(ent.start, ent.end)}
    for token in doc:
        if token.i in taken or token.i in longer or token.pos_ != "PROPN" or not token.text[0].isupper():
            continue
        person = known.get(fold(plain(token.text)))
        if person is not None and person.kind == "Person":
            yield mention(doc, token.i, token.i + 1, (person,), how="name")
