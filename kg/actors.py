"""Who and where: doc → mentions of actors and places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from spacy.tokens import Doc, Span

from kg import datelines, home
from kg.gazetteer import Gazetteer, Name
from kg.groups import halves, regrouped
from kg.holders import held
from kg.merging import merged
from kg.model import Actor, Mention
from kg.naming import plain
from kg.organizations import acronyms, organizations, others
from kg.people import mention, people
from kg.syntax import text_of
from kg.titles import Found, Office, offices, owner_actors

_HELD = frozenset(
    "talk summit meeting conference accord agreement protocol declaration treaty process round negotiation deal "
    "pact convention statement communique session gathering formula document consensus principle framework".split()
)
_FIGHTERS = frozenset({"fighters", "rebels", "guerrillas", "militants", "insurgents", "gunmen", "mercenaries", "militiamen", "commandos"})
_BESIDE = frozenset({"neighbours", "neighbors"})
_RELATIVE = _BESIDE | {"parties", "sides", "rivals", "partners", "foes"}
_RULE = frozenset({"administration", "government", "regime", "cabinet", "presidency", "team", "camp"})


def find(doc: Doc, *, gazetteer: Gazetteer, published: date | None) -> list[Mention]:
    """All mentions of actors and of places.

    Args:
        doc: the parsed text.
        gazetteer: the tables of names.
        published: day of the article; tells one holder of an office from the next.

    Returns:
        Mentions in text order that don't overlap. One of a place only has no actors.
    """
    sent_from = list(_dateline(doc, gazetteer))
    closed = {i for each in sent_from for i in range(each.first, each.last)}
    names = _shortened([found for found in _names(doc, gazetteer, published) if found.first not in closed])
    titles = list(offices(doc, names, gazetteer=gazetteer))
    persons = list(people(doc, names, titles, gazetteer=gazetteer, published=published))
    found = [
        *sent_from,
        *_of_persons(doc, titles, persons, gazetteer),
        *persons,
        *_nominals(doc, titles, persons, gazetteer),
        *(_of_name(doc, each) for each in names if _stands_alone(doc, each, gazetteer)),
    ]
    letters = acronyms(doc, found)
    bodies = [replace(each, actors=letters.get(each.text, each.actors)) for each in organizations(doc, names, gazetteer)]
    found += [*bodies, *others(doc, gazetteer)]
    about = home.country(names) or home.of_mentions(found)
    apart = _apart([*halves(doc, found, gazetteer), *found, *home.nominals(doc, titles, names, about, gazetteer)])
    told = regrouped(merged(home.at_home(apart, titles, about, doc)), doc, gazetteer)
    return held(told, doc, gazetteer)


def _apart(mentions: Iterable[Mention]) -> list[Mention]:
    """Without overlaps: earlier in the list wins."""
    taken: set[int] = set()
    kept = []
    for each in mentions:
        tokens = range(each.first, each.last)
        if taken.isdisjoint(tokens):
            taken.update(tokens)
            kept.append(each)
    return sorted(kept, key=lambda each: each.first)


def _dateline(doc: Doc, gazetteer: Gazetteer) -> Iterator[Mention]:
    """The place of a dateline; its state and its agency do nothing in it."""
    line = datelines.find(text_of(doc), gazetteer=gazetteer)
    city = doc.char_span(line.start, line.city_end, alignment_mode="expand") if line else None
    if line is None or city is None:
        return
    yield mention(doc, city.start, city.end, (), how="name", place=line.place)
    rest = doc.char_span(city.end_char + 1, line.end, alignment_mode="contract")
    if rest is not None and len(rest) and rest.start >= city.end:
        yield mention(doc, rest.start, rest.end, (), how="unlisted")


def _names(doc: Doc, gazetteer: Gazetteer, published: date | None) -> Iterator[Found]:
    text = plain(text_of(doc))
    done = 0
    yielded: Found | None = None
    for token in doc:
        if token.idx < done or not (name := gazetteer.at(text, token.idx, published)):
            continue
        span = doc.char_span(token.idx, token.idx + len(name.text))
        if span is None or _part_of_longer(span, name, gazetteer):
            continue
        done = span.end_char
        if yielded is not None and _owned_by(yielded, span, name):
            name = replace(name, actors=yielded.name.actors)
        if name.actors and name.actors[0].kind == "Person":
            dated = gazetteer.person(name.text, on=published)
            name = replace(name, actors=(dated or name.actors[0],))
        yielded = Found(name, span.start, span.end, span.root.i)
        yield yielded


def _shortened(names: Sequence[Found]) -> list[Found]:
    """With "the Serbs" for the Bosnian Serbs, where a text names these and not Serbia."""
    full = [each for each in names if each.name.how != "demonym"]
    longer = {each.name.text.split()[-1].rstrip("s"): each.name for each in names if " " in each.name.text and each.name.actors}
    several = Counter(word for word, _ in {(each.name.text.split()[-1].rstrip("s"), each.name.actors) for each in names if " " in each.name.text})
    named = {actor.label for each in full for actor in each.name.actors}

    def meant(each: Found) -> Found:
        word = each.name.text.rstrip("s")
        other = longer.get(word) if several[word] == 1 and each.name.how == "demonym" else None
        alone = not any(actor.label in named for actor in each.name.actors)
        return replace(each, name=replace(each.name, actors=other.actors)) if other is not None and alone else each

    return [meant(each) for each in names]


def _owned_by(owner: Found, span: Span, name: Name) -> bool:
    """A body of another state than the one that bears the bare name: "Nigeria's Senate"."""
    if not owner.name.actors or not name.actors or owner.name.actors[0].kind != "State":
        return False
    gap = span.doc[owner.last : span.start].text
    foreign = name.actors[0].country not in (None, owner.name.actors[0].country)
    return gap in ("", "'s", "’s") and foreign and name.actors[0].kind == "Organization"


def _part_of_longer(span: Span, name: Name, gazetteer: Gazetteer) -> bool:
    """Whether the words belong to a longer name: a person's, a company's, a treaty's."""
    ent = _entity_over(span)
    if ent is None or not (ent.start <= span.start and span.end <= ent.end) or len(ent) == len(span):
        return False
    first = ent.start + (ent[0].pos_ == "DET")
    rest = ent.end - (ent[-1].lower_ in ("'s", "’s") or ent[-1].is_punct)
    if (first, rest) == (span.start, span.end):
        return False
    if ent.label_ == "PERSON":
        person = bool(name.actors) and name.actors[0].kind == "Person"
        owner = span.start > 0 and span.doc[span.start - 1].lower_ == "of" and span.end < rest
        return name.how != "demonym" and not person and not owner and not _before_title(span, rest, gazetteer)
    if ent.label_ in ("ORG", "EVENT") and span.end < rest:
        return not _led_by(ent, span) and not _before_title(span, rest, gazetteer)
    return False


