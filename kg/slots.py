"""What stands in the slots of a trigger: subject, object, clauses, phrases, by the names that frames use.

Voice, possessors, light verbs and control are resolved here, so that a frame can speak of
*subject* and *object* alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from kg.syntax import (
    NOMINAL,
    RELATIVE,
    around,
    children,
    gapped,
    is_inserted,
    is_passive,
    nearest_antecedent,
    patients,
    preposition,
    subjects,
)

Slots = dict[str, list[Token]]
TIMES = frozenset({"moment", "time", "day", "year", "minute", "week", "month", "hour", "way", "reason"})
MANNER = frozenset({"term", "language", "word", "way", "manner", "tone"})


def verb_slots(verb: Token) -> Slots:
    """The filled slots of a verb, by the names that frames use."""
    slots: Slots = {}
    _put(slots, "subject", subjects(verb))
    passive = is_passive(verb)
    if passive:
        _put(slots, "object", patients(verb))
        _put(slots, "complement", children(verb, "obj"))
    else:
        relative = verb.dep_ == "acl:relcl" and not children(verb, "obj")
        _put(slots, "object", [nearest_antecedent(each) for each in children(verb, "obj")])
        if relative and _gap_is_object(verb):
            _put(slots, "object", [verb.head])
    _put(slots, "iobj", children(verb, "iobj"))
    if "object" not in slots:
        _put(slots, "object", slots.get("iobj") or _shifted(verb) or gapped(verb))
    _clauses(slots, verb)
    _prepositions(slots, verb, "obl", "obl:agent", "obl:npmod", "obl:unmarked")
    _after_object(slots, verb)
    return slots


def _after_object(slots: Slots, verb: Token) -> None:
    """Phrases that a parser hangs on the object as easily as on the verb ("sent food to Haiti")."""
    for thing in children(verb, "obj", "nsubj:pass", "iobj"):
        for child in thing.children:
            name = preposition(child) if child.dep_ in {"nmod", "acl", "obl"} else ""
            gerund = child.dep_ == "acl" and child.tag_ == "VBG"
            if name and name not in slots and child.i > verb.i and (name != "of" or gerund):
                _put(slots, name, [child])
                _put(slots, "gerund", [child] if gerund else [])
            elif name == "of" or (not name and child.dep_ == "nmod"):
                _further_in(slots, child, "from", "with", "between")


def _further_in(slots: Slots, noun: Token, *names: str) -> None:
    """Phrases on a noun after "of" that go with the whole: "a memorandum of understanding with Rome"."""
    for name in names:
        if name not in slots:
            _put(slots, name, [low for low in children(noun, "nmod") if preposition(low) == name])


def _gap_is_object(verb: Token) -> bool:
    own = children(verb, "nsubj", "nsubj:pass")
    if verb.head.lemma_.lower() in TIMES:
        return False  # "the moment it asked"
    return bool(own) and own[0].lower_ not in RELATIVE and not any(
        preposition(child) and child.lower_ in RELATIVE for child in children(verb, "obl")
    )


def _clauses(slots: Slots, head: Token) -> None:
    for child in head.children:
        if child.dep_ in {"ccomp", "xcomp", "csubj:pass"} and child.i != head.i:
            _put(slots, _clause_name(child), [child])
            _put(slots, "clause", [child])
        elif child.dep_ == "advcl" and _has_to(child):
            _put(slots, "purpose", [child])
    if "clause" not in slots and head.pos_ == "VERB" and is_inserted(head) and (clause := around(head)) is not None:
        # "The mines, she noted, were safe": what she noted is the clause around her.
        _put(slots, "that", [clause])
        _put(slots, "clause", [clause])
    if "clause" not in slots and (clauses := _after_time(head)):
        _put(slots, "that", clauses)
        _put(slots, "clause", clauses)
    if "infinitive" not in slots and "purpose" in slots:
        _put(slots, "infinitive", slots["purpose"])
    objects = children(head, "obj")
    if "infinitive" not in slots and objects:
        _put(slots, "infinitive", [child for child in children(objects[0], "acl") if _has_to(child)])


def _after_time(verb: Token) -> list[Token]:
    """A that-clause that a parser hung on the noun before it: "warned on the eve of the vote that …"."""
    for phrase in children(verb, "obl"):
        if preposition(phrase) in {"on", "at", "in", "during", "before", "after"}:
            low = [clause for noun in (phrase, *children(phrase, "nmod")) for clause in children(noun, "acl", "ccomp")]
            return [clause for clause in low if any(mark.lower_ == "that" for mark in children(clause, "mark"))]
    return []


def _shifted(verb: Token) -> list[Token]:
    """An object put last: "condemned in the strongest terms the attack on the town"."""
    for phrase in children(verb, "obl"):
        if preposition(phrase) != "in" or phrase.lemma_.lower() not in MANNER:
            continue
        for child in phrase.children:
            if child.dep_ == "appos" and child.i > phrase.i:
                return [child]
            if child.dep_ in {"acl:relcl", "acl"} and (own := children(child, "nsubj", "nsubj:pass")) and own[0].pos_ in NOMINAL:
                return own[:1]
    return []


def _clause_name(child: Token) -> str:
    if child.dep_ in {"ccomp", "csubj:pass"}:
        return "infinitive" if _has_to(child) and not children(child, "nsubj") else "that"
    if _has_to(child):
        return "infinitive"
    return "gerund" if child.tag_ == "VBG" else "complement"


def _has_to(verb: Token) -> bool:
    return any(child.lower_ == "to" and child.dep_ in {"mark", "aux"} for child in verb.children)


def _prepositions(slots: Slots, head: Token, *deps: str) -> None:
    for child in head.children:
        name = ""
        if child.dep_ in deps or (child.dep_ == "nmod" and "nmod" in deps):
            name = preposition(child)
        elif child.dep_ == "advcl" and not _has_to(child) and not (child.tag_ != "VBG" and children(child, "nsubj", "nsubj:pass") and children(child, "mark")):
            name = preposition(child)
            if name:
                _put(slots, "gerund", [child])
        elif child.dep_ in {"advcl", "ccomp", "xcomp"} and _is_for_to(child):
            name = "for"  # "called for Egypt to yield"
            _put(slots, "infinitive", [child])
            _put(slots, "clause", [child])
        elif child.dep_ == "acl" and "nmod" in deps and child.tag_ == "VBG":
            name = preposition(child)
        if name:
            _put(slots, name, [nearest_antecedent(child)])


def _is_for_to(verb: Token) -> bool:
    """Whether a clause is of the form "for X to do"."""
    return bool(children(verb, "nsubj", "nsubj:pass")) and any(child.lower_ == "for" for child in children(verb, "mark", "case"))


def noun_slots(noun: Token, light: Token | None = None) -> Slots:
    """The filled slots of an event noun; ``light`` is the verb that carries it, if any."""
    slots: Slots = {}
    _put(slots, "subject", [nearest_antecedent(owner) for owner in children(noun, "nmod:poss")])
    _prepositions(slots, noun, "nmod", "obl")
    if "subject" not in slots and children(noun, "cop"):
        # "The two sides are in talks", but not "it was a visit by the king".
        _put(slots, "subject", [low for low in children(noun, "nsubj") if low.lower_ not in {"it", "this", "that"}])
    if "subject" not in slots and "by" not in slots:
        _put(slots, "by", [low for of in slots.get("of", []) for low in children(of, "nmod", "obl") if preposition(low) == "by"])
    for of in slots.get("of", ()) if "between" not in slots else ():
        _further_in(slots, of, "with")
    if "subject" not in slots:
        _put(slots, "subject", slots.get("by", []))
    _put(slots, "object", slots.get("of", []))
    for child in children(noun, "acl", "ccomp", "acl:relcl", "xcomp"):
        _noun_clause(slots, child)
    if light is not None:
        _merge_light(slots, noun, light)
    return slots


def _noun_clause(slots: Slots, child: Token) -> None:
    """A clause that hangs on a noun: "the demand that …", "the promise to …"."""
    if child.dep_ in {"acl", "xcomp"} and _has_to(child):
        _put(slots, "infinitive", [child])
        _put(slots, "clause", [child])
    elif child.dep_ in {"ccomp", "acl"} and any(mark.lower_ == "that" for mark in children(child, "mark")):
        _put(slots, "that", [child])
        _put(slots, "clause", [child])
    elif child.dep_ == "acl" and child.lemma_ == "involve":
        _put(slots, "involve", children(child, "obj"))


def _merge_light(slots: Slots, noun: Token, light: Token) -> None:
    carried = verb_slots(light)
    agent = carried.get("subject", [])
    if agent and agent[0].i != noun.i and all(owner.pos_ == "PRON" for owner in slots.get("subject", [])):
        slots["subject"] = list(agent)
    for name, tokens in carried.items():
        if name not in {"subject", "object", "clause", "purpose"} and name not in slots:
            _put(slots, name, [token for token in tokens if token.i != noun.i])
    given = carried.get("iobj") or [each for each in patients(light) if is_passive(light) and each.i != noun.i]
    if given and "to" not in slots:
        _put(slots, "to", given)


def adjective_slots(adjective: Token) -> Slots:
    """The filled slots of a predicate adjective ("is ready to talk")."""
    slots: Slots = {}
    own = children(adjective, "nsubj", "nsubj:pass")
    _put(slots, "subject", [nearest_antecedent(own[0])] if own else subjects(adjective))
    _clauses(slots, adjective)
    _prepositions(slots, adjective, "obl", "nmod", "obl:agent")
    return slots


def _put(slots: Slots, name: str, tokens: Iterable[Token]) -> None:
    found = list(tokens)
    if found:
        slots.setdefault(name, []).extend(token for token in found if token not in slots.get(name, []))
