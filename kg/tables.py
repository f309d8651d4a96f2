"""The tables of ``ontology/actors``, row by row: names and what they stand for."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from types import MappingProxyType

from kg.errors import OntologyError
from kg.model import Actor, How, Kind, Place
from kg.naming import bare, fold, plain, short_names
from kg.settings import read_resource

WORD = re.compile(r"\w+")
# Here the tables give family names last, as the world's press does; the press at home gives them first.
_FAMILY_FIRST_AT_HOME = frozenset({"JPN", "HUN"})


@dataclass(frozen=True, slots=True)
class Name:
    """What a name stands for: actors, a place, or both; between two years, if it did so only then."""

    text: str
    actors: tuple[Actor, ...]
    how: How = "name"
    place: Place | None = None
    years: tuple[int, int] | None = None

    def holds(self, on: date | None) -> bool:
        """Whether the name stood for this on a day; one that still does needs no day."""
        return self.years is None or (on is not None and self.years[0] <= on.year <= self.years[1])


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
    """A title or a noun for people who act for somebody; ``country``: of the one state that calls its own so."""

    words: str
    person: bool
    acts_for: str
    country: str | None = None


@cache
def rows(table: str) -> tuple[dict[str, str], ...]:
    """The rows of a table, read once.

    Raises:
        OntologyError: the table is missing, or lacks a column.
    """
    text = read_resource(f"actors/{table}.csv")
    rows = tuple(csv.DictReader(io.StringIO(text)))
    if not rows or None in rows[0].values():
        raise OntologyError(f"ontology/actors/{table}.csv holds no complete row")
    return rows


def split(cell: str) -> tuple[str, ...]:
    """The parts of a cell."""
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def state(row: Mapping[str, str]) -> Actor:
    """The state of a row."""
    return Actor(
        row["label"], "State", row["iso3"] or None, row["wikidata"] or None, split(row["aliases"]), listed=True
    )


def body(row: Mapping[str, str]) -> Actor:
    """The body of a row."""
    kind: Kind = "Group" if row["kind"] == "Group" else "Organization"
    return Actor(row["label"], kind, row["country"] or None, row["wikidata"] or None, split(row["aliases"]), listed=True)


def state_names() -> Iterator[Name]:
    """Names, demonyms and capitals of all states."""
    for row in rows("states"):
        actor = state(row)
        spot = _spot(row["label"], row)
        for name in actor.names:
            yield Name(name, (actor,), "name", spot)
        for name in split(row["adjectives"]) + split(row["people"]):
            yield Name(name, (actor,), "demonym")
        for capital in split(row["capitals"]):
            yield Name(capital, (actor,), "metonym", _spot(capital, row))


def _spot(label: str, row: Mapping[str, str]) -> Place:
    latitude, longitude = row["latitude"], row["longitude"]
    return Place(label, row["iso3"] or None, float(latitude) if latitude else None, float(longitude) if longitude else None)


def body_names(bodies: Mapping[str, Actor]) -> Iterator[Name]:
    """Names of all bodies."""
    for body in bodies.values():
        for name in body.names:
            yield Name(name, (body,))


def places() -> Iterator[Place]:
    """Every place: states, capitals, others."""
    for row in rows("states"):
        yield _spot(row["label"], row)
        for capital in split(row["capitals"]):
            yield _spot(capital, row)
    for row in rows("places"):
        yield Place(row["label"], row["country"] or None, float(row["latitude"]), float(row["longitude"]))


def capitals() -> Iterator[tuple[str, Place]]:
    """The first capital of each state, by the state's code."""
    for row in rows("states"):
        yield from ((row["iso3"], _spot(capital, row)) for capital in split(row["capitals"])[:1])


def place_names(places: Mapping[str, Place]) -> Iterator[Name]:
    """Names of places that are no states."""
    for row in rows("places"):
        for name in (row["label"], *split(row["aliases"])):
            yield Name(name, (), "name", places[row["label"]])


