"""Reviewed names of actors and places, as tables, looked up in a text."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from types import MappingProxyType

from kg.errors import OntologyError
from kg.model import Actor, How, Place
from kg.settings import read_resource

_WORD = re.compile(r"\w+")
_TYPOGRAPHIC = str.maketrans({"’": "'", "‘": "'", "‑": "-", "‐": "-", "–": "-", "\u00a0": " "})
_ABBREVIATIONS = {"mr", "mrs", "ms", "dr"}


@dataclass(frozen=True, slots=True)
class Name:
    """What a name stands for: actors, a place, or both."""

    text: str
    actors: tuple[Actor, ...]
    how: How = "name"
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """Somebody who holds or held an office; years, both included."""

    person: Actor
    title: str
    first: int
    last: int

    def covers(self, on: date | None) -> bool:
        """Whether the office was held on a day, or within the year after it.

        >>> Office(Actor("Bill Clinton", "Person"), "President", 1993, 2001).covers(date(1995, 11, 21))
        True
        """
        return on is None or self.first <= on.year <= self.last


@dataclass(frozen=True, slots=True)
class Title:
    """A title or a noun for people who act for somebody."""

    words: str
    person: bool
    acts_for: str


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All tables, immutable, indexed for look-up."""

    states: Mapping[str, Actor]
    names: Mapping[str, tuple[Name, ...]]
    titles: Mapping[str, Title]
    offices: Mapping[str, tuple[Office, ...]]
    surnames: Mapping[str, tuple[Office, ...]]
    places: Mapping[str, Place]
    bodies: Mapping[str, Actor] = field(default_factory=dict)

    def state(self, iso3: str) -> Actor | None:
        """The state with a code of ISO 3166-1 (alpha-3).

        >>> load().state("FRA").label
        'France'
        """
        return self.states.get(iso3)

    def place(self, name: str) -> Place | None:
        """A place by its name.

        >>> load().place("Geneva").country
        'CHE'
        """
        return self.places.get(name)

    def at(self, text: str, start: int) -> Name | None:
        """The longest name that begins at an offset of a text (made plain by `plain`).

        >>> load().at("The United Arab Emirates said", 4).text
        'United Arab Emirates'
        """
        word = _WORD.match(text, start)
        for name in self.names.get(word.group(), ()) if word else ():
            end = start + len(name.text)
            if text.startswith(name.text, start) and not (text[end : end + 1].isalnum() and text[end - 1].isalnum()):
                return name
        return None

    def person(self, name: str, *, on: date | None, country: str | None = None) -> Actor | None:
        """The office holder of a full name or, where the year leaves one, of a surname.

        Args:
            name: as in the text.
            on: day of the article.
            country: ISO 3166-1 alpha-3 of the state that the person acts for, if the text tells.

        >>> load().person("Bush", on=date(1990, 9, 1)).label
        'George H. W. Bush'
        """
        key = fold(name)
        found = self.offices.get(key) or self.surnames.get(key, ())
        if country is not None:
            found = tuple(each for each in found if each.person.country in (country, None))
        now = [each for each in found if each.covers(on)]
        past = sorted((each for each in found if on is None or each.first <= on.year), key=lambda each: -each.last)
        people = dict.fromkeys(each.person.label for each in now)
        if not now or len(people) > 1 and key not in self.offices:
            now = [] if now else past
        return now[0].person if now else None


def plain(text: str) -> str:
    """Typographic apostrophes and hyphens made plain; offsets stay.

    >>> plain("Côte d’Ivoire")
    "Côte d'Ivoire"
    """
    return text.translate(_TYPOGRAPHIC)


def fold(name: str) -> str:
    """A name without accents, case and hyphens, for comparison.

    >>> fold("Lech Wałęsa"), fold("Kim Jong-un")
    ('lech walesa', 'kim jong un')
    """
    letters = unicodedata.normalize("NFD", plain(name).replace("ł", "l").replace("đ", "d").replace("ı", "i"))
    return "".join(c for c in letters if not unicodedata.combining(c)).casefold().replace("-", " ")


@cache
def load() -> Gazetteer:
    """Read all tables of ``ontology/actors``, once.

    Raises:
        OntologyError: a table is missing, or lacks a column.
    """
    states = {row["iso3"] + row["label"]: _state(row) for row in _rows("states")}
    by_code: dict[str, Actor] = {}
    for state in states.values():
        by_code.setdefault(str(state.country), state)
    bodies = {row["label"]: _body(row) for row in _rows("bodies")}
    places = {place.label: place for place in _places(states)}
    titles = {row["title"]: Title(row["title"], row["kind"] == "person", row["acts_for"]) for row in _rows("titles")}
    offices, surnames = _offices(bodies)
    names = [*_regions(), *_full_names(offices), *_state_names(), *_body_names(bodies), *_place_names(places, by_code), *_metonyms(by_code, bodies, places)]
    return Gazetteer(
        MappingProxyType(by_code),
        _indexed(names),
        MappingProxyType(titles),
        offices,
        surnames,
        MappingProxyType(places | {alias: places[row["label"]] for row in _rows("places") for alias in _split(row["aliases"])}),
        MappingProxyType(bodies),
    )


@cache
def _rows(table: str) -> tuple[dict[str, str], ...]:
    text = read_resource(f"actors/{table}.csv")
    rows = tuple(csv.DictReader(io.StringIO(text)))
    if not rows or None in rows[0].values():
        raise OntologyError(f"ontology/actors/{table}.csv holds no complete row")
    return rows


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _state(row: Mapping[str, str]) -> Actor:
    return Actor(
        row["label"], "State", row["iso3"] or None, row["wikidata"] or None, _split(row["aliases"]), listed=True
    )


