"""Reported speech: who says it, in direct and in indirect speech, in person or on paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.attrs import IS_SPACE, ORTH, TAG
from spacy.tokens import Doc, Token

from kg.cast import Cast
from kg.lexicon import Lexicon
from kg.model import Actor, Mention
from kg.syntax import RELATIVE, VERBAL, children, clause_head, is_inserted, preposition, subjects, text_of

OPENING, CLOSING = frozenset("“\"«„"), frozenset("”\"»")
SINGLE = frozenset("‘’'")
NEAR_TOKENS = 12
SENTENCES_BACK = 3
SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Quote:
    """Direct speech: tokens ``first`` .. ``last`` (half open), its speaker and the cue word.

    ``spoken`` is false of a statement in writing, in which "we" is the speaker but deeds are told.
    """

    first: int
    last: int
    speaker: tuple[Mention, ...]
    cue: int | None
    spoken: bool = True


def quotes(doc: Doc, *, cast: Cast, lexicon: Lexicon) -> list[Quote]:
    """Direct speech of at least four words, each with its speaker.

    The speaker is the subject of a verb of saying in the same sentence as one end of the
    quotation, or stands after "according to"; else it is whoever spoke in the quotation or
    sentence just before.

    Args:
        doc: the parsed text.
        cast: who is mentioned where.
        lexicon: the verbs of saying.
    """
    found: list[Quote] = []
    for first, last in marked(doc):
        cue = _cue(doc, first, last, lexicon)
        source = _source(doc, first, last) if cue is None else None
        cue = cue or (_governor(doc, first, last) if source is None else None)
        speaker = cast.named(subjects(cue)[0]) if cue is not None and subjects(cue) else ()
        if source is not None:
            cue, speaker = source, cast.named(source) or cast.inside(source)
        if not speaker:
            speaker = _previous(doc, first, found, cast, lexicon)
        if speaker:
            found.append(Quote(first, last, speaker, cue.i if cue is not None else None))
    return found


def marked(doc: Doc) -> list[tuple[int, int]]:
    """The stretches between quotation marks, of four words or more, whoever speaks.

    Args:
        doc: the parsed text.

    Returns:
        First token and the token after the last, without the marks.
    """
    if not any(mark in text_of(doc) for mark in OPENING | SINGLE):
        return []
    ids = doc.vocab.strings
    opening, closing, single = ({ids[mark] for mark in marks} for marks in (OPENING, CLOSING, SINGLE))
    before, after = ids["``"], ids["''"]
    spans: list[tuple[int, int]] = []
    start: int | None = None
    alone = False
    for i, (orth, tag, space) in enumerate(doc.to_array([ORTH, TAG, IS_SPACE]).tolist()):
        if start is None:
            if orth in opening or (orth in single and tag == before):
                start, alone = i, orth in single
        elif (space and "\n" in doc[i].text) or (tag == after and orth in single if alone else orth in closing):
            if i - start > SHORTEST:
                spans.append((start + 1, i))
            start = None
    return spans


def _cue(doc: Doc, first: int, last: int, lexicon: Lexicon) -> Token | None:
    """The verb of saying outside the quotation, in the sentences that it begins or ends in."""
    nearby = [doc[max(first - 1, 0)].sent, doc[min(last, len(doc) - 1)].sent]
    verbs = [
        token
        for sent in nearby
        for token in sent
        if not first <= token.i < last and token.pos_ in VERBAL and (says(token, lexicon) or _issues(token, lexicon)) and token.dep_ not in {"amod", "aux"}
    ]
    return min(verbs, key=lambda verb: min(abs(verb.i - first), abs(verb.i - last)), default=None)


def _governor(doc: Doc, first: int, last: int) -> Token | None:
    """The verb that a quotation after a comma or colon hangs on: "defended his order, “…”"."""
    if first < 2 or doc[first - 2].text not in {",", ":"}:
        return None
    above = (token.head for token in doc[first:last] if token.head.i < first and token.sent == doc[first - 1].sent)
    return next((verb for verb in above if verb.pos_ in VERBAL and subjects(verb)), None)


def _source(doc: Doc, first: int, last: int) -> Token | None:
    """The noun after "according to" in the sentence of the quotation."""
    sent = doc[min(last, len(doc) - 1)].sent
    return next((t for t in sent if not first <= t.i < last and preposition(t) == "according to"), None)


def says(token: Token, lexicon: Lexicon) -> bool:
    """Whether a word is a verb of saying.

    Args:
        token: any word.
        lexicon: its frames of speech.
    """
    return any(each.frame.speech and each.part == "verb" for each in lexicon.triggers.get(token.lemma_.lower(), ()))


def _issues(verb: Token, lexicon: Lexicon) -> bool:
    """Whether a verb tells that a paper is given out: "issued the following statement"."""
    papers = [thing for thing in children(verb, "obj") if lexicon.has("reference", "document", thing.lemma_.lower())]
    return bool(papers) and (verb.lemma_ in {"issue", "make"} or lexicon.has("light", "publishing", verb.lemma_.lower()))


def _previous(doc: Doc, first: int, found: Sequence[Quote], cast: Cast, lexicon: Lexicon) -> tuple[Mention, ...]:
    if found and first - found[-1].last < NEAR_TOKENS:
        return found[-1].speaker
    sent = doc[first].sent
    if sent.start == 0:
        return ()
    before = doc[sent.start - 1].sent
    cues = [token for token in before if token.pos_ in VERBAL and (says(token, lexicon) or _issues(token, lexicon))]
    text = text_of(doc)[before.start_char : before.end_char]
    leads = text.rstrip().endswith(":") or text.endswith((",", "."))  # a colon leads over the end of its line
    if cues and subjects(cues[-1]) and leads:
        return cast.named(subjects(cues[-1])[0])
    return ()


def documents(doc: Doc, *, cast: Cast, lexicon: Lexicon) -> Iterator[Mention]:
    """Statements, letters and the like, which stand for those who wrote them.

    Args:
        doc: the parsed text.
        cast: who is mentioned where.
        lexicon: its ``[reference] document`` nouns.

    Yields:
        Mentions of the authors: named with the noun ("the Turkish statement", "a tweet by …"),
        or, of "the statement", those who spoke last.
    """
    for token in doc:
        if token.pos_ not in {"NOUN", "PROPN"} or not lexicon.has("reference", "document", token.lemma_.lower()) or cast.spot(token):
            continue
        actors = _authors(token, cast, lexicon)
        if not actors and token.dep_ == "nsubj" and says(token.head, lexicon):
            actors = _last_speaker(token, cast, lexicon)
        if actors:
            yield Mention(token.idx, token.idx + len(token), token.text, token.i, token.i + 1, token.i, actors, "nominal")


def _authors(noun: Token, cast: Cast, lexicon: Lexicon) -> tuple[Actor, ...]:
    named = [m for child in children(noun, "nmod:poss", "amod", "compound", "nmod") if preposition(child) in {"", "by", "from"} for m in cast.named(child)]
    for clause in children(noun, "acl", "acl:relcl"):
        if clause.tag_ == "VBN":
            named += [m for child in children(clause, "obl", "obl:agent") if preposition(child) in {"by", "from"} for m in cast.named(child) or cast.inside(child)]
        elif clause.dep_ == "acl:relcl" and children(clause, "obj"):
            # "the note which Eden read": not the one which criticised Eden.
            own = [child for child in children(clause, "nsubj") if child.lower_ not in RELATIVE]
            named += [m for child in own for m in cast.named(child)]
    if not named and noun.dep_ == "obj" and lexicon.has("light", "publishing", noun.head.lemma_.lower()):
        named = [m for subject in subjects(noun.head)[:1] for m in cast.named(subject)]
    return tuple(dict.fromkeys(actor for mention in named for actor in mention.actors))


def _last_speaker(noun: Token, cast: Cast, lexicon: Lexicon) -> tuple[Actor, ...]:
    """Who spoke, wrote or published last before the noun, at most three sentences back."""
    sent = noun.sent
    for _ in range(SENTENCES_BACK):
        if sent.start == 0:
            return ()
        sent = noun.doc[sent.start - 1].sent
        for verb in reversed([t for t in sent if t.pos_ in VERBAL and t.dep_ != "amod"]):
            published = any(lexicon.has("reference", "document", c.lemma_.lower()) for c in children(verb, "obj", "obl"))
            speaker = cast.named(subjects(verb)[0]) if (published or says(verb, lexicon)) and subjects(verb) else ()
            if speaker:
                return speaker[0].actors
    return ()


def attribution(trigger: Token, *, cast: Cast, lexicon: Lexicon) -> tuple[Mention, ...]:
    """Who reports an event: its clause is the content of a verb of saying, or has "according to".

    Args:
        trigger: the word that names the event.
        cast: who is mentioned where.
        lexicon: the verbs of saying.
    """
    clause = clause_head(trigger)
    for _ in range(4):
        sources = [child for child in children(clause, "obl", "nmod", "advmod") if preposition(child) == "according to"]
        if sources:
            return cast.named(sources[0]) or cast.inside(sources[0])
        head = clause.head
        if clause.dep_ == "ccomp" and says(head, lexicon):
            return cast.named(subjects(head)[0]) if subjects(head) else ()
        said = [child for child in children(clause, "parataxis") if says(child, lexicon) and is_inserted(child)]
        if said and subjects(said[0]):
            return cast.named(subjects(said[0])[0])
        if clause.dep_ == "ROOT" or head is clause:
            return ()
        clause = clause_head(head)
    return ()
