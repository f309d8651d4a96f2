"""Whom bare words stand for at home: "the government", "President Kovac", "rebels".

News names the country once and then leaves it out: what bears no country belongs to the
one that the text is about, if it is about one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from kg.gazetteer import Gazetteer
from kg.model import Actor, Mention
from kg.titles import Found, Office

LEAD = 2
_PLAIN = frozenset({"security", "military", "state", "federal", "riot", "local", "central", "national", "armed", "government", "ruling", "interim", "transitional"})
_AT_HOME = frozenset({"government", "police", "authorities", "army", "military", "troops", "forces", "parliament", "security forces", "armed forces", "cabinet", "navy", "air force", "junta", "soldiers", "regime"})


def country(names: Sequence[Found]) -> str | None:
    """The country that a text is about: named twice as often as any other.

    Args:
        names: the gazetteer's names in the text.
    """
    count: Counter[str] = Counter()
    for found in names:
        places = {found.name.place.country} if found.name.place is not None and found.name.place.country else set()
        count.update({actor.country for actor in found.name.actors if actor.country} or places)
    ranked = count.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] < LEAD * ranked[1][1]):
        return None
    return ranked[0][0]


def at_home(mentions: Iterable[Mention], offices: Sequence[Office], home: str | None) -> list[Mention]:
    """Mentions whose unlisted persons in office and groups are given the home country.

    Args:
        mentions: of actors and places.
        offices: the titles in the text.
        home: ISO 3166-1 alpha-3, or ``None`` where there is no telling.
    """
    if home is None:
        return list(mentions)
    in_office = {office.head for office in offices if office.title.acts_for == "state"}
    return [
        replace(each, actors=tuple(_given(actor, each, in_office, home) for actor in each.actors)) for each in mentions
    ]


def _given(actor: Actor, mention: Mention, in_office: set[int], home: str) -> Actor:
    if actor.country is not None or actor.listed:
        return actor
    office = any(i in in_office for i in range(mention.first, mention.last))
    return replace(actor, country=home) if actor.kind == "Group" and mention.how == "group" or actor.kind == "Person" and office else actor


def nominals(doc: Doc, offices: Sequence[Office], home: str | None, gazetteer: Gazetteer) -> list[Mention]:
    """Bare words for the state's own organs: "the army", "police".

    Args:
        doc: the parsed text.
        offices: the titles in it.
        home: ISO 3166-1 alpha-3.
        gazetteer: the tables.
    """
    state = gazetteer.state(home) if home else None
    if state is None:
        return []
    return [
        Mention(
            doc[office.first].idx, doc[office.last - 1].idx + len(doc[office.last - 1]),
            doc[office.first : office.last].text, office.first, office.last, office.head, (state,), "nominal",
        )
        for office in offices
        if office.title.words in _AT_HOME and not office.owners and _is_bare(doc, office)
    ]  # fmt: skip


def _is_bare(doc: Doc, office: Office) -> bool:
    head = doc[office.head]
    inside = range(office.first, office.last)
    others = [c for c in head.children if c.dep_ in ("amod", "compound", "nmod:poss", "nmod") and c.i not in inside]
    return all(child.lower_ in _PLAIN for child in others) and head.dep_ not in ("compound", "flat")
