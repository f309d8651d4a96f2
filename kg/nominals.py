"""Noun phrases that stand for actors named before: "the minister", "both sides", "its army", "the latter"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from spacy.tokens import Token

from kg.lexicon import Lexicon
from kg.model import Actor, How, Mention, distinct
from kg.recall import SUBJECTS, Recall
from kg.syntax import preposition

_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "both": 2, "2": 2, "3": 3, "4": 4}
_OTHER = {"new", "former", "other", "next", "another", "previous", "own", "same"}
_LANDS = {"country", "nation", "state", "capital", "government", "neighbour", "neighbor", "republic", "land"}
_HEADS = {"leader": {"president", "prime", "premier", "chancellor", "king", "leader", "emir", "secretary"}}
# What a state has and acts by: "his country", "its army".
_OWNED = {
    "country", "nation", "government", "cabinet", "army", "military", "troop", "force", "soldier", "embassy", "ministry",
    "parliament", "police", "navy", "warplane", "jet", "delegation", "homeland", "administration", "forces", "troops",
}  # fmt: skip
_WINDOW = 60
_WHERE = {"in", "at", "to", "near", "from", "outside", "into", "around"}

Meant = tuple[Token, tuple[Actor, ...], How]


def meant(token: Token, recall: Recall, lexicon: Lexicon) -> Meant:
    """Whom a noun stands for; nobody, where it may be several.

    Args:
        token: the head of the phrase.
        recall: the actors named so far.
        lexicon: its ``[reference]`` classes.

    Returns:
        The first token of the phrase, the actors, and how the words refer.
    """
    first = _first(token)
    word, lemma = token.lower_, token.lemma_.lower()
    beside = {child.lower_ for child in token.children if child.dep_ in {"det", "nummod", "amod", "det:predet"}}
    if word in {"former", "latter"} and "the" in beside:
        return first, _of_pair(word, token, recall), "nominal"
    owner = next((child for child in token.children if child.dep_ == "nmod:poss"), None)
    if owner is not None:
        return first, _owned(lemma, owner, recall), "nominal"
    if _names_somebody(token, recall) or beside & _OTHER:
        return first, (), "nominal"
    number = _number(token, beside, recall, lexicon)
    if number is not None:
        return first, number, "group"
    joined = token.dep_ == "conj" and any(child.lower_ == "the" for child in token.head.children)
    if beside & {"the", "this", "that"} or joined:
        return first, _definite(token, lemma, recall, lexicon), "nominal"
    return first, (), "nominal"


def _first(token: Token) -> Token:
    """Where the phrase begins, without preposition and conjunction."""
    left = [child for child in token.children if child.i < token.i and child.dep_ not in {"case", "cc", "mark", "punct"}]
    start = min((child.left_edge.i for child in left), default=token.i)
    return token.doc[start] if token.i - start < 8 else token


def _names_somebody(token: Token, recall: Recall) -> bool:
    return any(recall.mention(word.i) is not None for word in token.subtree if abs(word.i - token.i) < 12)


def _number(token: Token, beside: set[str], recall: Recall, lexicon: Lexicon) -> tuple[Actor, ...] | None:
    """Such as "Both sides", "the two men", "the three countries", "the two"; ``None`` if it is no such phrase."""
    lemma = token.lemma_.lower()
    count = next((_NUMBERS[word] for word in beside if word in _NUMBERS), None)
    if token.lower_ in _NUMBERS and token.dep_ in SUBJECTS and (token.lower_ == "both" or "the" in beside):
        return _same_two(token, recall) or _last(_NUMBERS[token.lower_], token, recall, people=None)
    if count is None or not lexicon.has("reference", "both", lemma) or not (beside & {"the", "these", "both", "either"}):
        return None
    if lexicon.has("reference", "people", lemma):
        return _last(count, token, recall, people=True)
    pair = _main_sides(token, recall) if count == 2 else ()
    found = pair or _last(count, token, recall, people=False)
    found = _lands(found, recall) if lemma in _LANDS else found
    return () if _party_speaks(token, found, recall) else found


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


def _definite(token: Token, lemma: str, recall: Recall, lexicon: Lexicon) -> tuple[Actor, ...]:
    plural = token.tag_ in {"NNS", "NNPS"}
    if lexicon.has("reference", "office", lemma):
        return _holders(lemma, token, recall) if plural else _holder(lemma, token, recall)
    if lemma in _LANDS and not plural:
        return _land(token, recall) if lemma in {"country", "nation"} else ()
    return _called(token, lemma, recall, lexicon)


def _last(count: int, token: Token, recall: Recall, *, people: bool | None) -> tuple[Actor, ...]:
    """The actors last named, if they are so many and of one kind; more of them, and there is no telling."""
    acting = {actor for m in recall.subjects_of(token.head) for actor in m.actors} if token.dep_ not in SUBJECTS else set()
    found: list[Actor] = []
    countries: set[str | None] = set()
    farthest = 0
    for mention in recall.before(token, back=3):
        if len(found) >= count and recall.distance(mention, token) > farthest:
            break
        for actor in reversed(mention.actors):
            if actor in acting or actor in found or not _fits(actor, mention, token, people) or (people is False and actor.country in countries):
                continue
            found.append(actor)
            countries.add(actor.country)
            farthest = recall.distance(mention, token)
    return tuple(reversed(found)) if len(found) == count else ()


def _fits(actor: Actor, mention: Mention, token: Token, people: bool | None) -> bool:
    if people is True:
        return actor.kind == "Person"
    where = mention.how in {"name", "metonym"} and mention.place is not None and preposition(token.doc[mention.head]) in _WHERE
    return not where and not (people is False and actor.country is None and actor.kind == "Organization")


def _main_sides(token: Token, recall: Recall) -> tuple[Actor, ...]:
    """The two states or groups that are named most up to here, counting who acts for them.

    A mediator is named less often than those between whom it mediates; where the third is
    named as often as the second, there is no telling.
    """
    count: Counter[str] = Counter()
    label: dict[str, Actor] = {}
    for mention in recall.until(token):
        where = mention.place is not None and preposition(token.doc[mention.head]) in _WHERE
        if mention.how == "pronoun" or where:
            continue
        for actor in mention.actors:
            key = actor.label if actor.kind == "Group" else actor.country or actor.label
            if actor.kind == "Organization" and actor.country is None:
                continue
            count[key] += 1
            if actor.kind == "State" or (actor.kind != "Person" and key not in label):
                label[key] = actor
    ranked = [(key, n) for key, n in count.most_common() if key in label]
    if len(ranked) < 2 or (len(ranked) > 2 and ranked[2][1] == ranked[1][1]):
        return ()
    return label[ranked[0][0]], label[ranked[1][0]]


def _of_pair(word: str, token: Token, recall: Recall) -> tuple[Actor, ...]:
    """Such as "The former", "the latter" of two that the same sentence, or the one before, names."""
    for back in (0, 1):
        near = [m for m in recall.before(token, back=back) if m.how not in {"pronoun", "nominal"}]
        actors = distinct(actor for m in reversed(near) for actor in m.actors)
        if len(actors) == 2:
            return (actors[0] if word == "former" else actors[1],)
        if len(actors) > 2:
            return ()
    return ()


def _owned(lemma: str, owner: Token, recall: Recall) -> tuple[Actor, ...]:
    """Such as "His country" is the state for which he acts."""
    actors = recall.at(owner.i) if lemma in _OWNED else ()
    if len(actors) != 1 or owner.pos_ not in {"PRON", "DET"}:
        return ()
    actor = actors[0]
    state = recall.tables.state(actor.country) if actor.country and actor.kind in {"Person", "State"} else None
    return (state,) if state is not None else actors if actor.kind in {"Group", "Organization"} else ()


def _title_words(mention: Mention) -> set[str]:
    return set(f"{mention.actors[0].role or ''} {mention.text}".lower().replace("-", " ").split())


def _people(token: Token, recall: Recall, back: int) -> list[Mention]:
    return [m for m in recall.before(token, back=back) if len(m.actors) == 1 and m.actors[0].kind == "Person"]


def _holder(lemma: str, token: Token, recall: Recall) -> tuple[Actor, ...]:
    """The person in that office who was named last, unless two were named as late."""
    words = {lemma, *(child.lower_ for child in token.children if child.dep_ in {"amod", "compound"})}
    wanted = _HEADS.get(lemma, {lemma})
    fitting = [(len(words & _title_words(m)), m) for m in _people(token, recall, 12) if wanted & _title_words(m)]
    best = max((score for score, _ in fitting), default=0)
    near = [m for score, m in fitting if score == best]
    if near:
        level = [m for m in near if recall.distance(m, token) == recall.distance(near[0], token)]
        return near[0].actors if len(distinct(m.actors[0] for m in level)) == 1 else ()
    alone = distinct(m.actors[0] for m in _people(token, recall, 3) if token.i - m.head < _WINDOW and not m.actors[0].role)
    return alone if len(alone) == 1 else ()


def _holders(lemma: str, token: Token, recall: Recall) -> tuple[Actor, ...]:
    """Such as "The ministers": those in that office whom the last sentences name together."""
    wanted = _HEADS.get(lemma, {lemma})
    if _told_as_group(token, lemma, recall):
        return ()
    for back in (1, 2, 3):
        found = distinct(m.actors[0] for m in reversed(_people(token, recall, back)) if wanted & _title_words(m) or "counterpart" in _title_words(m))
        if len(found) > 1:
            return found
    return ()


def _told_as_group(token: Token, lemma: str, recall: Recall) -> bool:
    """Whether the text has just spoken of several such people without their names: "regional leaders"."""
    near = token.doc[max(0, token.i - _WINDOW) : token.i]
    return any(
        word.tag_ == "NNS" and word.lemma_.lower() == lemma and not any(a.kind == "Person" for a in recall.at(word.i))
        for word in near
    )


def _land(token: Token, recall: Recall) -> tuple[Actor, ...]:
    """Such as "The country": the only state that this sentence and the one before name."""
    near = recall.before(token, back=1)
    states = distinct(a for m in near for a in m.actors if a.kind == "State")
    others = {a.country for m in near for a in m.actors if a.country}
    return states if len(states) == 1 and others <= {states[0].country} else ()


def _called(token: Token, lemma: str, recall: Recall, lexicon: Lexicon) -> tuple[Actor, ...]:
    """Such as "The agency", "the bloc": the only body so called in the last sentences."""
    for back in (1, 4):
        fitting = [
            m.actors[0] for m in recall.before(token, back=back)
            if len(m.actors) == 1 and m.actors[0].kind in {"Organization", "Group"} and _is_called(m.actors[0], token, lemma, recall, lexicon)
        ]  # fmt: skip
        bodies = distinct(fitting)
        if bodies:
            return bodies if len(bodies) == 1 else ()
    return ()


def _is_called(actor: Actor, token: Token, lemma: str, recall: Recall, lexicon: Lexicon) -> bool:
    nouns = recall.tables.called.get(actor.label)
    if nouns is not None:
        return lemma in nouns or token.lower_ in nouns
    last = actor.label.split()[-1].lower()
    general = actor.kind == "Organization" and lemma in {"group", "organization", "organisation"}
    return lexicon.has("reference", "body", lemma) and (last in (lemma, token.lower_) or general)
