"""he, the minister, both sides → whom; conservative: a wrong link is worse than none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from spacy.tokens import Doc, Span, Token

from kg.lexicon import Lexicon
from kg.model import Actor, Mention, distinct

PERSONAL = {"he", "she", "him", "her", "his", "himself", "herself"}
PLURAL = {"they", "them", "their", "themselves"}
NEUTER = {"it", "its", "itself"}
SUBJECTS = {"nsubj", "nsubj:pass"}


def resolve(doc: Doc, mentions: Sequence[Mention], *, lexicon: Lexicon) -> list[Mention]:
    """Further mentions: pronouns and nominals that stand for actors named before.

    Args:
        doc: the parsed text.
        mentions: the named actors, in text order.
        lexicon: its ``[reference]`` classes.

    Returns:
        The new mentions, in text order; words that may mean several actors get none.
    """
    taken = {i for mention in mentions for i in range(mention.first, mention.last)}
    known = list(mentions)
    found: list[Mention] = []
    for sent in doc.sents:
        for token in sent:
            if token.i in taken:
                continue
            mention = _refer(token, sent, known, lexicon)
            if mention is not None:
                found.append(mention)
                known.append(mention)
                taken.update(range(mention.first, mention.last))
        known.sort(key=lambda each: each.first)
    return found


def _refer(token: Token, sent: Span, known: Sequence[Mention], lexicon: Lexicon) -> Mention | None:
    word = token.lower_
    if token.pos_ in {"PRON", "DET"} and token.dep_ != "expl":
        if word in PERSONAL:
            return _make(token, token, _person(token, sent, known), "pronoun")
        if word in PLURAL:
            return _make(token, token, _several(token, sent, known), "pronoun")
        if word in NEUTER:
            return _make(token, token, _body(token, sent, known), "pronoun")
    if token.pos_ in {"NOUN", "PROPN", "NUM", "DET"}:
        return _nominal(token, sent, known, lexicon)
    return None


def _make(first: Token, head: Token, actors: tuple[Actor, ...], how: str) -> Mention | None:
    if not actors:
        return None
    start, end = min(first.idx, head.idx), max(first.idx + len(first), head.idx + len(head))
    low, high = min(first.i, head.i), max(first.i, head.i) + 1
    return Mention(start, end, head.doc[low:high].text, low, high, head.i, actors, how)  # type: ignore[arg-type]


def _before(token: Token, sent: Span, known: Sequence[Mention], *, back: int) -> list[Mention]:
    """Mentions before the token, nearest first, not further back than so many sentences."""
    doc = token.doc
    first = sent.start
    for _ in range(back):
        if first > 0:
            first = doc[first - 1].sent.start
    return [m for m in sorted(known, key=lambda each: -each.head) if first <= m.first and m.last <= token.i and m.actors]


def _salient(candidates: Iterable[Mention], doc: Doc, token: Token) -> list[Mention]:
    """Nearest sentence first; within it subjects before the rest."""
    def rank(m: Mention) -> tuple[int, int, int]:
        head = doc[m.head]
        distance = sum(1 for i in range(m.head + 1, token.i) if doc[i].is_sent_start)
        return distance, head.dep_ not in SUBJECTS, m.head
    return sorted(candidates, key=rank)


def _person(token: Token, sent: Span, known: Sequence[Mention]) -> tuple[Actor, ...]:
    doc = token.doc
    near = [m for m in _before(token, sent, known, back=2) if len(m.actors) == 1 and m.actors[0].kind == "Person"]
    near = [m for m in near if doc[m.head].dep_ != "nmod:poss" or len(near) == 1 or token.dep_ == "nmod:poss"]
    ranked = _salient(near, doc, token)
    return ranked[0].actors if ranked else ()


def _body(token: Token, sent: Span, known: Sequence[Mention]) -> tuple[Actor, ...]:
    doc = token.doc
    near = [m for m in _before(token, sent, known, back=1) if len(m.actors) == 1 and m.actors[0].kind != "Person"]
    subjects = [m for m in near if doc[m.head].dep_ in SUBJECTS and m.how != "pronoun" or m.how == "pronoun"]
    ranked = _salient(subjects, doc, token)
    same = [m for m in ranked if doc[m.head].sent == token.sent]
    if same:
        return same[0].actors
    return ranked[0].actors if ranked and token.dep_ in SUBJECTS | {"nmod:poss"} else ()


def _several(token: Token, sent: Span, known: Sequence[Mention]) -> tuple[Actor, ...]:
    """Those who act together: a coordination or a pair that meets, else one group."""
    doc = token.doc
    near = _salient(_before(token, sent, known, back=2), doc, token)
    for mention in near:
        if len(mention.actors) > 1 and doc[mention.head].dep_ in SUBJECTS:
            return mention.actors
        head = doc[mention.head]
        if head.dep_ in SUBJECTS:
            joined = _together(head, known)
            if len(joined) > 1:
                return joined
            if mention.how in {"demonym", "group"} or mention.actors[0].kind == "Group":
                return mention.actors
    return ()


def _together(subject: Token, known: Sequence[Mention]) -> tuple[Actor, ...]:
    at = {m.head: m for m in known if m.actors}
    heads = [subject, *subject.conjuncts]
    partners = [low for child in subject.head.children if child.dep_ in {"obl", "obj"} for low in (child, *child.conjuncts) if _with(child)]
    return distinct(actor for head in (*heads, *partners) if head.i in at for actor in at[head.i].actors)


def _with(token: Token) -> bool:
    if token.dep_ == "obj":
        return token.head.lemma_ in {"meet", "visit", "host", "receive", "telephone", "phone", "call"}
    return any(child.lower_ == "with" for child in token.children)


def _nominal(token: Token, sent: Span, known: Sequence[Mention], lexicon: Lexicon) -> Mention | None:
    words = {child.lower_ for child in token.children if child.dep_ in {"det", "nummod", "amod"}}
    first = token.doc[token.left_edge.i]
    lemma = token.lemma_.lower()
    if lexicon.has("reference", "both", lemma) and words & {"both", "two", "either"} and not _named_below(token, known):
        return _make(first, token, _pair(token, sent, known, people=lexicon.has("reference", "people", lemma)), "group")
    if token.lower_ in {"both", "two"} and token.dep_ in SUBJECTS and (token.lower_ == "both" or words & {"the"}):
        return _make(token, token, _pair(token, sent, known, people=None), "group")
    joined = token.dep_ == "conj" and any(child.lower_ == "the" for child in token.head.children)
    if (words & {"the", "this", "that"} or joined) and not _named_below(token, known) and not words & {"new", "former", "other", "next"}:
        if lexicon.has("reference", "office", lemma):
            return _make(first, token, _by_role(lemma, token, sent, known), "nominal")
        if lexicon.has("reference", "body", lemma):
            return _make(first, token, _by_kind(token, sent, known), "nominal")
    return None


def _named_below(token: Token, known: Sequence[Mention]) -> bool:
    below = {word.i for word in token.subtree}
    return any(m.head in below for m in known)


def _pair(token: Token, sent: Span, known: Sequence[Mention], *, people: bool | None) -> tuple[Actor, ...]:
    """The two that the text is about: the last two people for leaders, the main two states for sides."""
    acting = _several(token, sent, known)
    if len(acting) == 2 and (people is not False) and (people is None or all(actor.kind == "Person" for actor in acting)):
        return acting
    return (_main_sides(token, known) if people is False else ()) or _last_two(token, sent, known, people=people)


def _main_sides(token: Token, known: Sequence[Mention]) -> tuple[Actor, ...]:
    """The two states or groups that are named most up to here, counting who acts for them.

    A mediator is named less often than those between whom it mediates; where the third is
    named as often as the second, there is no telling.
    """
    count: Counter[str] = Counter()
    label: dict[str, Actor] = {}
    for mention in known:
        # A headline speaks of what only the text below it names.
        ahead = mention.first > token.sent.end and token.sent.start > 0
        if ahead or mention.how == "pronoun":
            continue
        for actor in mention.actors:
            key = actor.country or actor.label
            if actor.kind == "Organization" and actor.country is None:
                continue
            count[key] += 1
            if actor.kind == "State" or (actor.kind != "Person" and key not in label):
                label[key] = actor
    ranked = [(key, n) for key, n in count.most_common() if key in label]
    if len(ranked) < 2 or (len(ranked) > 2 and ranked[2][1] == ranked[1][1]):
        return ()
    return label[ranked[0][0]], label[ranked[1][0]]


def _last_two(token: Token, sent: Span, known: Sequence[Mention], *, people: bool | None) -> tuple[Actor, ...]:
    """The two last-named actors that act."""
    found: list[Actor] = []
    countries: set[str | None] = set()
    for mention in _before(token, sent, known, back=3):
        for actor in reversed(mention.actors):
            is_person = actor.kind == "Person"
            if (people is True and not is_person) or actor in found:
                continue
            if people is False and actor.country is not None and actor.country in countries:
                continue
            if people is not True and mention.how == "name" and mention.place is not None and token.doc[mention.head].dep_ in {"obl"}:
                continue
            found.append(actor)
            countries.add(actor.country)
            if len(found) == 2:
                return (found[1], found[0])
    return ()


def _by_role(lemma: str, token: Token, sent: Span, known: Sequence[Mention]) -> tuple[Actor, ...]:
    people = [m for m in _before(token, sent, known, back=12) if len(m.actors) == 1 and m.actors[0].kind == "Person"]
    words = {lemma, *(child.lower_ for child in token.children if child.dep_ in {"amod", "compound"})}
    fitting = [(len(words & _title_words(m)), m) for m in people if lemma in _title_words(m)]
    if fitting:
        return max(fitting, key=lambda pair: pair[0])[1].actors
    nearest = distinct(m.actors[0] for m in people if token.i - m.head < 60)
    return nearest if len(nearest) == 1 else ()


def _title_words(mention: Mention) -> set[str]:
    return set(f"{mention.actors[0].role or ''} {mention.text}".lower().replace("-", " ").split())


def _by_kind(token: Token, sent: Span, known: Sequence[Mention]) -> tuple[Actor, ...]:
    bodies = [m for m in _before(token, sent, known, back=2) if len(m.actors) == 1 and m.actors[0].kind in {"Organization", "Group"}]
    nearest = distinct(m.actors[0] for m in bodies)
    return nearest[:1] if len(nearest) == 1 else ()
