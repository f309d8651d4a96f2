"""Words as the network sees them: plain marks, letter case, word pieces.

Training and running share this module, so both see the same numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

Ids = npt.NDArray[np.int64]

START_PIECE, END_PIECE, UNKNOWN_PIECE = 101, 102, 100
WORD_MAX_PIECES = 8
WORD_MAX_CHARS = 60
CASES = 8

_MARKS = str.maketrans({
    "’": "'", "‘": "'", "‛": "'", "‚": "'", "´": "'", "`": "'", "′": "'",
    "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "″": '"',
    "–": "-", "‐": "-", "‑": "-", "‒": "-", "−": "-", "―": "—",
})  # fmt: skip
_QUOTE_PAIR = re.compile(r"^''$")
_LONG_DASH = re.compile(r"^-{2,}$")
_DOTS = re.compile(r"^(?:\.{2,}|…+)$")


def plain(word: str) -> str:
    """The word with plain quotes and dashes, as the treebanks write them.

    Args:
        word: one token.

    Returns:
        The same word; curly quotes are straight, two hyphens are an em dash.

    >>> plain("don’t"), plain("”"), plain("--"), plain("…")
    ("don't", '"', '—', '...')
    """
    word = word.translate(_MARKS)
    word = _QUOTE_PAIR.sub('"', word)
    return _DOTS.sub("...", _LONG_DASH.sub("—", word))


def letter_case(word: str) -> int:
    """The class of a word's capitals, 1 to 7; 0 is kept for padding.

    >>> [letter_case(w) for w in ("talks", "UN", "A", "Paris", "McCain", "iPad", "12")]
    [1, 2, 3, 4, 5, 6, 7]
    """
    if word.islower():
        return 1
    if word.isupper():
        return 2 if len(word) > 1 else 3
    if word[:1].isupper():
        return 4 if word[1:].islower() else 5
    return 6 if any(char.isupper() for char in word) else 7


@dataclass(frozen=True, slots=True)
class Pieces:
    """Word pieces of one window of text, with its start and end piece.

    ``word`` is for each piece the number of its word, -1 for the start and end piece.
    """

    ids: Ids
    cases: Ids
    word: Ids
    words: int


class PieceMaker:
    """Cuts words into pieces of the encoder's vocabulary, remembering what it has cut."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self.cut = lru_cache(maxsize=100_000)(self._cut)

    def _cut(self, word: str) -> tuple[int, tuple[int, ...]]:
        text = plain(word)
        ids = self._tokenizer.encode(text[:WORD_MAX_CHARS], add_special_tokens=False).ids
        return letter_case(text), tuple(ids[:WORD_MAX_PIECES]) or (UNKNOWN_PIECE,)

    def count(self, word: str) -> int:
        """How many pieces the word has; at least 1."""
        return len(self.cut(word)[1])

    def __call__(self, words: Sequence[str]) -> Pieces:
        """The pieces of a window of words.

        Args:
            words: tokens, none of them white space.

        Returns:
            Arrays of one length, two longer than there are pieces.
        """
        cut = [self.cut(word) for word in words]
        ids = [START_PIECE, *(piece for _, pieces in cut for piece in pieces), END_PIECE]
        sizes = [len(pieces) for _, pieces in cut]
        cases = np.repeat([0, *(case for case, _ in cut), 0], [1, *sizes, 1])
        word = np.repeat(np.arange(-1, len(words) + 1), [1, *sizes, 1])
        word[-1] = -1
        return Pieces(np.asarray(ids, np.int64), cases.astype(np.int64), word, len(words))
