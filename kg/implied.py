"""To whom an act is addressed where its own clause does not say: told by what stands around.

"Kyiv demands an end to the strikes" names no addressee. Where an article tells of two sides,
each side's demands, threats and refusals are addressed to the other; where a reaction is to a
deed that was told before ("called the decision a mistake"), to whoever did it. The mention
that is given is one that stands near the act, so that the reading leads back to words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.candidate import Candidate
from kg.model import Mention
from kg.reactions import REACTIONS, doer, stem
from kg.reading import Reading
from kg.scene import Scene, side, sides
from kg.syntax import preposition

ADDRESSED = frozenset({"REQUEST", "THREATEN", "REJECT", "ACCUSE"})
TURNED = frozenset({"AGREE", "CONCEDE", "RETREAT"})
HARM = frozenset({"ASSAULT", "COERCE", "MOBILIZE"})
ARMED = frozenset({"ASSAULT", "MOBILIZE"})
STRUCK = frozenset({"on", "against", "into", "over"})
PRESSING = frozenset({"REQUEST", "THREATEN"})


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


def _filled(candidate: Candidate, before: Sequence[Candidate], scene: Scene) -> Candidate:
    if not candidate.target and candidate.category in HARM:
        target = _as_before(candidate, before, scene) or _foe(candidate, scene)
        return replace(candidate, target=target, indirect=True) if target else candidate
    if candidate.target or candidate.category not in ADDRESSED | TURNED | {"SUPPORT"}:
        return candidate
    home = {side(actor) or actor.country for mention in candidate.source for actor in mention.actors}
    if candidate.category == "REJECT" and candidate.content is None and (asked := _asker(before, home)):
        return replace(candidate, target=asked, indirect=True)
    target = doer(candidate, before, scene, home) if candidate.category in REACTIONS | {"SUPPORT"} else ()
    if not target and candidate.category in PRESSING:
        target = _partner(candidate, before)
    if not target and candidate.category in PRESSING | {"AGREE"}:
        target = _heard(candidate, before, scene)
    if not target and candidate.category in ADDRESSED | TURNED:
        target = _joined(candidate, before, scene) or _other_side(candidate, scene, home) or _answered(candidate, before)
    return replace(candidate, target=target, indirect=True) if target else candidate


def _asker(before: Sequence[Candidate], home: set[str | None]) -> tuple[Mention, ...]:
    """Who asked or offered last, of whoever now refuses."""
    last = before[-1] if before else None
    put = last is not None and last.category in {"REQUEST", "AGREE", "THREATEN"}
    mine = {side(actor) or actor.country for mention in (last.target if last is not None else ()) for actor in mention.actors}
    return last.source if last is not None and put and home & mine - {None} else ()


def _joined(candidate: Candidate, before: Sequence[Candidate], scene: Scene) -> tuple[Mention, ...]:
    """Whom the same doer addresses in the verb before: "urged Rome to yield and threatened to act"."""
    verb = scene.doc[candidate.match.trigger]
    same = (act for act in before if verb.dep_ == "conj" and act.match.trigger == verb.head.i and act.source == candidate.source)
    return next((act.target for act in same if act.category in {"REQUEST", "THREATEN", "ACCUSE"}), ())


def _answered(candidate: Candidate, before: Sequence[Candidate]) -> tuple[Mention, ...]:
    """Whoever has just asked, blamed or threatened him who now speaks."""
    own = {actor for mention in candidate.source for actor in mention.actors}
    last = before[-1] if before and candidate.category in PRESSING else None
    put = last is not None and last.category in ADDRESSED and len(own) == 1
    return last.source if last is not None and put and any(own <= set(m.actors) for m in last.target) else ()


def _foe(candidate: Candidate, scene: Scene) -> tuple[Mention, ...]:
    """Of two sides the other, whom an attack or a show of force is on."""
    home = {side(actor) or actor.country for mention in candidate.source for actor in mention.actors}
    foes = _other_side(candidate, scene, home) if candidate.category in ARMED and home <= set(scene.sides or ()) else ()
    below = {word.i for word in scene.doc[candidate.match.trigger].subtree}
    lands = {m.place.country for m in scene.mentions if m.place is not None and m.place.country and m.head in below and preposition(scene.doc[m.head]) in STRUCK} - home
    # What is struck in a third country is no blow at him: "Canada condemned the Russian strike on Odesa".
    return tuple(m for m in foes if not lands or any(actor.country in lands for actor in m.actors))


def _as_before(candidate: Candidate, before: Sequence[Candidate], scene: Scene) -> tuple[Mention, ...]:
    """Whom the same doer's deed of the same word befell when it was told before."""
    doers = {actor for mention in candidate.source for actor in mention.actors}
    word = stem(scene.doc[candidate.match.trigger])
    for act in reversed(before):
        same = {actor for mention in act.source for actor in mention.actors} == doers
        if same and act.category == candidate.category and act.target and stem(scene.doc[act.match.trigger]) == word:
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
