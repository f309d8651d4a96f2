"""Persons: full names, later surnames, titles and appositions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from spacy.tokens import Doc, Span

from kg.gazetteer import Gazetteer
from kg.model import Actor, Mention
from kg.naming import HONORIFICS, bare, cased, family, fold, plain, short_names, surname
from kg.titles import Found, Office, owner_actors

_NEAR = 80
_IN_TITLES = frozenset({"DET", "ADJ", "NOUN", "PROPN", "PART", "ADP", "NUM"})
_APPOSED_MAX = 9
_HONOURED_MAX = 5


@dataclass(frozen=True, slots=True)
class Named:
    """A person's name in the text, and the title that stands with it."""

    first: int
    last: int
    text: str
    office: Office | None = None
    country: str | None = None


@dataclass(slots=True)
class Known:
    """Whom the text has named, by full name and by what is left of it later."""

    people: dict[str, list[tuple[int, Actor]]] = field(default_factory=dict)

    def add(self, at: int, text: str, person: Actor) -> None:
        """Note a full name: later a surname, the last two words or the first may stand for it."""
        words = bare(text).split()
        shorts = {text, bare(text), *short_names(text), *(person.aliases if person.listed else ())}
        shorts |= {words[0], " ".join(words[-2:]), " ".join(words[1:])} if len(words) > 1 else set()
        shorts |= {words[1]} if len(words) == 3 and len(words[1]) > 3 and words[1][0].isupper() else set()
        for name in shorts:
            self.people.setdefault(fold(plain(name)), []).append((at, person))

    def find(self, text: str, at: int, country: str | None) -> Actor | None:
        """The one person whom a name can mean at a token; of several the one just named, else nobody."""
        found = [(i, p) for i, p in self.people.get(fold(plain(text)), ()) if country in (None, p.country) or p.country is None]
        if len({person.label for _, person in found}) > 1:
            before = [(i, person) for i, person in found if at - _NEAR < i < at]
            found = before[-1:] if len({person.label for _, person in before}) == 1 else []
        return found[0][1] if found else None


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
    beside = _beside(titles)
    known = Known()
    owners = {found.last: found for found in names} | {-found.first: found for found in names}
    for span in sorted(spans, key=lambda each: (len(each) == 1, each.start)):
        named = _named(doc, span, beside, owners)
        person = _person(named, known, gazetteer=gazetteer, published=published)
        if " " in named.text or "-" in named.text or person.listed or named.office is not None:
            known.add(named.first, named.text, person)
        yield _mention(doc, named, person)
    yield from _surnames(doc, spans, names, known)


def _beside(titles: Sequence[Office]) -> Mapping[int, list[Office]]:
    """Titles by each token of theirs and by the token after them."""
    found: dict[int, list[Office]] = {}
    for title in titles:
        for i in dict.fromkeys((title.first, title.last, _end(title))):
            found.setdefault(i, []).append(title)
    return found


def _end(title: Office) -> int:
    """The token after a title, or after whom it serves: "Foreign Minister of Finland | Arto Lahti"."""
    return next((owner.last for owner in title.owners if 0 < owner.first - title.last <= 2), title.last)


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
        while first < last and _is_beside_name(doc, first, before, taken):
            first += 1
        while last > first and (doc[last - 1].lower_ in ("'s", "’s") or doc[last - 1].is_punct):
            last -= 1
        while last + 1 < len(doc) and doc[last].text == "-" and not (doc[last - 1].whitespace_ or doc[last].whitespace_) and doc[last + 1].is_alpha and doc[last + 1].is_lower:
            last += 2  # "Kim Eui-do"
        named = first < last and doc[first].text[0].isupper() and doc[first].pos_ != "PRON" and bare(f"X {doc[first:last].text}") != "X"
        if named and not taken.intersection(range(first, last)):
            yield doc[first:last]


def _is_beside_name(doc: Doc, i: int, before: set[int], taken: set[int]) -> bool:
    token = doc[i]
    if token.text == "M." and i + 1 < len(doc) and doc[i + 1].text.endswith("."):
        return False
    return token.lower_ in HONORIFICS or token.is_lower or i in before or i in taken or token.pos_ in ("DET", "PUNCT", "PART")


def _named(doc: Doc, span: Span, beside: Mapping[int, list[Office]], owners: Mapping[int, Found]) -> Named:
    """A title inside the name's words, right before them, or in apposition."""
    first, last = span.start, span.end
    for title in beside.get(first, ()):
        if title.first == first and title.last < last:
            return Named(title.last, last, doc[title.last : last].text, title, _of_state(doc, title.last, last, owners))
    for at in range(first, first - _HONOURED_MAX, -1):
        for title in beside.get(at, ()):
            if at in (title.last, _end(title)) and title.title.person and title.title.acts_for != "none" and _leads(doc, span, title):
                state = None if title.owners else _of_state(doc, first, last, owners) or _of_office(_after(doc, span, beside))
                return Named(first, last, span.text, title, state)
    after = _after(doc, span, beside) or _posted(doc, span, beside)
    return Named(first, last, span.text, after, None if after else _of_state(doc, first, last, owners))


