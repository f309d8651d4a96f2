"""he, the minister, both sides → whom; conservative: a wrong link is worse than none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from kg import gazetteer, nominals
from kg.lexicon import Lexicon
from kg.model import Actor, How, Mention, distinct
from kg.recall import SUBJECTS, Recall
from kg.syntax import children, subjects

PERSONAL = {"he", "she", "him", "her", "his", "himself", "herself"}
FEMALE = {"she", "her", "herself"}
PLURAL = {"they", "them", "their", "themselves"}
NEUTER = {"it", "its", "itself"}
_OBJECTS = {"obj", "iobj", "obl", "obl:agent"}
_MEMBERS = {"member", "representative", "delegate", "leader", "minister", "ambassador"}
_MEET = {"meet", "visit", "host", "receive", "telephone", "phone", "call"}


def resolve(doc: Doc, mentions: Sequence[Mention], *, lexicon: Lexicon) -> list[Mention]:
    """Further mentions: pronouns and nominals that stand for actors named before.

    Args:
        doc: the parsed text.
        mentions: the named actors, in text order.
        lexicon: its ``[reference]`` classes.

    Returns:
        The new mentions, in text order; words that may mean several actors get none.
    """
    tables = gazetteer.load()
    recall = Recall(doc, mentions, tables)
    found: list[Mention] = []
    for token in doc:
        if recall.is_taken(token.i):
            continue
        for mention in _refer(token, recall, lexicon):
            found.append(mention)
            recall.add(mention)
    return found


def _refer(token: Token, recall: Recall, lexicon: Lexicon) -> Iterator[Mention]:
    word = token.lower_
    actors: tuple[Actor, ...] = ()
    if token.pos_ in {"PRON", "DET"} and token.dep_ != "expl":
        if word in PERSONAL:
            actors = _person(token, recall) or _ahead(token, recall, person=True)
        elif word in PLURAL:
            actors = _several(token, recall)
        elif word in NEUTER and not _pleonastic(token):
            actors = _body(token, recall, lexicon) or _ahead(token, recall, person=False)
    if actors:
        yield made(token, token, actors, "pronoun")
    elif token.pos_ in {"NOUN", "PROPN", "NUM", "DET", "ADJ"} and word not in PERSONAL | PLURAL | NEUTER:
        first, who, how = nominals.meant(token, recall, lexicon)
        if who:
            yield made(first, token, who, how)


def made(first: Token, head: Token, actors: tuple[Actor, ...], how: How) -> Mention:
    """A mention from one token to another, the head."""
    span = head.doc[first.i : head.i + 1]
    return Mention(span.start_char, span.end_char, span.text, span.start, span.end, head.i, actors, how)


def _pleonastic(token: Token) -> bool:
    """Such as "it is important that …", "it was clear to …" stand for nobody."""
    if token.dep_ not in SUBJECTS or token.lower_ != "it":
        return False
    head = token.head
    clause = any(child.dep_ in {"ccomp", "csubj", "xcomp", "advcl"} and child.i > head.i for child in head.children)
    return head.pos_ in {"ADJ", "NOUN"} and clause and any(child.dep_ == "cop" for child in head.children)


def _person(token: Token, recall: Recall) -> tuple[Actor, ...]:
    near = [m for m in recall.before(token, back=2) if len(m.actors) == 1 and m.actors[0].kind == "Person"]
    near = recall.of_gender(near, "female" if token.lower_ in FEMALE else "male")
    doc = token.doc
    if token.dep_ in _OBJECTS:
        return _other_person(token, near, recall)
    if token.dep_ == "nmod:poss" and (own := _clause_subject(token, near, recall)):
        return own
    near = [m for m in near if doc[m.head].dep_ != "nmod:poss" or len(near) == 1 or token.dep_ == "nmod:poss"]
    if token.lower_ in FEMALE and not any(recall.distance(m, token) == 0 or recall.gender(m) == "female" for m in near) and (state := _as_woman(token, recall)):
        return state
    ranked, office = recall.salient(near, token), _in_office(token, recall)
    if office is not None and (not ranked or office.head > ranked[0].head):
        return office.actors
    if not ranked:
        return ()
    top = ranked[0]
    level = [m for m in ranked if recall.distance(m, token) == recall.distance(top, token)]
    clear = doc[top.head].dep_ in SUBJECTS or recall.is_pronoun(top) or len(distinct(m.actors[0] for m in level)) == 1
    return top.actors if clear else ()


def _ahead(token: Token, recall: Recall, *, person: bool) -> tuple[Actor, ...]:
    """The subject that an owner in the phrase before it stands for: "On his first visit to Rome, the king met …"."""
    phrase = next((up for up in token.ancestors if up.dep_ in {"obl", "advcl"} and up.head.i > up.i), None)
    if token.dep_ != "nmod:poss" or phrase is None or not phrase.left_edge.is_sent_start:
        return ()
    actors = next((recall.at(subject.i) for subject in subjects(phrase.head) if subject.i > phrase.i), ())
    return actors if len(actors) == 1 and (actors[0].kind == "Person") == person else ()


def _as_woman(token: Token, recall: Recall) -> tuple[Actor, ...]:
    """A state of which an older text speaks as of a woman: "Rome said she would not yield"."""
    near = [m for m in recall.before(token, back=0) if token.doc[m.head].dep_ in SUBJECTS]
    return near[0].actors if near and len(near[0].actors) == 1 and near[0].actors[0].kind == "State" else ()


def _clause_subject(token: Token, near: Sequence[Mention], recall: Recall) -> tuple[Actor, ...]:
    """Who is meant by "withdrew his weapons": the subject of the clause, if it is one of those who may be meant."""
    verb = next((up for up in token.ancestors if up.pos_ == "VERB"), None)
    if verb is not None and verb.dep_ == "ccomp" and any(token.i in {low.i for low in subject.subtree} for subject in children(verb, "nsubj", "nsubj:pass")):
        verb = verb.head  # "denied that his forces had fired": his who denies
    fitting = {actor for m in near for actor in m.actors}
    meant = [recall.at(subject.i) for subject in subjects(verb)] if verb is not None else []
    return next((actors for actors in meant if len(actors) == 1 and actors[0] in fitting), ())


def _in_office(token: Token, recall: Recall) -> Mention | None:
    """The nearest subject that is a person without a name: "a spokesman said his side …"."""
    return next(
        (
            m for m in recall.before(token, back=1)
            if m.how == "title" and len(m.actors) == 1 and m.actors[0].kind != "Person" and _is_of_a_person(token.doc[m.head], recall)
            and token.doc[m.head].dep_ in SUBJECTS
        ),
        None,
    )  # fmt: skip


def _is_of_a_person(noun: Token, recall: Recall) -> bool:
    """Whether a title is one person's, not a body's: "the envoy", not "the government"."""
    title = recall.tables.titles.get(noun.lower_)
    return noun.tag_ in {"NN", "NNP"} and (title is None or title.person)


def _other_person(token: Token, near: Sequence[Mention], recall: Recall) -> tuple[Actor, ...]:
    """Whom "him" means: not he who does it, and nobody where two others may be meant."""
    own = {actor for subject in subjects(token.head) for actor in recall.at(subject.i)} | {actor for m in recall.subjects_of(token.head) for actor in m.actors}
    here = distinct(m.actors[0] for m in near if m.actors[0] not in own and recall.distance(m, token) == 0)
    people = here if len(here) == 1 else distinct(m.actors[0] for m in near if m.actors[0] not in own)
    if people:
        return people if len(people) == 1 else ()
    officials = [m for m in recall.before(token, back=0) if m.how == "title" and len(m.actors) == 1 and _is_of_a_person(token.doc[m.head], recall)]
    meant = distinct(m.actors[0] for m in officials if m.actors[0] not in own)
    return meant if len(meant) == 1 else ()


def _body(token: Token, recall: Recall, lexicon: Lexicon) -> tuple[Actor, ...]:
    doc = token.doc
    near = [m for m in recall.before(token, back=1) if len(m.actors) == 1 and m.actors[0].kind != "Person"]
    if token.dep_ == "nmod:poss" and (own := _clause_subject(token, near, recall)):
        return own
    # Of two who act together neither is "it".
    candidates = [m for m in near if (doc[m.head].dep_ in SUBJECTS and not children(doc[m.head], "conj")) or recall.is_pronoun(m)]
    ranked = recall.salient(candidates, token)
    if not ranked or (_thing_between(ranked[0], token, recall) and not _speaks(token, lexicon)):
        return ()
    if token.lower_ == "it" and token.dep_ in _OBJECTS and ranked[0] in recall.subjects_of(token.head):
        return ()  # "Rome welcomed it": something else
    if recall.distance(ranked[0], token) == 0:
        return ranked[0].actors
    alone = not any(recall.distance(m, token) == 0 for m in near)
    return ranked[0].actors if token.dep_ in SUBJECTS or (token.dep_ == "nmod:poss" and alone) else ()


def _speaks(token: Token, lexicon: Lexicon) -> bool:
    """Whether it does what only people and their bodies do: "it thanks", "it regrets"."""
    triggers = lexicon.triggers.get(token.head.lemma_.lower(), ()) if token.dep_ == "nsubj" else ()
    return any(each.part == "verb" and len(each.words) == 1 and each.frame.category in {"ACCUSE", "SUPPORT", "REQUEST", "STATEMENT"} for each in triggers)


def _thing_between(top: Mention, token: Token, recall: Recall) -> bool:
    """Whether a nearer subject is a thing for which "it" may stand: "the agreement … it"."""
    return any(
        word.dep_ in SUBJECTS and word.pos_ == "NOUN" and word.tag_ == "NN" and recall.mention(word.i) is None
        for word in token.doc[top.head + 1 : token.i]
    )


def _several(token: Token, recall: Recall) -> tuple[Actor, ...]:
    """Those who act together: a coordination or a pair that meets, else one group."""
    doc = token.doc
    for mention in recall.salient(recall.before(token, back=2), token):
        head = doc[mention.head]
        if head.dep_ == "nmod" and head.head.dep_ in SUBJECTS and head.head.lemma_ in _MEMBERS and head.head.tag_ == "NNS":
            return mention.actors  # "the members of the Council … They …"
        if head.dep_ not in SUBJECTS:
            continue
        if len(mention.actors) > 1:
            return mention.actors
        joined = _together(head, recall)
        if len(joined) > 1:
            return joined
        if mention.how in {"demonym", "group"} or mention.actors[0].kind == "Group" or head.tag_ in {"NNS", "NNPS"}:
            return mention.actors
    return ()


def _together(subject: Token, recall: Recall) -> tuple[Actor, ...]:
    heads = [subject, *subject.conjuncts]
    beside = [child for child in subject.head.children if child.dep_ in {"obl", "obj"} and _with(child)]
    partners = [low for child in beside for low in (child, *child.conjuncts)]
    return distinct(actor for head in (*heads, *partners) for actor in recall.at(head.i))


def _with(token: Token) -> bool:
    if token.dep_ == "obj":
        return token.head.lemma_ in _MEET
    return any(child.lower_ == "with" for child in token.children)
