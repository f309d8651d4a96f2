"""The network's numbers → the annotation of a ``Doc``."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.attrs import DEP, HEAD, LEMMA, MORPH, POS, TAG
from spacy.symbols import IDS
from spacy.tokens import Doc, Span

from kg.language import decode, lemmas
from kg.language.graph import Found
from kg.language.mend import Mender, Words
from kg.language.windows import Window

Hashes = npt.NDArray[np.uint64]

ROOT = "ROOT"
_OWN_VERBS = frozenset({"lay", "found", "saw", "bound", "ground", "wound", "fell"})
_JOINED = "parataxis"


class Labels:
    """The classes of every head, and the numbers by which a vocabulary knows them."""

    def __init__(self, table: dict[str, list[str]], strings: Any, morphology: Any) -> None:
        parts = [bundle.partition("|") for bundle in table["morph"]]
        self.name = tuple(table["name"])
        self.lemma = table["lemma"]
        self._verbs = frozenset(table.get("verbs", ()))
        self._irregular = dict(pair.split(" ") for pair in table.get("irregular", ()))
        self.tag = _hashes(strings.add(tag) for tag in table["xpos"])
        self.stop = table["xpos"].index(".")
        self.pos = _hashes(IDS[pos] for pos, _, _ in parts)
        self.verbal = np.array([pos == "VERB" for pos, _, _ in parts])
        self.morph = _hashes(morphology.add(feats) for _, _, feats in parts)
        self.dep = _hashes(strings.add(relation) for relation in table["relation"])
        self.root, self.joined = strings.add(ROOT), strings.add(_JOINED)
        self.space = (strings.add("_SP"), IDS["SPACE"], morphology.add(""), strings.add("dep"))
        self._strings = strings
        self.mend = Mender(strings)
        self.lemma_of = lru_cache(maxsize=50_000)(self._lemma_of)

    def _lemma_of(self, rules: bytes, form: str, verbal: bool) -> int:
        """The lemma under the best rule; for a verb, the best rule that gives a known verb.

        An irregular form whose verb none of the rules gives is looked up; another form is
        read by the endings of English verbs.
        """
        found = [lemmas.apply(self.lemma[rule], form) for rule in np.frombuffer(rules, np.int64)]
        lower = form.lower()
        if not verbal or (found[0] == lower and lower in self._verbs and lower not in self._irregular):
            return int(self._strings.add(lemmas.singular(form, found[0])))
        own = lower in _OWN_VERBS and found[0] == lower
        given = None if own else self._irregular.get(lower)
        known = (lemma for lemma in (*lemmas.regular(lower), *found) if lemma in self._verbs)
        return int(self._strings.add(given or next(known, found[0])))


def _hashes(values: Any) -> Hashes:
    return np.fromiter(values, np.uint64)


def annotate(doc: Doc, windows: list[Window], found: Iterable[Found], labels: Labels) -> None:
    """Writes tags, lemmas, trees and names into a Doc.

    Args:
        doc: cut into words, some of them white space.
        windows: of this Doc.
        found: what the network says of each window; read one by one, so that it need not lie in memory at once.
        labels: the classes.
    """
    if not len(doc):
        return
    size = len(doc)
    tag, pos, morph, dep = (np.full(size, value, np.uint64) for value in labels.space)
    lemma = _hashes(token.orth for token in doc)
    head = _space_heads(doc)
    names: list[tuple[int, int, str]] = []
    last_root = -1
    for window, result in zip(windows, found, strict=True):
        at = np.asarray(window.tokens)
        tag[at], pos[at] = labels.tag[result.xpos], labels.pos[result.morph]
        morph[at] = labels.morph[result.morph]
        lemma[at] = [
            labels.lemma_of(rules.tobytes(), doc[i].text, bool(verbal))
            for rules, i, verbal in zip(
                result.lemma, window.tokens, labels.verbal[result.morph], strict=True
            )
        ]
        heads, relations = _trees(result, labels)
        if window.continues:
            heads[heads == 0], relations = _joined(heads, relations, labels)
        head[at] = np.where(heads > 0, at[heads - 1], np.where(heads == 0, at, last_root))
        dep[at] = relations
        roots = at[heads == 0]
        last_root = int(roots[-1]) if len(roots) else last_root
        names += [
            (window.tokens[start], window.tokens[end - 1] + 1, label)
            for start, end, label in decode.names(result.name, labels.name)
        ]
    names = [_named(doc, *name) for name in names]
    labels.mend(Words(tag, pos, head, dep), [(start, end) for start, end, label in names if label == "PERSON"])
    dep[head == np.arange(size)] = labels.root
    offsets = (head - np.arange(size)).astype(np.int64).view(np.uint64)
    table: Any = np.stack([tag, pos, morph, lemma, offsets, dep], axis=1)
    doc.from_array([TAG, POS, MORPH, LEMMA, HEAD, DEP], table)
    doc.set_ents([Span(doc, start, end, label) for start, end, label in names])


def _named(doc: Doc, start: int, end: int, label: str) -> tuple[int, int, str]:
    """A name without the "of" before it: what is an office's, as in "the minister of Iran", is a country, and no person."""
    if label == "PERSON" and end - start == 2 and doc[start].lower_ == "of":
        return start + 1, end, "GPE"
    return start, end, label


def _trees(result: Found, labels: Labels) -> tuple[decode.Numbers, Hashes]:
    """Heads within the window, from 1, 0 for a root; and relations."""
    stops = result.xpos == labels.stop
    starts = result.start > 0
    starts[1:] &= ~(stops[1:] & stops[:-1])
    starts[0] = True
    bounds = [*np.flatnonzero(starts).tolist(), len(starts)]
    heads = np.zeros(len(starts), np.int64)
    for start, end in pairwise(bounds):
        columns = np.r_[0, start + 1 : end + 1]
        inner = decode.tree(result.arc[start:end, columns])
        heads[start:end] = np.where(inner > 0, inner + start, 0)
    relations = labels.dep[result.relation[np.arange(len(heads)), heads]]
    return heads, np.where(heads > 0, relations, np.uint64(labels.root))


def _joined(heads: decode.Numbers, relations: Hashes, labels: Labels) -> tuple[Any, Hashes]:
    """Hangs the first tree of a window on the sentence that it continues; marks it by -1."""
    roots = np.flatnonzero(heads == 0)
    relations = relations.copy()
    relations[roots[0]] = labels.joined
    marks = np.zeros(len(roots), np.int64)
    marks[0] = -1
    return marks, relations


def _space_heads(doc: Doc) -> npt.NDArray[np.int64]:
    """For white space the word before it, else the first word; for words a placeholder."""
    words = np.array([not token.is_space for token in doc])
    places = np.arange(len(doc))
    if not words.any():
        return places
    before = np.maximum.accumulate(np.where(words, places, -1))
    return np.where(before >= 0, before, int(words.argmax()))
