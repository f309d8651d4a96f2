"""Words that stand for one listed actor in this text: "the rebels", "the North"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc

from kg.gazetteer import Gazetteer
from kg.model import Actor, Mention
from kg.people import mention

_HALVES = {"North": "PRK", "South": "KOR"}
_KOREAS = frozenset(_HALVES.values())


def regrouped(mentions: Sequence[Mention], doc: Doc, gazetteer: Gazetteer) -> list[Mention]:
    """Bare "the rebels" become the one armed group that the text has named by then.

    Args:
        mentions: in text order.
        doc: the parsed text.
        gazetteer: the tables; they tell by what nouns a body is called.
    """
    named: dict[str, Actor] = {}
    result: list[Mention] = []
    for each in mentions:
        word = doc[each.head].lower_
        if each.how == "demonym" and (longer := _shortened(each, result, doc)):
            each = replace(each, actors=longer)
        if each.how == "group" and _is_bare(each, doc):
            fitting = [actor for label, actor in named.items() if word in gazetteer.called.get(label, ())]
            if len(fitting) == 1 and word not in ("opposition", "civilians"):
                each = replace(each, actors=(fitting[0],))
        named.update({actor.label: actor for actor in each.actors if actor.label in gazetteer.called})
        result.append(each)
    return result


def _shortened(each: Mention, before: Sequence[Mention], doc: Doc) -> tuple[Actor, ...]:
    """The people last named by a longer name that ends so: "the Serbs" after "the Bosnian Serbs"."""
    if not _is_bare(each, doc) or doc[each.head].tag_ not in ("NNS", "NNPS"):
        return ()
    if any(other.text != each.text and other.actors == each.actors for other in before):
        return ()
    longer = {other.actors for other in before if other.actors and other.actors != each.actors and other.text.endswith(f" {each.text}")}
    return next(iter(longer)) if len(longer) == 1 else ()


def _is_bare(each: Mention, doc: Doc) -> bool:
    """Whether it is "the rebels", not "Tutsi rebels" nor "rebels"."""
    return each.last - each.first == 1 and each.first > 0 and doc[each.first - 1].lower_ in ("the", "these")


def halves(doc: Doc, mentions: Sequence[Mention], gazetteer: Gazetteer) -> list[Mention]:
    """Such as "the North", "the South" in a text about Korea.

    Args:
        doc: the parsed text.
        mentions: what is found so far.
        gazetteer: the tables.
    """
    countries = {actor.country for each in mentions for actor in each.actors if actor.kind == "State"}
    if not countries & _KOREAS:
        return []
    found = []
    for token in doc[1:]:
        code = _HALVES.get(token.text)
        state = gazetteer.state(code) if code else None
        after = doc[token.i + 1] if token.i + 1 < len(doc) else None
        if state is None or doc[token.i - 1].lower_ != "the" or (after is not None and after.text[:1].isupper()):
            continue
        found.append(mention(doc, token.i, token.i + 1, (state,), how="metonym"))
    return found