def _stands_alone(doc: Doc, found: Found, gazetteer: Gazetteer) -> bool:
    """Whether a name is more than the end of a body's: no country does what "the Free Party of Norway" does."""
    ent = _entity_over(doc[found.first : found.last])
    if ent is not None and ent.label_ == "ORG" and ent.start + 1 < found.first and found.last == ent.end and doc[found.first - 1].lower_ == "of":
        before = doc[ent.start : found.first - 1]
        return any(plain(before[n:].text).lower() in gazetteer.titles for n in range(len(before)))
    return bool(found.name.actors or found.name.place or found.name.how == "unlisted")


def _entity_over(span: Span) -> Span | None:
    doc, first = span.doc, span.start
    if not doc[first].ent_type_:
        return None
    last = first + 1
    while first > 0 and doc[first].ent_iob_ == "I":
        first -= 1
    while last < len(doc) and doc[last].ent_iob_ == "I":
        last += 1
    return Span(doc, first, last, label=doc[first].ent_type_)


def _led_by(ent: Span, span: Span) -> bool:
    """A name that only leads into a longer one: "Iran's Revolutionary Guards", "Russian army"."""
    return span.start == ent.start and (span.doc[span.end].lower_ in ("'s", "’s") or span.root.dep_ in ("amod", "nmod:poss"))


def _before_title(span: Span, end: int, gazetteer: Gazetteer) -> bool:
    """Whether the rest of the name is a title, or begins one: "Iraqi Foreign Ministry", "China Foreign" of "China Foreign Ministers"."""
    words = [token.lower_ for token in span.doc[span.end : end + 1]]
    return any(" ".join(words[:n]) in gazetteer.titles for n in range(1, len(words) + 1))


def _of_name(doc: Doc, found: Found) -> Mention:
    if found.first and doc[found.first - 1].lower_ == "ethnic" and doc[found.head].tag_ in ("NNS", "NNPS"):
        return mention(doc, found.first - 1, found.last, (Actor(f"ethnic {found.name.text}", "Group"),), how="group")
    after = doc[found.last] if found.last < len(doc) else doc[found.head]
    if found.first and doc[found.first - 1].lower_ == "ethnic" and after.tag_ == "NNS" and doc[found.head].head.i == after.i:
        words = doc[found.first : after.i + 1].text
        return mention(doc, found.first - 1, after.i + 1, (Actor(f"ethnic {words}", "Group"),), how="group")
    actors = () if _only_where(doc, found) else found.name.actors
    return mention(doc, found.first, found.last, actors, how=found.name.how, place=found.name.place)


def _only_where(doc: Doc, found: Found) -> bool:
    """A city before a word for talks or treaties is where, not who: "the London talks"."""
    token = doc[found.head]
    return found.name.how == "metonym" and token.dep_ == "compound" and token.head.lemma_.lower() in _HELD


