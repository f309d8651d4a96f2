"""The words that tell a place: from the phrase around its name."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from kg.model import Place, Span
from kg.syntax import children, subtree

LONGEST = 9
APART = frozenset({"acl:relcl", "advcl", "acl", "parataxis", "appos"})
# "For a meeting in Jakarta", "on the sidelines of a summit in Bonn".
OCCASIONS = frozenset(
    "meeting talk talks summit conference session ceremony visit sidelines sideline margin margins forum gathering "
    "briefing interview dinner lunch reception rally address speech trip stop negotiation round consultation "
    "appearance assembly hearing workshop".split()
)
TRIPS = frozenset({"visit", "trip", "tour", "mission", "journey"})


def worded(head: Token, place: Place) -> Place:
    """A place with all the words that tell it: "the eastern Congolese city of Goma", "camps around Goma".

    Args:
        head: the noun of the phrase.
        place: as its name alone tells it.

    Returns:
        The same place with the phrase as its words; unchanged where the phrase is long or broken.
    """
    if head.lemma_.lower() in OCCASIONS | TRIPS:
        return place  # "at a session in Washington": not the session is where
    named_after = any(place.span and low.idx <= place.span.start < low.idx + len(low) for low in children(head, "appos"))
    apart = APART - {"appos"} if named_after else APART  # "the Ugandan capital, Kampala"
    if any(word.i == head.i for word in _of_span(head, place)):
        apart = apart | {"conj", "cc"}  # "in Ankara and Tashkent"
    words = [word for word in subtree(head, without=apart) if not (word.dep_ == "case" and word.head.i == head.i)]
    last = next((n for n, word in enumerate(words) if place.span and word.idx >= place.span.end and _ends(word)), len(words))
    words = words[:last]
    while words and (words[0].is_punct or words[0].dep_ in {"case", "cc"}):
        words = words[1:]
    if place.span is None or not words or words[-1].i - words[0].i >= LONGEST:
        return place
    start, end = words[0].idx, words[-1].idx + len(words[-1])
    if not start <= place.span.start <= place.span.end <= end:
        return place
    return replace(place, span=Span(start, end, head.doc[words[0].i : words[-1].i + 1].text))


def _of_span(head: Token, place: Place) -> list[Token]:
    """The words that name a place."""
    return [word for word in head.subtree if place.span and place.span.start <= word.idx < place.span.end]


def _ends(word: Token) -> bool:
    """Whether a word tells no more of the place: a comma, a time."""
    return word.is_punct or word.is_space or word.ent_type_ in {"DATE", "TIME"}
