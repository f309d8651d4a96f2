"""Candidates that say something → what is done by saying it: in indirect speech and in quotations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from kg import kinds, modality
from kg.acts import act_of
from kg.attributed import attributed
from kg.candidate import Candidate, actors_of, is_ours, retyped
from kg.frames import Match
from kg.judgements import judgement
from kg.model import Actor, Mention
from kg.quoted import VOICED, WEIGHED, performed, quoted
from kg.reading import Reading
from kg.said import FIRST_PERSON, FUTURE, GOING_ON, Act, Said, whose
from kg.speech import says
from kg.syntax import VERBAL, children, conjuncts, preposition, subjects

WELCOME = {"AGREE", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "CONSULT"}
PERFORMED = VOICED - {"SUPPORT", "ACCUSE"}
VOWING = {"vow", "swear", "pledge"}
# What frames take for a demand or a promise, where it may be a mere assertion.
HOLDING = {("REQUEST", "insist"), ("REQUEST", "remind"), ("AGREE", "assure"), ("AGREE", "reassure")}
CONSOLING = {"SUPPORT", "AGREE"}
# Where which categories are told, and of whom.
Known = frozenset[tuple[int, str, Actor]]


def as_acts(candidates: Sequence[Candidate], reading: Reading) -> list[Candidate]:
    """The candidates as acts, with one more for each sentence of direct speech.

    Args:
        candidates: frames with their roles filled.
        reading: the article.
    """
    candidates = [each for each in candidates if not _goes_on(each, reading)]
    known = frozenset((each.match.trigger, each.category, actor) for each in candidates for actor in actors_of(each.source))
    read = [_as_act(candidate, known, reading) for candidate in candidates]
    told = [act for act in read if not _told_of_oneself(act, reading)]
    told = [_without_own(act) for act in told if not _is_feared(act, read, reading)]
    told = [each for act in told for each in _with_others(act, told, reading)]
    spoken = [act for quote in reading.quotes for act in quoted(quote, told, reading)]
    return [*told, *spoken, *attributed([*told, *spoken], reading)]


def _goes_on(candidate: Candidate, reading: Reading) -> bool:
    """Whether a verb that may report speech only tells that a deed goes on: "continues to work"."""
    if not candidate.match.frame.speech or candidate.content is None:
        return False
    verb, low = reading.doc[candidate.match.trigger], reading.doc[candidate.content]
    return verb.lemma_.lower() in GOING_ON and low.head.i == verb.i and low.dep_ in {"xcomp", "advcl"}


def _is_feared(act: Candidate, read: Sequence[Candidate], reading: Reading) -> bool:
    """Whether a readiness is one that others blame: "they remain committed to carrying out attacks"."""
    if act.type not in {"Willingness", "Promise"} or not reading.is_quoted(act.match.trigger):
        return False
    return any(each.category == "ACCUSE" and each.content == act.match.trigger for each in read)


def _without_own(act: Candidate) -> Candidate:
    """Nobody threatens, or makes a promise to, or refuses the state that he speaks for."""
    own = act.category in {"THREATEN", "AGREE", "SUPPORT"} or act.type == "Refusal"
    if not own or act.match.frame.mutual:
        return act
    return replace(act, target=tuple(mention for mention in act.target if not is_ours(mention, act.source)))


def _as_act(candidate: Candidate, known: Known, reading: Reading) -> Candidate:
    """Read a verb of saying (or a promise, or a warning) by what is said."""
    frame, trigger = candidate.match.frame, reading.doc[candidate.match.trigger]
    if frame.negated and modality.is_negated(trigger, light=None, lexicon=reading.lexicon):
        return retyped(candidate, frame.negated, kinds.kind(frame.negated).category, settled=True)
    if candidate.category in WELCOME and (_will_not(trigger, reading) or _decides_not(candidate, trigger, reading)):
        return retyped(candidate, "Refusal", "REJECT", settled=True)
    if frame.descriptive and trigger.pos_ == "VERB":
        act = judgement(trigger, actors_of(candidate.source), cast=reading.cast, lexicon=reading.lexicon)
        return retyped(candidate, act.type, act.category, target=act.target) if act else candidate
    if candidate.category in CONSOLING and _consoles(candidate, reading):
        return retyped(candidate, "Comment", "STATEMENT")
    blamed = _regretted(candidate, reading) if candidate.type == "Apology" else ()
    if candidate.content is None or blamed:
        return retyped(candidate, "Concern", "ACCUSE", target=blamed) if blamed else candidate
    return _by_content(_of_clause(candidate, reading), trigger, known, reading)


def _regretted(candidate: Candidate, reading: Reading) -> tuple[Mention, ...]:
    """Whose deed is regretted, if another's: "expressed regret that Rome has …" is no apology."""
    words = [reading.doc[i] for i in candidate.match.words]
    clauses = [low for word in words for low in children(word, "acl", "ccomp") if any(mark.lower_ == "that" for mark in children(low, "mark"))]
    said = [Said(clause, actors_of(candidate.source), reading.cast, reading.lexicon) for clause in clauses]
    return next((found for each in said for subject in subjects(each.head) if (found := whose(subject, each))), ())


