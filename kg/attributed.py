"""What somebody is said to say without a verb of saying: "according to Rome", "in Rome's view", "voiced the wish that"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from kg.acts import act_of
from kg.candidate import Candidate, actors_of, retyped
from kg.frames import Match
from kg.lexicon import Frame, Lexicon
from kg.model import Mention
from kg.reading import Reading
from kg.said import Said, subject_of, whose
from kg.syntax import children, clause_head, preposition, subjects


def attributed(told: Sequence[Candidate], reading: Reading) -> Iterator[Candidate]:
    """The acts of those to whom a clause is put down, where no candidate tells it already.

    Args:
        told: the candidates so far.
        reading: the article.
    """
    yield from _sourced(told, reading)
    yield from _meant(told, reading)
    yield from _voiced(told, reading)


def saying(lexicon: Lexicon) -> Frame:
    """The frame of a mere statement.

    Args:
        lexicon: the frames.
    """
    return next(trigger.frame for trigger in lexicon.triggers["say"] if trigger.frame.speech)


def _sourced(told: Sequence[Candidate], reading: Reading) -> Iterator[Candidate]:
    """"According to Rome, …", "in Rome's view …": a statement of Rome's, where the clause tells of no event."""
    cases = {word.head.i for word in reading.doc if word.lower_ in {"according", "in"} and word.dep_ in {"case", "mark"}}
    for token in (reading.doc[i] for i in sorted(cases)):
        speaker = _source(token, reading)
        if not speaker or reading.is_quoted(token.i):
            continue
        clause = clause_head(token.head)
        inside = {word.i for word in clause.subtree}
        if any(act.match.trigger in inside for act in told):
            continue
        yield _act(clause, token, speaker, reading)


def _source(token: Token, reading: Reading) -> tuple[Mention, ...]:
    """Who is named as the source of a clause by the phrase that a word heads."""
    if preposition(token) == "according to":
        return tuple(m for m in reading.cast.named(token) if all(actor.listed for actor in m.actors))
    if preposition(token) != "in" or token.dep_ != "obl" or not _is_outlook(token, reading):
        return ()
    return _whose_outlook(token, reading)


def _is_outlook(noun: Token, reading: Reading) -> bool:
    return reading.lexicon.has("demand", "outlook", noun.lemma_.lower())


def _whose_outlook(noun: Token, reading: Reading) -> tuple[Mention, ...]:
    """"Rome's view", "the view of Rome", "the message from Rome"."""
    holders = [*children(noun, "nmod:poss"), *(low for low in children(noun, "nmod") if preposition(low) in {"of", "from"})]
    named = (tuple(m for m in reading.cast.named(low) if all(actor.listed for actor in m.actors)) for low in holders)
    return next((found for found in named if found), ())


def _meant(told: Sequence[Candidate], reading: Reading) -> Iterator[Candidate]:
    """"The message from Rome was that …"."""
    for noun in reading.doc:
        if noun.dep_ not in {"nsubj", "nsubj:outer"} or not _is_outlook(noun, reading) or reading.is_quoted(noun.i):
            continue
        verb = noun.head
        clauses = [low for low in (verb, *children(verb, "ccomp")) if any(mark.lower_ == "that" for mark in children(low, "mark"))]
        speaker = _whose_outlook(noun, reading)
        if speaker and clauses and not any(act.match.trigger in (noun.i, clauses[0].i) for act in told):
            yield _act(clauses[0], noun, speaker, reading)


def _act(clause: Token, trigger: Token, speaker: tuple[Mention, ...], reading: Reading) -> Candidate:
    base = Candidate(Match(saying(reading.lexicon), trigger.i, (trigger.i,), {}), speaker, (), clause.i, "clause")
    act = act_of(clause, actors_of(speaker), cast=reading.cast, lexicon=reading.lexicon, own=True)
    return retyped(base, act.type, act.category, target=act.target) if act and act.category != "STATEMENT" else base


def _voiced(told: Sequence[Candidate], reading: Reading) -> Iterator[Candidate]:
    """"Voiced the expectation that Rome would …": a demand on Rome, where no frame has it."""
    taken = {word for act in told for word in act.match.words}
    for noun in reading.doc:
        if noun.i in taken or not reading.lexicon.has("demand", "wishing", noun.lemma_.lower()) or noun.dep_ not in {"obj", "obl"}:
            continue
        clause = next((low for low in children(noun, "acl", "ccomp") if any(mark.lower_ == "that" for mark in low.children)), None)
        speaker = reading.cast.named(subjects(noun.head)[0]) if clause is not None and subjects(noun.head) else ()
        if clause is None or not speaker or noun.head.i in taken:
            continue
        said = Said(clause, actors_of(speaker), reading.cast, reading.lexicon)
        if target := whose(subject_of(clause), said):
            base = Candidate(Match(saying(reading.lexicon), noun.i, (noun.i,), {}), speaker, target, clause.i, "clause")
            yield retyped(base, "Demand", "REQUEST")
