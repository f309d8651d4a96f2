"""Reviewed names of actors and places, as tables, looked up in a text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from types import MappingProxyType

from kg import tables
from kg.model import Actor, Place
from kg.naming import bare, fold
from kg.tables import WORD, Name, Office, Title

__all__ = ["Gazetteer", "Name", "Office", "Title", "load"]


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
    called: Mapping[str, frozenset[str]] = field(default_factory=dict)
    capitals: Mapping[str, Place] = field(default_factory=dict)
    fields: frozenset[str] = frozenset()
    ranks: frozenset[str] = frozenset()
    female: frozenset[str] = frozenset()
    male: frozenset[str] = frozenset()
    title_starts: frozenset[str] = frozenset()

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

    def at(self, text: str, start: int, on: date | None = None) -> Name | None:
        """The longest name that begins at an offset of a text (made plain by `kg.naming.plain`).

        Args:
            text: the text.
            start: code points.
            on: the day on which the name stands for somebody.

        >>> load().at("The United Arab Emirates said", 4).text
        'United Arab Emirates'
        """
        word = WORD.match(text, start)
        for name in self.names.get(word.group(), ()) if word else ():
            end = start + len(name.text)
            if (
                text.startswith(name.text, start)
                and name.holds(on)
                and not (text[end : end + 1].isalnum() and text[end - 1].isalnum())
            ):
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
        if key not in self.offices and " " in name:
            key = fold(bare(name))
        found = self.offices.get(key) or self._without_middle(key, on) or self.surnames.get(key, ())
        if country is not None:
            found = tuple(each for each in found if each.person.country in (country, None))
        now = [each for each in found if each.covers(on)]
        if now and (key in self.offices or len({each.person.label for each in now}) == 1):
            return now[0].person
        full = key in self.offices
        past = [] if now else [each for each in found if on is None or each.first <= on.year]
        known = past or (list(found) if full else [])
        one = full or len({each.person.label for each in known}) == 1
        return max(known, key=lambda each: each.last).person if known and one else None


    def _without_middle(self, key: str, on: date | None) -> tuple[Office, ...]:
        """Those who hold office by the first and the last of three names: "William Samoei Ruto"."""
        words = key.split()
        found = self.offices.get(f"{words[0]} {words[-1]}", ()) if len(words) == 3 else ()
        return tuple(each for each in found if on is not None and each.covers(on))


@cache
def load() -> Gazetteer:
    """Read all tables of ``ontology/actors``, once.

    Raises:
        OntologyError: a table is missing, or lacks a column.
    """
    states = {row["iso3"] + row["label"]: tables.state(row) for row in tables.rows("states")}
    by_code: dict[str, Actor] = {}
    for state in states.values():
        by_code.setdefault(str(state.country), state)
    bodies = {row["label"]: tables.body(row) for row in tables.rows("bodies")}
    places = {place.label: place for place in tables.places()}
    titles = {row["title"]: Title(row["title"], row["kind"] == "person", row["acts_for"], row["country"] or None) for row in tables.rows("titles")}
    offices, surnames = tables.offices()
    names = [
        *tables.media(), *tables.regions(), *tables.full_names(), *tables.state_names(),
        *tables.body_names(bodies), *tables.place_names(places), *tables.metonyms(by_code, bodies, places),
    ]  # fmt: skip
    aliases = {alias: places[row["label"]] for row in tables.rows("places") for alias in tables.split(row["aliases"])}
    return Gazetteer(
        states=MappingProxyType(by_code),
        names=tables.indexed(names),
        titles=MappingProxyType(titles),
        offices=offices,
        surnames=surnames,
        places=MappingProxyType(places | aliases),
        bodies=MappingProxyType(bodies),
        called=MappingProxyType({row["label"]: frozenset(tables.split(row["called"])) for row in tables.rows("bodies")}),
        capitals=MappingProxyType(dict(reversed(list(tables.capitals())))),  # the first of a code counts
        fields=tables.words("portfolios", "field"),
        ranks=tables.words("portfolios", "rank"),
        female=tables.words("given", "female"),
        male=tables.words("given", "male"),
        title_starts=frozenset(start for title in titles for start in (title.split()[0], *WORD.findall(title)[:1])),
    )
