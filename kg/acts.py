"""What one does by saying something: a reported or quoted clause → the act that it performs.

"said Iran must stop" is a demand on Iran, "said it would respond with force" a threat, "said
the ruling was a disgrace" an accusation of whoever ruled. What performs no such act is a
mere statement.

Source: Searle, "A classification of illocutionary acts", Language in Society 5, 1976; the
classes of acts are those of PLOVER.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from kg.cast import Cast
from kg.lexicon import Lexicon
from kg.model import Actor, Mention
from kg.syntax import VERBAL, children, conjuncts, forms, is_passive, preposition, subjects

FIRST_PERSON = {"i", "we", "me", "us", "our", "my", "ours", "myself", "ourselves"}
FUTURE = {"will", "would", "shall", "'ll", "wo", "'d", "’ll", "’d"}
UNSURE = {"may", "might", "could", "can", "would", "should"}
NOT = {"not", "n't", "n’t", "never", "no"}
WHERE = {"in", "at", "near"}
TALKING = {"CONSULT", "ACCUSE", "REJECT", "REQUEST", "STATEMENT"}


@dataclass(frozen=True, slots=True)
class Act:
    """What a clause does: the class and category of the act, and on whom."""

    type: str
    category: str
    target: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A clause that is said, by whom, and what is needed to read it.

    ``own`` tells that the words are the speaker's (direct speech, or a verb of alleging), so
    that harm which they tell of is blamed on somebody, not just reported.
    """

    head: Token
    speaker: tuple[Actor, ...]
    cast: Cast
    lexicon: Lexicon
    own: bool = False

    @property
    def lemma(self) -> str:
        """The lemma of the clause's head, lower case."""
        return self.head.lemma_.lower()

    @property
    def auxiliaries(self) -> set[str]:
        """The auxiliaries of the clause, lower case."""
        return {child.lower_ for child in children(self.head, "aux")}

    @property
    def negated(self) -> bool:
        """Whether a negation stands in the clause."""
        return any(child.lower_ in NOT for child in self.head.children)

    def has(self, table: str, key: str, word: str) -> bool:
        """Whether a word is in a closed class."""
        return self.lexicon.has(table, key, word)


def act_of(
    clause: Token, speaker: Sequence[Actor], *, cast: Cast, lexicon: Lexicon, own: bool = False
) -> Act | None:
    """The act that a clause performs when it is said, or ``None`` for a mere statement.

    Args:
        clause: the head of the clause.
        speaker: who says it.
        cast: who is mentioned where.
        lexicon: its ``[demand]``, ``[threat]``, ``[promise]``, ``[accuse]`` and ``[praise]`` classes.
        own: whether the words are the speaker's own.
    """
    rules = (_demand, _own_future, _consequence, _accusation, _praise)
    clauses = [Said(head, tuple(speaker), cast, lexicon, own) for head in _clauses(clause)]
    return next((act for rule in rules for said in clauses if (act := rule(said)) is not None), None)


def _clauses(clause: Token) -> Iterator[Token]:
    """The clause, what is coordinated with it, and what it only introduces ("we can say that …")."""
    for head in conjuncts(clause):
        yield head
        for child in head.children:
            if child.dep_ == "ccomp" and head.lemma_.lower() in {"say", "think", "believe", "know", "feel", "see", "mean", "understand", "hope"}:
                yield from _clauses(child)
            elif child.dep_ == "parataxis" and child.i > head.i:
                yield child


def subject_of(head: Token) -> Token | None:
    """Who or what a clause is about: its own subject, or the one it inherits."""
    own = children(head, "nsubj", "nsubj:pass", "csubj")
    return own[0] if own else next(iter(subjects(head)), None)


