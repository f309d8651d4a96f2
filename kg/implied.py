"""To whom an act is addressed where its own clause does not say: told by what stands around.

"Kyiv demands an end to the strikes" names no addressee. Where an article tells of two sides,
each side's demands, threats and refusals are addressed to the other; where a reaction is to a
deed that was told before ("called the decision a mistake"), to whoever did it. The mention
that is given is one that stands near the act, so that the reading leads back to words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from kg.candidate import Candidate
from kg.cast import Cast
from kg.lexicon import Lexicon
from kg.model import Actor, Mention
from kg.reading import Reading
from kg.syntax import children, preposition, subtree

ADDRESSED = frozenset({"REQUEST", "THREATEN", "REJECT", "ACCUSE"})
TURNED = frozenset({"AGREE", "CONCEDE", "RETREAT"})
DEEDS = frozenset({"COERCE", "ASSAULT", "MOBILIZE", "SANCTION", "RETREAT", "CONCEDE", "AID", "PROTEST", "THREATEN"})
HARM = frozenset({"ASSAULT", "COERCE", "MOBILIZE"})
ARMED = frozenset({"ASSAULT", "MOBILIZE"})
GUARDED = frozenset({"Concern"})
REACTIONS = frozenset({"ACCUSE", "REJECT"})
PRESSING = frozenset({"REQUEST", "THREATEN"})
MUTE = frozenset({"STATEMENT", "CONSULT", "SUPPORT", "ACCUSE", "REJECT"})
SHARE = 0.5
LEAST_MENTIONS = 3
STEM = 5
# Told of with their owner, and then without: "a Norwegian plan … dismissed the plan".
OF_SOMEBODY = frozenset({"plan", "idea", "formula", "scheme"})
NEAR_TOKENS = 90


@dataclass(frozen=True, slots=True)
class Scene:
    """What an article is about: its two sides, if it has two, and who is mentioned where."""

    sides: tuple[str, str] | None
    mentions: tuple[Mention, ...]
    doc: Doc
    cast: Cast
    lexicon: Lexicon


def addressed(candidates: Iterable[Candidate], reading: Reading) -> list[Candidate]:
    """The candidates, those without an addressee given the one that the article implies.

    Args:
        candidates: acts of a whole article, in text order.
        reading: the article.

    Returns:
        The same acts in the same order; what was filled in is marked as indirect.
    """
    scene = Scene(sides(reading.mentions, reading.doc), reading.mentions, reading.doc, reading.cast, reading.lexicon)
    found: list[Candidate] = []
    for candidate in candidates:
        found.append(_filled(candidate, found, scene))
    return found


def sides(mentions: Iterable[Mention], doc: Doc) -> tuple[str, str] | None:
    """The two sides that most mentions are of, if a third is named at most half as often.

    Args:
        mentions: of a whole article.
        doc: the parsed text.
    """
    count: Counter[str] = Counter()
    for mention in mentions:
        if mention.how != "metonym" or not _is_where(mention, doc):
            count.update({key for actor in mention.actors if (key := side(actor))})
    ranked = count.most_common(3)
    if len(ranked) < 2 or ranked[1][1] < LEAST_MENTIONS:
        return None
    (first, most), (second, least) = ranked[:2]
    third = ranked[2][1] if len(ranked) > 2 else 0
    return (first, second) if most + least > SHARE * count.total() and third * 2 <= least else None


def side(actor: Actor) -> str | None:
    """The side that an actor is on: his country's, or that of an armed group of a name.

    Args:
        actor: any actor.
    """
    if actor.kind == "Group":
        return actor.label if actor.listed else None
    return actor.country


def _is_where(mention: Mention, doc: Doc) -> bool:
    return any(child.lower_ in {"in", "at", "near"} and child.dep_ == "case" for child in doc[mention.head].children)


def _filled(candidate: Candidate, before: Sequence[Candidate], scene: Scene) -> Candidate:
    if not candidate.target and candidate.category in HARM:
        target = _as_before(candidate, before, scene) or _foe(candidate, scene)
        return replace(candidate, target=target, indirect=True) if target else candidate
    if candidate.target or candidate.category not in ADDRESSED | TURNED | {"SUPPORT"}:
        return candidate
    home = {side(actor) or actor.country for mention in candidate.source for actor in mention.actors}
    if candidate.category == "REJECT" and candidate.content is None and (asked := _asker(before, home)):
        return replace(candidate, target=asked, indirect=True)
    target = _doer(candidate, before, scene, home) if candidate.category in REACTIONS | {"SUPPORT"} else ()
    if not target and candidate.category in PRESSING:
        target = _partner(candidate, before)
    if not target and candidate.category in PRESSING | {"AGREE"}:
        target = _heard(candidate, before, scene)
    if not target and candidate.category in ADDRESSED | TURNED:
        target = _other_side(candidate, scene, home) or _answered(candidate, before)
    return replace(candidate, target=target, indirect=True) if target else candidate


def _asker(before: Sequence[Candidate], home: set[str | None]) -> tuple[Mention, ...]:
    """Who asked or offered last, of whoever now refuses."""
    last = before[-1] if before else None
    put = last is not None and last.category in {"REQUEST", "AGREE", "THREATEN"}
    mine = {side(actor) or actor.country for mention in (last.target if last is not None else ()) for actor in mention.actors}
    return last.source if last is not None and put and home & mine - {None} else ()


def _answered(candidate: Candidate, before: Sequence[Candidate]) -> tuple[Mention, ...]:
    """Whoever has just asked, blamed or threatened him who now speaks."""
    own = {actor for mention in candidate.source for actor in mention.actors}
    last = before[-1] if before and candidate.category in PRESSING else None
    put = last is not None and last.category in ADDRESSED and len(own) == 1
    return last.source if last is not None and put and any(own <= set(m.actors) for m in last.target) else ()


def _foe(candidate: Candidate, scene: Scene) -> tuple[Mention, ...]:
    """Of two sides the other, whom an attack or a show of force is on."""
    home = {side(actor) or actor.country for mention in candidate.source for actor in mention.actors}
    return _other_side(candidate, scene, home) if candidate.category in ARMED and home <= set(scene.sides or ()) else ()


def _as_before(candidate: Candidate, before: Sequence[Candidate], scene: Scene) -> tuple[Mention, ...]:
    """Whom the same doer's deed of the same word befell when it was told before."""
    doers = {actor for mention in candidate.source for actor in mention.actors}
    stem = _stem(scene.doc[candidate.match.trigger])
    for act in reversed(before):
        same = {actor for mention in act.source for actor in mention.actors} == doers
        if same and act.category == candidate.category and act.target and _stem(scene.doc[act.match.trigger]) == stem:
            return act.target
    return ()


