"""The order of the language stages: one article → its events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from spacy.language import Language
from spacy.tokens import Doc, Token

from kg import (
    actors,
    circumstances,
    coreference,
    frames,
    gazetteer,
    implied,
    kinds,
    lexicon,
    modality,
    settle,
    speech,
    times,
    vocab,
)
from kg.boilerplate import boilerplate_spans
from kg.cast import Cast
from kg.lexicon import Lexicon
from kg.model import Article, Event, Mention, Participant, Span, When
from kg.roles import Candidate, cast_roles, content_span, retyped
from kg.syntax import NOMINAL, children


@dataclass(frozen=True, slots=True)
class Note:
    """One thing seen on the way: a frame that matched, an event, a candidate dropped."""

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


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the stages before roles found in one article."""

    article: Article
    doc: Doc
    cast: Cast
    mentions: tuple[Mention, ...]
    times: tuple[When, ...]
    quotes: tuple[speech.Quote, ...]
    lexicon: Lexicon


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

    Yields:
        Each article with its events, in the order given.
    """
    pairs = ((article.text, article) for article in articles)
    for doc, article in nlp.pipe(pairs, as_tuples=True):
        yield article, from_doc(article, doc)


def from_doc(article: Article, doc: Doc, *, trace: list[Trace] | None = None) -> tuple[Event, ...]:
    """Read an article that is parsed already."""
    reading = _read(article, doc)
    matches = list(frames.match(doc, lexicon=reading.lexicon))
    candidates = [found for each in matches if (found := _cast(each, reading)) is not None]
    acts = [act for candidate in candidates if (act := _as_act(candidate, reading)) is not None]
    acts = _with_quotes([act for act in acts if not _told_of_oneself(act, reading)], reading)
    kept, dropped = settle.settle(acts, doc=doc, lexicon=reading.lexicon)
    kept = implied.addressed(kept, reading.mentions, doc)
    events = _distinct(event for each in kept if (event := _event(each, reading)) is not None)
    if trace is not None:
        trace.extend(_traces(reading, matches, dropped, events))
    return tuple(events)


def _read(article: Article, doc: Doc) -> Reading:
    words = lexicon.load()
    names = gazetteer.load()
    mentions = actors.find(doc, gazetteer=names, published=_day(article.published))
    mentions = sorted([*mentions, *coreference.resolve(doc, mentions, lexicon=words)], key=lambda each: each.first)
    cast = Cast(mentions, doc)
    quotes = speech.quotes(doc, cast=cast, lexicon=words)
    mentions = sorted([*mentions, *_first_person(doc, quotes, mentions)], key=lambda each: each.first)
    whens = tuple(times.find(doc, published=article.published))
    return Reading(article, doc, Cast(mentions, doc), tuple(mentions), whens, tuple(quotes), words)


def _day(published: str | None) -> date | None:
    return times.interval(published).start if published else None


def _first_person(doc: Doc, quotes: Sequence[speech.Quote], mentions: Sequence[Mention]) -> Iterator[Mention]:
    taken = {i for mention in mentions for i in range(mention.first, mention.last)}
    for quote in quotes:
        speaker = tuple(actor for mention in quote.speaker for actor in mention.actors)
        for token in doc[quote.first : quote.last]:
            if token.lower_ in speech.FIRST_PERSON and token.i not in taken:
                yield Mention(token.idx, token.idx + len(token), token.text, token.i, token.i + 1, token.i, speaker, "pronoun")


def _cast(match: frames.Match, reading: Reading) -> Candidate | None:
    trigger = reading.doc[match.trigger]
    if any(start <= trigger.idx < end for start, end in _skipped(reading)):
        return None
    return cast_roles(match, cast=reading.cast, doc=reading.doc, lexicon=reading.lexicon)


def _skipped(reading: Reading) -> list[tuple[int, int]]:
    return boilerplate_spans(reading.doc.text)


def _as_act(candidate: Candidate, reading: Reading) -> Candidate | None:
    """Read a verb of saying (or a promise, or a warning) by what is said."""
    if candidate.content is None:
        return candidate
    frame = candidate.match.frame
    head = reading.doc[candidate.content]
    if frame.speech and not frame.descriptive:
        speaker = [actor for mention in candidate.source for actor in mention.actors]
        act = speech.act_of(head, speaker, cast=reading.cast, lexicon=reading.lexicon)
        if act is not None:
            return retyped(candidate, act.type, act.category, target=act.target or candidate.target)
    if candidate.type == "Promise" and head.lemma_.lower() in reading.lexicon.words["threat"]["verb"] - reading.lexicon.words["promise"]["verb"]:
        return retyped(candidate, "Vow", "THREATEN")
    if frame.negated and modality.is_negated(reading.doc[candidate.match.trigger], light=None, lexicon=reading.lexicon):
        return retyped(candidate, frame.negated, kinds.kind(frame.negated).category, settled=True)
    return candidate


def _told_of_oneself(act: Candidate, reading: Reading) -> bool:
    """What a speaker says that he has done is his statement, not a deed that the article tells."""
    trigger = reading.doc[act.match.trigger]
    own = any(mention.text.lower() in speech.FIRST_PERSON for mention in act.source)
    quoted = any(quote.first <= trigger.i < quote.last for quote in reading.quotes)
    return own and quoted and trigger.tag_ in {"VBD", "VBN"} and act.category not in {"REQUEST", "THREATEN", "REJECT", "AGREE"}


def _with_quotes(acts: list[Candidate], reading: Reading) -> list[Candidate]:
    """Add each sentence of direct speech as an act of its speaker."""
    return [*acts, *(act for quote in reading.quotes for act in _quoted_acts(quote, acts, reading))]


def _quoted_acts(quote: speech.Quote, acts: Sequence[Candidate], reading: Reading) -> Iterator[Candidate]:
    doc = reading.doc
    frame = next(t.frame for t in reading.lexicon.triggers["say"] if t.frame.speech)
    speaker = [actor for mention in quote.speaker for actor in mention.actors]
    used = {act.match.trigger for act in acts}
    for sent in doc.sents:
        first, last = max(sent.start, quote.first), min(sent.end, quote.last)
        if last - first < 4:
            continue
        head = next((t for t in doc[first:last] if t.head.i < first or t.head.i >= last or t.head.i == t.i), doc[first])
        cue = quote.cue if quote.cue is not None and sent.start <= quote.cue < sent.end else None
        trigger = cue if cue is not None else head.i
        if trigger in used and any(a.match.trigger == trigger and a.content is not None and first <= a.content < last for a in acts):
            continue
        match = frames.Match(frame, trigger, (trigger,), {})
        act = speech.act_of(head, speaker, cast=reading.cast, lexicon=reading.lexicon)
        base = Candidate(match, quote.speaker, (), head.i, "quote")
        yield retyped(base, act.type, act.category, target=act.target) if act else base


def _event(candidate: Candidate, reading: Reading) -> Event | None:
    doc, match = reading.doc, candidate.match
    trigger = doc[match.trigger]
    sent = trigger.sent
    source, target = _participants(candidate)
    if not source or _is_alone(candidate, source, target, trigger):
        return None
    light = doc[match.light] if match.light is not None else None
    content_head = doc[candidate.content] if candidate.content is not None else None
    condition = modality.condition(light or trigger, content=content_head, lexicon=reading.lexicon, text=doc.text)
    content = content_span(doc, candidate.content, candidate.content_slot, outside=condition) if candidate.content is not None else None
    speech_act = candidate.category in {"REQUEST", "AGREE", "ACCUSE", "REJECT", "THREATEN", "STATEMENT", "SUPPORT"}
    words = Span(trigger.idx, trigger.idx + len(trigger), trigger.text)
    evidence = _evidence(sent)
    attributed = () if candidate.category == "STATEMENT" else _attributed(trigger, source, reading)
    identity = (candidate.type, str(words.start), *(p.actor.label for p in (*source, *target)))
    return Event(
        id=vocab.event_id(reading.article.key, *identity),
        type=candidate.type,
        category=candidate.category,
        source=source,
        target=target,
        trigger=words,
        evidence=evidence,
        content=content if candidate.category not in {"ASSAULT", "PROTEST"} else None,
        condition=condition,
        place=circumstances.place(candidate, cast=reading.cast, doc=doc, lexicon=reading.lexicon),
        time=circumstances.when(candidate, doc=doc, times=reading.times),
        modality="actual" if candidate.settled else modality.modality(trigger, light=light, lexicon=reading.lexicon, own_act=speech_act and trigger.pos_ not in NOMINAL),
        attributed_to=attributed,
        confidence=_confidence(candidate, reading),
    )


def _is_alone(candidate: Candidate, source: Sequence[Participant], target: Sequence[Participant], trigger: Token) -> bool:
    """A bare noun for talks with one participant tells of no event: "negotiations with Ukraine"."""
    bare = trigger.pos_ in NOMINAL and candidate.match.light is None
    return bare and candidate.match.frame.mutual and not target and len(source) < 2 and not children(trigger, "nmod:poss")


def _evidence(sent: object) -> Span:
    text = str(sent)
    lead = len(text) - len(text.lstrip())
    start = sent.start_char + lead  # type: ignore[attr-defined]
    return Span(start, start + len(text.strip()), text.strip())


def _participants(candidate: Candidate) -> tuple[tuple[Participant, ...], tuple[Participant, ...]]:
    source = _people(candidate.source)
    target = _people(candidate.target)
    if candidate.match.frame.mutual and candidate.category in {"CONSULT", "COOPERATE", "AGREE", "SUPPORT"} and candidate.type == candidate.match.frame.type:
        return _unique((*source, *target)), ()
    acting = {each.actor for each in source}
    return source, tuple(each for each in target if each.actor not in acting)


def _people(mentions: Iterable[Mention]) -> tuple[Participant, ...]:
    return _unique(
        Participant(actor, Span(mention.start, mention.end, mention.text)) for mention in mentions for actor in mention.actors
    )


def _unique(people: Iterable[Participant]) -> tuple[Participant, ...]:
    return tuple({each.actor: each for each in reversed(tuple(people))}.values())[::-1]


def _attributed(trigger: Token, source: tuple[Participant, ...], reading: Reading) -> tuple[Participant, ...]:
    speakers = _people(speech.attribution(trigger, cast=reading.cast, lexicon=reading.lexicon))
    acting = {each.actor for each in source}
    return tuple(each for each in speakers if each.actor not in acting)


def _confidence(candidate: Candidate, reading: Reading) -> float:
    score = 0.95
    score -= 0.15 * candidate.indirect
    score -= 0.1 * any(m.how in {"pronoun", "nominal", "group"} for m in (*candidate.source, *candidate.target))
    score -= 0.1 * (not candidate.target and not candidate.match.frame.mutual)
    score -= 0.1 * (reading.doc[candidate.match.trigger].pos_ in NOMINAL and candidate.match.light is None)
    score -= 0.05 * any(not actor.listed for m in (*candidate.source, *candidate.target) for actor in m.actors)
    return round(max(score, 0.3), 2)


def _distinct(events: Iterable[Event]) -> list[Event]:
    return list({event.id: event for event in events}.values())


def _traces(reading: Reading, matches: Sequence[frames.Match], dropped: Sequence[tuple[Candidate, str]], events: Sequence[Event]) -> Iterator[Trace]:
    doc = reading.doc
    notes = [
        *(Note("frame", " ".join(doc[i].text for i in each.words), each.frame.type, doc[each.trigger].idx) for each in matches),
        *(Note("dropped", doc[each.match.trigger].text, f"{each.type}: {why}", doc[each.match.trigger].idx) for each, why in dropped),
        *(Note("event", each.trigger.text, each.type, each.trigger.start) for each in events),
    ]
    for sent in doc.sents:
        if sent.text.strip():
            inside = _evidence(sent)
            yield Trace(
                inside,
                tuple(m for m in reading.mentions if inside.start <= m.start < inside.end),
                tuple(sorted((n for n in notes if inside.start <= n.start < inside.end), key=lambda n: (n.start, n.kind))),
            )
