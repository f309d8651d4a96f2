"""Who and where: doc → mentions of actors and places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from spacy.tokens import Doc, Span

from kg import home
from kg.gazetteer import Gazetteer, Name, plain
from kg.model import Actor, Mention, Place
from kg.people import mention, people
from kg.titles import Found, Office, offices, owner_actors

_HELD = frozenset(
    "talk summit meeting conference accord agreement protocol declaration treaty process round negotiation deal "
    "pact convention statement communique session gathering formula document consensus principle framework".split()
)
_PLACES = frozenset({"GPE", "LOC"})


def find(doc: Doc, *, gazetteer: Gazetteer, published: date | None) -> list[Mention]:
    """All mentions of actors and of places.

    Args:
        doc: the parsed text.
        gazetteer: the tables of names.
        published: day of the article; tells one holder of an office from the next.

    Returns:
        Mentions in text order that don't overlap. One of a place only has no actors.
    """
    names = list(_names(doc, gazetteer, published))
    titles = list(offices(doc, names, gazetteer=gazetteer))
    persons = list(people(doc, names, titles, gazetteer=gazetteer, published=published))
    found = [
        *persons,
        *_nominals(doc, titles, persons, gazetteer),
        *(_of_name(doc, found) for found in names if found.name.actors or found.name.place),
        *_organizations(doc, names, gazetteer),
        *_others(doc),
    ]
    about = home.country(names)
    return home.at_home(_apart([*found, *home.nominals(doc, titles, about, gazetteer)]), titles, about)


def _apart(mentions: Iterable[Mention]) -> list[Mention]:
    """Without overlaps: earlier in the list wins."""
    taken: set[int] = set()
    kept = []
    for each in mentions:
        tokens = set(range(each.first, each.last))
        if not tokens & taken:
            taken |= tokens
            kept.append(each)
    return sorted(kept, key=lambda each: each.first)


def _names(doc: Doc, gazetteer: Gazetteer, published: date | None) -> Iterator[Found]:
    text = plain(doc.text)
    done = 0
    for token in doc:
        if token.idx < done or not (name := gazetteer.at(text, token.idx)):
            continue
        span = doc.char_span(token.idx, token.idx + len(name.text))
        if span is None or _part_of_longer(span, name, gazetteer):
            continue
        done = span.end_char
        if name.actors and name.actors[0].kind == "Person":
            dated = gazetteer.person(name.text, on=published)
            name = replace(name, actors=(dated or name.actors[0],))
        yield Found(name, span.start, span.end, span.root.i)


def _part_of_longer(span: Span, name: Name, gazetteer: Gazetteer) -> bool:
    """Whether the words belong to a longer name: a person's, a company's, a treaty's."""
    for ent in span.doc.ents:
        if not (ent.start <= span.start and span.end <= ent.end) or len(ent) == len(span):
            continue
        first = ent.start + (ent[0].pos_ == "DET")
        rest = ent.end - (ent[-1].lower_ in ("'s", "’s") or ent[-1].is_punct)
        if (first, rest) == (span.start, span.end):
            continue
        if ent.label_ == "PERSON":
            return name.how != "demonym" and not (name.actors and name.actors[0].kind == "Person")
        if ent.label_ in ("ORG", "EVENT") and span.end < rest:
            return not _led_by(ent, span) and not _before_title(span, rest, gazetteer)
    return False


def _led_by(ent: Span, span: Span) -> bool:
    """A name that only leads into a longer one: "Iran's Revolutionary Guards", "Russian army"."""
    return span.start == ent.start and (span.doc[span.end].lower_ in ("'s", "’s") or span.root.dep_ in ("amod", "nmod:poss"))


def _before_title(span: Span, end: int, gazetteer: Gazetteer) -> bool:
    """Whether the rest of the name is a title: "United States Embassy", "Iraqi Foreign Ministry"."""
    words = [token.lower_ for token in span.doc[span.end : end]]
    return any(" ".join(words[:n]) in gazetteer.titles for n in range(1, len(words) + 1))


def _of_name(doc: Doc, found: Found) -> Mention:
    actors = () if _only_where(doc, found) else found.name.actors
    return mention(doc, found.first, found.last, actors, how=found.name.how, place=found.name.place)


def _only_where(doc: Doc, found: Found) -> bool:
    """A city before a word for talks or treaties is where, not who: "the London talks"."""
    token = doc[found.head]
    return found.name.how == "metonym" and token.dep_ == "compound" and token.head.lemma_.lower() in _HELD


