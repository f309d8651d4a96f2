"""Offices whose holders are named elsewhere: "the minister", "the ministers", "the Soviet Premier", "his counterpart"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from kg.gazetteer import Gazetteer
from kg.model import Actor, Mention, distinct
from kg.recall import Recall

_HEADS = {
    "leader": {"president", "prime", "premier", "chancellor", "king", "leader", "emir", "secretary"},
    "chief": {"chief", "leader", "head", "commander"},
    "premier": {"premier", "prime"},
    "pontiff": {"pope", "pontiff"},
    "monarch": {"king", "queen", "emperor", "sultan", "shah"},
    "ruler": {"president", "king", "leader", "general", "emir", "shah", "ruler"},
    "dignitary": {"president", "prime", "premier", "king", "minister", "chancellor", "emir", "secretary"},
    "guest": {"president", "prime", "premier", "king", "minister", "chancellor", "emir", "secretary"},
}
_RANKS = frozenset({"vice", "deputy", "assistant", "acting", "prime", "under", "spokesman", "spokeswoman", "aide", "former"})
_UNSURE = frozenset({"a", "an", "one", "another", "new", "next", "other", "any", "no", "some"})
_OF_MANY = frozenset({"official", "spokesman", "spokeswoman", "spokesperson", "diplomat", "envoy", "negotiator", "adviser", "lawmaker", "senator"})
_VISITING = frozenset({"visiting", "visitor"})
_SINGULAR = frozenset({"NN", "NNP"})
_WINDOW = 60
MUCH_MORE = 4
_FAR = 12
_SAME_WORDS_BACK = 12
"""How many sentences a phrase such as "the ministers" is remembered for."""


def holder(lemma: str, token: Token, recall: Recall) -> tuple[Actor, ...]:
    """The person in that office who was named last, unless two were named as late.

    Args:
        lemma: of the noun for the office.
        token: the noun.
        recall: the actors named so far.
    """
    words = {lemma, *(child.lower_ for child in token.children if child.dep_ in {"amod", "compound", "flat", "nmod:desc"})}
    wanted, needed = _HEADS.get(lemma, {lemma}), _needed(words, recall.tables)
    if words & _VISITING:
        return _visitor(token, wanted, recall)
    acting = {actor for m in recall.subjects_of(token.head) for actor in m.actors} if token.dep_ in {"obj", "iobj", "obl"} else set()
    people = [m for m in _people(token, recall, _FAR) if not acting & set(m.actors)]  # "he told the minister": another
    fitting = [(len(words & titles), m) for m in people if wanted & (titles := title_words(m)) and needed <= titles]
    best = max((score for score, _ in fitting), default=0)
    near = [m for score, m in fitting if score == best]
    if near and (main := _main(near)) is not None:
        return main
    if near:
        level = [m for m in near if recall.distance(m, token) == recall.distance(near[0], token)]
        return near[0].actors if len(distinct(m.actors[0] for m in level)) == 1 else ()
    alone = distinct(m.actors[0] for m in _people(token, recall, 3) if token.i - m.head < _WINDOW and not m.actors[0].role)
    return alone if len(alone) == 1 else _further_on(token, words, recall)


def _main(near: Sequence[Mention]) -> tuple[Actor, ...] | None:
    """Of several in such an office the one of whom a text speaks far more than of whoever was named last."""
    count = Counter(m.actors for m in near)
    top, most = count.most_common(1)[0]
    return top if most >= MUCH_MORE * count[near[0].actors] else None


def holders(lemma: str, token: Token, recall: Recall) -> tuple[Actor, ...]:
    """Such as "The ministers": those in that office whom the last sentences name together.

    Args:
        lemma: of the noun for the office.
        token: the noun.
        recall: the actors named so far.
    """
    wanted = _HEADS.get(lemma, {lemma, "secretary"} if lemma == "minister" else {lemma})
    if _told_as_group(token, lemma, recall):
        return ()
    for back in (1, 2, 3):
        found = distinct(m.actors[0] for m in reversed(_people(token, recall, back)) if (wanted | {"counterpart"}) & title_words(m))
        if len(found) > 1:
            return found
    same = (m for m in recall.before(token, back=_SAME_WORDS_BACK) if token.doc[m.head].lemma_.lower() == lemma and token.doc[m.head].tag_ in {"NNS", "NNPS"})
    return next((m.actors for m in same if len(m.actors) > 1), ())


def counterpart(owner: Token, token: Token, recall: Recall) -> tuple[Actor, ...]:
    """Whom "his counterpart" means: the only other person of another state whom the last sentences name in such an office.

    Args:
        owner: the possessive.
        token: the noun.
        recall: the actors named so far.
    """
    own = recall.at(owner.i)
    if len(own) != 1 or own[0].kind != "Person":
        return ()
    office = {word for m in _people(token, recall, _FAR) if m.actors == own for word in title_words(m)}
    others = distinct(
        m.actors[0] for m in _people(token, recall, 2)
        if m.actors != own and m.actors[0].country not in {None, own[0].country} and office & title_words(m)
    )  # fmt: skip
    return others if len(others) == 1 else ()


def title_words(mention: Mention) -> set[str]:
    """The words of somebody's office, as far as they are told with a mention of his.

    Args:
        mention: of a person.
    """
    return set(f"{mention.actors[0].role or ''} {mention.text}".lower().replace("-", " ").split())


def held(mentions: Sequence[Mention], doc: Doc, gazetteer: Gazetteer) -> list[Mention]:
    """The mentions, in which a state's office held by one person named before stands for him: "the Soviet Premier".

    Args:
        mentions: in text order.
        doc: the parsed text.
        gazetteer: the tables.
    """
    people: list[Mention] = []
    result = []
    for each in mentions:
        if len(each.actors) == 1 and each.actors[0].kind == "Person":
            people.append(each)
        elif each.how == "title" and len(each.actors) == 1 and doc[each.head].tag_ in _SINGULAR:
            found = _holder_named(each, people, doc, gazetteer)
            each = replace(each, actors=found) if found else each
        result.append(each)
    return result


def _holder_named(each: Mention, people: Sequence[Mention], doc: Doc, gazetteer: Gazetteer) -> tuple[Actor, ...]:
    head, office = doc[each.head], each.actors[0]
    before = {child.lower_ for child in head.lefts} | {doc[each.first - 1].lower_ if each.first else ""}
    words = set(each.text.lower().replace("-", " ").split()) & _vocabulary(gazetteer)
    if before & _UNSURE or head.lower_ in _OF_MANY or not words or head.dep_ in {"appos", "compound", "flat"}:
        return ()
    found = distinct(m.actors[0] for m in people if m.actors[0].country == office.country and _holds(m, words, office))
    return found if len(found) == 1 else ()


def _holds(person: Mention, words: set[str], office: Actor) -> bool:
    """Whether somebody's titles are those: of a state, of no state's body, or told with the body's name."""
    titles = title_words(person)
    if office.kind == "Organization" and office.country is not None and not any(name.lower() in f"{person.text} {person.actors[0].role}".lower() for name in office.names):
        return False
    if words & _HEADS.keys():
        return all(word in titles or _HEADS.get(word, set()) & titles for word in words) and not (titles & _RANKS) - words - {"prime"}
    return words <= titles and not (titles & _RANKS) - words