def _is_own(subject: Token | None, said: Said) -> bool:
    """Whether the subject of what is said is the speaker or the side that he speaks for."""
    if subject is None:
        return False
    if subject.lower_ in FIRST_PERSON or any(child.lower_ in FIRST_PERSON for child in children(subject, "nmod:poss")):
        return True
    found = said.cast.named(subject) or said.cast.inside(subject)
    acting = {actor for mention in found for actor in mention.actors}
    if not acting:
        # "said they would": who else, where nobody is named.
        return not said.own and subject.dep_ != "expl" and _suits(subject.lower_, said.speaker)
    countries = {actor.country for actor in said.speaker if actor.country}
    same_side = all(actor.country in countries and actor.kind in {"State", "Person"} for actor in acting)
    return bool(acting & set(said.speaker)) or same_side


def _suits(pronoun: str, speaker: Sequence[Actor]) -> bool:
    """Whether a pronoun can stand for who speaks."""
    if pronoun in {"he", "she"}:
        return len(speaker) == 1 and speaker[0].kind == "Person"
    if pronoun == "they":
        return len(speaker) > 1 or any(actor.kind in {"Group", "Organization", "State"} for actor in speaker)
    return pronoun == "it" and len(speaker) == 1 and speaker[0].kind in {"State", "Organization"}


def _others(mentions: Sequence[Mention], said: Said) -> tuple[Mention, ...]:
    return tuple(m for m in mentions if not set(m.actors) <= set(said.speaker))


def _whose(subject: Token | None, said: Said) -> tuple[Mention, ...]:
    """The others whom a subject names, or to whom it belongs ("the general's order")."""
    if subject is None:
        return ()
    return _others(said.cast.named(subject) or said.cast.inside(subject), said)


def _demand(said: Said) -> Act | None:
    head, subject = said.head, subject_of(said.head)
    if said.own and _is_imperative(head):
        return Act("Demand", "REQUEST")
    must = bool(said.auxiliaries & said.lexicon.words["demand"]["auxiliary"])
    need = said.has("demand", "verb", said.lemma) and bool(children(head, "xcomp"))
    proper = said.has("demand", "adjective", said.lemma)
    called_for = proper and bool(children(head, "csubj", "xcomp", "ccomp", "advcl", "acl"))
    if not (must or need or called_for) or (must and {"have", "has"} & said.auxiliaries):
        return None
    if proper and (target := _whom_it_behoves(head, said)):
        return Act("Demand", "REQUEST", target)
    if _is_own(subject, said):
        return None
    if subject is None or (is_passive(head) and not said.cast.named(subject)):
        return Act("Demand", "REQUEST")
    return Act("Demand", "REQUEST", _whose(subject, said))


def _is_imperative(head: Token) -> bool:
    """A bare verb without a subject at the head of direct speech: "Stop the attacks"."""
    subject = children(head, "nsubj", "nsubj:pass", "csubj", "expl", "aux", "cop", "mark")
    return head.tag_ == "VB" and head.dep_ in {"ROOT", "parataxis", "ccomp"} and not subject and head.lower_ not in {"let", "thank"}


def _whom_it_behoves(head: Token, said: Said) -> tuple[Mention, ...]:
    """The "for" phrase of "it is time for X to act"."""
    for child in head.children:
        if child.dep_ in {"csubj", "xcomp", "ccomp", "advcl", "acl"}:
            for low in children(child, "nsubj"):
                if found := _others(said.cast.named(low), said):
                    return found
        elif preposition(child) == "for" and (found := _others(said.cast.named(child), said)):
            return found
    return ()


