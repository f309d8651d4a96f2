"""The order of the language stages: one article → its events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from spacy.language import Language
from spacy.tokens import Doc

from kg import (
    actors,
    addressees,
    coreference,
    firstperson,
    frames,
    gazetteer,
    home,
    implied,
    lexicon,
    monologue,
    privacy,
    settle,
    speech,
    times,
    transcripts,
    unnamed,
    utterances,
)
from kg.boilerplate import boilerplate_spans
from kg.candidate import Candidate
from kg.cast import Cast
from kg.events import event
from kg.model import Article, Event, Mention
from kg.reading import Reading
from kg.repairs import repaired
from kg.roles import cast_roles
from kg.syntax import text_of
from kg.trace import Trace, traces


def extract(article: Article, *, nlp: Language, trace: list[Trace] | None = None) -> tuple[Event, ...]:
    """Read one article.

    Args:
        article: the article; its offsets hold for all spans returned.
        nlp: a pipeline as `kg.language.load.load` gives.
        trace: a list that is filled with what was seen, sentence by sentence.

    Returns:
        The events in text order.
    """
    return from_doc(article, nlp(article.text), trace=trace)


def extract_many(articles: Iterable[Article], nlp: Language) -> Iterator[tuple[Article, tuple[Event, ...]]]:
    """Read many articles, parsed in batches.

    Args:
        articles: taken one by one.
        nlp: as for `extract`.

    Yields:
        Each article with its events, in the order given.
    """
    pairs = ((article.text, article) for article in articles)
    for doc, article in nlp.pipe(pairs, as_tuples=True):
        yield article, from_doc(article, doc)


def from_doc(article: Article, doc: Doc, *, trace: list[Trace] | None = None) -> tuple[Event, ...]:
    """Read an article that is parsed already.

    Args:
        article: the article.
        doc: its text, parsed.
        trace: as for `extract`.
    """
    reading = read(article, repaired(doc))
    matches = list(frames.match(reading.doc, lexicon=reading.lexicon))
    kept, dropped = acts(matches, reading)
    kept = privacy.public(implied.addressed(kept, reading), dropped, lexicon=reading.lexicon)
    kept = addressees.guessed(kept, reading.mentions, reading.doc)
    found = [told for each in kept if (told := event(each, reading)) is not None]
    events = tuple({each.id: each for each in found}.values())
    if trace is not None:
        trace.extend(traces(reading, matches, dropped, events))
    return events


def acts(matches: Iterable[frames.Match], reading: Reading) -> tuple[list[Candidate], list[tuple[Candidate, str]]]:
    """The acts that the words of an article name, and those that were left out, with the reasons.

    Args:
        matches: of the article's frames.
        reading: the article.
    """
    told = utterances.as_acts(list(_candidates(matches, reading)), reading)
    return settle.settle(told, doc=reading.doc, lexicon=reading.lexicon)


def read(article: Article, doc: Doc) -> Reading:
    """All that comes before the frames: who is mentioned, what is quoted, which times are told.

    Args:
        article: the article.
        doc: its text, parsed.
    """
    words, names = lexicon.load(), gazetteer.load()
    mentions = actors.find(doc, gazetteer=names, published=_day(article.published))
    mentions = home.of_owner(_merged(mentions, coreference.resolve(doc, mentions, lexicon=words)), doc)
    mentions = _merged(mentions, speech.documents(doc, cast=Cast(mentions, doc), lexicon=words))
    mentions = _merged(mentions, unnamed.unnamed(doc, cast=Cast(mentions, doc), lexicon=words))
    quotes = speech.quotes(doc, cast=Cast(mentions, doc), lexicon=words)
    quotes += list(transcripts.answers(doc, cast=Cast(mentions, doc), gazetteer=names)) or monologue.unquoted(doc, quotes, cast=Cast(mentions, doc), lexicon=words)
    spoken = [(quote.first, quote.last, quote.speaker) for quote in quotes]
    mentions = _merged(mentions, firstperson.first_person(doc, spoken, mentions, tables=names))
    mentions = firstperson.at_home(doc, spoken, mentions)
    whens = tuple(times.find(doc, published=article.published))
    return Reading(article, doc, Cast(mentions, doc), tuple(mentions), whens, tuple(quotes), words)


def _merged(mentions: Iterable[Mention], more: Iterable[Mention]) -> list[Mention]:
    return sorted([*mentions, *more], key=lambda each: each.first)


def _day(published: str | None) -> date | None:
    return times.interval(published).start if published else None


def _candidates(matches: Iterable[frames.Match], reading: Reading) -> Iterator[Candidate]:
    """The matches with their roles filled, but for those in lines that are not the article."""
    skipped = boilerplate_spans(text_of(reading.doc))
    for match in matches:
        offset = reading.doc[match.trigger].idx
        if any(start <= offset < end for start, end in skipped):
            continue
        candidate = cast_roles(match, cast=reading.cast, doc=reading.doc, lexicon=reading.lexicon)
        if candidate is not None:
            yield candidate
