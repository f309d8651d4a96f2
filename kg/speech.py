"""Reported speech: who says it, and what kind of act it is.

"said Iran must stop" is a demand on Iran, "said it would respond with force" a threat, "said
it was ready to meet" a willingness. Direct speech is read in the same way, sentence by sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.cast import Cast
from kg.lexicon import Lexicon
from kg.model import Actor, Mention
from kg.syntax import VERBAL, children, clause_head, conjuncts, is_passive, subjects

OPENING, CLOSING = "“\"«„", "”\"»"
FIRST_PERSON = {"i", "we", "me", "us", "our", "my", "ours", "myself", "ourselves"}


@dataclass(frozen=True, slots=True)
class Act:
    """What a reported clause does: the class and category of the act, and on whom."""

    type: str
    category: str
    target: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """Direct speech: tokens ``first`` .. ``last`` (half open), its speaker and the cue verb."""

    first: int
    last: int
    speaker: tuple[Mention, ...]
    cue: int | None


def act_of(clause: Token, speaker: Sequence[Actor], *, cast: Cast, lexicon: Lexicon) -> Act | None:
    """The act that a reported clause performs, or ``None`` for a mere statement.

    Args:
        clause: the head of the clause.
        speaker: who says it.
        cast: who is mentioned where.
        lexicon: its ``[demand]``, ``[threat]``, ``[promise]`` and ``[accuse]`` classes.
    """
    for head in conjuncts(clause):
        act = _demand(head, speaker, cast, lexicon) or _own_future(head, speaker, cast, lexicon)
        act = act or _accusation(head, speaker, cast, lexicon)
        if act is not None:
            return act
    return None


def _subject_of(head: Token) -> Token | None:
    own = children(head, "nsubj", "nsubj:pass")
    return own[0] if own else next(iter(subjects(head)), None)


def _is_own(subject: Token | None, speaker: Sequence[Actor], cast: Cast) -> bool:
    """Whether the subject of what is said is the speaker or the side that it speaks for."""
    if subject is None:
        return False
    if subject.lower_ in FIRST_PERSON:
        return True
    found = cast.named(subject) or cast.inside(subject)
    acting = {actor for mention in found for actor in mention.actors}
    if not acting:
        return False
    countries = {actor.country for actor in speaker if actor.country}
    return bool(acting & set(speaker)) or all(actor.country in countries for actor in acting)


def _demand(head: Token, speaker: Sequence[Actor], cast: Cast, lexicon: Lexicon) -> Act | None:
    subject = _subject_of(head)
    auxiliaries = {child.lower_ for child in children(head, "aux")}
    must = bool(auxiliaries & lexicon.words["demand"]["auxiliary"])
    need = head.lemma_ in lexicon.words["demand"]["verb"] and bool(children(head, "xcomp"))
    adjective = head.lemma_.lower() in lexicon.words["demand"]["adjective"] and bool(children(head, "csubj", "xcomp", "ccomp", "advcl"))
    if not (must or need or adjective) or _is_own(subject, speaker, cast):
        return None
    if any(child.lower_ in {"have", "has"} and child.dep_ == "aux" for child in head.children) and "should" in auxiliaries:
        return None
    target = () if subject is None or is_passive(head) else _others(cast.named(subject) or cast.inside(subject), speaker)
    return Act("Demand", "REQUEST", target)


def _others(mentions: tuple[Mention, ...], speaker: Sequence[Actor]) -> tuple[Mention, ...]:
    return tuple(m for m in mentions if not set(m.actors) <= set(speaker))


def _own_future(head: Token, speaker: Sequence[Actor], cast: Cast, lexicon: Lexicon) -> Act | None:
    subject = _subject_of(head)
    if not _is_own(subject, speaker, cast):
        return None
    auxiliaries = {child.lower_ for child in children(head, "aux")}
    lemma = head.lemma_.lower()
    if auxiliaries & {"will", "would", "shall", "'ll", "wo", "'d"}:
        negated = any(child.lower_ in {"not", "n't", "never"} for child in head.children)
        if negated and lemma in lexicon.words["promise"]["verb"] | {"tolerate", "stop", "yield", "bow", "surrender"}:
            return Act("Refusal", "REJECT", _objects(head, speaker, cast))
        if lemma in lexicon.words["threat"]["verb"] and not negated:
            return Act("Threat", "THREATEN", _objects(head, speaker, cast))
        if lemma in lexicon.words["promise"]["verb"]:
            return Act("Promise", "AGREE", _objects(head, speaker, cast))
    if lemma in {"ready", "willing", "prepared", "open"} and not any(c.lower_ in {"not", "n't"} for c in head.children):
        return Act("Willingness", "AGREE", _objects(head, speaker, cast))
    return None


def _objects(head: Token, speaker: Sequence[Actor], cast: Cast) -> tuple[Mention, ...]:
    for child in head.children:
        if child.dep_ in {"obj", "obl", "xcomp"}:
            named = _others(cast.named(child), speaker)
            if named and all(actor.kind != "Group" or True for m in named for actor in m.actors) and not _is_where(child, named):
                return named
            inner = _objects(child, speaker, cast) if child.dep_ == "xcomp" else ()
            if inner:
                return inner
    return ()


def _is_where(child: Token, named: tuple[Mention, ...]) -> bool:
    return any(case.lower_ in {"in", "at", "near"} for case in children(child, "case")) and any(m.place is not None for m in named)


def _accusation(head: Token, speaker: Sequence[Actor], cast: Cast, lexicon: Lexicon) -> Act | None:
    subject = _subject_of(head)
    if subject is None or _is_own(subject, speaker, cast):
        return None
    target = _others(cast.named(subject) or cast.inside(subject), speaker)
    if not target:
        return None
    words = {head.lemma_.lower(), *(child.lemma_.lower() for child in children(head, "obj", "xcomp"))}
    negated = any(child.lower_ in {"not", "n't", "never"} for child in head.children)
    if negated or {child.lower_ for child in children(head, "aux")} & {"may", "might", "could"}:
        return None
    blame = lexicon.words["accuse"]["verb"] | lexicon.words["accuse"]["noun"]
    return Act("Accusation", "ACCUSE", target) if words & blame else None


def quotes(doc: Doc, *, cast: Cast, lexicon: Lexicon) -> list[Quote]:
    """Direct speech of at least four words, each with its speaker.

    The speaker is the subject of a verb of saying in the same sentence as one end of the
    quotation, else whoever spoke in the quotation or sentence just before.
    """
    found: list[Quote] = []
    for first, last in _quoted(doc):
        cue = _cue(doc, first, last, lexicon)
        speaker = cast.named(subjects(cue)[0]) if cue is not None and subjects(cue) else ()
        if not speaker:
            speaker = _previous(doc, first, found, cast, lexicon)
        if speaker:
            found.append(Quote(first, last, speaker, cue.i if cue is not None else None))
    return found


def _quoted(doc: Doc) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    start: int | None = None
    for token in doc:
        if start is None and token.text in set(OPENING):
            start = token.i
        elif start is not None and (token.text in set(CLOSING) or "\n" in token.text):
            if token.i - start > 4:
                spans.append((start + 1, token.i))
            start = None
    return spans


def _cue(doc: Doc, first: int, last: int, lexicon: Lexicon) -> Token | None:
    """The verb of saying outside the quotation, in the sentences that it begins or ends in."""
    nearby = [doc[max(first - 1, 0)].sent, doc[min(last, len(doc) - 1)].sent]
    if last + 1 < len(doc) and doc[last].sent.end == last + 1 and doc[last + 1].lower_ != "\n":
        nearby.append(doc[last].sent)
    verbs = [
        token
        for sent in nearby
        for token in sent
        if not first <= token.i < last and token.pos_ in VERBAL and _says(token, lexicon) and token.dep_ not in {"amod", "aux"}
    ]
    return min(verbs, key=lambda verb: min(abs(verb.i - first), abs(verb.i - last)), default=None)


def _says(token: Token, lexicon: Lexicon) -> bool:
    return any(each.frame.speech and each.part == "verb" for each in lexicon.triggers.get(token.lemma_.lower(), ()))


def _previous(doc: Doc, first: int, found: Sequence[Quote], cast: Cast, lexicon: Lexicon) -> tuple[Mention, ...]:
    if found and first - found[-1].last < 12:
        return found[-1].speaker
    sent = doc[first].sent
    if sent.start == 0:
        return ()
    before = doc[sent.start - 1].sent
    cues = [token for token in before if token.pos_ in VERBAL and _says(token, lexicon)]
    if cues and subjects(cues[-1]) and doc.text[before.end_char - 1 : before.end_char] in {":", ",", "."}:
        return cast.named(subjects(cues[-1])[0])
    return ()


def attribution(trigger: Token, *, cast: Cast, lexicon: Lexicon) -> tuple[Mention, ...]:
    """Who reports the event, where its clause is the content of a verb of saying."""
    clause = clause_head(trigger)
    for _ in range(4):
        head = clause.head
        if clause.dep_ == "ccomp" and _says(head, lexicon):
            return cast.named(subjects(head)[0]) if subjects(head) else ()
        said = [child for child in children(clause, "parataxis", "ccomp") if _says(child, lexicon) and child.i > trigger.i]
        if said and subjects(said[0]):
            return cast.named(subjects(said[0])[0])
        if clause.dep_ == "ROOT" or head is clause:
            return ()
        clause = clause_head(head)
    return ()
