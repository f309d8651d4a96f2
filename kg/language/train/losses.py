"""Batches as tensors, the loss of every head, and how often each head is right."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from kg.language.graph import shares
from kg.language.train.encode import NONE, Window, batches
from kg.language.train.network import Network, Output

WEIGHTS = {"arc": 1.0, "relation": 1.0, "xpos": 0.5, "morph": 0.5, "lemma": 0.3, "start": 1.0, "name": 1.0}
"""Share of each head in the loss."""


def collate(batch: list[Window]) -> dict[str, Tensor]:
    """Windows as padded tensors."""
    pieces = max(len(window.pieces.ids) for window in batch)
    words = max(window.pieces.words for window in batch)
    out = {
        "ids": np.zeros((len(batch), pieces), np.int64),
        "cases": np.zeros((len(batch), pieces), np.int64),
        "seen": np.zeros((len(batch), 1, 1, pieces), bool),
        "pool": np.zeros((len(batch), words, pieces), np.float32),
        "sentence": np.full((len(batch), words), -1, np.int64),
    }
    labels = ("xpos", "morph", "lemma", "relation", "head", "start", "name")
    out |= {kind: np.full((len(batch), words), NONE, np.int64) for kind in labels}
    for row, window in enumerate(batch):
        size, count = len(window.pieces.ids), window.pieces.words
        out["ids"][row, :size] = window.pieces.ids
        out["cases"][row, :size] = window.pieces.cases
        out["seen"][row, :, :, :size] = True
        out["pool"][row, :count, :size] = shares(window.pieces)
        for kind in (*labels, "sentence"):
            out[kind][row, :count] = getattr(window, kind)
    return {kind: torch.from_numpy(value) for kind, value in out.items()}


def losses(network: Network, batch: dict[str, Tensor]) -> dict[str, Tensor]:
    """The loss of each head on a batch."""
    output = network(batch["ids"], batch["cases"], batch["pool"], batch["seen"])
    heads = batch["head"].clamp(min=0)
    found = {
        kind: _cross_entropy(getattr(output, kind), batch[kind])
        for kind in ("xpos", "morph", "lemma", "name")
    }
    if bool((batch["head"] != NONE).any()):
        found["arc"] = _cross_entropy(allowed(output, batch["sentence"]), batch["head"])
        found["relation"] = _cross_entropy(network.relations(output, heads), batch["relation"])
        known = batch["start"] != NONE
        found["start"] = functional.binary_cross_entropy_with_logits(
            output.start.float()[known], batch["start"][known].float()
        )
    return found


def _cross_entropy(scores: Tensor, gold: Tensor) -> Tensor:
    known = gold != NONE
    if not bool(known.any()):
        return scores.sum() * 0.0
    return functional.cross_entropy(scores[known].float(), gold[known])


def allowed(output: Output, sentence: Tensor) -> Tensor:
    """Arc scores, with heads outside a word's sentence ruled out."""
    same = sentence[:, :, None] == sentence[:, None, :]
    same &= ~torch.eye(sentence.shape[1], dtype=torch.bool)
    root = torch.ones(*sentence.shape, 1, dtype=torch.bool)
    return output.arc.float().masked_fill(~torch.cat([root, same], 2), -1e4)


def watch(windows: list[Window], max_pieces: int) -> Callable[[Network], str]:
    """A function that says how well a network does on the development windows.

    Args:
        windows: never of a test part.
        max_pieces: of a batch.
    """
    groups = [collate(batch) for batch in batches(windows, max_pieces, random.Random(0))]

    def measure(network: Network) -> str:
        network.eval()
        right: Counter[str] = Counter()
        total: Counter[str] = Counter()
        for batch in groups:
            with torch.no_grad():
                _count(network, batch, right, total)
        return " ".join(f"{kind} {100 * right[kind] / max(1, n):.2f}" for kind, n in sorted(total.items()))

    return measure


def _count(network: Network, batch: dict[str, Tensor], right: Counter[str], total: Counter[str]) -> None:
    output = network(batch["ids"], batch["cases"], batch["pool"], batch["seen"])
    heads = batch["head"].clamp(min=0)
    guesses = {kind: getattr(output, kind).argmax(-1) for kind in ("xpos", "morph", "lemma", "name")}
    guesses["head"] = allowed(output, batch["sentence"]).argmax(-1)
    guesses["relation"] = network.relations(output, heads).argmax(-1)
    guesses["start"] = (output.start > 0).long()
    for kind, guess in guesses.items():
        known = batch[kind] != NONE
        right[kind] += int((guess == batch[kind])[known].sum())
        total[kind] += int(known.sum())
