"""Speech without quotation marks: what follows "The minister said:", and whole statements in "we".

Foreign ministries print speeches as plain paragraphs below a line that names the speaker, and
statements in which "we" is the ministry throughout.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from spacy.attrs import ORTH
from spacy.tokens import Doc, Token

from kg.boilerplate import boilerplate_spans
from kg.cast import Cast
from kg.lexicon import Lexicon
from kg.model import Actor, Mention
from kg.speech import OPENING, Quote, marked, says
from kg.syntax import VERBAL, children, subjects, text_of

LEAD_TOKENS = 12
PERFORMED = frozenset({"ACCUSE", "REQUEST", "SUPPORT", "AGREE", "REJECT", "THREATEN"})
STATED = frozenset({"nsubj", "nsubj:pass"})


def unquoted(doc: Doc, quotes: Sequence[Quote], *, cast: Cast, lexicon: Lexicon) -> Iterator[Quote]:
    """Direct speech without quotation marks.

    Args:
        doc: the parsed text.
        quotes: those with marks; what is yielded lies between them.
        cast: who is mentioned where.
        lexicon: the verbs of saying, the nouns for documents.

    Yields:
        Speech below a line such as "The minister said:"; else, where the text speaks of itself
        as "we", the whole text as words of the first body that it names, not as spoken.
    """
    led = [(colon, cue) for colon in _each(doc, ":") if (cue := _cue(colon, lexicon)) is not None]
    author = _author(doc, cast, lexicon)
    for colon, cue in led:
        who = subjects(cue)[0]
        # "The MFA Spokesperson said:", of the body whose statement it is.
        speaker = cast.named(who)
        if lexicon.has("reference", "office", who.lemma_.lower()) and all(_is_faceless(m) for m in speaker):
            speaker = author or speaker
        if speaker:
            ends = [other.i for other, _ in led if other.i > colon.i]
            yield from _between(quotes, colon.i + 1, _end(doc, colon, bool(quotes), ends), speaker, cue.i, spoken=True)
    if not led and author:
        yield from _between(quotes, 0, len(doc), author, None, spoken=False)


def _each(doc: Doc, word: str) -> list[Token]:
    """The tokens with these letters."""
    return [doc[int(i)] for i in np.flatnonzero(doc.to_array(ORTH) == doc.vocab.strings[word])] if word in text_of(doc) else []


def _cue(colon: Token, lexicon: Lexicon) -> Token | None:
    """The verb of saying right before a colon that no quotation mark follows."""
    after = next((t for t in colon.doc[colon.i + 1 : colon.i + 4] if not t.is_space), None)
    if after is None or after.text in OPENING or after.is_punct or not after.text[:1].isupper():
        return None
    before = reversed(colon.doc[max(colon.sent.start, colon.i - LEAD_TOKENS) : colon.i])
    verb = next((t for t in before if t.pos_ in VERBAL and says(t, lexicon) and not children(t, "obj", "ccomp")), None)
    return verb if verb is not None and subjects(verb) else None


def _end(doc: Doc, colon: Token, marked: bool, leads: Sequence[int]) -> int:
    """Where the speech ends: at the next such line; in running text that has quotation marks, with its paragraph."""
    if not marked or _ends_line(doc, colon.i):
        return doc[leads[0]].sent.start if leads else len(doc)
    return next((i + 1 for i in range(colon.i + 1, len(doc)) if _ends_line(doc, i)), len(doc))


def _ends_line(doc: Doc, i: int) -> bool:
    """Whether a token is the last of its line."""
    rest = text_of(doc)[doc[i].idx + len(doc[i]) :][:3]
    return "\n" in doc[i].text or rest.lstrip(" ").startswith("\n")


def _between(
    quotes: Sequence[Quote], first: int, last: int, speaker: tuple[Mention, ...], cue: int | None, *, spoken: bool
) -> Iterator[Quote]:
    """The stretches between ``first`` and ``last`` that lie in no quotation."""
    for quote in sorted(quotes, key=lambda each: each.first):
        if first <= quote.first < last:
            if quote.first - first > 1:
                yield Quote(first, quote.first, speaker, cue, spoken=spoken)
            first = max(first, quote.last)
    if first < last:
        yield Quote(first, last, speaker, cue, spoken=spoken)


def _author(doc: Doc, cast: Cast, lexicon: Lexicon) -> tuple[Mention, ...]:
    """Whose statement a text in "we" is: the first body that does something in it, or that its title names."""
    inside = {i for first, last in marked(doc) for i in range(first, last)}
    skipped = boilerplate_spans(text_of(doc))
    own = [t for word in ("we", "We") for t in _each(doc, word) if t.i not in inside and not _is_aside(t, skipped) and _performs(t.head, lexicon)]
    if not own:
        return ()
    for token in (*doc[: min(own, key=lambda t: t.i).sent.end], *_performing(doc, inside, lexicon)):
        titled = lexicon.has("reference", "document", token.lemma_.lower())
        by = [low for low in children(token, "nmod") if low.i > token.i] if titled else []
        stated = token.dep_ in STATED and token.i not in inside and not _is_told(token.head)
        named = [m for low in by for m in cast.named(low)] if by else list(cast.named(token)) if stated else []
        known = tuple(m for m in named if m.how != "pronoun" and all(_is_body(a) for a in m.actors))
        if known and "\n" not in token.text:
            return known[:1]
    return ()


def _is_told(verb: Token) -> bool:
    """Whether a verb stands in what others say, report or do: "alarmed by reports that police fired"."""
    clauses = [up for up in (verb, *verb.ancestors) if up.pos_ in VERBAL | {"ADJ"} and up.dep_ in {"acl", "acl:relcl", "advcl", "ccomp"}]
    edges = [(up.left_edge, up.left_edge.nbor(-1) if up.left_edge.i else up.left_edge) for up in clauses]
    return any(":" not in {first.text, before.text} for first, before in edges)


def _performing(doc: Doc, inside: set[int], lexicon: Lexicon) -> Iterator[Token]:
    """Who does something by the words themselves: "The Office calls on …"."""
    return (t for t in doc if t.dep_ == "nsubj" and t.i not in inside and t.head.tag_ == "VBZ" and not _is_told(t.head) and _acts(t.head, lexicon))


def _performs(verb: Token, lexicon: Lexicon) -> bool:
    """Whether a body does something by the verb, here and now: "we urge", "we remain committed"."""
    return _acts(verb, lexicon) and (verb.tag_ in {"VBP", "VB", "JJ"} or bool(children(verb, "cop", "aux")))


def _acts(verb: Token, lexicon: Lexicon) -> bool:
    words = (verb, *children(verb, "xcomp"))
    acts = {each.frame.category for word in words for each in lexicon.triggers.get(word.lemma_.lower(), ()) if each.part != "noun"}
    return bool(acts & PERFORMED)


def _is_body(actor: Actor) -> bool:
    return actor.kind in {"State", "Organization"} and bool(actor.listed or actor.country)


def _is_faceless(mention: Mention) -> bool:
    """Whether nothing tells for whom somebody speaks."""
    return all(actor.kind == "Person" and not (actor.listed or actor.country) for actor in mention.actors)


def _is_aside(token: Token, skipped: Sequence[tuple[int, int]]) -> bool:
    return any(start <= token.idx < end for start, end in skipped)
