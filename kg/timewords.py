"""How English writes a time: closed classes of words, and the shapes of expressions.

Source: the kinds of expressions follow TIMEX3 (ISO 24617-1), types DATE and DURATION.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from kg.settings import read_resource


@dataclass(frozen=True, slots=True)
class Words:
    """The closed classes of ``ontology/times/words.toml``."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    seasons: Mapping[str, int]
    numbers: Mapping[str, int]
    ordinals: Mapping[str, int]
    days: Mapping[str, int]
    anchored: Mapping[str, int]
    parts: Mapping[str, list[int]]
    ahead: Mapping[str, list[str]]


@cache
def words() -> Words:
    """The closed classes of words, read once."""
    return Words(**tomllib.loads(read_resource("times/words.toml")))


def one_of(table: Mapping[str, object]) -> str:
    """A regular expression that matches any word of a table, the longest first."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(table, key=len, reverse=True))


def _bricks() -> dict[str, str]:
    """The parts of which expressions are made, by name."""
    table = words()
    full = {name for name in table.months if len(name) > 4 or name in ("May", "June", "July")}
    long, short = one_of(dict.fromkeys(full)), one_of(dict.fromkeys(set(table.months) - full))
    number = rf"(?:\d{{1,3}}|(?i:{one_of(table.numbers)}))"
    vague = r"(?i:several|a\s+few|few|some|many|a\s+number\s+of|recent|a\s+handful\s+of)"
    month = rf"(?:(?:{long})\b|(?:{short})\b\.?)"
    day = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\b"
    return {
        "month": month,
        "day": day,
        "year": r"(?:1[89]|20)\d\d\b",
        "number": number,
        "count": rf"(?:{number}|{vague})",
        "unit": r"(?:hour|day|night|week|month|year|decade)s?\b",
        "era": r"(?:weekend|week|month|quarter|year|decade|century)\b",
        "part": rf"(?i:(?:{one_of(table.parts)})[\s-]*(?:in\s+)?)",
        "weekday": rf"(?:{one_of(table.weekdays)})\b",
        "season": rf"(?:{one_of(table.seasons)}|winter)\b",
        "to": r"\s*(?:-|–|—|\bto\b|\band\b|\bthrough\b|\buntil\b|\btill\b)\s*",
        "date": rf"(?:{month}\s+{day}|{day}\s+(?:of\s+)?{month})",
        "hours": r"(?:\s+(?:morning|afternoon|evening|night))",
        "which": r"(?i:last|next|this\s+past|this\s+coming|this|the\s+past|the\s+coming|the\s+previous|"
        r"the\s+following|the\s+same|the\s+current|that)",
    }


_SHAPES = {
    "iso": r"\b\d{4}-\d\d-\d\d\b",
    "years": r"\b(?i:between|from)\s+{year}\s+(?:and|to|until|through)\s+{year}|\b{year}\s*[-–]\s*(?:{year}|\d\d\b)",
    "span": r"\b(?:(?i:from|between)\s+)?{date}(?:,?\s+{year})?{to}{date}(?:,?\s+{year})?",
    "range": r"\b(?:(?i:from|between)\s+)?(?:{month}\s+{day}{to}{day}|{day}{to}{day}\s+(?:of\s+)?{month})"
    r"(?:,?\s+{year})?",
    "dated": r"\b(?:{weekday},?\s+(?:the\s+)?)?{date}(?:,?\s+{year})?",
    "monthyear": r"\b{part}?{month}(?:,)?\s+(?:of\s+)?{year}",
    "seasonyear": r"\b(?:(?i:the|{part})\s*)?{season}\s+(?:of\s+)?{year}",
    "months": r"\b(?:(?i:from|between)\s+){month}\s+(?:to|and|until|through)\s+{month}(?:,?\s+{year})?",
    "quarter": r"\b(?i:the\s+)?(?i:first|second|third|fourth)\s+(?:quarter|half)\b"
    r"(?:\s+of\s+(?:{year}|the\s+year|(?:this|last|next)\s+year))?",
    "decade": r"\b(?:the\s+)?{part}?(?:the\s+)?(?:1[89]|20)\d0s\b",
    "weekdays": r"\b(?:(?i:from|between)\s+)?{weekday}(?:{to})(?:on\s+)?{weekday}",
    "weekdayof": r"\b{weekday}\s+(?:of\s+)?(?:last|this|next)\s+week\b|\b(?:last|this|next)\s+week\s+on\s+{weekday}",
    "within": r"\b(?i:earlier|later)\s+(?:in|on\s+in)\s+the\s+{era}",
    "endof": r"\b{part}(?:the|this|last|next|the\s+coming|the\s+previous|the\s+current)?\s*{era}",
    "relative": r"\b(?:(?i:earlier|later|early|late)\s+)?(?:on\s+)?{which}\s+(?:{weekday}{hours}?|{month}|{era}|{season})",
    "lastspan": r"\b(?:(?i:for|in|over|during|within)\s+)?(?i:the\s+)?(?i:past|last|next|coming)\s+{count}\s+{unit}",
    "vague": r"\b(?:(?i:in|over|during|for)\s+)?(?i:the\s+)?(?i:recent|past|coming|next|last)\s+"
    r"(?:hours|days|weeks|months|years|decades)\b",
    "ago": r"\b(?:(?i:more\s+than|less\s+than|nearly|almost|about|some|over|around|just)\s+)?(?:{count}\s+)?{unit}\s+ago\b",
    "after": r"\b{count}\s+{unit}\s+(?:earlier|later|before|beforehand|afterwards)\b(?!\s+(?:than|the\b|an?\b))",
    "hence": r"\b(?i:in|within)\s+{number}\s+{unit}(?!\s+of\b)(?:'\s+time)?|\b{number}\s+{unit}\s+from\s+now\b",
    "weekend": r"\b(?:(?i:over|at|on|during)\s+)?the\s+weekend\b",
    "daily": r"\b(?i:DAILY)\b",
    "anchored": r"\b(?:(?i:on)\s+)?(?i:ANCHORED)\b(?!\s+(?:of|to|when|that|he|she|it|they|the|a)\b)",
    "overnight": r"\b(?i:overnight)\b(?!\s+stay)",
    "weekday": r"\b(?:(?i:early|late)\s+(?:on\s+)?)?{weekday}{hours}?",
    "partmonth": r"\b{part}{month}",
    "partyear": r"\b{part}{year}",
    "year": r"(?<=\b[Ii]n )\b{year}|(?<=\b[Ss]ince )\b{year}|(?<=\b[Uu]ntil )\b{year}|(?<=\b[Bb]y ){year}|"
    r"(?<=\b[Ff]rom ){year}|(?<=\b[Dd]uring ){year}|(?<=\b[Ss]ummer ){year}|(?<=\b[Aa]fter ){year}|(?<=\b[Bb]efore ){year}",
    "modifier": r"(?<=\b[Tt]he ){year}(?=\s+[A-Za-z])|(?<=\b[Aa] ){year}(?=\s+[A-Za-z])|(?<='s ){year}(?=\s+[A-Za-z])",
    "holiday": r"\b(?i:last|this|next|during|over|at|on)\s+(?:Ramadan|Christmas(?:\s+(?:Day|Eve))?|Easter(?:\s+Sunday)?|"
    r"Eid(?:\s+al-\w+)?|Passover|Thanksgiving|Diwali|Tet|Nowruz|Yom\s+Kippur|New\s+Year(?:['’]s\s+(?:Day|Eve))?)\b",
    "bare": r"\b{month}",
    "adverb": r"\b(?i:recently|previously|lately)\b",
}



@cache
def pattern() -> re.Pattern[str]:
    """Every shape of expression, the longest first; the name of the group that matched is its kind."""
    bricks = _bricks()
    table = words()
    shapes = []
    for name, shape in _SHAPES.items():
        for brick, expression in bricks.items():
            shape = shape.replace(f"{{{brick}}}", expression)
        shape = shape.replace("ANCHORED", one_of(table.anchored)).replace("DAILY", one_of(table.days))
        shapes.append(f"(?P<{name}>{shape})")
    return re.compile("|".join(shapes))


_LEADING = (
    "from between the in over during for within at on early late mid last next this that recent past coming earlier "
    "later more less nearly almost about some around just hour day night week month year decade winter overnight few "
    "several many recently previously lately"
).split()


def expressions(text: str) -> Iterator[re.Match[str]]:
    """Every expression in a text; its kind is the name of the group that matched.

    >>> [(found.lastgroup, found.group()) for found in expressions("They met last week, and on 3 May 1999.")]
    [('relative', 'last week'), ('dated', '3 May 1999')]
    """
    done = 0
    for start in _leading().finditer(text):
        found = pattern().match(text, start.start()) if start.start() >= done else None
        if found is not None:
            done = found.end()
            yield found


@cache
def _leading() -> re.Pattern[str]:
    """The first words of all expressions: only there is it worth looking."""
    table = words()
    lower = {*_LEADING, *table.numbers, *table.ordinals, *table.days, *table.anchored, *table.parts, *table.seasons}
    first = {re.split(r"\W", word.lower())[0] for word in lower}
    return re.compile(rf"\b(?:(?i:{'|'.join(sorted(first))})s?\b|(?:{one_of({**table.months, **table.weekdays})})\b|\d)")


@cache
def limit() -> re.Pattern[str]:
    """A word right before an expression that limits it: "since", "until", "by"."""
    return re.compile(r"\b(ever\s+since|since|until|till|by|before|after)\s+$", re.IGNORECASE)
