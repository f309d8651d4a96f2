"""Mends what a parser of running text often gets wrong in news prose; the text stays as it is.

Four rules of English, all about finite verbs:

- a finite verb is coordinated with a finite verb: in "told Oslo that Rome had harmed ties and
  urged it to act", *urged* belongs to *told*, not to the participle *harmed*;
- a sentence does not begin in mid line after a comma or a word without a stop;
- what "and" joins last has no second "and" to come: in "praised Oslo, and Rome, in a note, blamed it"
  *Rome* is not praised but blames;
- a sentence that ends in a full stop has a finite verb: "X, who speaks for Y, called on Z to act."
  has *called*, which is no participle on *X*.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from spacy.attrs import DEP, HEAD
from spacy.tokens import Doc, Token

from kg.syntax import VERBAL, children, preposition

FINITE = frozenset({"VBD", "VBZ", "VBP"})
ENDS = frozenset(".!?:;…") | {"...", "''", '"', "”", "’", "»", ")", "]"}


def repaired(doc: Doc) -> Doc:
    """A copy of a parsed text with these mended; the text itself where nothing is wrong.

    Args:
        doc: with Universal Dependencies.
    """
    moved = {token.i: host for token in doc if (host := _host(token)) is not None}
    joined = {token.i: before for token in doc if (before := _continued(token)) is not None}
    governed = {token.i: token.head for token in doc if _is_main(token)}
    shared = {name.i: token for token in doc if (name := _own_subject(token)) is not None}
    if not moved and not joined and not governed and not shared:
        return doc
    table: Any = doc.to_array([HEAD, DEP])
    for i, host in moved.items():
        table[i, 0] = np.int64(host.i - i).astype(np.uint64)
    for i, before in joined.items():
        table[i] = np.int64(before.i - i).astype(np.uint64), doc.vocab.strings.add("parataxis")
    for i, verb in shared.items():
        table[i] = np.int64(verb.i - i).astype(np.uint64), doc.vocab.strings.add("nsubj")
    for i, name in governed.items():
        table[i] = np.uint64(0), doc.vocab.strings.add("ROOT")
        table[name.i] = np.int64(i - name.i).astype(np.uint64), doc.vocab.strings.add("nsubj")
    copy = doc.copy()
    copy.from_array([HEAD, DEP], table)
    return copy


def _host(token: Token) -> Token | None:
    """The finite verb that a finite verb without a subject of its own really continues."""
    if token.dep_ != "conj" or not (token.tag_ in FINITE or _is_past(token)) or children(token, "nsubj", "nsubj:pass", "expl", "aux"):
        return None
    if token.pos_ != "VERB" or not _is_nonfinite(token.head):
        return None
    for up in token.head.ancestors:
        if up.pos_ in VERBAL and up.tag_ in FINITE and (up.tag_ == token.tag_ or token.tag_ not in {"VBD", "VBN"} or (token.tag_ == "VBN" and up.tag_ == "VBD")):
            return up if not children(up, "aux") else None
    return None


def _is_past(verb: Token) -> bool:
    """A past tense taken for a participle: after "would give it land, and accused him" no participle with an object can stand."""
    return verb.tag_ == "VBN" and verb.head.tag_ == "VB" and bool(children(verb, "obj")) and not children(verb, "aux:pass")


def _own_subject(verb: Token) -> Token | None:
    """The name after ", and" that a parser joined to the object before it, of a finite verb with no subject of its own."""
    if verb.pos_ != "VERB" or verb.tag_ not in FINITE | {"VB"} or children(verb, "nsubj", "nsubj:pass", "aux", "expl", "mark"):
        return None
    before = [verb.head] if verb.dep_ == "conj" else [c for c in children(verb, "advcl") if c.i < verb.i and children(c, "nsubj")]
    things = [thing for first in before for child in children(first, "obj", "obl", "iobj") for thing in (child, *children(child, "nmod"))]
    names = (name for thing in things for name in children(thing, "conj") if name.i < verb.i and name.pos_ == "PROPN")
    return next((name for name in names if _opens_clause(name, verb)), None)


def _opens_clause(name: Token, verb: Token) -> bool:
    """Whether ", and" stands before a name, and no other "and" between it and the verb."""
    doc = name.doc
    first = min(word.i for word in name.subtree if not (word.dep_ == "cc" or word.is_punct))
    joined = first > 1 and doc[first - 1].dep_ == "cc" and doc[first - 2].text == ","
    return joined and not any(word.dep_ == "cc" and word.head.i in {verb.i, verb.head.i} for word in doc[name.i : verb.i])


def _is_main(token: Token) -> bool:
    """The verb of a sentence whose subject a parser took for its root, and the verb for a participle on it."""
    name = token.head
    if token.dep_ != "acl" or token.tag_ not in {"VBN", "VBD"} or name.dep_ != "ROOT" or name.pos_ not in {"PROPN", "NOUN"}:
        return False
    last = next((t for t in reversed(token.sent) if not t.is_space), token)
    closed = last.text == "." and token.i - 1 > name.i and token.nbor(-1).text == ","
    complements = [child for child in token.children if child.i > token.i and child.dep_ in {"obj", "obl", "xcomp", "ccomp", "iobj"}]
    agent = any(preposition(child) == "by" for child in complements)
    return closed and bool(complements) and not agent and not children(name, "cop", "nsubj") and len(children(name, "acl")) == 1


def _is_nonfinite(verb: Token) -> bool:
    """A participle or infinitive that no finite auxiliary makes a clause with the other verb."""
    if verb.tag_ not in {"VBG", "VBN", "VB"}:
        return False
    return verb.dep_ in {"acl", "advcl", "xcomp", "ccomp", "amod", "obl", "nmod", "conj", "acl:relcl"}


def _continued(token: Token) -> Token | None:
    """For the root of a sentence that begins in mid line: the root of the one before."""
    if token.dep_ != "ROOT" or token.sent.start == 0:
        return None
    before = token.doc[token.sent.start - 1]
    if before.is_space or before.text in ENDS or "\n" in before.whitespace_ or before.sent.start == token.sent.start:
        return None
    return before.sent.root
