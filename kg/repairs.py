"""Mends what a parser of running text often gets wrong in news prose; the text stays as it is.

Nineteen rules of English, most about finite verbs:

- a finite verb is coordinated with a finite verb: in "told Oslo that Rome had harmed ties and
  urged it to act", *urged* belongs to *told*, not to the participle *harmed*;
- a sentence does not begin in mid line after a comma or a word without a stop;
- what "and" joins last has no second "and" to come: in "praised Oslo, and Rome, in a note, blamed it"
  *Rome* is not praised but blames;
- a sentence that ends in a full stop has a finite verb: "X, who speaks for Y, called on Z to act."
  has *called*, which is no participle on *X*;
- the noun of a verb with a hyphen is no subject, but what stands before it: "Rome test-fired a missile";
- an infinitive after "with X abstaining," goes on with the sentence: "voted, with Rome abstaining, to act";
- "to" right before a bare verb is no preposition: "appealed to them to spare Rome";
- ", while" contrasts what is told: in "Oslo said it would wait, while Rome attacked" nobody says that Rome did;
- a verb has a subject: in "after talks with Rome, the envoy, Lee, said" it is the envoy;
- arcs do not cross: in "helped Lee, angering Rome, which …" the clause is about Rome;
- "it was Rome that proposed it" tells what "Rome, which proposed it" tells;
- "visiting" before a title says of somebody that he is a guest: "told visiting President Lee that …";
- a past tense after "and" is no adjective: "hoped to mend relations and proposed talks";
- a participle of saying or bringing about goes with the main clause: "denied that it had agreed to
  wait, accusing Rome of lying";
- what follows an inserted "Oslo said" right away tells when it was said: "Rome has begun, Oslo said on Monday";
- a name, not "Sir" or "H.E." before it, is what others hang on;
- after "that", a comma and a name another sentence begins: "declared that it was sorry, and Rome dropped its claim";
- a semicolon ends what is said: "said that it was void; its minister warned Rome";
- things say nothing: "says the matter is closed and has accused Rome".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import numpy as np
from spacy.attrs import DEP, HEAD
from spacy.tokens import Doc, Token

from kg.lexicon import load
from kg.naming import HONORIFICS
from kg.rehosting import (
    FINITE,
    Change,
    begun_anew,
    cleft,
    concluding,
    contrasted,
    freed,
    parted,
    rehosted,
    rejoined,
    relative,
    resumed,
    when_said,
)
from kg.syntax import VERBAL, children, preposition


def repaired(doc: Doc) -> Doc:
    """A copy of a parsed text with these mended; the text itself where nothing is wrong.

    Args:
        doc: with Universal Dependencies.
    """
    changes = {i: (head, dep) for token in doc for rule in _rules(token.dep_, token.tag_) for i, head, dep in rule(token)}
    if not changes:
        return doc
    table: Any = doc.to_array([HEAD, DEP])
    for i, (head, dep) in changes.items():
        table[i, 0] = np.int64(head.i - i).astype(np.uint64)
        table[i, 1] = doc.vocab.strings.add(dep)
    copy = doc.copy()
    copy.from_array([HEAD, DEP], table)
    return copy


def _with_subject(token: Token) -> Iterator[Change]:
    if (name := _own_subject(token)) is not None:
        yield name.i, token, "nsubj"
        yield from freed(token)


def _as_main(token: Token) -> Iterator[Change]:
    if _is_main(token):
        yield token.i, token, "ROOT"
        yield token.head.i, token, "nsubj"


def _speaks(verb: Token) -> Iterator[Change]:
    """The speaker between commas that a parser apposed to whoever an opening phrase names: "after talks with Rome, the envoy, Lee, said"."""
    if verb.pos_ != "VERB" or verb.i < 3 or verb.nbor(-1).text != "," or children(verb, "nsubj", "nsubj:pass", "expl", "csubj"):
        return
    for noun in verb.doc[verb.sent.start : verb.i]:
        edge = noun.left_edge.i
        apposed = noun.dep_ == "appos" and noun.right_edge.i in {verb.i - 2, verb.i - 1} and any(child.lower_ == "the" for child in children(noun, "det"))
        after_comma = "," in {verb.doc[edge].text, verb.doc[edge - 1].text if edge > verb.sent.start else ""}
        if apposed and after_comma and any(up.dep_ in {"obl", "advcl"} for up in noun.ancestors):
            yield noun.i, verb, "nsubj"
            return


def _hyphenated(verb: Token) -> Iterator[Change]:
    """The name that a parser took for a part of the noun before a verb's hyphen."""
    if verb.i < 3 or verb.nbor(-1).text != "-" or children(verb, "nsubj", "nsubj:pass", "aux:pass"):
        return
    noun = verb.nbor(-2)
    close = not verb.nbor(-1).whitespace_ and not noun.whitespace_ and noun.head.i == verb.i and noun.pos_ == "NOUN"
    named = [child for child in children(noun, "compound", "nmod:poss", "nmod:unmarked") if child.i == noun.i - 1 and child.pos_ == "PROPN"]
    for name in named if close else []:
        yield name.i, verb, "nsubj"
        for child in noun.children:
            if child.i < name.i:
                yield child.i, name, child.dep_


