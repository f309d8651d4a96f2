"""Candidates → events: participants, content, modality, place, time, and how sure we are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Token

from kg import circumstances, modality, speech, vocab
from kg.candidate import Candidate
from kg.content import content_span
from kg.model import Event, Mention, Modality, Participant, Span
from kg.reading import Reading
from kg.syntax import NOMINAL, children, is_passive
from kg.trace import sentence_span

SPOKEN = {"REQUEST", "AGREE", "ACCUSE", "REJECT", "THREATEN", "STATEMENT", "SUPPORT"}
WORDLESS = {"ASSAULT", "PROTEST"}
SHARED = {"CONSULT", "COOPERATE", "AGREE", "SUPPORT"}


def event(candidate: Candidate, reading: Reading) -> Event | None:
    """The event that a candidate tells of; ``None`` where nobody is left who acts.

    Args:
        candidate: with its roles filled.
        reading: the article.
    """
    doc, match = reading.doc, candidate.match
    trigger = doc[match.trigger]
    source, target = _participants(candidate)
    if not source or _is_alone(candidate, source, target, trigger):
        return None
    light = doc[match.light] if match.light is not None else None
    condition, content = _words(candidate, trigger if light is None else light, reading)
    words = Span(trigger.idx, trigger.idx + len(trigger), trigger.text)
    told = _modality(candidate, trigger, light, reading)
    if candidate.category == "STATEMENT" and told == "denied":
        return None
    attributed = _attributed(candidate, trigger, source, reading)
    if _is_shared(candidate, source, target, trigger if light is None else light):
        source, attributed = _unique((*attributed, *source)), ()
    identity = (candidate.type, str(words.start), *(p.actor.label for p in (*source, *target)))
    return Event(
        id=vocab.event_id(reading.article.key, *identity),
        type=candidate.type,
        category=candidate.category,
        source=source,
        target=target,
        trigger=words,
        evidence=sentence_span(trigger.sent),
        content=content,
        condition=condition,
        place=circumstances.place(candidate, cast=reading.cast, doc=doc, lexicon=reading.lexicon),
        time=circumstances.when(candidate, doc=doc, times=reading.times),
        modality=told,
        attributed_to=attributed,
        confidence=_confidence(candidate, told, attributed=bool(attributed), reading=reading),
    )


def _words(candidate: Candidate, head: Token, reading: Reading) -> tuple[Span | None, Span | None]:
    """The condition, and the content without it."""
    doc = reading.doc
    inner = doc[candidate.content] if candidate.content is not None else None
    condition = modality.condition(head, content=inner, lexicon=reading.lexicon)
    if candidate.content is None or candidate.category in WORDLESS:
        return condition, None
    return condition, content_span(doc, candidate.content, candidate.content_slot, outside=condition, apart=candidate.apart)


def _modality(candidate: Candidate, trigger: Token, light: Token | None, reading: Reading) -> Modality:
    if candidate.settled:
        return "actual"
    own_act = candidate.category in SPOKEN and trigger.pos_ not in NOMINAL
    return modality.modality(trigger, light=light, lexicon=reading.lexicon, own_act=own_act, words=candidate.match.words)


def _is_alone(candidate: Candidate, source: Sequence[Participant], target: Sequence[Participant], trigger: Token) -> bool:
    """Who is alone meets nobody: "negotiations with Ukraine", "the senator spoke on television"."""
    if not candidate.match.frame.mutual or target or len(source) > 1 or candidate.type == "Visit":
        return False
    if trigger.pos_ in NOMINAL:
        return candidate.match.light is None and not children(trigger, "nmod:poss")
    alone = all(each.actor.kind in {"Person", "State"} or (each.actor.kind == "Group" and each.actor.listed) for each in source)
    return alone and candidate.category == "CONSULT" and candidate.type == candidate.match.frame.type


def _is_shared(
    candidate: Candidate, source: Sequence[Participant], target: Sequence[Participant], verb: Token
) -> bool:
    """Whether who tells of it is the other party: "a deal has been reached with Rome, Oslo said"."""
    lonely = candidate.match.frame.mutual and len(source) == 1 and not target
    return lonely and candidate.category in {"AGREE", "CONSULT", "SUPPORT"} and is_passive(verb)


def _participants(candidate: Candidate) -> tuple[tuple[Participant, ...], tuple[Participant, ...]]:
    source, target = _people(candidate.source), _people(candidate.target)
    frame = candidate.match.frame
    if frame.mutual and candidate.category in SHARED | {"ASSAULT"} and candidate.type == frame.type:
        return _unique((*source, *target)), ()
    acting = {each.actor for each in source}
    target = tuple(each for each in target if each.actor not in acting)
    if candidate.category == "SUPPORT":
        # "reaffirmed the ties between our two countries" supports nobody else.
        homes = {each.actor.country for each in source if each.actor.kind == "Person"}
        target = tuple(each for each in target if each.actor.kind != "State" or each.actor.country not in homes)
    return source, target


def _people(mentions: Iterable[Mention]) -> tuple[Participant, ...]:
    return _unique(
        Participant(actor, Span(mention.start, mention.end, mention.text)) for mention in mentions for actor in mention.actors
    )


def _unique(people: Iterable[Participant]) -> tuple[Participant, ...]:
    return tuple({each.actor: each for each in reversed(tuple(people))}.values())[::-1]


def _attributed(
    candidate: Candidate, trigger: Token, source: tuple[Participant, ...], reading: Reading
) -> tuple[Participant, ...]:
    if candidate.category == "STATEMENT":
        return ()
    speakers = _people(speech.attribution(trigger, cast=reading.cast, lexicon=reading.lexicon))
    acting = {each.actor for each in source}
    return tuple(each for each in speakers if each.actor not in acting)


def _confidence(candidate: Candidate, told: Modality, *, attributed: bool, reading: Reading) -> float:
    """How likely the event is right, from how directly its words tell it (measured in docs/extraction.md)."""
    mentions = (*candidate.source, *candidate.target)
    trigger = reading.doc[candidate.match.trigger]
    doubts = {
        "a role is read from what stands around": (candidate.indirect, 0.1),
        "somebody is named by a pronoun or a noun": (any(m.how in {"pronoun", "nominal", "group"} for m in mentions), 0.05),
        "somebody is known from the text alone": (any(not a.listed for m in mentions for a in m.actors), 0.05),
        "nobody is addressed": (not candidate.target and not candidate.match.frame.mutual, 0.1),
        "a noun names it, and no verb": (trigger.pos_ in NOMINAL and candidate.match.light is None, 0.1),
        "it is a mere statement": (candidate.category == "STATEMENT", 0.1),
        "it may be, or was not": (told in {"hypothetical", "denied"}, 0.15),
        "somebody else reports it": (attributed, 0.1),
        "its one word tells other things too": (_is_ambiguous(candidate, trigger, reading), 0.05),
    }
    return round(max(0.95 - sum(less for doubt, less in doubts.values() if doubt), 0.3), 2)


def _is_ambiguous(candidate: Candidate, trigger: Token, reading: Reading) -> bool:
    if len(candidate.match.words) > 1:
        return False
    frames = reading.lexicon.triggers.get(trigger.lemma_.lower(), ())
    return len({each.frame.category for each in frames if len(each.words) == 1} - {"STATEMENT"}) > 1
