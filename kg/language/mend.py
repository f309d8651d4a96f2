"""Relations that the rest of the sentence rules out, put right.

The network chooses each word's relation on its own, so some don't go together. English says
which one is wrong:

- a name before its finite verb that has no other subject is the subject, not an aside, unless
  a dateline's dash, colon or bracket stands between: "Moscow, which had denied it, accused Kyiv";
- a verb has one subject and one object: of two nouns side by side with the same relation the
  first is the title of the person whom the second names: "King Abdullah called";
- of two subjects of a verb of speech the first belongs to what is said, if that has none:
  "Rome, he said, will not yield";
- a noun right before such a verb that has no subject is no apposition to what stands before
  the comma, but the speaker: "Rome, the envoy warned, would leave";
- a day right after a verb of speech belongs to it: "said Wednesday China would not attend".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.symbols import IDS

Numbers = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]

_NOUNS = np.array([IDS["NOUN"], IDS["PROPN"]], np.uint64)
_VERB, _PROPN = np.uint64(IDS["VERB"]), np.uint64(IDS["PROPN"])
_SUBJECTS = ("nsubj", "nsubj:pass", "csubj", "csubj:pass", "expl", "nsubj:outer")
_ONCE = ("nsubj", "nsubj:pass", "obj", "iobj", "obl:agent")
_FINITE = ("VBD", "VBZ", "VBP", "VBN", "VB")
_DATELINE_MARKS = (":", "-LRB-", "-RRB-")


@dataclass(slots=True)
class Words:
    """The words of a text: their tags, parts of speech, heads (positions) and relations."""

    tag: Hashes
    pos: Hashes
    head: Numbers
    dep: Hashes


class Mender:
    """Puts relations right, under the numbers of one vocabulary."""

    def __init__(self, strings: Any) -> None:
        def known(labels: Iterable[str]) -> Hashes:
            return np.array([strings.add(label) for label in labels], np.uint64)

        self._title, self._subject, self._passive, self._passive_aux = known(
            ("nmod:desc", "nsubj", "nsubj:pass", "aux:pass")
        )
        self._content, self._unmarked, self._apposition = known(("ccomp", "obl:unmarked", "appos"))
        self._asides = known(("parataxis", "reparandum"))
        self._active = known(("VBD", "VBZ", "VBP"))
        self._subjects, self._once = known(_SUBJECTS), known(_ONCE)
        self._finite, self._marks = known(_FINITE), known(_DATELINE_MARKS)

    def __call__(self, words: Words, persons: Iterable[tuple[int, int]]) -> None:
        """Changes heads and relations in place.

        Args:
            words: of a whole text.
            persons: start and end of each person's name.
        """
        self._subject_at_start(words)
        self._titles(words, list(persons))
        for said in np.flatnonzero((words.dep == self._content) & (words.head < np.arange(len(words.head)))):
            self._around_speech(words, int(words.head[said]), int(said))

    def _subject_at_start(self, words: Words) -> None:
        places = np.arange(len(words.head))
        aside = np.isin(words.dep, self._asides) & (words.head > places) & np.isin(words.pos, _NOUNS)
        aside &= (words.pos[words.head] == _VERB) & np.isin(words.tag[words.head], self._finite)
        for place in np.flatnonzero(aside):
            verb = words.head[place]
            between = slice(place + 1, verb)
            others = words.dep[words.head == verb]
            if np.isin(others, self._subjects).any() or np.isin(words.tag[between], self._marks).any():
                continue
            words.dep[place] = self._passive if self._passive_aux in others else self._subject

    def _around_speech(self, words: Words, verb: int, said: int) -> None:
        of_verb, of_said = words.head == verb, words.head == said
        if verb + 1 < said and of_said[verb + 1] and words.dep[verb + 1] == self._unmarked:
            words.head[verb + 1] = verb
        subjects = np.flatnonzero(of_verb[:verb] & np.isin(words.dep[:verb], self._subjects[:2]))
        if not len(subjects) and verb and self._speaks(words, verb - 1, verb):
            words.head[verb - 1], words.dep[verb - 1] = verb, self._subject
        if len(subjects) == 2 and not np.isin(words.dep[of_said], self._subjects).any():
            passive = self._passive_aux in words.dep[of_said]
            words.head[subjects[0]], words.dep[subjects[0]] = said, self._passive if passive else self._subject

    def _speaks(self, words: Words, noun: int, verb: int) -> bool:
        apposed = words.dep[noun] == self._apposition and words.pos[noun] in _NOUNS
        finite = words.tag[verb] in self._active and self._passive_aux not in words.dep[words.head == verb]
        return bool(apposed and finite)

    def _titles(self, words: Words, persons: list[tuple[int, int]]) -> None:
        inside = {place for start, end in persons for place in range(start, end)}
        for start, _ in persons:
            first = start - 1
            if first < 0 or first in inside or words.pos[start] != _PROPN or words.pos[first] not in _NOUNS:
                continue
            same = words.head[first] == words.head[start] and words.dep[first] == words.dep[start]
            if same and words.dep[first] in self._once:
                words.head[first], words.dep[first] = start, self._title
