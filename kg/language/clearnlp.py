"""ClearNLP trees (spaCy's usual English labels) → Universal Dependencies.

ClearNLP hangs a noun on its preposition and a predicate on its copula; UD turns both round.
The nearest UD tree is built from labels, parts of speech and the order of words. What gets
lost: ``flat`` and ``appos`` names stay ``compound``, ``parataxis`` of quotations stays
``ccomp``, ``nmod:desc``, ``obl:agent`` without "by", ``xcomp`` against ``advcl`` of purpose,
and all that the parser itself got wrong. Scores on UD corpora are therefore lower.

Source: https://github.com/clir/clearnlp-guidelines/blob/master/md/specifications/dependency_labels.md,
https://universaldependencies.org/u/dep/
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from spacy.attrs import DEP, HEAD
from spacy.language import Language
from spacy.tokens import Doc, Span

NAME = "kg_clearnlp"
ROOT = "ROOT"

_SIMPLE = {
    "acomp": "xcomp", "attr": "xcomp", "auxpass": "aux:pass", "csubjpass": "csubj:pass",
    "dobj": "obj", "intj": "discourse", "meta": "dep", "neg": "advmod", "nsubjpass": "nsubj:pass",
    "oprd": "xcomp", "poss": "nmod:poss", "preconj": "cc:preconj", "predet": "det:predet",
    "prt": "compound:prt", "quantmod": "advmod", "relcl": "acl:relcl", "dative": "iobj",
}  # fmt: skip
_PREPOSITIONS = {"prep", "agent", "dative"}
_VERBAL = {"VERB", "AUX", "ADJ", "ADV"}
_NAMES = {
    "PERSON": "PERSON", "PER": "PERSON", "ORG": "ORG", "GPE": "GPE", "LOC": "LOC", "FAC": "LOC",
    "NORP": "NORP", "EVENT": "EVENT", "DATE": "DATE",
}  # fmt: skip


@dataclass(slots=True)
class Words:
    """One text's words, and the tree that is being turned round.

    ``heads`` are positions; a root is its own head.
    """

    lemmas: Sequence[str]
    upos: Sequence[str]
    heads: list[int]
    relations: list[str]
    children: list[list[int]] = field(default_factory=list)

    def refresh(self) -> None:
        """Lists every word's children, in the order of the text."""
        self.children = [[] for _ in self.heads]
        for place, head in enumerate(self.heads):
            if head != place:
                self.children[head].append(place)

    def find(self, head: int, *relations: str) -> list[int]:
        """The children with one of these relations."""
        return [child for child in self.children[head] if self.relations[child] in relations]

    def swap(self, old: int, new: int, relation: str) -> None:
        """Puts ``new`` where ``old`` was in the tree, and ``old`` with its children under it."""
        above = self.heads[old]
        self.heads[new] = new if above == old else above
        self.relations[new] = relation
        for child in self.children[old]:
            if child != new:
                self.heads[child] = new
        self.heads[old] = new
        self.refresh()


def convert(words: Words) -> None:
    """Turns a ClearNLP tree into the nearest UD tree, in place.

    Args:
        words: lemmas and parts of speech are read, heads and relations changed.

    >>> words = Words(["talk", "in", "Geneva"],
    ...     ["NOUN", "ADP", "PROPN"], [0, 0, 1], ["ROOT", "prep", "pobj"])
    >>> convert(words)
    >>> words.heads, words.relations
    ([0, 2, 0], ['ROOT', 'case', 'nmod'])
    """
    words.relations[:] = ["compound" if each == "nmod" else each for each in words.relations]
    words.refresh()
    _existentials(words)
    _prepositions(words)
    _copulas(words)
    _coordinations(words)
    for place, relation in enumerate(words.relations):
        words.relations[place] = _relation(words, place, relation)


def _existentials(words: Words) -> None:
    """In "there is a plan", the plan is the subject."""
    for verb in range(len(words.heads)):
        if words.find(verb, "expl"):
            for child in words.find(verb, "attr"):
                words.relations[child] = "nsubj"


