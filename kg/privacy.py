"""Which events are between private people only: those are nobody's politics."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.candidate import Candidate
from kg.lexicon import Lexicon
from kg.model import Actor, Mention


def public(candidates: Sequence[Candidate], dropped: list[tuple[Candidate, str]], *, lexicon: Lexicon) -> list[Candidate]:
    """The candidates in which somebody acts for a state, a body or a cause.

    Whoever deals with such a one anywhere in the article counts as such himself.

    Args:
        candidates: of a whole article.
        dropped: takes those that are left out, each with the reason.
        lexicon: its ``[reference] organ`` nouns, of those who act for a state or a cause whoever they are.
    """
    dealt = [list(_people(each)) for each in candidates]
    known = {actor for people in dealt if any(_is_known(actor) for _, actor in people) for _, actor in people}
    kept = []
    for candidate in candidates:
        people = list(_people(candidate))
        met = any(actor in known and actor.kind == "Person" for _, actor in people)
        if not people or candidate.category == "PROTEST" or met or any(_is_public(*pair, lexicon) for pair in people):
            kept.append(candidate)
        else:
            dropped.append((candidate, "nobody in it is known to act for a state, a body or a cause"))
    return kept


def _people(candidate: Candidate) -> Iterator[tuple[Mention, Actor]]:
    return ((mention, actor) for mention in (*candidate.source, *candidate.target) for actor in mention.actors)


def _is_known(actor: Actor) -> bool:
    return bool(actor.listed or actor.country or actor.role)


def _is_public(mention: Mention, actor: Actor, lexicon: Lexicon) -> bool:
    organ = any(lexicon.has("reference", "organ", word) for word in mention.text.lower().split())
    if _is_known(actor) or (organ and actor.kind != "Person"):
        return True
    return actor.kind != "Person" and not (actor.kind == "Group" and mention.how == "unlisted")
