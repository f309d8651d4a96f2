"""Where and when an event takes place, as its sentence tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from kg.candidate import Candidate
from kg.cast import Cast
from kg.lexicon import Lexicon
from kg.model import Place, When
from kg.placewords import worded
from kg.spots import Spots
from kg.syntax import VERBAL, children, clause_head, is_passive, preposition, subjects, text_of

_ASIDE = frozenset({"nmod:poss", "compound", "nummod", "amod", "nmod:unmarked", "nmod:tmod"})
_ADJUNCT = frozenset({"obl", "obl:tmod", "advmod", "obl:npmod", "obl:unmarked"})
_NOMINAL_CLAUSE = frozenset({"nsubj", "nsubj:pass", "ROOT", "parataxis"})
_ON_THE_GROUND = frozenset({"ASSAULT", "MOBILIZE", "RETREAT"})
_HELD = frozenset({"schedule", "hold", "plan", "set", "slate", "convene", "host", "sign", "carry", "stage", "conduct", "launch", "reach"})
_DURING = frozenset({"in", "at", "during"})
_ANNOUNCING = frozenset({"announce", "declare", "confirm"})
_SPOKEN = frozenset({"speak", "address", "talk", "report", "write"})


def place(candidate: Candidate, *, cast: Cast, doc: Doc, lexicon: Lexicon) -> Place | None:
    """Where an event takes place.

    Args:
        candidate: the event, its roles filled.
        cast: who and what is mentioned where.
        doc: the parsed text.
        lexicon: its ``[places]`` class.
    """
    taken = frozenset(mention.head for mention in (*candidate.source, *candidate.target))
    spots = Spots(cast, lexicon.words["places"], taken)
    heads = _heads(candidate, doc)
    for head in heads:
        found = spots.under(head, candidate.category) or spots.before(head)
        if found is not None:
            return found
    if candidate.type == "Visit":
        aims = candidate.match.heads(doc, "object", "to")
        if (aim := next((found for each in aims if (found := spots.at(each)) is not None), None)) is not None:
            return aim
        return next((worded(doc[m.head], spot) for m in candidate.target if (spot := spots.of(m)) is not None), None)
    found = spots.struck(heads[0]) if candidate.category in _ON_THE_GROUND else None
    return found or _from_clause(candidate, heads, spots)


def _heads(candidate: Candidate, doc: Doc) -> list[Token]:
    """The trigger, the participle after it ("talks held in …"), the verb that carries it."""
    match = candidate.match
    trigger = doc[match.trigger]
    held = [child for child in children(trigger, "acl") if child.tag_ == "VBN" and child.lemma_.lower() in _HELD]
    said = [doc[i] for i in match.words if i not in (match.trigger, match.light) and doc[i].pos_ == "NOUN"]  # "served notice from his camp"
    carrier = doc[match.light] if match.light is not None else trigger
    return [trigger, *held, *said, *([carrier] if said or match.light is not None else [])]


def _from_clause(candidate: Candidate, heads: Sequence[Token], spots: Spots) -> Place | None:
    """Where the clause around takes place, or the one who acts is."""
    verb = heads[-1]
    deeds = [child for child in children(verb, "nsubj") if child.pos_ == "NOUN"] if candidate.category == "ASSAULT" else []
    for other in (*_same_time(verb), *deeds):
        found = spots.under(other, candidate.category)
        if found is not None:
            return found
    if candidate.category == "CONSULT" and preposition(verb) == "for" and verb.head.pos_ == "VERB" and (found := spots.under(verb.head, "CONSULT")) is not None:
        return found  # "joined him in Paris for talks"
    if verb.dep_ == "conj" and candidate.category == "CONSULT" and not children(verb, "nsubj") and (found := spots.reached(verb.head)) is not None:
        return found
    if (there := _antecedent(verb)) is not None:
        return spots.at(there) or spots.under(there, candidate.category)
    for subject in subjects(verb):
        found = _whereabouts(subject, candidate, spots) or spots.gathered(subject, candidate.category)
        if found is not None:
            return found
    return None


def _whereabouts(subject: Token, candidate: Candidate, spots: Spots) -> Place | None:
    """Where he is who meets or speaks: "who is in Singapore", "speaking in Vienna"."""
    for clause in children(subject, "acl:relcl", "acl"):
        spoken = clause.lemma_.lower() in _SPOKEN and clause.tag_ == "VBG"
        stays = any(child.dep_ == "cop" for child in clause.children) and candidate.category == "CONSULT"
        if spoken and (found := spots.under(clause, candidate.category)):
            return found
        if stays and (found := spots.stay(clause)):
            return found
    return None


def _antecedent(verb: Token) -> Token | None:
    """The noun before ", where …"."""
    where = any(child.lower_ == "where" for child in verb.children)
    return verb.head if verb.dep_ == "acl:relcl" and where else None


def _same_time(verb: Token) -> Iterator[Token]:
    """Verbs that tell of the same scene: a participle's main verb, a shared subject's other verb.

    "Met A and called on B today"; "shelled the town on Sunday, killing 20".
    """
    if verb.pos_ not in VERBAL:
        return
    marked = any(child.dep_ == "mark" for child in verb.children)
    if verb.dep_ == "advcl" and verb.tag_ == "VBG" and not marked and verb.i > verb.head.i:
        yield verb.head
    for other in children(verb, "conj"):
        alike = other.tag_ == verb.tag_ and is_passive(other) == is_passive(verb)
        if other.pos_ in VERBAL and alike and not children(other, "nsubj", "nsubj:pass", "aux", "mark"):
            yield other


def when(candidate: Candidate, *, doc: Doc, times: Sequence[When]) -> When | None:
    """When an event takes place: the expression under its own words, else in its clause.

    Args:
        candidate: the event, its roles filled.
        doc: the parsed text.
        times: the expressions of the text, in text order.
    """
    heads = _heads(candidate, doc)
    sent = heads[0].sent
    here = [each for each in times if each.span is not None and sent.start_char <= each.span.start < sent.end_char]
    ruled = [(each, tuple(_rulers(each, doc))) for each in here]
    for head in heads:
        own = [each for each, rulers in ruled if head.i in rulers]
        if own:
            return _nearest(own, head)
    verb = heads[-1]
    if (before := _just_before(verb, here, doc)) is not None:
        return before
    around = [*_same_time(verb), *_doing(verb, candidate), *([clause_head(verb)] if verb.pos_ in VERBAL or verb.dep_ in _NOMINAL_CLAUSE else [])]
    if (there := _antecedent(verb)) is not None:
        around.append(there)
    for head in around:
        own = [each for each, rulers in ruled if head.i in rulers]
        if own:
            return _nearest(own, head)
    return _fronted(verb, ruled) or _announced(verb, ruled)


def _just_before(verb: Token, times: Sequence[When], doc: Doc) -> When | None:
    """The time that a clause with "when" goes on from: "fell in May 2003, when Rome sent troops"."""
    clause = verb.head if verb.dep_ == "conj" and verb.head.pos_ in VERBAL else verb
    when_ = next((child for child in clause.children if child.lower_ == "when" and child.i < clause.i), None)
    if when_ is None or clause.dep_ not in {"acl:relcl", "advcl"}:
        return None
    before = text_of(doc)[: when_.idx].rstrip(" ,")
    return next((each for each in times if each.span is not None and each.span.end == len(before)), None)


def _doing(verb: Token, candidate: Candidate) -> list[Token]:
    """The deed that is the subject of what it does: "a strike on Monday killed ten"."""
    return [noun for noun in children(verb, "nsubj") if noun.pos_ == "NOUN"] if candidate.category == "ASSAULT" else []


def _announced(verb: Token, ruled: Sequence[tuple[When, tuple[int, ...]]]) -> When | None:
    """What is announced dates from when it is announced, if from no other day."""
    for up in (verb, *verb.ancestors):
        if up.dep_ == "ccomp" and up.head.lemma_.lower() in _ANNOUNCING:
            own = [each for each, rulers in ruled if up.head.i in rulers]
            return own[0] if own else None
        if up.dep_ not in {"xcomp", "conj", "obj", "obl"}:
            return None
    return None


def _fronted(verb: Token, ruled: Sequence[tuple[When, tuple[int, ...]]]) -> When | None:
    """Such as "in 2007, A did this and did that": the first words hold for both."""
    if verb.dep_ != "conj" or verb.head.pos_ not in VERBAL or children(verb, "nsubj", "nsubj:pass", "aux"):
        return None
    first = verb.head
    own = [each for each, rulers in ruled if first.i in rulers and each.span is not None and each.span.start < first.idx]
    return own[0] if own else None


def _nearest(times: Sequence[When], head: Token) -> When:
    return min(times, key=lambda each: abs((each.span.start if each.span else 0) - head.idx))


def _rulers(time: When, doc: Doc) -> Iterator[int]:
    """The tokens whose time an expression may be: the noun that it qualifies, else up to the verb."""
    span = doc.char_span(time.span.start, time.span.end, alignment_mode="expand") if time.span else None
    if span is None:
        return
    token = span.root
    if token.pos_ in ("ADP", "SCONJ") and token.dep_ in ("case", "mark"):
        token = token.head
    for _ in range(6):
        head = token.head
        if head.i == token.i:
            return
        yield head.i
        if token.dep_ in _ASIDE and head.dep_ == "obl" and preposition(head) in _DURING:
            yield head.head.i
        ends = token.dep_ in _ASIDE or head.pos_ in VERBAL
        if ends or (token.dep_ in ("acl", "acl:relcl") and head.pos_ not in VERBAL):
            return
        if head.pos_ == "NOUN" and not head.ent_type_ and token.dep_ == "nmod":
            return
        token = head
