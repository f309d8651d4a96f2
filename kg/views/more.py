"""What a page that is served may ask for after it was loaded: actors by name, and what is around one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from kg.graphs import Record, pairs
from kg.views import layout
from kg.views.data import Tables, event


def found(records: Iterable[Record], words: str, *, most: int = 20) -> list[dict[str, Any]]:
    """The actors whose name or alias holds some words, those of the most events first.

    Args:
        records: events.
        words: a part of a name, in any case.
        most: number of actors.

    Returns:
        For each its ``id label kind events``; ``id`` is its IRI.

    >>> found([], "france")
    []
    """
    wanted = words.casefold().strip()
    count: Counter[str] = Counter()
    known: dict[str, Record] = {}
    for record in records:
        for each in {each["iri"]: each for each in (*record["source"], *record["target"])}.values():
            if wanted and any(wanted in name.casefold() for name in (each["label"], *each["aliases"])):
                count[each["iri"]] += 1
                known[each["iri"]] = each
    ranked = sorted(count, key=lambda iri: (-count[iri], known[iri]["label"], iri))[:most]
    return [{"id": iri, "label": known[iri]["label"], "kind": known[iri]["kind"], "events": count[iri]} for iri in ranked]


def neighbourhood(records: Iterable[Record], iri: str, *, hops: int = 1, most: int = 2_000) -> dict[str, Any]:
    """The events around an actor, in the form in which a page takes them in.

    Args:
        records: events; all that may matter, or all there are.
        iri: the actor.
        hops: 1: its own events; 2: those of the actors it deals with, too.
        most: number of events; the actor's own come first.

    Returns:
        ``actors articles sentences events``, as the page's own, and ``homes``: where each
        actor belongs, in shares of the picture's height.

    Raises:
        OntologyError: the list of states can't be read.
    """
    all_of_them = list(records)
    own = [record for record in all_of_them if iri in _people(record)]
    taken = own
    if hops > 1:
        near = {each for record in own for pair in pairs(record) if iri in pair for each in pair}
        seen = {record["id"] for record in own}
        taken = own + [record for record in all_of_them if record["id"] not in seen and near & _people(record)]
    return _listed(taken[:most])


def _people(record: Record) -> set[str]:
    return {each["iri"] for each in (*record["source"], *record["target"])}


def _listed(records: Sequence[Record]) -> dict[str, Any]:
    tables = Tables()
    events = [event(record, tables) for record in records]
    actors = {each["iri"]: each for record in records for each in (*record["source"], *record["target"])}
    homes = {iri.removeprefix(tables.base): layout.home(iri, {"kind": each["kind"], "country": each["country"] or ""}) for iri, each in actors.items()}
    return {**tables.listed(), "events": events, "homes": {name: [round(x, 4), round(y, 4)] for name, (x, y) in homes.items()}}