def _own_future(said: Said) -> Act | None:
    head = said.head
    if not _is_own(subject_of(head), said) and not _is_of_itself(said):
        return None
    if _moves_troops(head, said):
        return None
    lemmas = {word.lemma_.lower() for word in _deeds(head)}
    promises, threats = said.lexicon.words["promise"]["verb"], said.lexicon.words["threat"]["verb"]
    if said.auxiliaries & FUTURE or said.lemma in {"go", "intend", "plan"}:
        if said.negated and lemmas & (promises | {"tolerate", "stop", "yield", "bow", "surrender", "let", "back", "compromise", "cede", "abandon"}):
            return Act("Refusal", "REJECT", _objects(head, said))
        if not said.negated and (lemmas & (threats - promises) or _takes_measures(head, said)):
            return Act("Threat", "THREATEN", _objects(head, said) or _of_condition(head, said))
        if lemmas & promises and not said.negated:
            return Act("Promise", "AGREE", _objects(head, said))
    if said.auxiliaries & {"may", "might", "could"} and lemmas & _hard_threats(said) and not said.negated:
        return Act("Threat", "THREATEN", _objects(head, said))
    if said.lemma == "reserve" and _rights(head) & said.lexicon.words["threat"]["verb"]:
        return Act("Threat", "THREATEN", _objects(head, said))
    if said.has("promise", "adjective", said.lemma) and not said.negated:
        return Act("Willingness", "AGREE", _objects(head, said))
    return None


def _rights(head: Token) -> set[str]:
    """What one reserves the right to do."""
    rights = [thing for thing in children(head, "obj") if thing.lemma_.lower() == "right"]
    return {deed.lemma_.lower() for right in rights for deed in children(right, "acl")}


def _is_of_itself(said: Said) -> bool:
    """Whether "it" is the body that speaks, though it looks like an empty subject: "said it was open to talks"."""
    empty = any(child.lower_ == "it" for child in children(said.head, "expl"))
    return empty and said.has("promise", "adjective", said.lemma) and any(a.kind != "Person" for a in said.speaker)


def _moves_troops(head: Token, said: Said) -> bool:
    """Whether what will be done is that troops leave or come: told as a deed, not as a threat."""
    if not said.has("threat", "moving", said.lemma):
        return False
    things = children(head, "nsubj", "obj", "nsubj:pass")
    return any(forms(thing) & said.lexicon.words["threat"]["troops"] for thing in things)


def _deeds(head: Token) -> Iterator[Token]:
    """The verb and the infinitives under it: "will continue to fight"."""
    yield head
    for child in children(head, "xcomp", "conj"):
        if child.pos_ in VERBAL:
            yield from _deeds(child)


def _takes_measures(head: Token, said: Said) -> bool:
    """Whether what will be done is hostile by its object: "will take all necessary action"."""
    for verb in _deeds(head):
        for thing in children(verb, "obj", "obl"):
            word = thing.lemma_.lower()
            sharp = {child.lemma_.lower() for child in children(thing, "amod", "det", "compound")}
            if said.has("threat", "blow", word) or (
                said.has("threat", "noun", word) and sharp & said.lexicon.words["threat"]["adjective"]
            ):
                return True
    return False


def _consequence(said: Said) -> Act | None:
    """What will come of another's deed: "any attack would have grave consequences"."""
    head, subject = said.head, subject_of(said.head)
    if said.negated or not said.auxiliaries & (FUTURE | {"could", "may", "can"}) or _is_own(subject, said):
        return None
    if is_passive(head) and (said.has("accuse", "harm", said.lemma) or said.lemma in _hard_threats(said)):
        return Act("Threat", "THREATEN", _whose(subject, said))
    bad = [thing for thing in children(head, "obj", "obl") if said.has("threat", "noun", thing.lemma_.lower())]
    if said.has("threat", "noun", said.lemma) and children(head, "expl"):
        bad.append(head)
    elif not bad or not said.has("threat", "bringing", said.lemma):
        return None
    told = [found for thing in bad for low in thing.children if (found := _others(said.cast.named(low), said))]
    return Act("Threat", "THREATEN", _whose(subject, said) or (told[0] if told else ()) or _of_condition(head, said))


def _hard_threats(said: Said) -> frozenset[str]:
    """Verbs that threaten whatever else is said."""
    words = said.lexicon.words
    return words["threat"]["verb"] - words["threat"]["soft"] - words["promise"]["verb"]


def _of_condition(head: Token, said: Said) -> tuple[Mention, ...]:
    """Whom a condition speaks of: "unless Rome yields, we will leave"."""
    for clause in children(head, "advcl"):
        if any(mark.lower_ in {"if", "unless", "until"} for mark in clause.children):
            for subject in children(clause, "nsubj"):
                return _others(said.cast.named(subject), said)
    return ()


