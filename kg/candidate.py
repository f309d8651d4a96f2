"""A match with its roles filled: not yet an event."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kg.frames import Match
from kg.model import Actor, Mention


@dataclass(frozen=True, slots=True)
class Candidate:
    """A match with its roles filled; not yet an event.

    ``content`` is the head token of what is said, demanded, offered …; ``apart`` are the heads of
    clauses below it that another act has as its content; ``indirect`` tells that a role was read
    from inside a phrase ("rejected Iran's plan": Iran).
    """

    match: Match
    source: tuple[Mention, ...]
    target: tuple[Mention, ...]
    content: int | None = None
    content_slot: str = ""
    indirect: bool = False
    type: str = ""
    category: str = ""
    settled: bool = False
    apart: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not self.type:
            object.__setattr__(self, "type", self.match.frame.type)
            object.__setattr__(self, "category", self.match.frame.category)


def actors_of(mentions: Iterable[Mention]) -> tuple[Actor, ...]:
    """The actors of the mentions, each once, in order."""
    return tuple(dict.fromkeys(actor for mention in mentions for actor in mention.actors))


def retyped(candidate: Candidate, type_: str, category: str, **changes: object) -> Candidate:
    """The candidate as another kind of event."""
    return replace(candidate, type=type_, category=category, **changes)  # type: ignore[arg-type]


def is_ours(mention: Mention, source: tuple[Mention, ...]) -> bool:
    """Whether a state is the speaker's own: one does not address it in passing.

    Args:
        mention: of whom might be addressed.
        source: who speaks.
    """
    homes = {actor.country for each in source for actor in each.actors if actor.kind == "Person"}
    return all(actor.kind == "State" and actor.country in homes for actor in mention.actors)
