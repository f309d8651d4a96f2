"""Matches + mentions → candidates: who fills the roles of an event, and with what content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from kg.cast import Cast
from kg.frames import Match
from kg.lexicon import Frame, Lexicon
from kg.model import Actor, Mention, Span
from kg.syntax import VERBAL, conjuncts, forms, is_passive, patients, preposition, subjects, subtree

OF_CLAUSE = {
    "subject of clause": frozenset({"nsubj", "nsubj:pass"}),
    "object of clause": frozenset({"obj", "iobj", "obl"}),
}
TOWARDS = {"to", "with", "on", "against", "for", "from"}
DEEP = frozenset({"REQUEST", "AGREE", "REJECT", "THREATEN", "SUPPORT"})
SPOKEN = frozenset({"ACCUSE", "SUPPORT", "REJECT", "AGREE", "THREATEN"})
DERIVED = ("ation", "ition", "sion", "ing", "ment", "ure", "cide")
HARM = frozenset({"ASSAULT", "COERCE"})
CONDITIONED = frozenset({"THREATEN", "REQUEST", "AGREE"})
SIDELINES = frozenset({"acl:relcl", "advcl", "parataxis"})
TRIMMED = frozenset({"parataxis", "mark"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A match with its roles filled; not yet an event.

    ``content`` is the head token of what is said, demanded, offered …; ``indirect`` tells
    that a role was read from inside a phrase ("rejected Iran's plan": Iran).
    """

    match: Match
    source: tuple[Mention, ...]
    target: tuple[Mention, ...]
    content: int | None = None
    content_slot: str = ""
    indirect: bool = False
    type: str = ""
    category: str = ""
    settled: bool = False

    def __post_init__(self) -> None:
        if not self.type:
            object.__setattr__(self, "type", self.match.frame.type)
            object.__setattr__(self, "category", self.match.frame.category)


def cast_roles(match: Match, *, cast: Cast, doc: Doc, lexicon: Lexicon) -> Candidate | None:
    """Fill the roles of a match.

    Args:
        match: a frame on its words.
        cast: who is mentioned where.
        doc: the parsed text.
        lexicon: the closed classes.

    Returns:
        The candidate, or ``None`` where a guard of the frame fails: then it names no event.
    """
    frame = match.frame
    suffered = _is_suffered(match, doc, lexicon)
    names = ("from", "by") if suffered else _plain(frame.source)
    if doc[match.trigger].pos_ not in VERBAL and not suffered and "from" not in (*frame.target, *frame.content):
        names = (*names, "from")
    source, weak_source = _fill(match.heads(doc, *names), cast, deep=True, offices=_offices(frame, lexicon))
    if preposition(doc[match.trigger]) == "under" and match.light is None and not frame.mutual:
        target, weak_target = _fill(subjects(doc[match.trigger].head), cast, deep=False, offices=None)
    elif suffered and match.light is not None:
        heads = patients(doc[match.light]) if is_passive(doc[match.light]) else match.heads(doc, "subject")
        target, weak_target = _fill(heads, cast, deep=False, offices=None)
    else:
        target, weak_target = _fill_target(match, cast, doc, source, lexicon)
    source = _voice(match, source, cast, doc, lexicon) or source
    if not target and frame.category in CONDITIONED:
        target, weak_target = _of_condition(match, cast, doc, source), True
    content, slot = _content(match, doc, target if not weak_target else ())
    candidate = Candidate(match, source, _without(target, source), content, slot, weak_source or weak_target)
    return candidate if _passes(candidate, cast, doc, lexicon) else None


def _is_suffered(match: Match, doc: Doc, lexicon: Lexicon) -> bool:
    """Whether the subject of the light verb is acted upon: "came under fire", "was hit with sanctions"."""
    if match.light is None:
        return False
    lemma, with_word = doc[match.light].lemma_.lower(), preposition(doc[match.trigger])
    return lexicon.has("light", "passive", lemma) or lexicon.has("light", "passive", f"{lemma} {with_word}")


def _voice(match: Match, source: tuple[Mention, ...], cast: Cast, doc: Doc, lexicon: Lexicon) -> tuple[Mention, ...]:
    """Who voices his own side's stand: "the minister reiterated Iran's offer" is the minister's offer."""
    if match.light is None or not lexicon.has("light", "voicing", doc[match.light].lemma_.lower()):
        return ()
    voices = tuple(m for head in subjects(doc[match.light]) for m in cast.named(head))
    theirs = {actor.country for mention in voices for actor in mention.actors}
    owned = {actor.country for mention in source for actor in mention.actors}
    return voices if voices and owned <= theirs else ()


def _plain(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in names if " of " not in name)


