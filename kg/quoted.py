"""Direct speech → what is done by saying it: one act for each sentence that no verb tells already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from kg.acts import act_of
from kg.attributed import saying
from kg.boilerplate import boilerplate_spans
from kg.candidate import Candidate, actors_of, retyped
from kg.frames import Match
from kg.model import Actor
from kg.reading import Reading
from kg.said import Act
from kg.speech import Quote
from kg.syntax import children, text_of

SHORTEST_TOKENS = 4
VOICED = {"REQUEST", "THREATEN", "REJECT", "AGREE", "ACCUSE", "SUPPORT"}
WEIGHED = {"ACCUSE", "SUPPORT"}


def quoted(quote: Quote, told: Sequence[Candidate], reading: Reading) -> Iterator[Candidate]:
    """Each sentence of a quotation as an act of its speaker, where no verb of saying has it already.

    Args:
        quote: whose words they are, and where they stand.
        told: the candidates so far.
        reading: the article.
    """
    doc = reading.doc
    frame, skipped = saying(reading.lexicon), boilerplate_spans(text_of(doc))
    for sent in doc.sents:
        first, last = max(sent.start, quote.first), min(sent.end, quote.last)
        if last - first < SHORTEST_TOKENS or any(start <= doc[first].idx < end for start, end in skipped):
            continue
        head = _head(doc, first, last)
        cue = quote.cue if quote.cue is not None and sent.start <= quote.cue < sent.end else None
        trigger = cue if cue is not None else head.i
        if any(_has_it(act, trigger, first, last) for act in told):
            continue
        base = Candidate(Match(frame, trigger, (trigger,), {}), quote.speaker, (), head.i, "quote", settled=True)
        act = performed(head, actors_of(quote.speaker), reading, own=True)
        if act is not None and any(_same(act, head, each, quote) for each in told):
            continue
        if act or quote.spoken:
            yield retyped(base, act.type, act.category, target=act.target) if act else _by_cue(base, doc[trigger], reading)


def _has_it(act: Candidate, trigger: int, first: int, last: int) -> bool:
    """Whether a verb of saying, or one that names an act, has a quotation as its content already."""
    within = act.content is not None and first <= act.content < last
    return act.match.trigger == trigger and within and (act.match.frame.speech or act.match.frame.category in VOICED)


def _same(act: Act, head: Token, told: Candidate, quote: Quote) -> bool:
    """Whether a frame tells the act of a quotation already."""
    ours = set(actors_of(told.source)) & set(actors_of(quote.speaker))
    if ours and told.category == act.category and any(told.match.trigger == low.i for low in children(head, "xcomp")):
        return head.lemma_.lower() in {"remain", "stand", "stay", "feel"}
    if ours and act.category == "REJECT" == told.category and act.head == told.match.trigger:
        return True
    return act.category in WEIGHED and told.match.trigger == head.i and told.category == act.category and bool(ours)


def _by_cue(base: Candidate, cue: Token, reading: Reading) -> Candidate:
    """A quotation whose verb says what is done by it: "“…,” she vowed"."""
    if cue.pos_ != "VERB" or cue.i == base.content:
        return base
    frames = [t.frame for t in reading.lexicon.triggers.get(cue.lemma_.lower(), ()) if t.part == "verb" and len(t.words) == 1]
    voiced = [frame for frame in frames if frame.category in VOICED and not frame.speech]
    if not voiced or frames[0].category not in VOICED | {"STATEMENT"} or reading.lexicon.has("accuse", "neutral", cue.lemma_.lower()):
        return base
    return retyped(base, voiced[0].type, voiced[0].category)


def _head(doc: Doc, first: int, last: int) -> Token:
    """The word on which a stretch of words hangs."""
    return next((t for t in doc[first:last] if t.head.i < first or t.head.i >= last or t.head.i == t.i), doc[first])


def performed(head: Token, speaker: Sequence[Actor], reading: Reading, *, own: bool) -> Act | None:
    """The act that a clause performs when it is said; a denial only where somebody has accused before.

    Args:
        head: of the clause.
        speaker: who says it.
        reading: the article.
        own: whether the words are the speaker's own.
    """
    act = act_of(head, speaker, cast=reading.cast, lexicon=reading.lexicon, own=own)
    if act is None or act.category != "STATEMENT":
        return act
    return replace(act, category="REJECT") if _accused_before(head, reading) else None


def _accused_before(head: Token, reading: Reading) -> bool:
    """Whether this sentence or the two before it speak of a charge, which "we have nothing to hide" then denies."""
    doc, first = reading.doc, head.sent.start
    for _ in range(2):
        first = doc[max(first - 1, 0)].sent.start
    charges = reading.lexicon.words["answered"]["ACCUSE"] | {"accuse", "blame", "allege", "suspect", "denounce"}
    return any(word.lemma_.lower() in charges for word in doc[first : head.sent.end])
