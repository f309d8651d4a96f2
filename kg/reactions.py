"""Whose deed an act reacts to: "called the decision a mistake", "dismissed the plan"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from kg.candidate import Candidate
from kg.lexicon import Lexicon
from kg.model import Actor, Mention
from kg.scene import Scene, side
from kg.syntax import children, subtree

DEEDS = frozenset({"COERCE", "ASSAULT", "MOBILIZE", "SANCTION", "RETREAT", "CONCEDE", "AID", "PROTEST", "THREATEN"})
GUARDED = frozenset({"Concern"})
REACTIONS = frozenset({"ACCUSE", "REJECT"})
MUTE = frozenset({"STATEMENT", "CONSULT", "SUPPORT", "ACCUSE", "REJECT"})
STEM = 5
# Told of with their owner, and then without: "a Norwegian plan … dismissed the plan".
OF_SOMEBODY = frozenset({"plan", "idea", "formula", "scheme"})
NEAR_TOKENS = 90


def doer(candidate: Candidate, before: Sequence[Candidate], scene: Scene, home: set[str | None]) -> tuple[Mention, ...]:
    """Who did what an act reacts to.

    The deed of the same word; the owner of a thing named before ("the plan"); for a general
    word ("the move"), the last deed, or else the one that the article opens with.

    Args:
        candidate: the act.
        before: the acts told before it.
        scene: what the article is about.
        home: the sides of those who react.
    """
    deed = _deed(candidate, scene)
    if deed is None:
        return ()
    if said := _answered(deed, candidate, before, scene, home):
        return said
    earlier = [act for act in before if act.category not in MUTE and _is_other(act, candidate, home)]
    same = [act for act in earlier if stem(deed) in {stem(scene.doc[i]) for i in (act.match.trigger, *act.match.words)}]
    if same:
        return _as_state(same[-1].source, scene)
    if candidate.category not in REACTIONS or candidate.type in GUARDED:
        return ()
    owners = _owners(deed, candidate, scene, home)
    return owners if owners or not earlier else _of_deeds(deed, candidate, earlier, scene, home)


def _answered(deed: Token, candidate: Candidate, before: Sequence[Candidate], scene: Scene, home: set[str | None]) -> tuple[Mention, ...]:
    """Whose plan, charge or words an act answers."""
    owned = _owners(deed, candidate, scene, home) if deed.lemma_.lower() in OF_SOMEBODY else ()
    answered = scene.lexicon.words["answered"]
    to_it = [act for act in before if deed.lemma_.lower() in answered.get(act.category, ()) and _is_other(act, candidate, home)]
    if not to_it and _is_utterance(deed, scene.lexicon):
        to_it = [act for act in before if act.category != "CONSULT" and act.content is not None and _is_other(act, candidate, home)]
        to_it = [act for act in to_it if candidate.match.trigger - act.match.trigger < NEAR_TOKENS]
    return owned or (to_it[-1].source if to_it else ())


def _of_deeds(deed: Token, candidate: Candidate, earlier: Sequence[Candidate], scene: Scene, home: set[str | None]) -> tuple[Mention, ...]:
    """Whose deed told before an act most likely reacts to."""
    deeds = [act for act in earlier if act.category in DEEDS]
    last = [act for act in deeds if candidate.match.trigger - act.match.trigger < NEAR_TOKENS]
    general = scene.lexicon.has("reference", "deed", deed.lemma_.lower()) or deed.pos_ == "PRON"
    if not general and scene.sides is not None and home & set(scene.sides):
        return ()  # of two sides rather the other
    return _as_state((last[-1] if last and general else (deeds or earlier)[0]).source, scene)


def _owners(deed: Token, candidate: Candidate, scene: Scene, home: set[str | None]) -> tuple[Mention, ...]:
    """Whose thing of the same name was told of last: "a United Nations plan … dismissed the plan"."""
    for token in reversed(scene.doc[: candidate.match.trigger]):
        if token.pos_ == "NOUN" and token.lemma_ == deed.lemma_ and token.i != deed.i:
            owners = [m for m in scene.cast.inside(token) if m.how != "pronoun" and all(_is_foreign(a, home) for a in m.actors)]
            if owners:
                return tuple(owners[:1])
    return ()


def _as_state(mentions: tuple[Mention, ...], scene: Scene) -> tuple[Mention, ...]:
    """Deeds of those who hold office are their states' deeds."""
    states = {a.country: a for m in scene.mentions for a in m.actors if a.kind == "State" and a.country}
    return tuple(
        replace(m, actors=tuple(states.get(a.country or "", a) if a.kind == "Person" and a.listed else a for a in m.actors))
        for m in mentions
    )


def stem(word: Token) -> str:
    """The first letters of a word's lemma: "shelled", "shelling" have the same.

    Args:
        word: any word.
    """
    return word.lemma_.lower()[:STEM]


def _is_other(act: Candidate, candidate: Candidate, home: set[str | None]) -> bool:
    own = {actor for mention in candidate.source for actor in mention.actors}
    doers = [actor for mention in act.source for actor in mention.actors]
    if any(mention.how == "unlisted" and actor.kind == "Group" for mention in act.source for actor in mention.actors):
        return False
    return bool(doers) and not own & set(doers) and all(_is_foreign(actor, home) for actor in doers)


def _is_foreign(actor: Actor, home: set[str | None]) -> bool:
    """Not of the reactor's own side; people at home may well oppose their government."""
    return actor.kind == "Person" or side(actor) is None or side(actor) not in home


def _deed(candidate: Candidate, scene: Scene) -> Token | None:
    """The noun (or "this") by which an act names what it reacts to."""
    if candidate.content is None:
        return None
    head = scene.doc[candidate.content]
    called = children(head.head, "obj") if head.dep_ == "xcomp" else []  # "called the remarks regrettable"
    subject = children(head, "nsubj", "nsubj:pass", "csubj") or called
    words = [*subject, head, *subtree(head, without=frozenset({"acl:relcl", "advcl"}))]
    deeds = [w for w in words if w.pos_ in {"NOUN", "PRON"} and (_is_definite(w) or w.lower_ in {"this", "that", "it"})]
    return deeds[0] if deeds else (subject[0] if subject and subject[0].dep_ == "csubj" else None)


def _is_utterance(noun: Token, lexicon: Lexicon) -> bool:
    """Something said before: "the statement", "these remarks"."""
    return lexicon.has("reference", "utterance", noun.lemma_.lower()) and not children(noun, "nmod:poss", "nmod")


def _is_definite(noun: Token) -> bool:
    return any(child.lower_ in {"the", "this", "that", "these", "those", "such"} for child in children(noun, "det"))
