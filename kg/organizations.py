"""Bodies, places and peoples that no table knows, from the name finder alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from spacy.tokens import Doc, Span

from kg.gazetteer import Gazetteer
from kg.model import Actor, Mention, Place
from kg.people import mention
from kg.titles import Found

_PLACES = frozenset({"GPE", "LOC"})
# Names that end so are of places where things happen.
_BUILDINGS = frozenset(
    "hotel airport palace base airbase square stadium university hall mosque cathedral church street avenue bridge "
    "camp prison hospital port harbor harbour resort island islands river valley province district region mountains "
    "crossing barracks plant reactor refinery museum park center centre mall monastery castle villa village airfield "
    "peninsula strait bay gulf desert canal dam pass border highway road room library theater theatre".split()
)
# Newspapers and stations, to which one speaks but which nobody addresses.
_PRESS = frozenset("News Times Post Herald Tribune Gazette Journal Telegraph Chronicle Mail Radio TV Television Weekly Magazine Zeitung Network".split())
_BRACKETS = 3
# Written large, these stand for a state named before.
_REALMS = frozenset({"kingdom", "emirate", "sultanate", "republic", "state", "kingdom's"})


def acronyms(doc: Doc, mentions: Sequence[Mention]) -> dict[str, tuple[Actor, ...]]:
    """Letters in brackets after a name, and whom they stand for from then on.

    Args:
        doc: the parsed text.
        mentions: of actors, by any means.
    """
    found: dict[str, tuple[Actor, ...]] = {}
    for each in mentions:
        letters = _bracketed(doc, each.last)
        if letters and len(each.actors) == 1 and each.actors[0].kind in ("Organization", "Group"):
            found.setdefault(letters, each.actors)
    return found


def _bracketed(doc: Doc, last: int) -> str:
    """The letters of "Free Peoples' Union (FPU)"."""
    after = doc[last : last + _BRACKETS].text if last + _BRACKETS <= len(doc) else ""
    match = re.fullmatch(r"\(([A-Z][A-Za-z0-9.\-/]*[A-Z0-9.])\)", after)
    return match.group(1) if match else ""


def organizations(doc: Doc, names: Sequence[Found], gazetteer: Gazetteer) -> Iterator[Mention]:
    """Unlisted bodies.

    Args:
        doc: the parsed text.
        names: the gazetteer's names in it.
        gazetteer: the tables.
    """
    heads = {i: found for found in names for i in range(found.first, found.last)}
    known: dict[str, Actor] = {}
    for ent in doc.ents:
        span = _trimmed(ent, heads) if ent.label_ == "ORG" else None
        if span is None or span.text.lower() in _REALMS or _is_title(span, gazetteer):
            continue
        if span[-1].text in _PRESS or (span[0].text == "Daily" and len(span) > 1):
            yield mention(doc, span.start, span.end, (), how="unlisted")
            continue
        if span[-1].lower_ in _BUILDINGS:
            yield mention(doc, span.start, span.end, (), how="name", place=Place(span.text))
            continue
        actor = known.get(span.text) or _shortened(span, names) or _organization(doc, span, heads, ent)
        for name in actor.names:
            known.setdefault(name, actor)
        yield mention(doc, span.start, span.end, (actor,), how="unlisted")


def _shortened(span: Span, names: Sequence[Found]) -> Actor | None:
    """The only listed body named before of which a word is left: "the Council" of the Security Council."""
    if len(span) > 1:
        return None
    before = (found for found in names if found.first < span.start and found.name.text.split()[-1] == span.text and " " in found.name.text)
    bodies = {actor for found in before for actor in found.name.actors if actor.kind in ("Organization", "Group")}
    return next(iter(bodies)) if len(bodies) == 1 else None


def _is_title(span: Span, gazetteer: Gazetteer) -> bool:
    """Words for people in office, written large: "the Ministers", "both Presidents"."""
    return len(span) <= 2 and span.root.lemma_.lower() in gazetteer.titles and span.root.tag_ in ("NNS", "NNPS")


def _trimmed(ent: Span, heads: Mapping[int, Found]) -> Span | None:
    doc, first, last = ent.doc, ent.start, ent.end
    while first < last and (doc[first].pos_ in ("DET", "PUNCT") or doc[first].lower_ in ("'s", "’s") or _leads(first, last, heads)):
        first += 1
    while last > first and (doc[last - 1].is_punct or doc[last - 1].lower_ in ("'s", "’s")):
        last -= 1
    if first >= last or not any(token.pos_ in ("PROPN", "NOUN", "ADJ", "X") for token in doc[first:last]):
        return None
    return doc[first:last] if any(c.isupper() for c in doc[first:last].text) else None


def _leads(first: int, last: int, heads: Mapping[int, Found]) -> bool:
    found = heads.get(first)
    return found is not None and found.last < last and found.name.how != "demonym"


def _organization(doc: Doc, span: Span, heads: Mapping[int, Found], ent: Span) -> Actor:
    led = heads.get(ent.start) or (heads.get(ent.start - 2) if ent.start > 1 and doc[ent.start - 1].lower_ in ("'s", "’s") else None)
    country = None
    if led is not None and led.name.actors and led.last <= span.end:
        country = led.name.actors[0].country
    tail = heads.get(span.end - 1)
    if tail is not None and tail.name.actors and doc[tail.first - 1].lower_ == "of":
        country = country or tail.name.actors[0].country
    country = country or _told_after(doc, span.end, heads)
    letters = _bracketed(doc, span.end)
    return Actor(span.text, "Organization", country, None, (letters,) if letters else ())


def _told_after(doc: Doc, last: int, heads: Mapping[int, Found]) -> str | None:
    """The country of "the Free Party, a Norwegian movement"."""
    if last + 2 >= len(doc) or doc[last].text != "," or doc[last + 1].lower_ not in ("a", "an", "the"):
        return None
    found = heads.get(last + 2)
    return found.name.actors[0].country if found is not None and found.name.how == "demonym" and found.name.actors else None


def others(doc: Doc, gazetteer: Gazetteer) -> Iterator[Mention]:
    """Places and peoples that no table knows.

    Args:
        doc: the parsed text.
        gazetteer: the tables.
    """
    for ent in doc.ents:
        first = ent.start + (ent[0].pos_ == "DET" and len(ent) > 1)
        last = ent.end - (ent[-1].lower_ in ("'s", "’s") and len(ent) > 1)
        text = doc[first:last].text
        if text.lower() in _REALMS or text.islower():
            continue
        if ent.label_ in _PLACES:
            yield mention(doc, first, last, (), how="name", place=Place(text, _country_after(doc, last, gazetteer)))
        elif ent.label_ == "NORP" and ent[-1].tag_ in ("NNPS", "NNS"):
            yield mention(doc, first, last, (Actor(text, "Group"),), how="unlisted")


def _country_after(doc: Doc, last: int, gazetteer: Gazetteer) -> str | None:
    """The state right after a place and a comma: "Vavuniya, Sri Lanka"."""
    if last + 1 >= len(doc) or doc[last].text != ",":
        return None
    name = gazetteer.at(doc[last + 1 : doc[last + 1].sent.end].text, 0)
    return name.actors[0].country if name is not None and name.place is not None and name.actors and name.how == "name" else None