def _offices(frame: Frame, lexicon: Lexicon) -> frozenset[str] | None:
    """Heads through which a consultation is read: "the ministers of A and B met"."""
    return lexicon.words["reference"]["both"] | lexicon.words["reference"]["office"] if frame.category == "CONSULT" else None


def _fill(heads: list[Token], cast: Cast, *, deep: bool, offices: frozenset[str] | None) -> tuple[tuple[Mention, ...], bool]:
    for head in heads:
        named = cast.named(head)
        if named:
            return named, False
    if deep:
        for head in heads:
            inner = cast.inside(head) if offices is None or head.lemma_.lower() in offices else ()
            if inner:
                return inner, True
    return (), False


def _fill_target(
    match: Match, cast: Cast, doc: Doc, source: tuple[Mention, ...], lexicon: Lexicon
) -> tuple[tuple[Mention, ...], bool]:
    frame = match.frame
    names = _plain(frame.target)
    if frame.mutual:
        return _all_named(match, names, cast, doc), False
    taken = set(source)
    for name in ("iobj", *names):
        named = tuple(m for head in match.heads(doc, name) for m in cast.named(head) if m not in taken)
        if named and not _only_where(name, named, match):
            return named, False
    for name in frame.target:
        if name in OF_CLAUSE:
            named = tuple(m for m in _of_clause(match, OF_CLAUSE[name], cast, doc) if m not in taken)
            if named:
                return named, False
    if told := _of_governor(match, cast, doc, taken):
        return told, True
    weak = [head for name in (*names, *frame.content) for head in match.heads(doc, name) if name not in {"clause", "that"}]
    for head in weak:
        inner = tuple(m for m in cast.inside(head) if m not in taken)
        if frame.category in SPOKEN:
            inner = tuple(m for m in inner if not _is_patient(m, head, doc, lexicon) and not is_ours(m, source))
        if inner:
            return _doers(inner, head, frame, doc), True
    if frame.category in DEEP | HARM:
        return _deepest(match, cast, doc, source), True
    return (), False


