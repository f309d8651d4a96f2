"""Sentences → numbers: label tables, windows of sentences, batches."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from kg.language import lemmas
from kg.language.train.augment import Rates, augment
from kg.language.train.corpora import Sentence
from kg.language.train.names import LABELS, UNSURE, tags
from kg.language.words import Ids, PieceMaker, Pieces

NONE = -100
"""The class number that the loss leaves out."""

_FEATS = {
    "Number", "Tense", "VerbForm", "Mood", "Person", "Voice", "Degree", "PronType", "Case", "Poss",
    "Gender", "Polarity", "Definite", "NumType", "Reflex",
}  # fmt: skip
WINDOW_MAX_PIECES = 400


@dataclass(frozen=True, slots=True)
class Tables:
    """The classes of every head, in the order of their numbers."""

    xpos: list[str]
    morph: list[str]
    lemma: list[str]
    relation: list[str]
    name: list[str]


def kept_feats(feats: str) -> str:
    """The features that are used downstream, of a treebank's.

    >>> kept_feats("Number=Sing|Style=Expr|Typo=Yes")
    'Number=Sing'
    """
    return "|".join(feat for feat in feats.split("|") if feat.partition("=")[0] in _FEATS)


def tables(sentences: Iterable[Sentence], *, rare: int = 3) -> Tables:
    """The label tables of a training corpus.

    Args:
        sentences: all of them.
        rare: lemma rules and feature bundles seen less often are left out.
    """
    counts: dict[str, Counter[str]] = {"xpos": Counter(), "morph": Counter(), "lemma": Counter()}
    relations: Counter[str] = Counter()
    for sentence in sentences:
        if tree := sentence.tree:
            counts["xpos"].update(tree.xpos)
            counts["morph"].update(morphs(sentence))
            counts["lemma"].update(map(lemmas.rule, sentence.words, tree.lemmas))
            relations.update(tree.relations)
    kept = {kind: sorted(k for k, n in count.items() if n >= rare) for kind, count in counts.items()}
    names = ["O", *(f"{mark}-{label}" for label in LABELS for mark in "BI")]
    return Tables(relation=sorted(set(relations) - {"root"}), name=names, **kept)


def morphs(sentence: Sentence) -> list[str]:
    """Part of speech and features of each word, as one class: ``NOUN|Number=Sing``."""
    assert sentence.tree
    return [
        f"{upos}|{kept_feats(feats)}"
        for upos, feats in zip(sentence.tree.upos, sentence.tree.feats, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Window:
    """Some sentences that follow each other, as numbers; one entry for each word.

    ``head`` counts from 1 within the window, 0 is the root; ``sentence`` numbers the
    sentences.
    """

    pieces: Pieces
    xpos: Ids
    morph: Ids
    lemma: Ids
    relation: Ids
    head: Ids
    start: Ids
    name: Ids
    sentence: Ids


class Encoder:
    """Turns sentences into windows under fixed label tables."""

    def __init__(self, pieces: PieceMaker, table: Tables) -> None:
        self._pieces = pieces
        self._numbers = {k: {label: n for n, label in enumerate(v)} for k, v in asdict(table).items()}

    def window(self, group: Sequence[Sentence]) -> Window:
        """The window of a group of sentences.

        Args:
            group: sentences that follow each other in a text, all with trees or one without.
        """
        sizes = [len(sentence.words) for sentence in group]
        offsets = np.cumsum([0, *sizes[:-1]])
        start = np.full(sum(sizes), 0, np.int64)
        start[offsets] = 1
        if any(sentence.tree is None for sentence in group):
            start[:] = NONE
        return Window(
            pieces=self._pieces([word for sentence in group for word in sentence.words]),
            head=np.concatenate([_heads(s, int(o)) for s, o in zip(group, offsets, strict=True)]),
            start=start,
            sentence=np.repeat(np.arange(len(group)), sizes),
            **{
                kind: np.concatenate([self._labels(sentence, kind) for sentence in group])
                for kind in ("xpos", "morph", "lemma", "relation", "name")
            },
        )

    def _labels(self, sentence: Sentence, kind: str) -> Ids:
        number = self._numbers[kind]
        return np.asarray([number.get(label, NONE) for label in _values(sentence, kind)], np.int64)


def _values(sentence: Sentence, kind: str) -> Sequence[str]:
    tree = sentence.tree
    if kind == "name":
        if sentence.names is None:
            return [UNSURE] * len(sentence.words)
        return tags(sentence.words, sentence.names)
    if tree is None:
        return [""] * len(sentence.words)
    if kind == "morph":
        return morphs(sentence)
    if kind == "lemma":
        return list(map(lemmas.rule, sentence.words, tree.lemmas))
    return tree.xpos if kind == "xpos" else tree.relations


def _heads(sentence: Sentence, offset: int) -> Ids:
    if sentence.tree is None:
        return np.full(len(sentence.words), NONE, np.int64)
    heads = np.asarray(sentence.tree.heads, np.int64)
    return np.where(heads == 0, 0, heads + offset)


def windows(
    groups: Sequence[Sequence[Sentence]], encoder: Encoder, rng: random.Random | None, rates: Rates
) -> Iterator[Window]:
    """One pass over the corpus: paragraphs cut into windows, sentences changed at random.

    Args:
        groups: paragraphs.
        encoder: makes the numbers.
        rng: decides on cuts and changes; ``None``: whole paragraphs, nothing changed.
        rates: how often a sentence is changed.
    """
    for paragraph in joined(groups, rng) if rng else groups:
        for group in cut(paragraph, rng):
            changed = [augment(sentence, rng, rates) for sentence in group] if rng else group
            window = encoder.window(changed)
            if len(window.pieces.ids) <= WINDOW_MAX_PIECES:
                yield window


def joined(
    groups: Sequence[Sequence[Sentence]], rng: random.Random, share: float = 0.15
) -> Iterator[Sequence[Sentence]]:
    """Some paragraphs run into the next: line breaks that got lost."""
    last: Sequence[Sentence] = ()
    for group in groups:
        if last and last[-1].tree and group[0].tree and rng.random() < share:
            last = [*last, *group]
        else:
            if last:
                yield last
            last = group
    if last:
        yield last


def cut(paragraph: Sequence[Sentence], rng: random.Random | None) -> Iterator[Sequence[Sentence]]:
    """Cuts of a paragraph into 1 to 8 sentences, at most about 200 words."""
    group: list[Sentence] = []
    most, words = (rng.choice((1, 1, 2, 3, 4, 6, 8)) if rng else 8), 0
    for sentence in paragraph:
        if group and (len(group) >= most or words + len(sentence.words) > 200):
            yield group
            group, words = [], 0
            most = rng.choice((1, 1, 2, 3, 4, 6, 8)) if rng else 8
        group.append(sentence)
        words += len(sentence.words)
    if group:
        yield group


def batches(found: Sequence[Window], max_pieces: int, rng: random.Random) -> list[list[Window]]:
    """Windows of like length together, the batches in random order.

    Args:
        found: one pass of windows.
        max_pieces: word pieces of a batch, padding counted.
        rng: the order.
    """
    order = sorted(found, key=lambda window: len(window.pieces.ids) + rng.random() * 6)
    out: list[list[Window]] = [[]]
    for window in order:
        if out[-1] and len(window.pieces.ids) * (len(out[-1]) + 1) > max_pieces:
            out.append([])
        out[-1].append(window)
    rng.shuffle(out)
    return out