def _of_persons(doc: Doc, titles: Sequence[Office], persons: Sequence[Mention], gazetteer: Gazetteer) -> Iterator[Mention]:
    """A person's government is his state: "the Clinton administration", "Assad's regime"."""
    by_last = {each.last: each for each in persons}
    for office in titles:
        owned = office.first > 0 and doc[office.first - 1].lower_ in ("'s", "’s")
        person = by_last.get(office.first - owned)
        word = doc[office.head].lower_
        if person is None or not person.actors[0].country or word not in _RULE:
            continue
        state = gazetteer.state(person.actors[0].country)
        if state is not None:
            yield mention(doc, person.first, office.last, (state,), how="title")


def _nominals(doc: Doc, titles: Sequence[Office], persons: Sequence[Mention], gazetteer: Gazetteer) -> Iterator[Mention]:
    """Titles without a name: their holders act for the state or body, or are a group of their own."""
    in_person = {i: each for each in persons for i in range(each.first, each.last)}
    for office in titles:
        head = doc[office.head]
        if office.head in in_person or office.title.acts_for == "none" or _joined(doc, office, in_person):
            continue
        if head.dep_ in ("appos", "flat", "nmod:desc") and head.head.i in in_person and not _of_others(office, in_person[head.head.i], gazetteer):
            yield mention(doc, office.start, office.last, in_person[head.head.i].actors, how="title")
            continue
        yield from _acting(doc, office, in_person, gazetteer)


def _of_others(office: Office, person: Mention, gazetteer: Gazetteer) -> bool:
    """Another state's office right after a person: "King Salman, Abu Dhabi's crown prince and …"."""
    countries = {owner.country for owner in owner_actors(office, gazetteer=gazetteer) if owner.country}
    return bool(countries) and person.actors[0].listed and person.actors[0].country not in {None, *countries}


def _joined(doc: Doc, office: Office, in_person: Mapping[int, Mention]) -> bool:
    """The first of two titles of one person: "State Councilor and Foreign Minister Wang Yi"."""
    last = office.last
    joint = office.title.person and last + 1 < len(doc) and doc[last].lower_ in ("and", ",") and doc[office.head].tag_ != "NNS"
    after = in_person.get(last + 1) if joint else None
    return after is not None and after.how == "title" and after.first == last + 1 and doc[last + 1].ent_type_ != "GPE"


def _acting(doc: Doc, office: Office, in_person: Mapping[int, Mention], gazetteer: Gazetteer) -> Iterator[Mention]:
    owners = tuple(_acting_for(owner, gazetteer) for owner in owner_actors(office, gazetteer=gazetteer))
    first = _start(doc, office)
    head = doc[office.head]
    if office.title.acts_for == "own":
        inside = head.dep_ in ("compound", "amod", "nmod:desc", "flat") and (head.head.pos_ == "PROPN" or head.head.i in in_person)
        if not inside and (owners or not _stands_for_named(doc, office)):
            yield _group(doc, first, office, owners, gazetteer)
    elif owners and all(owner.kind != "Person" for owner in owners):
        yield mention(doc, first, office.last, owners, how="title")


def _acting_for(owner: Actor, gazetteer: Gazetteer) -> Actor:
    """A person's government is his state: "Assad's forces"."""
    state = gazetteer.state(owner.country) if owner.kind == "Person" and owner.country else None
    return state or owner


def _start(doc: Doc, office: Office) -> int:
    first = office.start
    return first if office.last - first <= 14 and doc[first].sent == doc[office.head].sent else office.first


def _stands_for_named(doc: Doc, office: Office) -> bool:
    """Words that stand for actors named before: "both parties", "the two neighbours"."""
    beside = {child.lower_ for child in doc[office.head].children if child.dep_ in ("det", "nummod", "det:predet")}
    return office.title.words in _RELATIVE and (office.title.words in _BESIDE or bool(beside & {"the", "both", "these", "two", "three", "our"}))


def _group(doc: Doc, first: int, office: Office, owners: Sequence[Actor], gazetteer: Gazetteer) -> Mention:
    """A group by its own words; a listed body where they only say what it is: "Viet Cong guerrillas"."""
    own = office.title.words in _FIGHTERS and owners[0].kind != "State" if owners else False
    if len(owners) == 1 and (own or office.title.words in gazetteer.called.get(owners[0].label, ())):
        return mention(doc, first, office.last, (owners[0],), how="title")
    while first > 0 and doc[first - 1].dep_ in ("amod", "compound") and doc[first - 1].head.i == office.head:
        first -= 1
    label = doc[first : office.last].text
    named = gazetteer.at(plain(label), 0) is not None
    opening = doc[first].is_sent_start or doc[first - 1].is_punct or doc[first - 1].is_space
    if not named and opening and label[1:2].islower():
        label = label[0].lower() + label[1:]
    country = next((owner.country for owner in owners if owner.country), None)
    return mention(doc, first, office.last, (Actor(label, "Group", country),), how="group")
