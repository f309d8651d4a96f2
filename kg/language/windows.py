"""Doc → windows: the stretches of words that the network sees at once.

A window never crosses a line break, and it depends only on its own line, so that the same
line is read alike in any text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

WINDOW_MAX_PIECES = 256
_BREAKS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
_ENDS = frozenset({".", "!", "?", "...", "…", "?!", "!!", "!?"})
_CLOSERS = frozenset("\"'”’»)]") | {"''"}
_CAPITAL = ["Washington", ",", "D.C."]
_CAPITAL_TOKENS = len(_CAPITAL)
# With these a sentence begins, but no name goes on.
_OPENERS = frozenset("The He She They It Secretary Deputy Minister President Ambassador Both During In On At This These Their His Her".split())
_WEAK_ENDS = frozenset({";", ":", ",", "—", "--", "–"})


@dataclass(frozen=True, slots=True)
class Window:
    """Positions in a Doc of the words of one window.

    ``continues``: the line was cut in mid-sentence before it.
    """

    tokens: tuple[int, ...]
    continues: bool = False


def breaks_line(text: str) -> bool:
    """Whether white space holds a line break."""
    return not _BREAKS.isdisjoint(text)


def lines(doc: Doc) -> Iterator[list[int]]:
    """Positions of the words of each line that has any; a full stop that "Washington, D.C." swallows ends one too."""
    line: list[int] = []
    for token in doc:
        if not token.is_space:
            if len(line) > _CAPITAL_TOKENS and token.text in _OPENERS and [doc[i].text for i in line[-_CAPITAL_TOKENS:]] == _CAPITAL:
                yield line
                line = []
            line.append(token.i)
        elif line and breaks_line(token.text):
            yield line
            line = []
    if line:
        yield line


def windows(doc: Doc, sizes: Sequence[int]) -> Iterator[Window]:
    """The windows of a text.

    Args:
        doc: cut into words.
        sizes: word pieces of each token.

    Yields:
        Windows in the order of the text, together holding every word.
    """
    for line in lines(doc):
        words = [doc[i].text for i in line]
        start, continues = 0, False
        while start < len(line):
            end = _fit(sizes, line, start)
            clean = True
            if end < len(line):
                end, clean = _cut(words, start, end)
            yield Window(tuple(line[start:end]), continues)
            start, continues = end, not clean


def _fit(sizes: Sequence[int], line: list[int], start: int) -> int:
    """One past the last word that still fits."""
    total, end = 0, start
    while end < len(line) and (end == start or total + sizes[line[end]] <= WINDOW_MAX_PIECES):
        total += sizes[line[end]]
        end += 1
    return end


def _cut(words: list[str], start: int, end: int) -> tuple[int, bool]:
    """Where to cut before ``end``, and whether a sentence ends there."""
    for place in range(end, start, -1):
        if _sentence_ends(words, place):
            return place, True
    middle = start + (end - start) // 2
    for place in range(end, middle, -1):
        if words[place - 1] in _WEAK_ENDS:
            return place, False
    return end, False


def _sentence_ends(words: list[str], place: int) -> bool:
    """Whether a sentence ends before this place."""
    last = place - 1
    while last > 0 and words[last] in _CLOSERS:
        last -= 1
    return words[last] in _ENDS and not words[place][:1].islower() and words[place] not in _CLOSERS