def _prepositions(words: Words) -> None:
    """The noun or clause after a preposition takes its place."""
    for place, relation in enumerate(words.relations):
        if relation in _PREPOSITIONS or (relation == "conj" and words.upos[place] == "ADP"):
            _turn(words, place, relation)


def _turn(words: Words, place: int, relation: str) -> None:
    nouns, clauses = words.find(place, "pobj"), words.find(place, "pcomp")
    inner = [c for c in [*clauses, *words.find(place, "prep")] if words.upos[c] == "ADP"]
    if nouns:
        words.swap(place, nouns[0], _oblique(words, place, relation))
        words.relations[place] = "case"
    elif inner and inner[0] > place:
        words.swap(place, inner[0], relation)
        words.relations[place] = "case"
    elif clauses:
        verbal = words.upos[words.heads[place]] in _VERBAL
        words.swap(place, clauses[0], "advcl" if verbal else "acl")
        words.relations[place] = "mark"
    elif relation == "prep":
        words.relations[place] = "advmod"


def _oblique(words: Words, place: int, relation: str) -> str:
    if relation == "conj":
        return "conj"
    if relation == "agent":
        return "obl:agent"
    head = words.heads[place]
    return "obl" if words.upos[head] in _VERBAL or relation == "dative" else "nmod"


def _copulas(words: Words) -> None:
    """The predicate takes the place of the form of "be" that it follows."""
    for verb in range(len(words.heads)):
        if words.lemmas[verb] != "be" or words.relations[verb] in ("aux", "auxpass", "cop"):
            continue
        if words.find(verb, "expl"):
            continue
        predicates = words.find(verb, "attr", "acomp") or _place_predicate(words, verb)
        if predicates:
            words.swap(verb, predicates[0], words.relations[verb])
            words.relations[verb] = "cop"


def _place_predicate(words: Words, verb: int) -> list[int]:
    """The noun of "is in Geneva", where "be" has nothing else to say."""
    after = [child for child in words.find(verb, "obl") if child > verb]
    return [] if words.find(verb, "ccomp", "xcomp", "advcl", "dobj") else after[:1]


def _coordinations(words: Words) -> None:
    """Every conjunction hangs on the conjunct after it, every conjunct on the first one."""
    for place, relation in enumerate(words.relations):
        later = [c for c in words.find(words.heads[place], "conj") if c > place]
        if relation == "cc" and later:
            words.heads[place] = later[0]
    for place, relation in enumerate(words.relations):
        head = words.heads[place]
        while relation == "conj" and words.relations[head] == "conj" and words.heads[head] != head:
            head = words.heads[head]
        words.heads[place] = head


def _relation(words: Words, place: int, relation: str) -> str:
    head = words.heads[place]
    verbal = words.upos[head] in _VERBAL
    if head == place:
        return ROOT
    if relation == "aux" and words.upos[place] == "PART":
        return "mark"
    if relation in ("npadvmod", "pobj", "pcomp", "prep", "agent"):
        kind = "unmarked" if relation == "npadvmod" else ""
        return ("obl" if verbal else "nmod") + (f":{kind}" if kind else "")
    return _SIMPLE.get(relation, relation)


@Language.component(NAME, assigns=["token.dep", "token.head", "doc.ents"])
def convert_doc(doc: Doc) -> Doc:
    """Gives a ClearNLP-labelled Doc its UD tree, and keeps the names that are used."""
    words = Words(
        lemmas=[token.lemma_ for token in doc],
        upos=[token.pos_ for token in doc],
        heads=[token.head.i for token in doc],
        relations=[token.dep_ for token in doc],
    )
    convert(words)
    offsets = (np.asarray(words.heads, np.int64) - np.arange(len(doc))).view(np.uint64)
    relations = np.array([doc.vocab.strings.add(r) for r in words.relations], np.uint64)
    table: Any = np.stack([offsets, relations], axis=1)
    if len(doc):
        doc.from_array([HEAD, DEP], table)
    doc.set_ents([Span(doc, e.start, e.end, _NAMES[e.label_]) for e in doc.ents if e.label_ in _NAMES])
    return doc
