"""Two or more actors named before: "both sides", "the two men", "the three countries", "the parties"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from spacy.tokens import Token

from kg.lexicon import Lexicon
from kg.model import Actor, Mention, distinct
from kg.recall import SUBJECTS, Recall
from kg.syntax import preposition, subjects

NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "both": 2, "2": 2, "3": 3, "4": 4, "5": 5, "6": 6}
SETS = {"pair": 2, "duo": 2, "trio": 3, "quartet": 4}
LANDS = {"country", "nation", "state", "capital", "government", "neighbour", "neighbor", "republic", "land"}
_SELF = SUBJECTS | {"obj", "iobj", "nmod", "obl", "obl:agent"}
_WHERE = {"in", "at", "to", "near", "from", "outside", "into", "around"}


def number(token: Token, beside: set[str], recall: Recall, lexicon: Lexicon) -> tuple[Actor, ...] | None:
    """Whom such as "both sides", "the two men", "the three" stand for; ``None`` if it is no such phrase.

    Args:
        token: the head of the phrase.
        beside: its determiners, numbers and adjectives.
        recall: the actors named so far.
        lexicon: its ``[reference] both`` nouns.
    """
    lemma = token.lemma_.lower()
    count = next((NUMBERS[word] for word in beside if word in NUMBERS), None)
    if "the" in beside and lemma in SETS:
        return _joint(SETS[lemma], token, recall)
    if token.lower_ in NUMBERS and token.dep_ in _SELF and token.pos_ in {"NUM", "DET", "PRON"} and (token.lower_ == "both" or "the" in beside):
        return _by_themselves(NUMBERS[token.lower_], token, recall)
    if count is None or not lexicon.has("reference", "both", lemma) or not (beside & {"the", "these", "both", "either", "our"}):
        return None
    people = lexicon.has("reference", "people", lemma)
    found = _so_many(count, token, recall, people=people)
    if people:
        return found
    found = _lands(found, recall) if lemma in LANDS else found
    return () if _party_speaks(token, found, recall) else found


def sides(token: Token, recall: Recall) -> tuple[Actor, ...]:
    """Such as "the parties", "the sides", where a text is of two.

    Args:
        token: the head of the phrase.
        recall: the actors named so far.
    """
    found = _main_sides(token, recall, clear=True)
    return () if _party_speaks(token, found, recall) else found


def other_side(token: Token, country: str, recall: Recall) -> tuple[Actor, ...]:
    """In a text of two states, the one that is not this one.

    Args:
        token: where the question is asked.
        country: ISO 3166-1 alpha-3.
        recall: the actors named so far.
    """
    pair = _main_sides(token, recall)
    others = tuple(actor for actor in pair if actor.country != country)
    return others if len(others) == 1 and len(pair) == 2 and others[0].kind == "State" else ()


def of_pair(word: str, token: Token, recall: Recall) -> tuple[Actor, ...]:
    """Such as "The former", "the latter" of two that the same sentence, or the one before, names.

    Args:
        word: former or latter.
        token: the word.
        recall: the actors named so far.
    """
    for back in (0, 1):
        near = [m for m in recall.before(token, back=back) if m.how not in {"pronoun", "nominal"}]
        actors = distinct(actor for m in reversed(near) for actor in m.actors)
        if len(actors) == 2:
            return (actors[0] if word == "former" else actors[1],)
        if len(actors) > 2:
            return ()
    return ()


def _by_themselves(count: int, token: Token, recall: Recall) -> tuple[Actor, ...]:
    """Such as "The two", "the three"."""
    first = _same_two(token, recall) if count == 2 else _joint(count, token, recall)
    return first or _last(count, token, recall, people=None)


def _so_many(count: int, token: Token, recall: Recall, *, people: bool) -> tuple[Actor, ...]:
    if people or count > 2:
        first = _joint(count, token, recall, people=people) if count > 2 else _in_office(token, recall)
        return first or _last(count, token, recall, people=people) or _joint(count, token, recall, people=people)
    word = token.lemma_.lower()
    first = _of_lead(token, recall) if word in {"side", "party"} else _joint(count, token, recall, people=False) if word in {"country", "nation"} else ()
    return _main_sides(token, recall) or first or _last(count, token, recall, people=False) or _joint(count, token, recall, people=False)


def _in_office(token: Token, recall: Recall) -> tuple[Actor, ...]:
    """The only two who hold such an office in the text so far: "both presidents"."""
    office = token.lemma_.lower()
    named = [m for m in recall.until(token) if len(m.actors) == 1 and m.actors[0].kind == "Person" and office in f"{m.text} {m.actors[0].role}".lower().split()]
    held = distinct(m.actors[0] for m in named if m.actors[0] not in _acting(token, recall))
    return held if len(held) == 2 else ()


def _of_lead(token: Token, recall: Recall) -> tuple[Actor, ...]:
    """The only two sides that the first sentence with two of them names, its first for one."""
    sides: dict[int, dict[str, Actor]] = {}
    for mention in recall.until(token):
        sent = token.doc[mention.head].sent.start
        for actor in mention.actors:
            if _is_side(actor, recall) or actor.kind == "State":
                sides.setdefault(sent, {}).setdefault(actor.label if _is_side(actor, recall) else actor.country or actor.label, actor)
    several = next((list(found.values()) for _, found in sorted(sides.items()) if len(found) > 1), [])
    acting = _acting(token, recall)
    return tuple(several[:2]) if not acting & set(several[:2]) else ()


def _joint(count: int, token: Token, recall: Recall, *, people: bool | None = None) -> tuple[Actor, ...]:
    """So many that were named together last: "Riyadh, Manama and Cairo"."""
    acting = _acting(token, recall)
    for mention in recall.before(token, back=6):
        head = token.doc[mention.head]
        together = sorted({head.i, *(other.i for other in head.conjuncts)})
        found = distinct(actor for i in together for actor in recall.at(i))
        fitting = people is None or all((actor.kind == "Person") == people for actor in found)
        if len(found) == count and fitting and not acting & set(found):
            return found
    return ()


def _acting(token: Token, recall: Recall) -> set[Actor]:
    doers = {m.head: m for m in recall.subjects_of(token.head)} | {s.i: m for s in subjects(token.head) if (m := recall.mention(s.i)) is not None}
    return {actor for m in doers.values() for actor in m.actors} if token.dep_ not in SUBJECTS else set()


def _same_two(token: Token, recall: Recall) -> tuple[Actor, ...]:
    """The pair of the sentence before: those who met, else the only two persons."""
    for back in (1, 2, 4):
        near = recall.before(token, back=back)
        pair = next((m.actors for m in near if len(m.actors) == 2 and token.doc[m.head].dep_ in SUBJECTS), ())
        people = distinct(m.actors[0] for m in reversed(near) if len(m.actors) == 1 and m.actors[0].kind == "Person")
        if pair or len(people) == 2:
            return pair or people
    return ()


def _lands(actors: Sequence[Actor], recall: Recall) -> tuple[Actor, ...]:
    """Persons as the states for which they act."""
    states = [recall.tables.state(a.country) if a.kind == "Person" and a.country else a for a in actors]
    found = distinct(state for state in states if state is not None)
    return found if len(found) == len(actors) else ()


def _party_speaks(token: Token, found: Sequence[Actor], recall: Recall) -> bool:
    """Who calls on "both sides" is none of them."""
    if token.dep_ in SUBJECTS:
        return False
    speakers = {actor.country for m in recall.subjects_of(token.head) for actor in m.actors if actor.country}
    return token.dep_ in {"obj", "obl"} and bool(speakers & {actor.country for actor in found})


def _last(count: int, token: Token, recall: Recall, *, people: bool | None) -> tuple[Actor, ...]:
    """The actors last named, if they are so many and of one kind; more of them, and there is no telling."""
    acting = _acting(token, recall)
    found: list[Actor] = []
    countries: set[str | None] = set()
    farthest = 0
    aside = {word.i for subject in subjects(token.head) for word in subject.subtree} if acting else set()
    for mention in recall.before(token, back=3):
        if mention.head in aside or (people is False and _is_one_man(mention, token)):
            continue
        if len(found) >= count and recall.distance(mention, token) > farthest:
            break
        for actor in reversed(mention.actors):
            if actor in acting or actor in found or not _fits(actor, mention, token, people) or (people is False and actor.country in countries):
                continue
            found.append(actor)
            countries.add(actor.country)
            farthest = recall.distance(mention, token)
    return tuple(reversed(found)) if len(found) == count else ()


def _is_one_man(mention: Mention, token: Token) -> bool:
    """Somebody nameless, who is no side: "a suicide bomber"."""
    return mention.how == "group" and token.doc[mention.head].tag_ == "NN" and not any(actor.listed for actor in mention.actors)


def _fits(actor: Actor, mention: Mention, token: Token, people: bool | None) -> bool:
    if people is True:
        return actor.kind == "Person"
    where = mention.how in {"name", "metonym"} and mention.place is not None and preposition(token.doc[mention.head]) in _WHERE
    return not where and not (people is False and actor.country is None and actor.kind == "Organization")


def _is_side(actor: Actor, recall: Recall) -> bool:
    """A group, movement or party: a side of its own within its country."""
    called = recall.tables.called.get(actor.label, frozenset())
    return actor.kind == "Group" or (actor.kind == "Organization" and bool(called & {"rebels", "movement", "guerrillas", "insurgents", "party"}))


def _main_sides(token: Token, recall: Recall, *, clear: bool = False) -> tuple[Actor, ...]:
    """The two states or groups that are named most up to here, counting who acts for them.

    A mediator is named less often than those between whom it mediates; where the third is
    named as often as the second, or more than half as often where it must be clear, there
    is no telling.
    """
    count: Counter[str] = Counter()
    label: dict[str, Actor] = {}
    acting = {actor.country or actor.label for actor in _acting(token, recall)}
    for mention in recall.until(token):
        where = mention.place is not None and preposition(token.doc[mention.head]) in _WHERE
        if mention.how == "pronoun" or where:
            continue
        for actor in mention.actors:
            key = actor.label if _is_side(actor, recall) else actor.country or actor.label
            if (actor.kind == "Organization" and actor.country is None) or key in acting:
                continue
            count[key] += 1
            if actor.kind == "State" or (actor.kind != "Person" and key not in label):
                label[key] = actor
            elif actor.kind == "Person" and key not in label and actor.country and (state := recall.tables.state(actor.country)):
                label[key] = state
    ranked = [(key, n) for key, n in count.most_common() if key in label]
    third = ranked[2][1] if len(ranked) > 2 else 0
    if len(ranked) < 2 or third == ranked[1][1] or (clear and third * 2 > ranked[1][1]):
        return ()
    return label[ranked[0][0]], label[ranked[1][0]]