def _after_absolute(verb: Token) -> Iterator[Change]:
    """An infinitive after a comma that a parser hung on "with Rome abstaining"."""
    aside = verb.head
    infinitive = any(child.lower_ == "to" for child in children(verb, "mark"))
    absolute = aside.tag_ == "VBG" and aside.dep_ == "advcl" and any(child.lower_ == "with" for child in children(aside, "mark", "case"))
    if infinitive and absolute and aside.head.pos_ == "VERB" and verb.left_edge.i and any(child.text == "," and child.i > aside.i for child in (*verb.children, *aside.children)):
        yield verb.i, aside.head, "xcomp"


def _own_subject(verb: Token) -> Token | None:
    """The name after ", and" that a parser joined to the object before it, of a finite verb with no subject of its own."""
    if verb.pos_ != "VERB" or children(verb, "nsubj", "nsubj:pass", "aux", "expl", "mark"):
        return None
    before = [verb.head] if verb.dep_ == "conj" else [c for c in children(verb, "advcl") if c.i < verb.i and children(c, "nsubj")]
    before += [low for first in before for low in children(first, "advcl", "xcomp") if low.tag_ == "VB" and low.i > first.i]
    things = [thing for first in before for child in children(first, "obj", "obl", "iobj") for thing in (child, *children(child, "nmod"))]
    names = (name for thing in things for name in children(thing, "conj") if name.i < verb.i and _may_act(name))
    return next((name for name in names if _opens_clause(name, verb)), None)


def _may_act(word: Token) -> bool:
    """Whether a word names somebody, or people by what they are: "the leaders", "the rebels"."""
    people = word.pos_ == "NOUN" and any(load().has("reference", key, word.lemma_.lower()) for key in ("people", "office", "body", "organ"))
    return word.pos_ == "PROPN" or people


def _opens_clause(name: Token, verb: Token) -> bool:
    """Whether ", and" stands before a name, and no other "and" between it and the verb."""
    doc = name.doc
    first = min(word.i for word in name.subtree if not (word.dep_ == "cc" or word.is_punct))
    joined = first > 1 and doc[first - 1].dep_ == "cc" and doc[first - 2].text == ","
    return joined and not any(word.dep_ == "cc" and word.head.i in {verb.i, verb.head.i} for word in doc[name.i : verb.i])


def _is_main(token: Token) -> bool:
    """The verb of a sentence whose subject a parser took for its root, and the verb for a participle on it."""
    name = token.head
    if token.tag_ not in {"VBN", "VBD"} or name.dep_ != "ROOT" or name.pos_ not in {"PROPN", "NOUN"}:
        return False
    last = next((t for t in reversed(token.sent) if not t.is_space), token)
    closed = last.text == "." and token.i - 1 > name.i and token.nbor(-1).text == ","
    complements = [child for child in token.children if child.i > token.i and child.dep_ in {"obj", "obl", "xcomp", "ccomp", "iobj"}]
    agent = any(preposition(child) == "by" for child in complements)
    return closed and bool(complements) and not agent and not children(name, "cop", "nsubj") and len(children(name, "acl")) == 1