def _body(row: Mapping[str, str]) -> Actor:
    kind = "Group" if row["kind"] == "Group" else "Organization"
    return Actor(row["label"], kind, row["country"] or None, row["wikidata"] or None, _split(row["aliases"]), listed=True)


def _state_names() -> Iterator[Name]:
    for row in _rows("states"):
        state = _state(row)
        spot = _spot(row["label"], row)
        for name in (state.label, *state.aliases):
            yield Name(name, (state,), "name", spot)
        for name in _split(row["adjectives"]) + _split(row["people"]):
            yield Name(name, (state,), "demonym")
        for capital in _split(row["capitals"]):
            yield Name(capital, (state,), "metonym", _spot(capital, row))


def _spot(label: str, row: Mapping[str, str]) -> Place:
    latitude, longitude = row["latitude"], row["longitude"]
    return Place(label, row["iso3"] or None, float(latitude) if latitude else None, float(longitude) if longitude else None)


def _body_names(bodies: Mapping[str, Actor]) -> Iterator[Name]:
    for body in bodies.values():
        for name in body.names:
            yield Name(name, (body,))


def _places(states: Mapping[str, Actor]) -> Iterator[Place]:
    for row in _rows("states"):
        yield _spot(row["label"], row)
        for capital in _split(row["capitals"]):
            yield _spot(capital, row)
    for row in _rows("places"):
        yield Place(row["label"], row["country"] or None, float(row["latitude"]), float(row["longitude"]))


def _place_names(places: Mapping[str, Place], states: Mapping[str, Actor]) -> Iterator[Name]:
    for row in _rows("places"):
        for name in (row["label"], *_split(row["aliases"])):
            yield Name(name, (), "name", places[row["label"]])


def _metonyms(states: Mapping[str, Actor], bodies: Mapping[str, Actor], places: Mapping[str, Place]) -> Iterator[Name]:
    by_label = {state.label: state for state in states.values()} | {row["label"]: _state(row) for row in _rows("states")}
    for row in _rows("metonyms"):
        label, kind = row["actor"], row["kind"]
        actor = by_label.get(label) or bodies.get(label)
        actor = actor or Actor(label, "Organization" if kind != "Group" else "Group", row["country"] or None, listed=True)
        yield Name(row["name"], (actor,), "metonym", places.get(row["place"]))


def _offices(bodies: Mapping[str, Actor]) -> tuple[Mapping[str, tuple[Office, ...]], Mapping[str, tuple[Office, ...]]]:
    full: dict[str, list[Office]] = {}
    short: dict[str, list[Office]] = {}
    for row in _rows("officials"):
        office = _office(row)
        for name in office.person.names:
            full.setdefault(fold(name), []).append(office)
            short.setdefault(fold(surname(name)), []).append(office)
    freeze = lambda table: MappingProxyType({name: tuple(dict.fromkeys(held)) for name, held in table.items()})  # noqa: E731
    return freeze(full), freeze(short)


def _regions() -> Iterator[Name]:
    """Adjectives of regions and peoples without a state: they name no actor by themselves."""
    for row in _rows("regions"):
        yield Name(row["name"], (), "demonym")


def _full_names(offices: Mapping[str, tuple[Office, ...]]) -> Iterator[Name]:
    for held in offices.values():
        person = held[0].person
        for name in person.names:
            if " " in name and name[0].isupper():
                yield Name(name, (person,))


def _office(row: Mapping[str, str]) -> Office:
    aliases = _split(row["aliases"])
    role = row["role"]
    short = surname(row["label"])
    person = Actor(
        row["label"],
        "Person",
        row["country"] or None,
        row["wikidata"] or None,
        tuple(dict.fromkeys([*aliases, short, *(surname(alias) for alias in aliases)])),
        role,
        listed=True,
    )
    return Office(person, role, int(row["start"] or 0), int(row["end"] or 9999))


def surname(name: str) -> str:
    """The part of a person's name by which the news calls him the second time.

    East Asian names give the family name first; Arabic and European particles belong to it.

    >>> surname("Xi Jinping"), surname("Ursula von der Leyen"), surname("Bashar al-Assad")
    ('Xi', 'von der Leyen', 'al-Assad')
    """
    parts = [part for part in name.split() if part.rstrip(".").casefold() not in _ABBREVIATIONS | {"jr", "iii", "ii", "xiv"}]
    if not parts:
        return name
    if fold(parts[0]) in _FAMILY_FIRST and len(parts) in (2, 3):
        return parts[0]
    start = len(parts) - 1
    while start > 1 and parts[start - 1].casefold() in _PARTICLES:
        start -= 1
    return " ".join(parts[start:])


_PARTICLES = frozenset("von van der den de da di du del dos la le al el bin ben abu ould da".split())
_FAMILY_FIRST = frozenset(
    "xi hu wen li jiang wang deng zhu qian yang zhou mao chen ma lai tsai kim moon lee roh park yoon ban han "
    "chiang zhao liu sun aung hun hoang nguyen le vo pham tran lin su chung cho choi".split()
)


def _indexed(names: Iterable[Name]) -> Mapping[str, tuple[Name, ...]]:
    """By first word, longest first; the last table that has a name wins, places give way to states."""
    best: dict[str, Name] = {}
    for name in names:
        held = best.get(name.text)
        if held is None or name.actors:
            best[name.text] = replace(name, place=name.place or (held.place if held else None))
    index: dict[str, list[Name]] = {}
    for name in best.values():
        word = _WORD.match(plain(name.text))
        if word is not None:
            index.setdefault(word.group(), []).append(replace(name, text=plain(name.text)))
    return MappingProxyType({word: tuple(sorted(found, key=lambda n: -len(n.text))) for word, found in index.items()})
