"""Where a report was sent from: "GENEVA, June 20 (Agency) - ...", at the start of a text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.gazetteer import Gazetteer
from kg.model import Place

_LINES = 4
_SHAPE = re.compile(
    r"^[ \t]*(?P<city>[A-Z][A-Z'’.\-]*(?:[ ][A-Z][A-Z'’.\-]+){0,3})"
    r"(?P<more>,[^()\n–—]{0,45}?)?(?:[ ]*\((?P<agency>[^)\n]{2,40})\))?[ ]*(?:--|[-–—:_])[ ]*",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """The dateline's place and extent; offsets into the text."""

    start: int
    end: int
    city_end: int
    place: Place


def find(text: str, *, gazetteer: Gazetteer) -> Dateline | None:
    """The dateline of a text, if it has one in its first lines.

    Args:
        text: the article.
        gazetteer: the tables.

    >>> from kg.gazetteer import load
    >>> find("SEOUL, June 20 (AP) - The two Koreas met.", gazetteer=load()).place.label
    'Seoul'
    """
    end = len(text)
    head = text[:2000]
    for _, stop in zip(range(_LINES), (m.end() for m in re.finditer(r"\n+", head)), strict=False):
        end = stop + 200
    for found in _SHAPE.finditer(head):
        if found.start() > end or len(found["city"]) < 3:
            return None
        name = _titled(found["city"])
        known = gazetteer.place(name)
        if known is not None or found["agency"] or found["more"]:
            start = found.start("city")
            return Dateline(start, found.end(), found.end("city"), known or Place(name))
    return None


def _titled(city: str) -> str:
    small = {"De", "La", "Da", "Do", "Of", "Es", "The", "Au", "El"}
    words = [part.capitalize() for part in city.split(" ")]
    return " ".join(w.lower() if w in small and i and w not in ("La", "El") else w for i, w in enumerate(words))
