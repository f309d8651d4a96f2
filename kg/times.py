"""Expressions of time, resolved against the date of publication.

Words for what is meant: the anchor is the day of publication. Intervals are whole days,
both ends included. What the text and the anchor don't tell stays open: the words are kept,
``start`` and ``end`` are ``None``.

Source: the classes of expressions follow TIMEX3 (ISO 24617-1), its types DATE and DURATION.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from spacy.tokens import Doc, Token

from kg.intervals import interval, limited, resolve
from kg.model import Span, When
from kg.relatives import Counted
from kg.syntax import text_of
from kg.timewords import expressions, limit, words

__all__ = ["find", "interval"]

_NAMED = frozenset({"bare", "partmonth", "weekday", "weekdays"})
_VERBAL = frozenset({"VERB", "AUX"})


def find(doc: Doc, *, published: str | None) -> list[When]:
    """Every expression of time in a text.

    Args:
        doc: the parsed text.
        published: the article's date; without one, relative expressions stay open.

    Returns:
        Expressions in text order, without overlaps, with their words and days.
    """
    anchor = interval(published) if published else None
    found: list[When] = []
    written = text_of(doc)
    for match in expressions(written):
        span = doc.char_span(match.start(), match.end(), alignment_mode="contract")
        if span is None or not _is_time(doc, span.start, span.end, match):
            continue
        word = _limit(written, match)
        ahead = word in ("by", "until", "till") or _ahead(span.root)
        counted = Counted(anchor, ahead, _named_before(doc, span.start, found))
        days = resolve(match.lastgroup or "", match.group(), counted)
        if word:
            days = limited(word.lower(), days, counted)
        start = match.start() - (len(word) + 1 if word else 0)
        text = written[start : match.end()]
        found.append(When(text, *days, Span(start, match.end(), text)))
    return found


def _limit(text: str, match: re.Match[str]) -> str:
    """The word before that limits the time; not before a day that owns an event ("after Monday's talks")."""
    before = limit().search(text, max(0, match.start() - 12), match.start())
    owned = text[match.end() : match.end() + 2] in ("'s", "’s")
    noun = before is not None and before.group(1).lower() in ("before", "after", "by") and match.lastgroup == "modifier"
    spaced = before is not None and len(before.group(1)) + 1 == len(before.group())
    return before.group(1) if before is not None and spaced and not owned and not noun else ""


def _named_before(doc: Doc, first: int, found: Sequence[When]) -> date | None:
    """The last day that the sentence, or the one before, names."""
    sent = doc[first].sent
    since = doc[sent.start - 1].sent.start_char if sent.start > 0 else 0
    days = (each.start for each in reversed(found) if each.span and each.span.start >= since and each.precision == "day")
    return next(days, None)


def _is_time(doc: Doc, first: int, last: int, match: re.Match[str]) -> bool:
    """Not the modal verb, the march, the person called May, the newspaper called after Sunday."""
    token, kind = doc[first], match.lastgroup
    if kind == "quarter":
        return "half" not in match.group() or " of " in match.group()
    if kind == "modifier":
        return token.dep_ != "nsubj" and doc[last - 1].head.i >= last and last < len(doc) and not doc[last].is_punct
    if kind == "bare" or (kind == "dated" and token.text in ("May", "March")):
        return token.pos_ == "PROPN" and token.ent_type_ not in ("PERSON", "ORG")
    return kind not in _NAMED or token.ent_type_ not in ("ORG", "PERSON", "WORK_OF_ART")


def _ahead(token: Token) -> bool:
    """Whether the clause looks forward: "will meet on Monday", "ahead of Friday's talks"."""
    table = words().ahead
    owner = token.dep_ in ("nmod:poss", "compound") and token.head.pos_ in ("NOUN", "PROPN")
    event = token.head.lemma_.lower() in table["event"] if owner else True
    if any(word.lower_ == "ahead" for word in token.doc[max(token.i - 6, token.sent.start) : token.i]):
        return True
    for up in (token, *token.ancestors):
        if _marked(up):
            return True
        if up.pos_ in _VERBAL or up.dep_ == "ROOT":
            if _looks_forward(up):
                return event
            if up.tag_ not in ("VBG", "VB") or up.dep_ not in ("xcomp", "advcl", "acl", "ccomp"):
                return False
    return False


def _marked(token: Token) -> bool:
    """A word of plans: itself, its adjective or its preposition."""
    table = words().ahead
    planned = any(child.dep_ == "amod" and child.lower_ in table["word"] for child in token.children)
    return planned or token.lemma_.lower() in table["word"] or _led(token, table["preposition"])


def _led(token: Token, prepositions: Sequence[str]) -> bool:
    return any(child.dep_ in ("case", "mark") and child.i < token.i and child.lower_ in prepositions for child in token.children)


def _looks_forward(verb: Token) -> bool:
    table = words().ahead
    helpers = {child.lower_ for child in verb.children if child.dep_ in ("aux", "aux:pass")}
    if helpers & set(table["auxiliary"]) or (verb.tag_ == "VBG" and helpers & {"is", "are", "am", "'re", "'s"}):
        return True
    if verb.tag_ == "VB" and any(child.lower_ == "to" for child in verb.children):
        return not _under_past(verb)
    return verb.tag_ in ("VBZ", "VBP") and verb.lemma_.lower() in table["present"]


def _under_past(verb: Token) -> bool:
    """An infinitive of purpose under a past verb tells nothing of days ahead: "flew in on Friday to meet"."""
    return verb.dep_ == "advcl" and verb.head.tag_ in ("VBD", "VBN")