def _vocabulary(gazetteer: Gazetteer) -> frozenset[str]:
    titles = (title.words for title in gazetteer.titles.values() if title.person)
    return frozenset(word for words in titles for word in words.replace("-", " ").split()) - {"of", "the", "for", "former"}


def _people(token: Token, recall: Recall, back: int) -> list[Mention]:
    return [m for m in recall.before(token, back=back) if len(m.actors) == 1 and m.actors[0].kind == "Person"]


def _needed(words: set[str], tables: Gazetteer) -> set[str]:
    """The words of an office that tell it from others: "foreign", "prime", "deputy"."""
    return {word for word in words if word in _RANKS - {"former"} or word.capitalize() in tables.fields}


def _further_on(token: Token, words: set[str], recall: Recall) -> tuple[Actor, ...]:
    """An office with capitals whose only holder the text names later on: "Foreign Secretary welcomes pact"."""
    if not token.text[:1].isupper() or token.tag_ not in _SINGULAR or len(words) < 2:
        return ()
    found = distinct(m.actors[0] for m in recall.people() if m.actors[0].role and words <= title_words(m))
    return found if len(found) == 1 else ()


def _visitor(token: Token, wanted: set[str], recall: Recall) -> tuple[Actor, ...]:
    """Such as "The visiting dignitary": the only person of high office named who isn't of those who receive him."""
    hosts = {actor.country for m in recall.subjects_of(token.head) for actor in m.actors if actor.country}
    guests = distinct(m.actors[0] for m in _people(token, recall, _FAR) if wanted & title_words(m) and m.actors[0].country not in hosts)
    return guests if len(guests) == 1 else ()


def _told_as_group(token: Token, lemma: str, recall: Recall) -> bool:
    """Whether the text has just spoken of several such people without their names: "regional leaders"."""
    near = token.doc[max(0, token.i - _WINDOW) : token.i]
    return any(
        word.tag_ == "NNS" and word.lemma_.lower() == lemma and not any(a.kind == "Person" for a in recall.at(word.i))
        for word in near
    )