def metonyms(states: Mapping[str, Actor], bodies: Mapping[str, Actor], places: Mapping[str, Place]) -> Iterator[Name]:
    """Buildings and capitals that stand for governments and bodies."""
    by_label = {state.label: state for state in states.values()} | {row["label"]: state(row) for row in rows("states")}
    for row in rows("metonyms"):
        actors = tuple(by_label.get(label) or bodies.get(label) or _unlisted(label, row) for label in split(row["actor"]))
        there = places.get(row["place"])
        years = (int(row["first"]), int(row["last"])) if row["first"] else None
        spot = replace(there, label=row["name"]) if there is not None and not years and row["name"] != there.label else there
        yield Name(row["name"], actors, "metonym", spot, years)


def _unlisted(label: str, row: Mapping[str, str]) -> Actor:
    return Actor(label, "Organization", row["country"] or None, listed=True)


def offices() -> tuple[Mapping[str, tuple[Office, ...]], Mapping[str, tuple[Office, ...]]]:
    """Who held which office, by full name and by surname."""
    full: dict[str, list[Office]] = {}
    short: dict[str, list[Office]] = {}
    for row in rows("officials"):
        office = _office(row)
        for name in office.person.names:
            if " " in name or "-" in name:
                full.setdefault(fold(name), []).append(office)
                full.setdefault(fold(bare(name)), []).append(office)
            for last in short_names(name):
                short.setdefault(fold(last), []).append(office)
    return _frozen(full), _frozen(short)


def _frozen(table: Mapping[str, list[Office]]) -> Mapping[str, tuple[Office, ...]]:
    return MappingProxyType({name: tuple(dict.fromkeys(held)) for name, held in table.items()})


def regions() -> Iterator[Name]:
    """Adjectives of regions and peoples without a state: they name no actor by themselves."""
    for row in rows("regions"):
        yield Name(row["name"], (), "demonym")


def full_names() -> Iterator[Name]:
    """The full names of office holders, and single names that are none of their surnames: "Hemedti"."""
    for row in rows("officials"):
        person = _office(row).person
        for name in (row["label"], *split(row["aliases"])):
            if name[0].isupper() and (" " in name or name != row["label"]):
                yield Name(name, (person,))


def _office(row: Mapping[str, str]) -> Office:
    aliases = split(row["aliases"])
    if row["country"] in _FAMILY_FIRST_AT_HOME and row["label"].count(" ") == 1:
        aliases = (*aliases, " ".join(reversed(row["label"].split())))
    role = row["role"]
    person = Actor(
        row["label"],
        "Person",
        row["country"] or None,
        row["wikidata"] or None,
        tuple(dict.fromkeys([*aliases, *(short for name in (row["label"], *aliases) for short in short_names(name))])),
        role,
        listed=True,
    )
    return Office(person, role, int(row["start"] or 0), int(row["end"] or 9999))


def indexed(names: Iterable[Name]) -> Mapping[str, tuple[Name, ...]]:
    """By first word, longest first; the last table that has a name wins, places give way to states.

    Of equal names, one that holds only between two years comes first.
    """
    best: dict[tuple[str, tuple[int, int] | None], Name] = {}
    for name in names:
        held = best.get((name.text, name.years))
        if held is None or name.actors:
            best[name.text, name.years] = replace(name, place=name.place or (held.place if held else None))
    index: dict[str, list[Name]] = {}
    for name in best.values():
        word = WORD.match(plain(name.text))
        if word is not None:
            index.setdefault(word.group(), []).append(replace(name, text=plain(name.text)))
    return MappingProxyType({word: tuple(sorted(found, key=lambda n: (-len(n.text), n.years is None))) for word, found in index.items()})


def words(table: str, kind: str | None = None) -> frozenset[str]:
    """The first column of a table; of one kind, where it has kinds."""
    return frozenset(next(iter(row.values())) for row in rows(table) if kind is None or kind in row.values())


def media() -> Iterator[Name]:
    """News agencies, papers and the like: whom they quote acts, not they."""
    for row in rows("media"):
        yield Name(row["name"], (), "unlisted")
