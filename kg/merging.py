"""One actor for one name throughout a text: what its mentions tell of it, put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.model import Actor, Mention

_BEST_ROLE = 60


def merged(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, each with the fullest form of its actors.

    Persons and unlisted bodies of one label become one: with the country and the role that
    any mention tells, and with the names by which the text calls them.

    Args:
        mentions: in text order.
    """
    groups: dict[tuple[str, str], list[tuple[Actor, str]]] = {}
    for each in mentions:
        for actor in each.actors:
            if actor.kind == "Person" or not actor.listed:
                called = each.text if each.how == "name" and len(each.actors) == 1 else ""
                groups.setdefault((actor.label, actor.kind), []).append((actor, called))
    best = {key: _one(found) for key, found in groups.items()}
    return [
        replace(each, actors=tuple(dict.fromkeys(best.get((a.label, a.kind), a) for a in each.actors)))
        if each.actors else each
        for each in mentions
    ]  # fmt: skip


def _one(found: Sequence[tuple[Actor, str]]) -> Actor:
    actors = [actor for actor, _ in found]
    first = actors[0]
    names = _names([name for actor in actors for name in actor.aliases] + [called for _, called in found if called], first.label)
    if first.listed:
        return replace(first, aliases=names)
    country = next((actor.country for actor in actors if actor.country), None)
    roles = [actor.role for actor in actors if actor.role and len(actor.role) <= _BEST_ROLE]
    return replace(first, country=country, role=max(roles, key=len, default=first.role), aliases=names)


def _names(names: Iterable[str], label: str) -> tuple[str, ...]:
    return tuple(name for name in dict.fromkeys(names) if name and name != label)