def _partner(candidate: Candidate, before: Sequence[Candidate]) -> tuple[Mention, ...]:
    """In an account of talks between two, what one asks is asked of the other."""
    own = {actor for mention in candidate.source for actor in mention.actors}
    talks = [act for act in before if act.category == "CONSULT"]
    if not talks or len(own) != 1:
        return ()
    people = {actor: mention for mention in (*talks[-1].source, *talks[-1].target) for actor in mention.actors}
    if len(people) != 2 or not own < set(people) or any(actor.kind != "Person" for actor in people):
        return ()
    return tuple(replace(m, actors=(actor,)) for actor, m in people.items() if actor not in own)


def _heard(candidate: Candidate, before: Sequence[Candidate], scene: Scene) -> tuple[Mention, ...]:
    """With whom one speaks as one offers or asks: "proposed a truce in a telephone call with Rome"."""
    own = {actor for mention in candidate.source for actor in mention.actors}
    for act in before:
        noun = scene.doc[act.match.trigger]
        if act.category == "CONSULT" and noun.head.i == candidate.match.trigger and preposition(noun) in {"in", "during", "at"}:
            return tuple(m for m in (*act.source, *act.target) if not own & set(m.actors))
    return ()


def _other_side(candidate: Candidate, scene: Scene, home: set[str | None]) -> tuple[Mention, ...]:
    """The other of two sides; of a third party that presses, both."""
    if scene.sides is None or len(home) != 1:
        return ()
    ours = home & set(scene.sides)
    if not ours and (candidate.category not in PRESSING or None in home):
        return ()
    near = (_near(side, scene, candidate.match.trigger) for side in scene.sides if side not in home)
    return tuple(mention for mention in near if mention is not None)


def _near(country: str, scene: Scene, trigger: int) -> Mention | None:
    """The last mention of a side in or before the sentence, as one of its state or group."""
    end = scene.doc[trigger].sent.end
    near = [m for m in scene.mentions if m.first < end and any(side(actor) == country for actor in m.actors)]
    if not near:
        return None
    whole = next((a for m in scene.mentions for a in m.actors if a.kind != "Person" and side(a) == country), None)
    found = near[-1]
    return replace(found, actors=(whole,) if whole else tuple(a for a in found.actors if side(a) == country))


def _doer(
    candidate: Candidate, before: Sequence[Candidate], scene: Scene, home: set[str | None]
) -> tuple[Mention, ...]:
    """Who did what the act reacts to.

    The deed of the same word; the owner of a thing named before ("the plan"); for a general
    word ("the move"), the last deed, or else the one that the article opens with.
    """
    deed = _deed(candidate, scene)
    if deed is None:
        return ()
    owned = _owners(deed, candidate, scene, home) if deed.lemma_.lower() in OF_SOMEBODY else ()
    answered = scene.lexicon.words["answered"]
    to_it = [act for act in before if deed.lemma_.lower() in answered.get(act.category, ()) and _is_other(act, candidate, home)]
    if not to_it and _is_utterance(deed, scene.lexicon):
        to_it = [act for act in before if act.category != "CONSULT" and act.content is not None and _is_other(act, candidate, home)]
        to_it = [act for act in to_it if candidate.match.trigger - act.match.trigger < NEAR_TOKENS]
    if owned or to_it:
        return owned or to_it[-1].source
    earlier = [act for act in before if act.category not in MUTE and _is_other(act, candidate, home)]
    same = [act for act in earlier if _stem(scene.doc[act.match.trigger]) == _stem(deed)]
    if same:
        return _as_state(same[-1].source, scene)
    if candidate.category not in REACTIONS or candidate.type in GUARDED:
        return ()
    owners = _owners(deed, candidate, scene, home)
    if owners or not earlier:
        return owners
    deeds = [act for act in earlier if act.category in DEEDS]
    last = [act for act in deeds if candidate.match.trigger - act.match.trigger < NEAR_TOKENS]
    general = scene.lexicon.has("reference", "deed", deed.lemma_.lower()) or deed.pos_ == "PRON"
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


def _stem(word: Token) -> str:
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
