"""What stands where in a sentence: slots of a trigger, inherited subjects, spans.

Reads Universal Dependencies 2 relations from a spaCy ``Doc``. Voice, possessors, light verbs
and control are resolved here, so that a frame can speak of *subject* and *object* alone.

Source: Universal Dependencies 2, https://universaldependencies.org/u/dep/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from spacy.tokens import Token

Slots = dict[str, list[Token]]

VERBAL = {"VERB", "AUX"}
NOMINAL = {"NOUN", "PROPN", "PRON", "NUM", "SYM"}
RELATIVE = {"who", "which", "that", "whom", "whose"}
FRONTED = {"advmod", "obl", "vocative", "dislocated", "nmod", "compound", "obl:npmod", "obl:unmarked", "obl:tmod"}
CLAUSAL = {"ccomp", "xcomp", "advcl", "acl", "acl:relcl", "parataxis", "csubj"}
# "praised him for acting", "kept him from leaving": the object acts.
OBJECTIVE = {"for", "of", "from", "into"}
OBJECT_CONTROL_EXEMPT = {"promise", "vow", "pledge", "threaten"}


def children(token: Token, *deps: str) -> list[Token]:
    """The token's dependents with one of these relations, in text order."""
    return [child for child in token.children if child.dep_ in deps]


def forms(token: Token) -> frozenset[str]:
    """The forms under which a word may stand in a list: its lemma, itself, its singular.

    Some nouns are their own lemma in the plural alone ("troops").
    """
    lower = token.lower_
    return frozenset({token.lemma_.lower(), lower, lower.removesuffix("s")})


def is_passive(verb: Token) -> bool:
    """Whether the verb is in the passive, full or reduced ("troops sent by Paris")."""
    if verb.tag_ in {"JJ", "JJR"}:
        return False
    if children(verb, "aux:pass"):
        return True
    if children(verb, "nsubj:pass"):
        return verb.tag_ not in {"VBD", "VBZ", "VBP"}
    return verb.tag_ == "VBN" and verb.dep_ in {"acl", "advcl", "amod"} and not children(verb, "aux", "nsubj")


def preposition(token: Token) -> str:
    """The words of the case or mark before a nominal or gerund: "in", "because of"."""
    cases = [child for child in token.children if child.dep_ == "case" and child.i < token.i]
    if not cases and token.pos_ in VERBAL:
        cases = [child for child in token.children if child.dep_ == "mark" and child.i < token.i][:1]
    several = len(cases) > 1 and cases[0].lower_ in {"out", "up", "away"} and cases[1].i == cases[0].i + 1
    words = [word.lower_ for case in cases[: 2 if several else 1] for word in (case, *children(case, "fixed"))]
    return " ".join(words)


def conjuncts(token: Token) -> list[Token]:
    """The token and what is coordinated with it."""
    found = [token]
    for child in token.children:
        if child.dep_ == "conj" or (child.dep_ == "appos" and _is_listed(child, token)):
            found.extend(conjuncts(child))
        elif child.dep_ == "flat":
            found.extend(conjuncts(child)[1:])
    return found


def _is_listed(name: Token, before: Token) -> bool:
    """Whether a headline's comma stands for "and": "Chad, Sudan trade blame"."""
    pair = before.dep_ == "nsubj" and name.i == before.i + 2 and name.ent_type_ and name.pos_ == before.pos_ == "PROPN"
    return bool(pair) and name.right_edge.i + 1 < len(name.doc) and name.doc[name.right_edge.i + 1].i == before.head.i


def nearest_antecedent(token: Token) -> Token:
    """The noun that a relative pronoun stands for; other tokens stand for themselves."""
    if token.lower_ not in RELATIVE or token.pos_ not in {"PRON", "DET", "SCONJ"}:
        return token
    clause = next((up for up in (token, *token.ancestors) if up.dep_ == "acl:relcl"), None)
    return clause.head if clause is not None else token