def _nominals(doc: Doc, titles: Sequence[Office], persons: Sequence[Mention], gazetteer: Gazetteer) -> Iterator[Mention]:
    """Titles without a name: their holders act for the state or body, or are a group of their own."""
    in_person = {i: each for each in persons for i in range(each.first, each.last)}
    for office in titles:
        head = doc[office.head]
        if office.head in in_person or office.title.acts_for == "none":
            continue
        if head.dep_ in ("appos", "flat", "nmod:desc") and head.head.i in in_person:
            yield mention(doc, office.start, office.last, in_person[head.head.i].actors, how="title")
            continue
        owners = tuple(_acting_for(owner, gazetteer) for owner in owner_actors(office, gazetteer=gazetteer))
        first = _start(doc, office)
        if office.title.acts_for == "own":
            yield _group(doc, first, office, owners)
        elif owners and all(owner.kind != "Person" for owner in owners):
            yield mention(doc, first, office.last, owners, how="title")


def _acting_for(owner: Actor, gazetteer: Gazetteer) -> Actor:
    """A person's government is his state: "Assad's forces"."""
    state = gazetteer.state(owner.country) if owner.kind == "Person" and owner.country else None
    return state or owner


def _start(doc: Doc, office: Office) -> int:
    first = office.start
    return first if office.last - first <= 14 and doc[first].sent == doc[office.head].sent else office.first


def _group(doc: Doc, first: int, office: Office, owners: Sequence[Actor]) -> Mention:
    while first > 0 and doc[first - 1].dep_ in ("amod", "compound") and doc[first - 1].head.i == office.head:
        first -= 1
    label = doc[first : office.last].text
    country = next((owner.country for owner in owners if owner.country), None)
    return mention(doc, first, office.last, (Actor(label, "Group", country),), how="group")


def _organizations(doc: Doc, names: Sequence[Found], gazetteer: Gazetteer) -> Iterator[Mention]:
    heads = {i: found for found in names for i in range(found.first, found.last)}
    known: dict[str, Actor] = {}
    for ent in doc.ents:
        if ent.label_ != "ORG":
            continue
        span = _trimmed(ent, heads)
        if span is None:
            continue
        actor = known.get(span.text) or _organization(doc, span, heads, ent)
        for name in actor.names:
            known.setdefault(name, actor)
        yield mention(doc, span.start, span.end, (actor,), how="unlisted")


def _trimmed(ent: Span, heads: dict[int, Found]) -> Span | None:
    doc, first, last = ent.doc, ent.start, ent.end
    while first < last and (doc[first].pos_ in ("DET", "PUNCT") or doc[first].lower_ in ("'s", "’s") or _leads(first, last, heads)):
        first += 1
    while last > first and (doc[last - 1].is_punct or doc[last - 1].lower_ in ("'s", "’s")):
        last -= 1
    if first >= last or not any(token.pos_ in ("PROPN", "NOUN", "ADJ", "X") for token in doc[first:last]):
        return None
    return doc[first:last] if any(c.isupper() for c in doc[first:last].text) else None


def _leads(first: int, last: int, heads: dict[int, Found]) -> bool:
    found = heads.get(first)
    return found is not None and found.last < last and found.name.how != "demonym"


def _organization(doc: Doc, span: Span, heads: dict[int, Found], ent: Span) -> Actor:
    led = heads.get(ent.start) or heads.get(max(ent.start - 2, 0)) if ent.start else heads.get(ent.start)
    country = None
    if led is not None and led.name.actors and led.last <= span.end:
        country = led.name.actors[0].country
    return Actor(span.text, "Organization", country, None, tuple(_acronym(doc, span)))


def _acronym(doc: Doc, span: Span) -> Iterator[str]:
    """Letters in brackets after a name: "Free Peoples' Union (FPU)"."""
    if span.end + 2 < len(doc) and doc[span.end].text == "(" and doc[span.end + 2].text == ")":
        letters = doc[span.end + 1].text
        if letters.isupper() and len(letters) > 1:
            yield letters


def _others(doc: Doc) -> Iterator[Mention]:
    """Places and peoples that no table knows."""
    for ent in doc.ents:
        first = ent.start + (ent[0].pos_ == "DET" and len(ent) > 1)
        last = ent.end - (ent[-1].lower_ in ("'s", "’s") and len(ent) > 1)
        text = doc[first:last].text
        if ent.label_ in _PLACES:
            yield mention(doc, first, last, (), how="name", place=Place(text))
        elif ent.label_ == "NORP" and ent[-1].tag_ in ("NNPS", "NNS"):
            yield mention(doc, first, last, (Actor(text, "Group"),), how="unlisted")
