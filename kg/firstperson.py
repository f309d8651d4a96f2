"""Direct speech: whoever says "I", "we", "my government", "our troops", and whom he calls "the president"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from kg.gazetteer import Gazetteer
from kg.model import Actor, Mention
from kg.nominals import OWNED
from kg.said import FIRST_PERSON

_OURS = frozenset({"my", "our"})
_RULERS = frozenset({"president", "premier", "chancellor", "king", "queen", "minister", "emir", "sultan"})
_COUNTED = frozenset({"country", "nation", "homeland", "side"})


def first_person(
    doc: Doc, spoken: Iterable[tuple[int, int, Sequence[Mention]]], mentions: Sequence[Mention], *, tables: Gazetteer
) -> Iterator[Mention]:
    """Mentions of speakers in their own words.

    Args:
        doc: the parsed text.
        spoken: first and last token (half open) of each stretch of speech, and who speaks.
        mentions: what is found so far.
        tables: the tables of states.

    Yields:
        A mention for each such pronoun, and for what the speaker's state acts by.
    """
    taken = {i for mention in mentions for i in range(mention.first, mention.last)}
    for first, last, speakers in spoken:
        speaker = tuple(actor for mention in speakers for actor in mention.actors)
        for token in doc[first:last]:
            if token.lower_ not in FIRST_PERSON or token.i in taken:
                continue
            yield _mention(token, token, speaker)
            owned = token.head
            if token.lower_ in _OURS and owned.i not in taken and (state := _state(owned, speaker, tables)):
                yield _mention(owned, owned, (state,))


def at_home(doc: Doc, spoken: Iterable[tuple[int, int, Sequence[Mention]]], mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, "the president" in somebody's own words taken for his own, where the text names one.

    Args:
        doc: the parsed text.
        spoken: as for `first_person`.
        mentions: all that are found.
    """
    homes = {
        i: country
        for first, last, speakers in spoken
        for i in range(first, last)
        if len({actor.country for each in speakers for actor in each.actors}) == 1 and (country := speakers[0].actors[0].country)
    }
    return [_own_ruler(each, homes[each.head], mentions, doc) if each.head in homes else each for each in mentions]


def _own_ruler(ruler: Mention, country: str, mentions: Sequence[Mention], doc: Doc) -> Mention:
    word = doc[ruler.head].lemma_.lower()
    bare = ruler.how == "nominal" and word in _RULERS and [child.lower_ for child in doc[ruler.head].lefts if child.dep_ != "case"] == ["the"]
    if not bare or any(actor.country == country for actor in ruler.actors):
        return ruler
    own = (a for m in mentions for a in m.actors if a.kind == "Person" and a.country == country and word in f"{a.role} {m.text}".lower().split())
    return next((replace(ruler, actors=(actor,)) for actor in own), ruler)


def _state(owned: Token, speaker: Sequence[Actor], tables: Gazetteer) -> Actor | None:
    """The state of "my government", "our troops"; a body's or a group's own men are it."""
    if owned.lemma_.lower() not in OWNED or len(speaker) != 1 or (owned.lemma_.lower() in _COUNTED and owned.tag_ == "NNS"):
        return None
    only = speaker[0]
    if only.kind in {"Person", "State"}:
        return tables.state(only.country) if only.country else None
    return only


def _mention(first: Token, head: Token, actors: tuple[Actor, ...]) -> Mention:
    span = head.doc[first.i : head.i + 1]
    return Mention(span.start_char, span.end_char, span.text, span.start, span.end, head.i, actors, "pronoun")