def _objects(head: Token, said: Said) -> tuple[Mention, ...]:
    for verb in _deeds(head):
        for child in children(verb, "obj", "obl", "iobj"):
            named = _others(said.cast.named(child) or said.cast.inside(child), said)
            if named and not (preposition(child) in WHERE and any(m.place is not None for m in named)):
                return named
    return ()


def _accusation(said: Said) -> Act | None:
    head, subject = said.head, subject_of(said.head)
    if said.negated or said.auxiliaries & (UNSURE | FUTURE) or _is_own(subject, said):
        return None
    target = _whose(subject, said)
    if not target and is_passive(head):
        target = tuple(m for agent in subjects(head) for m in _others(said.cast.named(agent), said))
    if not target and not _points(subject):
        return None
    words = set(_words(head))
    blame = said.lexicon.words["accuse"]["verb"] | said.lexicon.words["accuse"]["noun"]
    if not target:
        blame = said.lexicon.words["accuse"]["noun"]
    if words & blame or (said.own and target and _does_harm(said, words)):
        return Act("Accusation", "ACCUSE", target)
    return None


def _does_harm(said: Said, words: set[str]) -> bool:
    """Whether a clause tells of harm that its subject does, by its verb or by what the verb is done for."""
    if said.has("accuse", "harm", said.lemma):
        return True
    single = [t for t in said.lexicon.triggers.get(said.lemma, ()) if t.part == "verb" and len(t.words) == 1]
    told = {trigger.frame.category for trigger in single}
    return said.head.pos_ in VERBAL and bool(words & said.lexicon.words["accuse"]["ill"]) and not told & TALKING


def judgement(verb: Token, speaker: Sequence[Actor], *, cast: Cast, lexicon: Lexicon) -> Act | None:
    """What one does by calling something by a word: "branded the group terrorists", "called it a mistake".

    Args:
        verb: of calling or describing, with an object and a predicate.
        speaker: who does so.
        cast: who is mentioned where.
        lexicon: its ``[accuse]`` and ``[praise]`` classes.
    """
    said = Said(verb, tuple(speaker), cast, lexicon)
    predicates = [child for child in verb.children if child.dep_ == "xcomp" or preposition(child) == "as"]
    words = {word for predicate in predicates for word in _words(predicate)}
    things = children(verb, "obj", "nsubj:pass", "iobj")
    target = _whose(things[0], said) if things else ()
    if words & lexicon.words["accuse"]["noun"]:
        return Act("Accusation", "ACCUSE", target)
    return Act("Praise", "SUPPORT", target) if words & lexicon.words["praise"]["word"] else None


def _points(subject: Token | None) -> bool:
    """Whether the subject points at a deed without naming who did it: "this", "leaving them", "the strike"."""
    if subject is None:
        return False
    return subject.lower_ in {"this", "that", "it"} or subject.dep_ == "csubj" or any(
        child.lower_ in {"the", "this", "that", "these", "those", "such"} for child in children(subject, "det")
    )


def _words(head: Token) -> Iterator[str]:
    """The words in which a clause judges: its predicate, the adjectives and objects of that."""
    yield head.lemma_.lower()
    for child in head.children:
        if child.dep_ in {"obj", "xcomp", "amod", "compound", "nmod", "obl"}:
            yield child.lemma_.lower()
            if child.dep_ in {"obj", "xcomp", "nmod"}:
                yield from (low.lemma_.lower() for low in children(child, "amod", "nmod", "acl", "conj"))


def _praise(said: Said) -> Act | None:
    subject = subject_of(said.head)
    if said.negated or said.auxiliaries & UNSURE or _is_own(subject, said):
        return None
    target = _whose(subject, said)
    good = set(_words(said.head)) & said.lexicon.words["praise"]["word"]
    return Act("Praise", "SUPPORT", target) if good and target else None
