"""What was seen on the way from an article to its events, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Span as Words

from kg.candidate import Candidate
from kg.frames import Match
from kg.model import Event, Mention, Span
from kg.reading import Reading


@dataclass(frozen=True, slots=True)
class Note:
    """One thing seen: a frame that matched, an event, a candidate dropped; ``start`` is an offset."""

    kind: str
    words: str
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Trace:
    """What was seen in one sentence."""

    sentence: Span
    mentions: tuple[Mention, ...]
    notes: tuple[Note, ...]


def sentence_span(words: Words) -> Span:
    """A sentence without the white space around it.

    Args:
        words: the sentence.
    """
    text = words.text
    start = words.start_char + len(text) - len(text.lstrip())
    return Span(start, start + len(text.strip()), text.strip())


def traces(
    reading: Reading, matches: Sequence[Match], dropped: Sequence[tuple[Candidate, str]], events: Sequence[Event]
) -> Iterator[Trace]:
    """The trace of an article.

    Args:
        reading: the article.
        matches: every frame that matched.
        dropped: the candidates that became no event, each with the reason.
        events: the events.

    Yields:
        One for each sentence that is not empty.
    """
    doc = reading.doc
    notes = [
        *(Note("frame", " ".join(doc[i].text for i in m.words), m.frame.type, doc[m.trigger].idx) for m in matches),
        *(Note("dropped", doc[c.match.trigger].text, f"{c.type}: {why}", doc[c.match.trigger].idx) for c, why in dropped),
        *(Note("event", event.trigger.text, event.type, event.trigger.start) for event in events),
    ]
    for sent in doc.sents:
        if sent.text.strip():
            span = sentence_span(sent)
            inside = (note for note in notes if span.start <= note.start < span.end)
            mentions = (mention for mention in reading.mentions if span.start <= mention.start < span.end)
            yield Trace(span, tuple(mentions), tuple(sorted(inside, key=lambda note: (note.start, note.kind))))