def _of_clause(candidate: Candidate, reading: Reading) -> Candidate:
    """"Regretted that Rome had fired": blame or praise is of who acts in the clause, where nobody else is named."""
    assert candidate.content is not None
    clause = reading.doc[candidate.content]
    finite = any(low.lower_ in {"that", "how"} for low in clause.children) and clause.dep_ in {"ccomp", "acl", "advcl", "csubj"}
    if candidate.category not in WEIGHED or candidate.target or not finite:
        return candidate
    said = Said(clause, actors_of(candidate.source), reading.cast, reading.lexicon)
    return replace(candidate, target=next((found for each in subjects(clause) if (found := whose(each, said))), ()))


def _consoles(candidate: Candidate, reading: Reading) -> bool:
    """Condolences, which take no side."""
    words = [*candidate.match.words, *(() if candidate.content is None else (candidate.content,))]
    return any(reading.lexicon.has("praise", "consoling", reading.doc[i].lemma_.lower()) for i in words)


def _by_content(candidate: Candidate, trigger: Token, known: Known, reading: Reading) -> Candidate:
    """What a verb of saying, or a promise, does by its content."""
    assert candidate.content is not None
    frame, head, words = candidate.match.frame, reading.doc[candidate.content], reading.lexicon.words
    if frame.speech and not frame.descriptive:
        own = _alleges(trigger, reading) or reading.is_quoted(head.i)
        act = performed(head, actors_of(candidate.source), reading, own=own)
        if act is not None and not _is_told(act, head, candidate, known) and not _is_ready(act, head, known) and not _is_warned(act, trigger, candidate, known):
            type_ = _finer(act, trigger, reading)
            target = candidate.target if act.category == "THREATEN" and _is_conditional(act.target, head) else ()
            return retyped(candidate, type_, act.category, target=target or act.target or candidate.target or _of_whom(trigger, reading), content=_part(act, head))
    if candidate.type == "Promise" and trigger.pos_ == "VERB":
        hostile = words["threat"]["verb"] - words["threat"]["soft"] - words["promise"]["verb"]
        act = performed(head, actors_of(candidate.source), reading, own=False) if trigger.lemma_.lower() in VOWING else None
        to_others = any(mention.head in {low.i for low in children(trigger, "iobj", "obj")} for mention in candidate.target)
        if (head.lemma_.lower() in hostile and not to_others) or (act is not None and act.category == "THREATEN"):
            return retyped(candidate, "Vow", "THREATEN", target=candidate.target or (act.target if act else ()))
    if candidate.type == "Willingness" and trigger.pos_ in {"ADJ", "VERB"}:
        act = performed(trigger, actors_of(candidate.source), reading, own=False)
        if act is not None and act.category == "THREATEN":
            return retyped(candidate, "Threat", "THREATEN", target=candidate.target or act.target)
    if (candidate.category, trigger.lemma_.lower()) in HOLDING and _is_told_as_fact(head, trigger):
        act = performed(head, actors_of(candidate.source), reading, own=False) or Act("Comment", "STATEMENT")
        return retyped(candidate, act.type, act.category, target=act.target or candidate.target)
    return candidate


def _is_conditional(people: Sequence[Mention], clause: Token) -> bool:
    """Whether only the condition of a clause names them: whom one tells "we will leave if they come" is who is warned."""
    conditions = [low for low in children(clause, "advcl") if any(mark.lower_ in {"if", "unless"} for mark in children(low, "mark"))]
    return any(low.left_edge.i <= each.head <= low.right_edge.i for low in conditions for each in people)


def _is_told_as_fact(clause: Token, over: Token) -> bool:
    """Whether what one insists on is held to be so: "insisted that he was not leaving", not "that he leave"."""
    verbs = [clause, *children(clause, "aux", "cop", "aux:pass")]
    future = any(verb.lower_ in FUTURE for verb in verbs)
    finite = future or any(verb.tag_ in {"VBD", "VBZ"} or verb.lower_ in {"have", "are", "were", "do"} for verb in verbs)
    return clause.dep_ == "ccomp" and finite and not (future and over.lemma_.lower() == "assure")


