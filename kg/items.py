"""Communiqués that go on in numbered points: "The ministers of A and B: 1. Condemn …; 2. Call upon …"."""

from __future__ import annotations

import re

from spacy.tokens import Span, Token

from kg.syntax import NOMINAL, children

_FARTHEST = 40
_MARKED = re.compile(r"\s*(?:[(\[]?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)\]]|[-–—•*·])\s+\S")


def leads(verb: Token) -> list[Token]:
    """Who does what a point tells without a subject: the subject of the line before the first one.

    Args:
        verb: the head of the point.

    Returns:
        The subject's head, or nothing where the sentence is no point of a list.
    """
    sent = verb.sent
    if not _is_point(sent):
        return []
    for _ in range(_FARTHEST):
        if sent.start == 0:
            return []
        sent = verb.doc[sent.start - 1].sent
        if sent.root.tag_ in {"VBG", "VBN", "JJ"} and not children(sent.root, "nsubj", "nsubj:pass"):
            continue  # "Recalling its resolutions,"
        if sent.text.rstrip().endswith((":", ",")):
            return _subject(sent)
        if not _is_point(sent):
            return []
    return []


def _is_point(sent: Span) -> bool:
    return _MARKED.match(sent.text) is not None


def _subject(sent: Span) -> list[Token]:
    """The subject of a line, or the noun that stands alone in it."""
    return children(sent.root, "nsubj", "nsubj:pass") or ([sent.root] if sent.root.pos_ in NOMINAL else [])
