"""Expressions of time, resolved against the date of publication.

Words for what is meant: the anchor is the day of publication. Intervals are whole days,
both ends included. What the text and the anchor don't tell stays open: the words are kept,
``start`` and ``end`` are ``None``.

Source: the classes of expressions follow TIMEX3 (ISO 24617-1), its types DATE and DURATION.
"""

from __future__ import annotations

import re
from functools import cache

from spacy.tokens import Doc, Token

from kg.intervals import interval, one_of, resolve, words
from kg.model import Span, When

__all__ = ["find", "interval"]

_FUTURE = frozenset({"will", "shall", "'ll", "’ll", "would"})
_PLANNED = frozenset({"schedule", "plan", "expect", "due", "set", "slate", "intend"})


def find(doc: Doc, *, published: str | None) -> list[When]:
    """Every expression of time in a text.

    Args:
        doc: the parsed text.
        published: the article's date; without one, relative expressions stay open.

    Returns:
        Expressions in text order, without overlaps, with their words and days.
    """
    anchor = interval(published) if published else None
    found = []
    for match in _pattern().finditer(doc.text):
        span = doc.char_span(match.start(), match.end(), alignment_mode="contract")
        if span is None or not _is_time(doc, span.start, match):
            continue
        start, end = resolve(match.lastgroup or "", match.group(), anchor, ahead=_ahead(span.root))
        found.append(When(match.group(), start, end, Span(match.start(), match.end(), match.group())))
    return found


def _is_time(doc: Doc, first: int, match: re.Match[str]) -> bool:
    """Not the modal verb, the march, the person called May."""
    token = doc[first]
    if match.lastgroup == "bare" or (match.lastgroup == "monthday" and token.text in ("May", "March")):
        return token.pos_ == "PROPN" and token.ent_type_ not in ("PERSON", "ORG")
    return token.ent_type_ not in ("ORG", "EVENT") or match.lastgroup not in ("weekday", "year")


def _ahead(token: Token) -> bool:
    """Whether the clause looks forward: "will meet on Monday", "is scheduled for June"."""
    for _ in range(6):
        if token.pos_ in ("VERB", "AUX") or token.dep_ == "ROOT":
            helpers = {child.lower_ for child in token.children if child.dep_ in ("aux", "aux:pass")}
            marked = token.lemma_.lower() in _PLANNED or (token.tag_ == "VB" and "to" in {c.lower_ for c in token.children})
            if helpers & _FUTURE or marked or token.tag_ == "VBG" and helpers & {"is", "are"}:
                return True
            if token.dep_ not in ("xcomp", "advcl", "acl", "ccomp"):
                return False
        if token.head is token:
            return False
        token = token.head
    return False


@cache
def _pattern() -> re.Pattern[str]:
    table = words()
    full = {name: number for name, number in table.months.items() if len(name) > 4 or name in ("May", "June", "July")}
    short = {name: number for name, number in table.months.items() if name not in full}
    month = rf"(?:(?:{one_of(full)})\b|(?:{one_of(short)})\b\.?)"
    day = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
    year = r"(?:1[89]|20)\d\d\b"
    number = rf"(?:\d{{1,3}}|{one_of(table.numbers)})"
    unit = r"(?:day|week|month|year|decade)s?\b"
    part = rf"(?:(?:{one_of(table.parts)})\s*(?:in\s+)?)"
    weekday = rf"(?:{one_of(table.weekdays)})\b"
    shape = {
        "iso": r"\b\d{4}-\d\d-\d\d\b",
        "range": rf"\b(?:{month}\s+{day}\s*(?:-|–|to|and)\s*{day}|{day}\s*(?:-|–|to|and)\s*{day}\s+{month})(?:,?\s+{year})?",
        "between": rf"\b(?:between|from)\s+{year}\s+(?:and|to|until)\s+{year}",
        "daymonth": rf"\b{day}\s+(?:of\s+)?{month}(?:,?\s+{year})?",
        "monthday": rf"\b{month}\s+{day}(?!\d)(?:,?\s+{year})?",
        "monthyear": rf"\b{part}?{month}(?:,)?\s+(?:of\s+)?{year}",
        "decade": rf"\b{part}?(?:the\s+)?{year[:-2]}s\b",
        "relative": rf"\b(?:earlier|later)?\s*\b(?:last|next|this|the past|the coming|the previous)\s+(?:{weekday}|{month}|week(?:end)?\b|month\b|quarter\b|year\b|decade\b|spring\b|summer\b|autumn\b|fall\b|winter\b)",
        "span": rf"\b(?:(?:for|in|over|during)\s+)?(?:the\s+)?(?:past|last|next|coming)\s+{number}\s+{unit}",
        "ago": rf"\b{number}\s+{unit}\s+(?:ago|earlier|later|before)\b",
        "hence": rf"\b(?:in|within)\s+{number}\s+{unit}(?!\s+of\b)",
        "weekend": r"\b(?:over|at|on|during) the weekend\b",
        "daily": rf"\b(?i:{one_of(table.days)})\b",
        "weekday": rf"\b{weekday}(?:\s+(?:morning|afternoon|evening|night))?",
        "partmonth": rf"\b{part}{month}",
        "partyear": rf"\b{part}{year}",
        "year": rf"(?<=[Ii]n )\b{year}(?!\s+(?:people|men|troops|soldiers|dollars))|(?<=[Ss]ince )\b{year}|(?<=[Uu]ntil )\b{year}|(?<=[Bb]y ){year}|(?<=[Ff]rom ){year}|(?<=[Dd]uring ){year}",
        "bare": rf"\b{month}",
    }
    return re.compile("|".join(f"(?P<{name}>{expression})" for name, expression in shape.items()))
