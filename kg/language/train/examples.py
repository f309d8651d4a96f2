"""The training and development sentences: what is read from which corpus, and its pairing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import spacy

from kg.language.train.corpora import (
    Sentence,
    Span,
    read_columns,
    read_conllu,
    read_re3d,
    read_uner,
)
from kg.language.train.names import of_mentions

RE3D = (
    "australian-department-of-foreign-affairs",
    "centcom",
    "uk-government",
    "us-state-department",
    "wikipedia",
)
_HELD_OUT_POLITICS = 100
"""Sentences of the politics development part that stay in development."""


def ewt(folder: Path, part: str) -> list[Sentence]:
    """Sentences of UD English EWT, with the names that Universal NER gives the same words.

    Args:
        folder: the corpora.
        part: ``train``, ``dev`` or ``test``.
    """
    names = read_uner(folder / "uner" / f"ewt-{part}.iob2.gz")
    return [_with_names(s, names) for s in read_conllu(folder / "ewt" / f"{part}.conllu.gz")]


def _with_names(
    sentence: Sentence, names: dict[str, tuple[tuple[str, ...], tuple[Span, ...]]]
) -> Sentence:
    words, spans = names.get(sentence.key, ((), ()))
    return replace(sentence, names=spans) if words == sentence.words else sentence


def gum(folder: Path, part: str) -> list[Sentence]:
    """Sentences of the open genres of GUM, with their named mentions.

    Args:
        folder: the corpora.
        part: such as ``train-open``.
    """
    found = read_conllu(folder / "gum" / f"{part}.conllu.gz")
    return [replace(sentence, names=tuple(of_mentions(sentence))) for sentence in found]


def pud(folder: Path) -> list[Sentence]:
    """Sentences of UD English PUD with names; for testing only.

    The two corpora number their sentences differently: the words decide.
    """
    named = dict(read_uner(folder / "uner" / "pud-test.iob2.gz").values())
    found = read_conllu(folder / "pud" / "test.conllu.gz")
    return [replace(sentence, names=named.get(sentence.words)) for sentence in found]


def re3d(folder: Path) -> Iterator[Sentence]:
    """Paragraphs of re3d, cut into words, with the spans whose words are all capitalised."""
    tokenizer = spacy.blank("en").tokenizer
    for part in RE3D:
        for text, spans in read_re3d(folder / "re3d", part):
            at = 0
            for number, line in enumerate(text.split("\n")):
                words = [token for token in tokenizer(line) if not token.is_space]
                inside = [(s - at, e - at, k) for s, e, k in spans if at <= s and e <= at + len(line)]
                at += len(line) + 1
                if 0 < len(words) < 300:
                    starts = {token.idx: token.i for token in words}
                    ends = {token.idx + len(token): token.i + 1 for token in words}
                    place = {token.i: n for n, token in enumerate(words)}
                    names = [
                        (place[starts[s]], place[ends[e] - 1] + 1, kind)
                        for s, e, kind in sorted(inside, key=lambda span: span[0] - span[1])
                        if s in starts and e in ends and _all_capitals(line[s:e])
                    ]
                    yield Sentence(
                        f"re3d-{part}-{number}",
                        tuple(token.text for token in words),
                        tuple(bool(token.whitespace_) for token in words),
                        names=tuple(names),
                        starts_paragraph=True,
                    )


_SMALL = {"of", "the", "and", "for", "in", "de", "al"}


def _all_capitals(text: str) -> bool:
    words = [word for word in text.split() if word.lower() not in _SMALL]
    return bool(words) and all(word[0].isupper() or word[0].isdigit() for word in words)


def train(folder: Path) -> list[list[Sentence]]:
    """All that is trained on: groups of sentences in the order of their texts.

    Args:
        folder: the corpora.

    Returns:
        One list for each text whose sentences follow each other, or of lone sentences.

    Raises:
        TrainingError: a corpus file is missing or damaged.
    """
    politics = list(read_columns(folder / "crossner" / "politics-dev.txt.gz"))[_HELD_OUT_POLITICS:]
    politics += read_columns(folder / "crossner" / "politics-train.txt.gz")
    others = [
        sentence
        for domain in ("science", "literature", "music", "ai")
        for part in ("train", "dev", "test")
        for sentence in read_columns(folder / "crossner" / f"{domain}-{part}.txt.gz")
    ]
    wikigold = read_columns(folder / "wikigold" / "wikigold.conll.txt.gz")
    alone = [*politics, *politics, *others, *wikigold, *re3d(folder)]
    return [
        *paragraphs(ewt(folder, "train")),
        *paragraphs(gum(folder, "train-open")),
        *([sentence] for sentence in alone),
    ]


def dev(folder: Path) -> list[list[Sentence]]:
    """What training is watched on: the development parts, never a test part.

    Args:
        folder: the corpora.
    """
    politics = list(read_columns(folder / "crossner" / "politics-dev.txt.gz"))[:_HELD_OUT_POLITICS]
    return [
        *paragraphs(ewt(folder, "dev")),
        *paragraphs(gum(folder, "dev-open")),
        *([sentence] for sentence in politics),
    ]


def paragraphs(sentences: Iterable[Sentence]) -> Iterator[list[Sentence]]:
    """Sentences grouped by the paragraphs that the corpus marks."""
    group: list[Sentence] = []
    for sentence in sentences:
        if group and sentence.starts_paragraph:
            yield group
            group = []
        group.append(sentence)
    if group:
        yield group