def subjects(verb: Token, depth: int = 0) -> list[Token]:
    """Who does what the verb (or predicate) says: own, by-phrase, shared or controlled subject."""
    if depth > 6:
        return []
    if is_passive(verb):
        return _agents(verb)
    own = children(verb, "nsubj") or children(verb, "nsubj:outer") or children(verb, "nsubj:pass")
    if own:
        return [nearest_antecedent(own[0])]
    return _inherited(verb, depth) or _fronted(verb)


def _fronted(verb: Token) -> list[Token]:
    """A bare name before the verb is its subject, whatever a parser calls it."""
    bare = [c for c in verb.children if c.i < verb.i and c.pos_ == "PROPN" and c.dep_ in FRONTED and not preposition(c)]
    if bare or verb.tag_ not in {"VBD", "VBZ", "VBP"}:
        return bare[-1:]
    # "In Kampala, Kenya and Uganda agreed": taken for an apposition to the place.
    appended = [a for c in children(verb, "obl", "nmod") for a in children(c, "appos", "conj") if c.i < a.i < verb.i]
    return [a for a in appended if a.right_edge.i == verb.i - 1][:1]


def _agents(verb: Token) -> list[Token]:
    joined = [verb, *(child for child in children(verb, "conj") if child.tag_ == "VBN")]
    by = [child for each in joined for child in children(each, "obl", "obl:agent") if preposition(child) == "by"]
    return by[:1]


def _inherited(verb: Token, depth: int) -> list[Token]:
    head, dep = verb.head, verb.dep_
    if dep == "advcl" and verb.tag_ == "VBG" and preposition(verb) in OBJECTIVE and (held := children(head, "obj", "iobj", "nsubj:pass")):
        return [nearest_antecedent(held[0])]
    if dep in {"conj", "advcl"} and head.pos_ in VERBAL | {"ADJ", "NOUN"}:
        return patients(head) if is_passive(head) else subjects(head, depth + 1)
    if dep == "xcomp":
        controller = children(head, "obj", "iobj")
        if controller and head.lemma_ not in OBJECT_CONTROL_EXEMPT:
            return [nearest_antecedent(controller[0])]
        return patients(head) if is_passive(head) else subjects(head, depth + 1)
    if dep == "acl":
        return _of_noun(verb, depth)
    if dep in {"acl:relcl"}:
        return [head]
    return []


def _of_noun(verb: Token, depth: int) -> list[Token]:
    noun = verb.head
    if verb.tag_ == "VBG" or is_headline(verb):
        return [noun]
    holder = children(noun, "nmod:poss")
    if holder:
        return holder[:1]
    if noun.dep_ in {"obj", "obl", "xcomp"} and noun.head.pos_ in VERBAL:
        return subjects(noun.head, depth + 1)
    return []


def is_headline(verb: Token) -> bool:
    """Whether an infinitive is a headline's future tense: "Clinton to meet Milosevic"."""
    return verb.tag_ == "VB" and verb.dep_ == "acl" and verb.head.dep_ == "ROOT" and verb.head.pos_ in NOMINAL


def patients(verb: Token) -> list[Token]:
    """Whom a passive verb acts upon: its own, shared or controlled passive subject."""
    own = children(verb, "nsubj:pass")
    if own:
        return [nearest_antecedent(own[0])]
    if verb.dep_ == "acl":
        return [verb.head]
    if verb.dep_ in {"conj", "advcl", "xcomp"} and verb.head.pos_ in VERBAL:
        head = verb.head
        return patients(head) if is_passive(head) else subjects(head)
    return []


def verb_slots(verb: Token) -> Slots:
    """The filled slots of a verb, by the names that frames use."""
    slots: Slots = {}
    _put(slots, "subject", subjects(verb))
    passive = is_passive(verb)
    if passive:
        _put(slots, "object", patients(verb))
        _put(slots, "complement", children(verb, "obj"))
    else:
        relative = verb.dep_ == "acl:relcl" and not children(verb, "obj", "nsubj:pass")
        _put(slots, "object", [nearest_antecedent(each) for each in children(verb, "obj")])
        if relative and _gap_is_object(verb):
            _put(slots, "object", [verb.head])
    _put(slots, "iobj", children(verb, "iobj"))
    if "object" not in slots:
        _put(slots, "object", slots.get("iobj", []))
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
            elif name == "of" and "from" not in slots:
                _put(slots, "from", [low for low in children(child, "nmod") if preposition(low) == "from"])


