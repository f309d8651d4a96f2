"""Who does what to whom in a sentence: subjects, antecedents, voice, coordination.

Reads Universal Dependencies 2 relations from a spaCy ``Doc``.

Source: Universal Dependencies 2, https://universaldependencies.org/u/dep/
"""

from __future__ import annotations

from functools import lru_cache
from operator import attrgetter

from spacy.tokens import Doc, Token

VERBAL = {"VERB", "AUX"}
NOMINAL = {"NOUN", "PROPN", "PRON", "NUM", "SYM"}
RELATIVE = {"who", "which", "that", "whom", "whose"}
FRONTED = {"advmod", "obl", "vocative", "dislocated", "nmod", "compound", "obl:npmod", "obl:unmarked", "obl:tmod"}
CLAUSAL = {"ccomp", "xcomp", "advcl", "acl", "acl:relcl", "parataxis", "csubj"}
# "praised him for acting", "kept him from leaving": the object acts.
OBJECTIVE = {"for", "of", "from", "into"}
# What one is made to do is done: "drove Rome to threaten Oslo".
CAUSATIVE = {"drive", "force", "lead", "prompt", "cause", "compel", "oblige", "induce", "provoke", "get"}
# Whom one sets out to meet one most likely meets: "flew to Jeddah to meet the king".
GOING = {"fly", "travel", "go", "come", "arrive", "return", "rush", "hurry"}
OBJECT_CONTROL_EXEMPT = {"promise", "vow", "pledge", "threaten"}


def children(token: Token, *deps: str) -> list[Token]:
    """The token's dependents with one of these relations, in text order."""
    below = _dependents(token.doc)[token.i]
    if not below:
        return []
    if len(deps) == 1:
        return [*below.get(deps[0], ())]
    found = [child for dep in deps for child in below.get(dep, ())]
    return sorted(found, key=_position) if len(found) > 1 else found


@lru_cache(maxsize=2)
def _dependents(doc: Doc) -> list[dict[str, list[Token]]]:
    """For each token its dependents by relation: asked for so often that it pays to list them once."""
    found: list[dict[str, list[Token]]] = [{} for _ in doc]
    for token in doc:
        head = token.head.i
        if head != token.i:
            found[head].setdefault(token.dep_, []).append(token)
    return found


_position = attrgetter("i")


@lru_cache(maxsize=2)
def text_of(doc: Doc) -> str:
    """The text of a Doc, which spaCy puts together from its tokens whenever it is asked."""
    return doc.text


def forms(token: Token) -> frozenset[str]:
    """The forms under which a word may stand in a list: its lemma, itself, its singular.

    Some nouns are their own lemma in the plural alone ("troops").
    """
    return _forms(token.lemma_, token.lower_)


@lru_cache(maxsize=1 << 16)
def _forms(lemma: str, lower: str) -> frozenset[str]:
    return frozenset({lemma.lower(), lower, lower.removesuffix("s")})


def is_passive(verb: Token) -> bool:
    """Whether the verb is in the passive, full or reduced ("troops sent by Paris")."""
    if verb.tag_ in {"JJ", "JJR"}:
        return False
    if children(verb, "aux:pass"):
        return True
    if children(verb, "nsubj:pass") and any(aux.lemma_ == "have" for aux in children(verb, "aux")):
        return False  # "have brushed aside" is active, whatever its subject is called
    if children(verb, "nsubj:pass"):
        # A participle is not coordinated with a past tense: "called on the king and met the queen".
        return verb.tag_ not in {"VBD", "VBZ", "VBP"} and not any(c.tag_ == "VBD" for c in children(verb, "conj"))
    return verb.tag_ == "VBN" and verb.dep_ in {"acl", "advcl", "amod"} and not children(verb, "aux", "nsubj")


def preposition(token: Token) -> str:
    """The words of the case or mark before a nominal or gerund: "in", "because of"."""
    known = _prepositions(token.doc)
    if (words := known.get(token.i)) is None:
        words = known[token.i] = _preposition(token)
    return words


@lru_cache(maxsize=2)
def _prepositions(doc: Doc) -> dict[int, str]:
    """What was asked of the words of a Doc before."""
    del doc
    return {}


def _preposition(token: Token) -> str:
    cases = [child for child in children(token, "case") if child.i < token.i]
    if cases and cases[0].lower_ == "with" and cases[0].i and cases[0].nbor(-1).lower_ in {"together", "along"}:
        return f"{cases[0].nbor(-1).lower_} with"
    if not cases and token.pos_ in VERBAL:
        cases = [child for child in children(token, "mark") if child.i < token.i][:1]
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
        # "terms Kyiv rejects": of two bare subjects the first is what is acted upon.
        return [nearest_antecedent(own[-1] if _is_gapped(own) else own[0])]
    return _inherited(verb, depth) or _fronted(verb)


