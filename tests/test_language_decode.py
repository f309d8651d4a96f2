"""Decoding against brute force."""

from itertools import product

import numpy as np
import pytest

from kg.language import decode

LABELS = ("O", "B-GPE", "I-GPE", "B-ORG", "I-ORG")


def is_tree(heads: tuple[int, ...]) -> bool:
    if heads.count(0) != 1:
        return False
    for word in range(1, len(heads) + 1):
        seen = set()
        while word:
            if word in seen:
                return False
            seen.add(word)
            word = heads[word - 1]
    return True


def best_tree(scores: np.ndarray) -> float:
    words = len(scores)
    trees = (heads for heads in product(range(words + 1), repeat=words) if is_tree(heads))
    return max(float(sum(scores[i, head] for i, head in enumerate(heads))) for heads in trees)


@pytest.mark.parametrize("words", [1, 2, 3, 4, 5])
def test_tree_is_the_best_of_all_trees(words: int) -> None:
    rng = np.random.default_rng(words)
    for _ in range(60):
        scores = rng.normal(size=(words, words + 1)) * rng.choice([1, 30])
        heads = decode.tree(scores)
        assert is_tree(tuple(heads.tolist()))
        assert sum(scores[np.arange(words), heads]) == pytest.approx(best_tree(scores))


@pytest.mark.parametrize("words", [30, 200])
def test_tree_of_a_long_sentence_has_one_root_and_no_cycle(words: int) -> None:
    rng = np.random.default_rng(words)
    assert is_tree(tuple(decode.tree(rng.normal(size=(words, words + 1))).tolist()))


def test_tree_of_equal_scores_is_a_tree() -> None:
    assert is_tree(tuple(decode.tree(np.zeros((7, 8))).tolist()))


def test_nothing_has_no_heads_and_no_names() -> None:
    assert decode.tree(np.zeros((0, 1))).size == 0
    assert decode.names(np.zeros((0, 5)), LABELS) == []


def follows(tags: tuple[int, ...]) -> bool:
    before = "O"
    for tag in tags:
        label = LABELS[tag]
        if label.startswith("I-") and before[2:] != label[2:]:
            return False
        before = label
    return True


def test_names_are_the_best_allowed_tags() -> None:
    rng = np.random.default_rng(0)
    for _ in range(100):
        scores = rng.normal(size=(4, len(LABELS)))
        best = max(
            (tags for tags in product(range(len(LABELS)), repeat=4) if follows(tags)),
            key=lambda tags: sum(scores[i, tag] for i, tag in enumerate(tags)),
        )
        assert decode.names(scores, LABELS) == decode._spans([LABELS[tag] for tag in best])
