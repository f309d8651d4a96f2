"""Scores → the best tree, the best names: exact, and quick where the first guess is one."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.floating[Any]]
Numbers = npt.NDArray[np.int64]

_NEVER = -1e18


def tree(scores: Scores) -> Numbers:
    """The heads of the best tree with one root.

    Args:
        scores: words × (words + 1), how well each head suits each word; column 0 is the root.

    Returns:
        For each word its head, counted from 1; 0 for the one root.

    Source: Chu and Liu 1965, Edmonds 1967; for the single root: Stanojević and Cohen 2021,
    A Root of a Problem, https://aclanthology.org/2021.emnlp-main.823/

    >>> tree(np.array([[1.0, 0.0, 9.0], [5.0, 9.0, 0.0]]))
    array([2, 0])
    """
    words = len(scores)
    if not words:
        return np.zeros(0, np.int64)
    square = np.full((words + 1, words + 1), _NEVER)
    square[1:] = scores
    np.fill_diagonal(square, _NEVER)
    heads: Numbers = square.argmax(1)
    if _is_tree(heads):
        return heads[1:]
    finite = scores[np.isfinite(scores)]
    square[1:, 0] -= 1.0 + (words + 1) * float(np.ptp(finite) if finite.size else 0.0)
    return _arborescence(square)[1:]


def _is_tree(heads: Numbers) -> bool:
    """Whether heads (index 0 is the root's own) hang together under exactly one word."""
    if (heads[1:] == 0).sum() != 1:
        return False
    above = heads.copy()
    above[0] = 0
    for _ in range(len(heads).bit_length()):
        above = above[above]
    return not above.any()


def _arborescence(scores: npt.NDArray[np.float64]) -> Numbers:
    """Best heads of all nodes under node 0; square scores, dependent × head.

    Contracts one cycle into a node of its own, solves what is left, opens the cycle again.
    """
    heads: Numbers = scores.argmax(1)
    heads[0] = 0
    cycle = _cycle(heads)
    if not cycle:
        return heads
    inside = np.asarray(cycle)
    rest = np.setdiff1d(np.arange(len(scores)), inside)
    size = len(rest)
    kept = scores[inside, heads[inside]]
    entering = scores[np.ix_(inside, rest)] - kept[:, None]
    leaving = scores[np.ix_(rest, inside)]
    smaller = np.full((size + 1, size + 1), _NEVER)
    smaller[:size, :size] = scores[np.ix_(rest, rest)]
    smaller[size, :size], smaller[:size, size] = entering.max(0), leaving.max(1)
    chosen = _arborescence(smaller)
    outer = chosen[:size]
    found = heads.copy()
    found[rest] = np.where(outer == size, inside[leaving.argmax(1)], rest[np.minimum(outer, size - 1)])
    found[0] = 0
    entry = chosen[size]
    found[inside[entering[:, entry].argmax()]] = rest[entry]
    return found


def _cycle(heads: Numbers) -> list[int]:
    """One cycle among the nodes; empty if all hang under node 0."""
    seen_from = [0] * len(heads)
    for start in range(1, len(heads)):
        node = start
        while node and not seen_from[node]:
            seen_from[node] = start
            node = int(heads[node])
        if node and seen_from[node] == start:
            cycle = [node]
            while heads[cycle[-1]] != node:
                cycle.append(int(heads[cycle[-1]]))
            return cycle
    return []


def names(scores: Scores, labels: tuple[str, ...]) -> list[tuple[int, int, str]]:
    """The best spans under BIO tags.

    Args:
        scores: words × tags.
        labels: the tags, such as ``O``, ``B-GPE``, ``I-GPE``.

    Returns:
        Start, end and label of each span, in the order of the text.

    >>> names(np.array([[0, 3, 4], [0, 1, 4], [5, 0, 0]]), ("O", "B-GPE", "I-GPE"))
    [(0, 2, 'GPE')]
    """
    if not len(scores):
        return []
    allowed = _allowed(labels)
    best = scores.argmax(1)
    before = np.concatenate([[labels.index("O")], best[:-1]])
    if not allowed[before, best].all():
        best = _viterbi(scores, allowed, labels.index("O"))
    return _spans([labels[tag] for tag in best])


def _allowed(labels: tuple[str, ...]) -> npt.NDArray[np.bool_]:
    """Whether a tag (column) may follow another (row)."""
    kinds = [label[2:] for label in labels]
    return np.array([[not b.startswith("I-") or kinds[i] == b[2:] for b in labels] for i in range(len(labels))])


def _viterbi(scores: Scores, allowed: npt.NDArray[np.bool_], outside: int) -> Numbers:
    barred = np.where(allowed, 0.0, _NEVER)
    total = scores[0] + barred[outside]
    back = np.zeros(scores.shape, np.int64)
    for word in range(1, len(scores)):
        ways = total[:, None] + barred
        back[word] = ways.argmax(0)
        total = ways.max(0) + scores[word]
    path = [int(total.argmax())]
    for word in range(len(scores) - 1, 0, -1):
        path.append(int(back[word, path[-1]]))
    return np.asarray(path[::-1])


def _spans(tags: list[str]) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for place, tag in enumerate(tags):
        if tag.startswith("B-"):
            found.append((place, place + 1, tag[2:]))
        elif tag.startswith("I-"):
            start, _, label = found[-1]
            found[-1] = (start, place + 1, label)
    return found
