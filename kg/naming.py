"""Names of people and places as strings: made plain for comparison, cut to a surname."""

from __future__ import annotations

import re
import unicodedata

HONORIFICS = frozenset({"mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "sir", "lord", "lady", "dame", "mme", "mme.", "m.", "mlle", "herr", "frau", "senor", "señor", "signor", "shri", "smt", "smt.", "h.e.", "hon.", "rt"})
_TYPOGRAPHIC = str.maketrans({"’": "'", "‘": "'", "ʻ": "'", "‑": "-", "‐": "-", "–": "-", "\u00a0": " "})
_LETTERS = str.maketrans({"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ø": "o", "Ø": "O", "ß": "ss", "æ": "ae"})
_BESIDE = frozenset("mr mrs ms dr sir jr sr ii iii iv xiv".split())
_PARTICLES = frozenset("von van der den de da di du del dos la le al el bin ben abu ould da ter".split())
_FAMILY_FIRST = frozenset(
    "xi hu wen li jiang wang deng zhu qian yang zhou mao chen ma lai tsai kim moon lee roh park yoon ban han "
    "chiang zhao liu sun aung hun hoang nguyen le vo pham tran lin su chung cho choi chun kang chang qin tang "
    "hong ri pak jo song ahn shin kwon yun chee goh".split()
)
_INITIAL = re.compile(r"(?<=\s)(?:[A-Z]\.\s?)+(?=\S)|[\"“'‘][A-Z]\w+[\"”'’]\s")


def plain(text: str) -> str:
    """Typographic apostrophes and hyphens made plain; offsets stay.

    >>> plain("Côte d’Ivoire")
    "Côte d'Ivoire"
    """
    return text.translate(_TYPOGRAPHIC)


def fold(name: str) -> str:
    """A name without accents, case and hyphens, for comparison.

    >>> fold("Lech Wałęsa"), fold("Kim Jong-un")
    ('lech walesa', 'kim jong un')
    """
    letters = unicodedata.normalize("NFD", plain(name).translate(_LETTERS))
    return "".join(c for c in letters if not unicodedata.combining(c)).casefold().replace("-", " ")


def bare(name: str) -> str:
    """A full name without middle initials, nicknames and what follows a comma.

    >>> bare("Joseph R. Biden, Jr."), bare("Antony J. Blinken")
    ('Joseph Biden', 'Antony Blinken')
    """
    short = _INITIAL.sub("", name.split(",")[0])
    parts = short.split()
    while len(parts) > 1 and parts[-1].rstrip(".").casefold() in _BESIDE:
        parts.pop()
    return " ".join(parts)


def family(name: str) -> tuple[str, ...]:
    """The family name of a name that sets it in capitals, as some foreign offices do.

    >>> family("TANAKA Ichiro"), family("Ichiro Tanaka"), family("JFK")
    (('Tanaka',), (), ())
    """
    parts = name.split()
    large = [part for part in parts if len(part) > 1 and part.isupper() and "." not in part]
    return (" ".join(_cased(part) for part in large),) if large and any(part[1:].islower() for part in parts) else ()


def cased(name: str) -> str:
    """A name without the capitals that mark the family name.

    >>> cased("TANAKA Ichiro"), cased("Nikos ROUSSOS"), cased("JFK")
    ('Tanaka Ichiro', 'Nikos Roussos', 'JFK')
    """
    return " ".join(_cased(part) for part in name.split()) if family(name) else name


def _cased(part: str) -> str:
    return "-".join(piece.capitalize() for piece in part.split("-")) if len(part) > 1 and part.isupper() and "." not in part else part


def surname(name: str) -> str:
    """The part of a person's name by which the news calls him the second time.

    East Asian names give the family name first; Arabic and European particles belong to it.

    >>> surname("Xi Jinping"), surname("Ursula von der Leyen"), surname("Bashar al-Assad")
    ('Xi', 'von der Leyen', 'al-Assad')
    """
    parts = [part for part in name.split(",")[0].split() if part.rstrip(".").casefold() not in _BESIDE]
    if not parts:
        return name
    if fold(parts[0]) in _FAMILY_FIRST and (len(parts) == 3 or (len(parts) == 2 and _is_given(parts[1]))):
        return parts[0]
    start = len(parts) - 1
    while start > 1 and parts[start - 1].casefold() in _PARTICLES:
        start -= 1
    return " ".join(parts[start:])


def _is_given(name: str) -> bool:
    """A given name of East Asia: hyphened, or short; "Lee Hamilton" has none."""
    return "-" in name or len(name) <= 9


def short_names(name: str) -> tuple[str, ...]:
    """The surname, and the surname without its article: "al-Assad", "Assad".

    >>> short_names("Bashar al-Assad")
    ('al-Assad', 'Assad')
    """
    last = surname(name)
    without = re.sub(r"^(?:al|el|as|ad|ash)[- ](?=[A-Z])", "", last, flags=re.IGNORECASE)
    return (last,) if without == last else (last, without)