def _visiting(word: Token) -> Iterator[Change]:
    """"Told visiting President Lee that": a participle before a title that a parser took for a verb with an object."""
    verb = word.head
    guest = next(iter(children(word, "obj")), None)
    if word.lower_ not in {"visiting", "outgoing", "incoming"} or word.i != verb.i + 1 or guest is None or children(verb, "obj"):
        return
    yield word.i, guest, "amod"
    yield guest.i, verb, "obj"
    for child in word.children:
        if child.i > guest.i:
            yield child.i, verb, child.dep_


def _finite(verb: Token) -> Iterator[Change]:
    """"And proposed talks": a past tense that a parser took for an adjective of its object."""
    thing = verb.head
    if thing.dep_ != "conj" or verb.i == 0 or verb.nbor(-1).dep_ != "cc":
        return
    main = next((up for up in thing.ancestors if up.pos_ in VERBAL and up.tag_ in FINITE), None)
    if main is not None and verb.nbor(-1).head.i == thing.i:
        yield verb.i, main, "conj"
        yield thing.i, verb, "obj"
        yield verb.i - 1, verb, "cc"


def _behind_honorific(word: Token) -> Iterator[Change]:
    """The name that a parser hung on what goes before it: "met H.E. Lee Hong", "met Sir John"."""
    names = children(word, "flat")
    if word.lower_ not in HONORIFICS or not names or names[0].i != word.i + 1:
        return
    name = names[0]
    yield (name.i, name, "ROOT") if word.head.i == word.i else (name.i, word.head, word.dep_)
    yield word.i, name, "nmod:desc"
    for child in word.children:
        if child.i != name.i:
            yield child.i, name, child.dep_


def _before_verb(to: Token) -> Iterator[Change]:
    """The "to" of an infinitive that a parser took for the preposition of its object: "to spare civilians"."""
    verb = to.nbor(1) if to.i + 1 < len(to.doc) else to
    if to.lower_ == "to" and verb.tag_ == "VB" and to.head.head.i == verb.i and to.head.i > verb.i:
        yield to.i, verb, "mark"


_VERBS = FINITE | {"VB"}
_ANY: frozenset[str] = frozenset()
_RULES = (
    (rehosted, {"conj"}, _ANY),
    (rejoined, {"ROOT"}, _ANY),
    (_with_subject, _ANY, _VERBS),
    (_as_main, {"acl"}, _ANY),
    (_speaks, _ANY, FINITE),
    (_hyphenated, _ANY, FINITE),
    (_after_absolute, {"advcl", "xcomp"}, {"VB"}),
    (_before_verb, {"case"}, _ANY),
    (_behind_honorific, _ANY, {"NNP"}),
    (contrasted, {"advcl"}, FINITE),
    (relative, {"acl:relcl"}, _ANY),
    (cleft, {"advcl:relcl"}, _ANY),
    (_visiting, {"xcomp"}, _ANY),
    (_finite, {"amod"}, {"VBD"}),
    (concluding, {"advcl", "acl"}, {"VBG"}),
    (when_said, {"obl", "obl:unmarked", "obl:tmod"}, _ANY),
    (resumed, {"conj"}, _VERBS | {"VBN"}),
    (begun_anew, {"conj"}, {"VBD"}),
    (parted, {"conj", "parataxis"}, _ANY),
)
"""The rules, each with the relations and tags of the words that it looks at."""


@cache
def _rules(dep: str, tag: str) -> tuple[Callable[[Token], Iterator[Change]], ...]:
    return tuple(rule for rule, deps, tags in _RULES if (not deps or dep in deps) and (not tags or tag in tags))