def _gap_is_object(verb: Token) -> bool:
    own = children(verb, "nsubj")
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
    if "clause" not in slots and head.dep_ == "parataxis" and head.pos_ == "VERB" and _is_inserted(head):
        # "The mines, she noted, were safe": what she noted is the clause around her.
        _put(slots, "that", [head.head])
        _put(slots, "clause", [head.head])
    if "infinitive" not in slots and "purpose" in slots:
        _put(slots, "infinitive", slots["purpose"])
    objects = children(head, "obj")
    if "infinitive" not in slots and objects:
        _put(slots, "infinitive", [child for child in children(objects[0], "acl") if _has_to(child)])


def _is_inserted(verb: Token) -> bool:
    """Whether a clause stands between commas, or after the last one, with a subject of its own."""
    first = verb.left_edge.i
    after_comma = first > 0 and verb.doc[first - 1].text in {",", "—", "–"}
    return after_comma and bool(children(verb, "nsubj")) and not children(verb, "obj")


def _clause_name(child: Token) -> str:
    if child.dep_ == "ccomp" or child.dep_ == "csubj:pass":
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
        elif child.dep_ == "advcl" and not _has_to(child):
            name = preposition(child)
            if name:
                _put(slots, "gerund", [child])
        elif child.dep_ == "acl" and "nmod" in deps and child.tag_ == "VBG":
            name = preposition(child)
        if name:
            _put(slots, name, [nearest_antecedent(child)])


def noun_slots(noun: Token, light: Token | None = None) -> Slots:
    """The filled slots of an event noun; ``light`` is the verb that carries it, if any."""
    slots: Slots = {}
    _put(slots, "subject", children(noun, "nmod:poss"))
    _prepositions(slots, noun, "nmod", "obl")
    if "subject" not in slots and "by" not in slots:
        _put(slots, "by", [low for of in slots.get("of", []) for low in children(of, "nmod", "obl") if preposition(low) == "by"])
    if "subject" not in slots:
        _put(slots, "subject", slots.get("by", []))
    _put(slots, "object", slots.get("of", []))
    for child in children(noun, "acl", "ccomp", "acl:relcl", "xcomp"):
        if child.dep_ in {"acl", "xcomp"} and _has_to(child):
            _put(slots, "infinitive", [child])
            _put(slots, "clause", [child])
        elif child.dep_ in {"ccomp", "acl"} and any(mark.lower_ == "that" for mark in children(child, "mark")):
            _put(slots, "that", [child])
            _put(slots, "clause", [child])
        elif child.dep_ == "acl" and child.lemma_ == "involve":
            _put(slots, "involve", children(child, "obj"))
    if light is not None:
        _merge_light(slots, noun, light)
    return slots


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
    _prepositions(slots, adjective, "obl", "nmod")
    return slots


def _put(slots: Slots, name: str, tokens: Iterable[Token]) -> None:
    found = list(tokens)
    if found:
        slots.setdefault(name, []).extend(token for token in found if token not in slots.get(name, []))


def subtree(token: Token, *, without: frozenset[str] = frozenset()) -> list[Token]:
    """The token and all below it in text order, leaving out branches with these relations."""
    found = [token]
    for child in token.children:
        if child.dep_ not in without:
            found.extend(subtree(child, without=without))
    return sorted(found, key=lambda each: each.i)


def clause_head(token: Token) -> Token:
    """The head of the smallest clause that the token stands in."""
    for up in (token, *token.ancestors):
        if up.dep_ in CLAUSAL or up.dep_ == "ROOT" or (up.dep_ == "conj" and up.pos_ in VERBAL):
            return up
    return token


def ancestors_to_root(token: Token) -> Iterator[Token]:
    """The token's governors, nearest first."""
    yield from token.ancestors


def filled(slots: Mapping[str, list[Token]], names: Iterable[str]) -> bool:
    """Whether one of the named slots holds something."""
    return any(slots.get(name) for name in names)