def _is_told(act: Act, head: Token, candidate: Candidate, known: Known) -> bool:
    """Whether a frame tells the act already: "said that it stood by Rome"."""
    return act.category in WEIGHED and any((head.i, act.category, actor) in known for actor in actors_of(candidate.source))


def _is_ready(act: Act, head: Token, known: Known) -> bool:
    """Whether an adjective tells it of those who are ready themselves: "Rome is ready to talk, its minister said"."""
    return act.type == "Willingness" and any(i == head.i and category == act.category for i, category, _ in known)


def _is_warned(act: Act, verb: Token, candidate: Candidate, known: Known) -> bool:
    """"Warned that it would not be tolerated" is a threat, not a refusal."""
    return act.category == "REJECT" and any((verb.i, "THREATEN", actor) in known for actor in actors_of(candidate.source))


def _finer(act: Act, verb: Token, reading: Reading) -> str:
    """The class of an act by its verb, where that names an act of the same category: "warned" a warning."""
    frames = [t.frame for t in reading.lexicon.triggers.get(verb.lemma_.lower(), ()) if t.part == "verb" and len(t.words) == 1]
    same = [frame.type for frame in frames if frame.category == act.category and not frame.speech]
    return same[0] if same else act.type


def _of_whom(verb: Token, reading: Reading) -> tuple[Mention, ...]:
    """Of whom something is said, in "said of Rome"."""
    told = [named for child in children(verb, "obl") if preposition(child) == "of" and (named := reading.cast.named(child))]
    return told[0] if told else ()


def _will_not(verb: Token, reading: Reading) -> bool:
    """Whether somebody says of himself that he will not: a refusal, not a mere absence."""
    auxiliaries = {child.lower_ for child in verb.children if child.dep_ == "aux"}
    told = verb.dep_ == "ccomp" and says(verb.head, reading.lexicon)
    return not told and bool(auxiliaries & {"will", "wo", "would"}) and modality.is_negated(verb, light=None, lexicon=reading.lexicon)


def _decides_not(candidate: Candidate, verb: Token, reading: Reading) -> bool:
    """"Decided not to take part"."""
    if verb.lemma_.lower() not in {"decide", "resolve", "choose", "opt"} or candidate.content is None:
        return False
    return any(child.lower_ in {"not", "n't", "never"} for child in reading.doc[candidate.content].children)


def _alleges(verb: Token, reading: Reading) -> bool:
    """Whether a verb of saying makes what is said the speaker's own charge: "claims", "alleged"."""
    return reading.lexicon.has("accuse", "alleging", verb.lemma_.lower())


def _told_of_oneself(act: Candidate, reading: Reading) -> bool:
    """What a speaker says that he has done is his statement, not a deed that the article tells."""
    trigger = reading.doc[act.match.trigger]
    own = any(mention.text.lower() in FIRST_PERSON for mention in act.source)
    feels = any(low.lower_ in {"am", "are", "is", "'m", "'re", "’m", "’re"} for low in trigger.children)
    past = trigger.tag_ in {"VBD", "VBN"} and not feels
    return own and past and act.category not in PERFORMED and reading.is_quoted(trigger.i)


def _part(act: Act, head: Token) -> int:
    """Which of coordinated clauses an act is done by: "said that he was glad but that Rome must leave"."""
    return act.head if act.head is not None and act.head in {each.i for each in conjuncts(head)} else head.i


def _with_others(act: Candidate, told: Sequence[Candidate], reading: Reading) -> Iterator[Candidate]:
    """An act of reported speech with what else is done by the sentence: "said that it would stay but would not pay"."""
    others = list(_others(act, told, reading)) if act.match.frame.speech and not act.match.frame.descriptive and act.content is not None else []
    yield replace(act, apart=tuple(each.match.trigger for each in others))
    yield from others


def _others(act: Candidate, told: Sequence[Candidate], reading: Reading) -> Iterator[Candidate]:
    taken = {i for each in told for i in (each.match.trigger, each.content)}
    assert act.content is not None
    for clause in children(reading.doc[act.content], "conj"):
        more = act_of(clause, actors_of(act.source), cast=reading.cast, lexicon=reading.lexicon, alone=True) if clause.pos_ in VERBAL and clause.i not in taken else None
        if more is not None and more.category not in {act.category, "STATEMENT"}:
            yield Candidate(Match(act.match.frame, clause.i, (clause.i,), {}), act.source, more.target, clause.i, "clause", type=more.type, category=more.category, settled=True)


