"""Press conferences as ministries print them: "Q: …", "Reuters: …", "Spokesperson: …"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from kg.cast import Cast
from kg.gazetteer import Gazetteer
from kg.model import Mention
from kg.speech import Quote
from kg.syntax import text_of

_TURN = re.compile(r"^[ \t]*(?P<who>[A-Z][^\n:]{0,60}?):(?=\s+\S)", re.MULTILINE)
_ASKING = frozenset({"q", "question", "reporter", "journalist", "correspondent", "media"})
_ANSWERING = frozenset({"a", "answer", "spokesperson", "spokesman", "spokeswoman"})


@dataclass(frozen=True, slots=True)
class Turn:
    """What one says until another speaks: tokens ``first`` … ``last`` (half open).

    ``speaker`` is whom the line names; ``None`` of a bare "A:", and of questions.
    """

    first: int
    last: int
    asks: bool
    speaker: Mention | None = None


def answers(doc: Doc, *, cast: Cast, gazetteer: Gazetteer) -> Iterator[Quote]:
    """The answers of a press conference, each with its speaker; nothing in other texts.

    Args:
        doc: the parsed text.
        cast: who is mentioned where.
        gazetteer: the tables, which know the media.
    """
    turns = list(_turns(doc, cast, gazetteer))
    given = [turn for turn in turns if not turn.asks]
    if not given or len(given) == len(turns):
        return
    host = _host(doc, turns, cast)
    for turn in given:
        named = turn.speaker if turn.speaker is not None and turn.speaker.actors[0].country else host
        if named is not None:
            yield Quote(turn.first, turn.last, (named,), None)


def _turns(doc: Doc, cast: Cast, gazetteer: Gazetteer) -> Iterator[Turn]:
    found = [(span, match["who"]) for match in _TURN.finditer(text_of(doc)) if (span := doc.char_span(*match.span(), alignment_mode="expand"))]
    lines = [(span, asks, cast.at(span[0])) for span, who in found if (asks := _asks(who, _named(span, who, cast), gazetteer)) is not None]
    starts = [*(span.start for span, _, _ in lines), len(doc)]
    for (span, asks, who), last in zip(lines, starts[1:], strict=True):
        yield Turn(span.end, last, asks, None if asks else who)


def _named(span: Span, label: str, cast: Cast) -> bool:
    """Whether a label names one person and nothing else, be it in two mentions: "FOREIGN MINISTER | BISHOP"."""
    mentions = list(dict.fromkeys(m for token in span if (m := cast.at(token)) is not None))
    return bool(mentions) and " ".join(m.text for m in mentions) == label.strip() and len({m.actors for m in mentions}) == 1


def _asks(label: str, named: bool, gazetteer: Gazetteer) -> bool | None:
    """Whether a line is a question; ``None`` if it is nobody's turn: "Note:"."""
    word = label.strip().lower()
    name = gazetteer.at(label, 0)
    if word in _ASKING or (name is not None and name.text == label and not name.actors and name.place is None):
        return True
    return False if word in _ANSWERING or named else None


def _host(doc: Doc, turns: Sequence[Turn], cast: Cast) -> Mention | None:
    """Who answers: somebody of a state in the heading, else the state that the answers most tell the stand of."""
    for token in doc[: turns[0].first]:
        mention = cast.at(token)
        if mention is not None and mention.how == "title" and mention.actors[0].country:
            return mention
    acting = [m for turn in turns if not turn.asks for token in doc[turn.first : turn.last] if (m := _doer(token, cast)) is not None]
    top = Counter(mention.actors for mention in acting).most_common(1)
    return next(mention for mention in acting if mention.actors == top[0][0]) if top else None


def _doer(token: Token, cast: Cast) -> Mention | None:
    mention = cast.at(token) if token.dep_ == "nsubj" else None
    return mention if mention is not None and mention.how == "name" and mention.actors[0].kind == "State" else None