def _of_condition(match: Match, cast: Cast, doc: Doc, source: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Whom the condition speaks of: "threatened to strike unless Rome withdrew"."""
    ours = {actor.country or actor.label for mention in source for actor in mention.actors}
    heads = [doc[match.trigger], *match.heads(doc, "clause", "infinitive", "that", "gerund", "of")]
    for clause in (child for head in heads for child in head.children if child.dep_ == "advcl"):
        if not any(mark.lower_ in {"if", "unless", "until", "should"} for mark in clause.children):
            continue
        for subject in (child for child in clause.children if child.dep_ == "nsubj"):
            named = tuple(m for m in cast.named(subject) if all((a.country or a.label) not in ours for a in m.actors))
            if named:
                return named
    return ()


def is_ours(mention: Mention, source: tuple[Mention, ...]) -> bool:
    """Whether a state is the speaker's own: one does not address it in passing.

    Args:
        mention: of whom might be addressed.
        source: who speaks.
    """
    homes = {actor.country for each in source for actor in each.actors if actor.kind == "Person"}
    return all(actor.kind == "State" and actor.country in homes for actor in mention.actors)


def _is_patient(mention: Mention, deed: Token, doc: Doc, lexicon: Lexicon) -> bool:
    """Whether a deed is done to somebody: "the pressure on Rome", "the isolation of Rome"."""
    word = preposition(doc[mention.head])
    derived = deed.lemma_.lower().endswith(DERIVED) and not forms(deed) & lexicon.words["reference"]["group"]
    return word in {"on", "against"} or (word == "of" and derived)


def _doers(inner: tuple[Mention, ...], deed: Token, frame: Frame, doc: Doc) -> tuple[Mention, ...]:
    """Of those named in a deed the one who does it: "Rome's annexation of the island" is Rome's."""
    owners = tuple(m for m in inner if doc[m.head].dep_ in {"nmod:poss", "amod", "compound"} or preposition(doc[m.head]) == "by")
    if frame.category in {"ACCUSE", "REJECT"} and deed.pos_ == "NOUN":
        return owners or inner
    return inner


def _of_governor(match: Match, cast: Cast, doc: Doc, taken: set[Mention]) -> tuple[Mention, ...]:
    """Whom the verb above addresses: "wrote to Rome demanding an inquiry"."""
    trigger = doc[match.trigger]
    if match.frame.category not in {"REQUEST", "ACCUSE", "THREATEN"} or trigger.tag_ != "VBG" or trigger.dep_ not in {"advcl", "acl", "xcomp"}:
        return ()
    heads = [child for child in trigger.head.children if child.dep_ in {"obl", "iobj", "obj", "nmod"}]
    return tuple(m for head in heads if preposition(head) in {"to", ""} for m in cast.named(head) if m not in taken and m.how != "pronoun")


def _deepest(match: Match, cast: Cast, doc: Doc, source: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """The first actor of another side that the content speaks of: "ready to help defend X"."""
    ours = {actor.country or actor.label for mention in source for actor in mention.actors}
    heads = match.heads(doc, *(name for name in match.frame.content if name not in _plain(match.frame.target)))
    if match.frame.category in HARM:
        heads = match.heads(doc, "object")
    for head in [*heads, *match.heads(doc, "infinitive", "gerund")]:
        for word in subtree(head, without=SIDELINES):
            mention = cast.at(word)
            if mention is None or word.i != mention.head or mention.how in {"pronoun", "group", "unlisted"}:
                continue
            if all((actor.country or actor.label) not in ours for actor in mention.actors):
                return (mention,)
    return ()


def _of_clause(match: Match, deps: frozenset[str], cast: Cast, doc: Doc) -> Iterator[Mention]:
    """The actors with these relations in the clause that is the content."""
    for head in match.heads(doc, "clause", "infinitive", "that", "gerund"):
        for child in head.children:
            where = preposition(child) in {"in", "at", "near", "by"}
            if child.dep_ in deps and not where:
                moved = child.dep_ == "obj" and "obj" in deps
                yield from (m for m in cast.named(child) if not (moved and m.how in {"group", "unlisted"}))
            elif child.dep_ == "obj" and "obj" in deps:
                yield from (m for low in child.children if low.dep_ == "nmod" and preposition(low) in TOWARDS for m in cast.named(low))


def _only_where(name: str, named: tuple[Mention, ...], match: Match) -> bool:
    """Whether "in", "at" and the like tell the place rather than whom it befell."""
    return name in {"in", "at"} and match.frame.category not in {"ASSAULT", "SANCTION"} and all(m.place is not None for m in named) and (
        match.frame.type != "Visit"
    )


def _all_named(match: Match, names: Sequence[str], cast: Cast, doc: Doc) -> tuple[Mention, ...]:
    found: dict[Mention, None] = {}
    for name in names:
        for head in match.heads(doc, name):
            for mention in cast.named(head):
                if not (name in {"in", "on"} and mention.place is not None and match.frame.type != "Visit"):
                    found.setdefault(mention)
    return tuple(found)


def _without(target: tuple[Mention, ...], source: tuple[Mention, ...]) -> tuple[Mention, ...]:
    acting = {actor for mention in source for actor in mention.actors}
    return tuple(mention for mention in target if not set(mention.actors) <= acting)


def _content(match: Match, doc: Doc, target: tuple[Mention, ...]) -> tuple[int | None, str]:
    named = {i for mention in target for i in range(mention.first, mention.last)}
    for name in match.frame.content:
        for head in match.heads(doc, name):
            if head.i not in named and head.i not in match.words and head.ent_type_ != "DATE":
                return head.i, name
    for name in match.frame.content:
        for head in match.heads(doc, name):
            if head.i in match.words and head.i != match.trigger:
                return head.i, name
    return None, ""


def _passes(candidate: Candidate, cast: Cast, doc: Doc, lexicon: Lexicon) -> bool:
    frame, match = candidate.match.frame, candidate.match
    if not candidate.source and not (frame.mutual and candidate.target):
        return False
    if frame.needs_actor and not _has_actor(candidate, cast, doc):
        return False
    if frame.plural and not candidate.target and sum(len(m.actors) for m in candidate.source) < 2:
        return False
    if frame.subject_nouns and not _fits_subject(candidate, doc):
        return False
    if frame.state_only and any(actor.kind in {"Person", "Group"} for m in candidate.source for actor in m.actors):
        return False
    if frame.crowd and all(actor.kind == "State" and m.how != "demonym" for m in candidate.source for actor in m.actors):
        return False
    if frame.place_object and not _has_place(match, cast, doc, lexicon):
        return False
    if frame.cooperative and not _is_promising(candidate, doc, lexicon):
        return False
    if frame.person and not any(a.kind == "Person" or m.how != "name" for m in candidate.source for a in m.actors):
        return match.frame.type != "Visit" or doc[match.trigger].lemma_ in {"visit", "trip"}
    return not frame.content_nouns or _fits_content(candidate, cast, doc)


def _has_place(match: Match, cast: Cast, doc: Doc, lexicon: Lexicon) -> bool:
    """Whether what is acted upon is a place, by name or by its noun ("a rebel base")."""
    for head in match.heads(doc, "object", "of", "into", "to"):
        spot = cast.spot(head)
        if (spot is not None and spot.place is not None) or forms(head) & lexicon.words["places"]["noun"]:
            return True
    return False


def _is_promising(candidate: Candidate, doc: Doc, lexicon: Lexicon) -> bool:
    """Whether what is intended is of use to others: "plans to help", not "plans to expel"."""
    if candidate.content is None or doc[candidate.content].pos_ not in VERBAL:
        return True
    return lexicon.has("promise", "verb", doc[candidate.content].lemma_.lower())


def _fits_subject(candidate: Candidate, doc: Doc) -> bool:
    """Whether who acts is of the sort that the frame lists ("troops"), or a group that bears a name."""
    names = candidate.match.frame.subject_nouns
    words = {form for m in candidate.source for i in range(m.first, m.last) for form in forms(doc[i])}
    return bool(words & names) or any(a.kind == "Group" and a.listed for m in candidate.source for a in m.actors)


def _has_actor(candidate: Candidate, cast: Cast, doc: Doc) -> bool:
    names = set(candidate.match.frame.needs_actor)
    if ("subject" in names and candidate.source) or _reciprocal(candidate.match, doc):
        return True
    if candidate.match.frame.mutual and sum(len(mention.actors) for mention in candidate.source) > 1:
        return True
    if any(name.endswith("of clause") for name in names) and candidate.target:
        return True
    heads = candidate.match.heads(doc, *(name for name in names if " " not in name))
    return any(cast.named(head) for head in heads) or (bool(candidate.target) and candidate.indirect)


def _reciprocal(match: Match, doc: Doc) -> bool:
    """Whether the sources act on "each other"."""
    around = doc[match.trigger : match.trigger + 5].text.lower()
    return "each other" in around or "one another" in around


def _foreign_inside(head: Token, cast: Cast) -> bool:
    """Whether a thing is somebody's by name: "Polish meat", not "its proposal"."""
    return any(mention.how != "pronoun" for mention in cast.inside(head))


def _fits_content(candidate: Candidate, cast: Cast, doc: Doc) -> bool:
    """Whether the object is of the sort that the frame lists, or else an actor or a clause."""
    match, frame = candidate.match, candidate.match.frame
    if len(match.words) > 1 and doc[match.trigger].pos_ in {"VERB", "AUX"} and not frame.strict:
        return True
    heads = match.heads(doc, "object") or match.heads(doc, *(("of", "from") if frame.strict else ("of",)))
    if not heads:
        return bool(match.heads(doc, "infinitive", "that", "clause", "to", "by")) or not frame.needs
    words = {form for head in heads for one in conjuncts(head) for word in (one, *one.children) for form in forms(word)}
    if words & frame.content_nouns:
        return True
    if frame.strict:
        return any(actor.kind == "Organization" for head in heads for m in cast.named(head) for actor in m.actors)
    named = any(cast.named(head) or _foreign_inside(head, cast) for head in heads)
    return named and "object" in frame.target or (bool(match.slots.get("infinitive")) and named)


def content_span(doc: Doc, head: int, slot: str, *, outside: Span | None = None) -> Span:
    """The words of the content, from the head's subtree, without conjunction and full stop.

    Args:
        doc: the parsed text.
        head: the token that heads the content.
        slot: the name of the slot that it stood in.
        outside: a condition that is told apart and cut off the end.
    """
    words = [word for word in subtree(doc[head], without=TRIMMED) if not word.is_space]
    if slot not in {"clause", "that", "infinitive", "quote"}:
        words = [word for word in words if not (word.dep_ == "case" and word.head.i == head)]
    else:
        words = _with_to(doc, head, words)
    if outside is not None:
        before = [word for word in words if word.idx < outside.start]
        words = before or words
    words = _trim(words)
    start, end = words[0].idx, words[-1].idx + len(words[-1])
    return Span(start, end, doc[words[0].i : words[-1].i + 1].text)


def _with_to(doc: Doc, head: int, words: list[Token]) -> list[Token]:
    to = [child for child in doc[head].children if child.dep_ == "mark" and child.lower_ == "to"]
    return sorted({*words, *to}, key=lambda word: word.i)


def _trim(words: list[Token]) -> list[Token]:
    kept = list(words)
    while len(kept) > 1 and (kept[-1].is_punct or kept[-1].dep_ in {"punct", "cc"}):
        kept.pop()
    while len(kept) > 1 and (kept[0].is_punct or kept[0].dep_ in {"punct", "cc"}):
        kept.pop(0)
    return kept


def actors_of(mentions: Iterable[Mention]) -> tuple[Actor, ...]:
    """The actors of the mentions, each once, in order."""
    return tuple(dict.fromkeys(actor for mention in mentions for actor in mention.actors))


def retyped(candidate: Candidate, type_: str, category: str, **changes: object) -> Candidate:
    """The candidate as another kind of event."""
    return replace(candidate, type=type_, category=category, **changes)  # type: ignore[arg-type]