def _posted(doc: Doc, span: Span, beside: Mapping[int, list[Office]]) -> Office | None:
    """A title whose post stands between it and the name: "the French ambassador to the United Nations, Jean Petit,"."""
    if span.start < _HONOURED_MAX or doc[span.start - 1].text != "," or span.root.dep_ != "appos":
        return None
    for at in range(span.start - 2, max(span.start - _APPOSED_MAX, 0), -1):
        if doc[at].is_punct or doc[at].pos_ in ("VERB", "AUX"):
            return None
        for title in beside.get(at, ()):
            if at == title.last and title.title.person and title.title.acts_for != "none" and doc[at].lower_ in ("to", "at", "in", "for"):
                return title
    return None


def _leads(doc: Doc, span: Span, title: Office) -> bool:
    gap = [token for token in doc[_end(title) if _end(title) <= span.start else title.last : span.start] if token.lower_ not in HONORIFICS]
    if not gap:
        return True
    near = doc[title.head].i in (span.root.head.i, *(child.i for child in span.root.children))
    return len(gap) == 1 and gap[0].text == "," and near


def _after(doc: Doc, span: Span, beside: Mapping[int, list[Office]]) -> Office | None:
    """A title in apposition after the name: "X, the deputy foreign minister of Y, said"."""
    comma = span.end < len(doc) and doc[span.end].text == ","
    for i in range(span.end, min(span.end + _APPOSED_MAX, len(doc))):
        for title in beside.get(i, ()):
            if title.first == i and title.title.person and (_apposed(doc, span, title) or (comma and _follows(doc, span, title))):
                return title
        if i > span.end and (doc[i].pos_ in ("VERB", "AUX", "PRON", "CCONJ") or doc[i].is_punct):
            return None
    return None


def _apposed(doc: Doc, span: Span, title: Office) -> bool:
    head = doc[title.head]
    return head.dep_ == "appos" and span.start <= head.head.i < span.end


def _follows(doc: Doc, span: Span, title: Office) -> bool:
    """Nothing but a noun phrase between, and no other name after."""
    between = doc[span.end + 1 : title.first]
    named = title.last < len(doc) and doc[title.last].ent_type_ == "PERSON"
    return not named and all(token.pos_ in _IN_TITLES for token in between) and doc[title.head].dep_ not in ("nsubj", "conj")


def _of_office(office: Office | None) -> str | None:
    """The country of an office told after the name: "General X, the Norwegian commander"."""
    actors = [actor for owner in office.owners for actor in owner.name.actors] if office is not None else []
    return actors[0].country if len(actors) == 1 else None


def _of_state(doc: Doc, first: int, last: int, owners: Mapping[int, Found]) -> str | None:
    """The state that owns the name: "Germany's Guido Westerwelle", "Guido Westerwelle of Germany"."""
    owner = None
    if first > 1 and doc[first - 1].lower_ in ("'s", "’s"):
        owner = owners.get(first - 1)
    if owner is None and last + 1 < len(doc) and doc[last].lower_ == "of":
        owner = owners.get(-(last + 1)) or (owners.get(-(last + 2)) if doc[last + 1].lower_ == "the" else None)
    return owner.name.actors[0].country if owner is not None and owner.name.actors else None


def _person(named: Named, known: Known, *, gazetteer: Gazetteer, published: date | None) -> Actor:
    owners = owner_actors(named.office, gazetteer=gazetteer) if named.office else ()
    country = next((owner.country for owner in owners if owner.country), None) or named.country
    seen = known.find(named.text, named.first, country)
    if seen is not None:
        return seen
    listed = gazetteer.person(named.text, on=published, country=country)
    apposed = named.office is not None and named.office.first >= named.last
    if listed is None and country and apposed and " " in named.text:
        listed = gazetteer.person(named.text, on=published)
    if listed is not None:
        return listed
    label = cased(named.text)
    shorts = tuple(short for short in dict.fromkeys((bare(label), *family(named.text), *short_names(label))) if short != label)
    return Actor(label, "Person", country, None, shorts, _role(named))


def _role(named: Named) -> str | None:
    return named.office.words if named.office is not None else None


def _mention(doc: Doc, named: Named, person: Actor) -> Mention:
    first = named.first
    office = named.office
    if office is not None and office.last <= named.first:
        first = min(office.start, first)
        while doc[first].pos_ in ("DET", "PUNCT") and first < named.first:
            first += 1
        if person.role == office.words and not person.listed:
            words = doc[first : office.last].text
            person = replace(person, role=words)
    return mention(doc, first, named.last, (person,), how="title" if first < named.first else "name")


def mention(doc: Doc, first: int, last: int, actors: tuple[Actor, ...], *, how: str, place: object = None) -> Mention:
    """A mention of tokens ``first`` … ``last`` (half open)."""
    span = doc[first:last]
    return Mention(
        span.start_char, span.end_char, span.text, first, last, span.root.i, actors, how, place  # type: ignore[arg-type]
    )


def _surnames(doc: Doc, spans: Sequence[Span], names: Sequence[Found], known: Known) -> Iterator[Mention]:
    """Surnames that the name finder missed, of persons known from elsewhere in the text."""
    taken = {token.i for span in spans for token in span} | {i for n in names for i in range(n.first, n.last)}
    longer = {i for ent in doc.ents if len(ent) > 1 for i in range(ent.start, ent.end)}
    last_names = {fold(surname(person.label)) for held in known.people.values() for _, person in held}
    for token in doc:
        if token.pos_ != "PROPN" or token.i in taken or token.i in longer or not token.text[0].isupper():
            continue
        if fold(plain(token.text)) not in last_names:
            continue
        person = known.find(token.text, token.i, None)
        if person is not None:
            yield mention(doc, token.i, token.i + 1, (person,), how="name")
