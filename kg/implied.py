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

from kg.lexicon import Lexicon
from kg.model import Actor, Mention
from kg.roles import Candidate
from kg.syntax import children, subtree

ADDRESSED = frozenset({"REQUEST", "THREATEN", "REJECT", "ACCUSE"})
TURNED = frozenset({"Willingness", "Offer", "Refusal", "CeasefireDeclaration"})
REACTIONS = frozenset({"ACCUSE", "REJECT"})
PRESSING = frozenset({"REQUEST", "THREATEN"})
MUTE = frozenset({"STATEMENT", "CONSULT", "SUPPORT", "ACCUSE", "REJECT"})
SHARE = 0.5
LEAST_MENTIONS = 3
STEM = 5


@dataclass(frozen=True, slots=True)
class Scene:
    """What an article is about: its two sides, if it has two, and who is mentioned where."""

    sides: tuple[str, str] | None
    mentions: tuple[Mention, ...]
    doc: Doc
    lexicon: Lexicon


def addressed(
    candidates: Iterable[Candidate], mentions: Sequence[Mention], doc: Doc, lexicon: Lexicon
) -> list[Candidate]:
    """The candidates, those without an addressee given the one that the article implies.

    Args:
        candidates: acts of a whole article, in text order.
        mentions: who is mentioned where.
        doc: the parsed text.
        lexicon: the closed classes.

    Returns:
        The same acts in the same order; what was filled in is marked as indirect.
    """
    scene = Scene(sides(mentions), tuple(mentions), doc, lexicon)
    found: list[Candidate] = []
    for candidate in candidates:
        found.append(_filled(candidate, found, scene))
    return found


def sides(mentions: Iterable[Mention]) -> tuple[str, str] | None:
    """The two countries that most mentions are of, if a third is named at most half as often.

    Args:
        mentions: of a whole article.
    """
    count: Counter[str] = Counter()
    for mention in mentions:
        count.update({actor.country for actor in mention.actors if actor.country})
    ranked = count.most_common(3)
    if len(ranked) < 2 or ranked[1][1] < LEAST_MENTIONS:
        return None
    (first, most), (second, least) = ranked[:2]
    third = ranked[2][1] if len(ranked) > 2 else 0
    return (first, second) if most + least > SHARE * count.total() and third * 2 <= least else None


def _filled(candidate: Candidate, before: Sequence[Candidate], scene: Scene) -> Candidate:
    if candidate.target or (candidate.category not in ADDRESSED and candidate.type not in TURNED):
        return candidate
    home = {actor.country for mention in candidate.source for actor in mention.actors}
    target = _doer(candidate, before, scene, home) if candidate.category in REACTIONS else ()
    target = target or _other_side(candidate, scene, home)
    return replace(candidate, target=target, indirect=True) if target else candidate


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
    """The last mention of a country in or before the sentence, as one of its state."""
    end = scene.doc[trigger].sent.end
    near = [m for m in scene.mentions if m.first < end and any(actor.country == country for actor in m.actors)]
    if not near:
        return None
    state = next((a for m in scene.mentions for a in m.actors if a.kind == "State" and a.country == country), None)
    found = near[-1]
    return replace(found, actors=(state,) if state else tuple(a for a in found.actors if a.country == country))


def _doer(
    candidate: Candidate, before: Sequence[Candidate], scene: Scene, home: set[str | None]
) -> tuple[Mention, ...]:
    """Who did what the act reacts to: the deed of the same word, else the one the article opens with."""
    deed = _deed(candidate, scene)
    if deed is None:
        return ()
    earlier = [act for act in before if act.category not in MUTE and _is_other(act, candidate, home)]
    same = [act for act in earlier if _stem(scene.doc[act.match.trigger]) == _stem(deed)]
    if same:
        return same[-1].source
    general = scene.lexicon.has("reference", "deed", deed.lemma_.lower()) or deed.lower_ in {"this", "that", "it"}
    return earlier[0].source if earlier and general else ()


def _stem(word: Token) -> str:
    return word.lemma_.lower()[:STEM]


def _is_other(act: Candidate, candidate: Candidate, home: set[str | None]) -> bool:
    own = {actor for mention in candidate.source for actor in mention.actors}
    doers = [actor for mention in act.source for actor in mention.actors]
    return bool(doers) and not own & set(doers) and all(_is_foreign(actor, home) for actor in doers)


def _is_foreign(actor: Actor, home: set[str | None]) -> bool:
    """Not of the reactor's own side; people at home may well oppose their government."""
    return actor.kind == "Person" or actor.country is None or actor.country not in home


def _deed(candidate: Candidate, scene: Scene) -> Token | None:
    """The noun (or "this") by which an act names what it reacts to."""
    if candidate.content is None:
        return None
    head = scene.doc[candidate.content]
    subject = children(head, "nsubj", "nsubj:pass", "csubj")
    words = [*subject, head, *subtree(head, without=frozenset({"acl:relcl", "advcl"}))]
    deeds = [w for w in words if w.pos_ in {"NOUN", "PRON"} and (_is_definite(w) or w.lower_ in {"this", "that", "it"})]
    return deeds[0] if deeds else (subject[0] if subject and subject[0].dep_ == "csubj" else None)


def _is_definite(noun: Token) -> bool:
    return any(child.lower_ in {"the", "this", "that", "these", "those", "such"} for child in children(noun, "det"))