def gapped(verb: Token) -> list[Token]:
    """What a clause without a relative pronoun acts upon, where a parser made it a second subject: "terms Kyiv rejects"."""
    own = children(verb, "nsubj")
    return own[:1] if _is_gapped(own) else []


def _is_gapped(own: list[Token]) -> bool:
    return len(own) == 2 and own[0].pos_ == "NOUN" and own[1].pos_ == "PROPN" and own[0].right_edge.i + 1 == own[1].left_edge.i


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
    return by[:1] or _agents_below(verb)


def _agents_below(verb: Token) -> list[Token]:
    """The by-phrase that a parser hung on a gerund before it: "was accused of lying by X"."""
    gerunds = [low for low in children(verb, "advcl", "xcomp") if low.tag_ in {"VBG", "VB"} and not is_passive(low)]
    by = [low for each in gerunds for low in children(each, "obl", "obl:agent") if preposition(low) == "by"]
    return [low for low in by if low.right_edge.i + 1 >= verb.right_edge.i][:1]


def _inherited(verb: Token, depth: int) -> list[Token]:
    head, dep = verb.head, verb.dep_
    held = children(head, "obj", "iobj", "nsubj:pass")
    if dep == "advcl" and verb.tag_ == "VBG" and preposition(verb) in OBJECTIVE and held:
        return [nearest_antecedent(held[0])]
    if dep == "xcomp" and head.lemma_ not in OBJECT_CONTROL_EXEMPT and (controller := children(head, "obj", "iobj")):
        return [nearest_antecedent(controller[0])]
    if dep == "advcl" and verb.tag_ == "VB" and head.lemma_ in CAUSATIVE and held:
        return [nearest_antecedent(held[0])]
    if dep == "xcomp" or (dep in {"conj", "advcl"} and head.pos_ in VERBAL | {"ADJ", "NOUN"}):
        return patients(head) if is_passive(head) else subjects(head, depth + 1)
    if dep == "acl":
        return _of_noun(verb, depth)
    return [head] if dep == "acl:relcl" else []


def _of_noun(verb: Token, depth: int) -> list[Token]:
    noun = verb.head
    if verb.tag_ != "VBG" and children(noun, "cop") and (own := children(noun, "nsubj")):
        return [nearest_antecedent(own[0])]  # "was the first to recognise the island"
    if verb.tag_ == "VBG" or is_headline(verb):
        return [noun]
    holder = children(noun, "nmod:poss") or [low for low in children(noun, "nmod") if preposition(low) == "by"]
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


def is_inserted(verb: Token) -> bool:
    """Whether a clause stands between commas, or after the last one, with a subject of its own.

    Args:
        verb: of the clause, such as "noted" in "The mines, she noted, were safe".
    """
    first = verb.left_edge.i
    while verb.doc[first].is_punct and first < verb.i:
        first += 1
    after_comma = first > 0 and verb.doc[first - 1].text in {",", "—", "–"}
    return after_comma and bool(children(verb, "nsubj")) and not children(verb, "obj")


def around(verb: Token) -> Token | None:
    """The clause that an inserted clause comments on: "marked" in "The day, he said, marked a turn".

    Args:
        verb: of the inserted clause, as `is_inserted` tells.
    """
    if verb.dep_ == "acl:relcl":
        return next((each for each in children(verb.head, "acl:relcl") if each.i > verb.i), None)
    if verb.dep_ != "parataxis":
        return None
    top = verb.head
    while top.dep_ in {"nsubj", "nsubj:pass", "obl", "nmod", "appos"} and top.head.i > verb.i:
        top = top.head
    return top


def subtree(token: Token, *, without: frozenset[str] = frozenset()) -> list[Token]:
    """The token and all below it in text order, leaving out branches with these relations."""
    dependents = _dependents(token.doc)
    found = [token]
    for each in found:  # grows as it is read
        for dep, below in dependents[each.i].items():
            if dep not in without:
                found.extend(below)
    return sorted(found, key=_position)


def clause_head(token: Token) -> Token:
    """The head of the smallest clause that the token stands in."""
    for up in (token, *token.ancestors):
        if up.dep_ in CLAUSAL or up.dep_ == "ROOT" or (up.dep_ == "conj" and up.pos_ in VERBAL):
            return up
    return token
