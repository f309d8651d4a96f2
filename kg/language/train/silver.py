"""Names that a model has given to raw news text: more training data, of lesser quality.

Only names are taken: where a corpus has gold trees, labelled trees add errors of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin

from kg.errors import TrainingError
from kg.language.train.corpora import Sentence

_LEAST_WORDS, _MOST_WORDS = 25, 150
_ENDS = frozenset({".", "!", "?", '."', ".”"})


def read(path: Path) -> Iterator[Sentence]:
    """Stretches of labelled text, each a few sentences long.

    Args:
        path: a ``DocBin`` whose Docs have names.

    Raises:
        TrainingError: it can't be read.
    """
    try:
        bundle = DocBin().from_disk(path)
    except (OSError, ValueError) as error:
        raise TrainingError(f"labelled text {path} can't be read ({error}): see --silver") from error
    for number, doc in enumerate(bundle.get_docs(spacy.blank("en").vocab)):
        yield from _stretches(doc, f"silver-{number}")


def _stretches(doc: Doc, key: str) -> Iterator[Sentence]:
    start = 0
    for token in doc:
        size = token.i + 1 - start
        ended = (token.text in _ENDS or "\n" in token.text) and size >= _LEAST_WORDS
        if ended or size >= _MOST_WORDS or token.i + 1 == len(doc):
            if any(not each.is_space for each in doc[start : token.i + 1]):
                yield _sentence(doc, start, token.i + 1, f"{key}-{start}")
            start = token.i + 1


def _sentence(doc: Doc, start: int, end: int, key: str) -> Sentence:
    words = [token for token in doc[start:end] if not token.is_space]
    place = {token.i: number for number, token in enumerate(words)}
    inside = [span for span in doc.ents if start <= span.start and span.end <= end]
    return Sentence(
        key,
        tuple(token.text for token in words),
        tuple(bool(token.whitespace_) for token in words),
        names=tuple(
            (place[span.start], place[span.end - 1] + 1, span.label_)
            for span in inside
            if span.start in place and span.end - 1 in place
        ),
        starts_paragraph=True,
    )
