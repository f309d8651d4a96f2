"""The spaCy component that reads a ``Doc`` with the network: tags, lemmas, trees, names."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokens import Doc
from spacy.training import Example
from tokenizers import Tokenizer

from kg.errors import ModelError
from kg.language.annotate import Labels, annotate
from kg.language.graph import Graph
from kg.language.windows import Window, windows
from kg.language.words import PieceMaker

GRAPH_FILE, LABELS_FILE, PIECES_FILE = "network.onnx", "labels.json", "pieces.json"
_BATCH_DOCS = 64


class Network:
    """Component ``kg_network``.

    Args of the constructor: the shared vocabulary, the component's name, the number of
    threads (0: as many as there are cores).
    """

    def __init__(self, vocab: Any, name: str = "kg_network", *, threads: int = 0) -> None:
        self.vocab = vocab
        self.name = name
        self.threads = threads
        self._graph: Graph | None = None
        self._labels: Labels | None = None
        self._pieces: PieceMaker | None = None
        self._sources: tuple[str, str] = ("", "")

    def __call__(self, doc: Doc) -> Doc:
        """Annotates one Doc in place, and returns it."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = _BATCH_DOCS) -> Iterator[Doc]:
        """Annotates Docs in their order, several windows at once on as many threads.

        Args:
            stream: Docs of words.
            batch_size: how many Docs are held at once.

        Raises:
            ModelError: the component has no network yet.
        """
        docs = iter(stream)
        while batch := list(islice(docs, max(1, batch_size))):
            self._read(batch)
            yield from batch

    def _read(self, batch: list[Doc]) -> None:
        if self._graph is None or self._pieces is None or self._labels is None:
            raise ModelError(f"component {self.name} holds no network: load it with kg.language.load()")
        cut: list[list[Window]] = []
        for doc in batch:
            cut.append(list(windows(doc, [self._pieces.count(token.text) for token in doc])))
        pieces = [
            self._pieces([doc[i].text for i in window.tokens])
            for doc, found in zip(batch, cut, strict=True)
            for window in found
        ]
        results = self._graph.run_all(pieces, self.threads or cores())
        for doc, found in zip(batch, cut, strict=True):
            annotate(doc, found, islice(results, len(found)), self._labels)

    def score(self, examples: Iterable[Example], **_: Any) -> dict[str, Any]:
        """Scores of tags, lemmas, trees, sentences and names, by spaCy's scorer."""
        return scores(list(examples))

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Writes the network, its labels and its word pieces into a folder.

        Raises:
            ModelError: there is no network yet.
        """
        del exclude
        if self._graph is None:
            raise ModelError(f"component {self.name} holds no network that could be written")
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / GRAPH_FILE).write_bytes(self._graph.content)
        for name, text in zip((LABELS_FILE, PIECES_FILE), self._sources, strict=True):
            (folder / name).write_text(text, encoding="utf-8")

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Network:
        """Reads what `to_disk` wrote.

        Raises:
            ModelError: a file is missing or damaged.
        """
        del exclude
        folder = Path(path)
        try:
            labels, pieces = ((folder / n).read_text(encoding="utf-8") for n in (LABELS_FILE, PIECES_FILE))
            self.fill((folder / GRAPH_FILE).read_bytes(), labels, pieces)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise ModelError(f"language model {folder} is damaged ({error}): install it again") from error
        return self

    def fill(self, graph: bytes, labels: str, pieces: str) -> None:
        """Takes a network.

        Args:
            graph: the ONNX file.
            labels: JSON, the classes of every head.
            pieces: JSON, the word piece tokenizer.

        Raises:
            ValueError: one of the JSON texts makes no sense.
        """
        self._graph = Graph(graph)
        self._labels = Labels(json.loads(labels), self.vocab.strings, self.vocab.morphology)
        self._pieces = PieceMaker(_tokenizer(pieces))
        self._sources = (labels, pieces)

    def __getstate__(self) -> dict[str, Any]:
        content = self._graph.content if self._graph else b""
        return {
            "vocab": self.vocab, "name": self.name, "threads": self.threads,
            "filled": (content, *self._sources),
        }  # fmt: skip

    def __setstate__(self, state: dict[str, Any]) -> None:
        filled = state["filled"]
        self.vocab, self.name, self.threads = state["vocab"], state["name"], state["threads"]
        self._graph = self._labels = self._pieces = None
        self._sources = ("", "")
        if filled[0]:
            self.fill(*filled)


def _tokenizer(pieces: str) -> Tokenizer:
    try:
        return Tokenizer.from_str(pieces)
    except Exception as error:  # the library raises no narrower class
        raise ValueError(f"word pieces: {error}") from error


def cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def scores(examples: list[Example]) -> dict[str, Any]:
    """Scores of a parse of raw text by spaCy's scorer, as ``nlp.evaluate`` gives them.

    Args:
        examples: predicted and reference Docs.

    Returns:
        Among others ``tag_acc pos_acc lemma_acc dep_uas dep_las sents_f ents_f``, 0 to 1.
    """
    found: dict[str, Any] = {}
    for attribute in ("tag", "pos", "lemma"):
        found |= Scorer.score_token_attr(examples, attribute)
    found |= Scorer.score_spans(
        examples, "sents", has_annotation=lambda d: d.has_annotation("SENT_START"), getter=lambda d, _: d.sents
    )
    found |= Scorer.score_deps(
        examples, "dep", getter=lambda token, _: token.dep_, ignore_labels=("p", "punct")
    )
    return found | Scorer.score_spans(examples, "ents", getter=lambda d, _: d.ents)


@Language.factory(
    "kg_network",
    assigns=[
        "token.tag", "token.pos", "token.morph", "token.lemma", "token.dep", "token.head",
        "token.is_sent_start", "doc.sents", "doc.ents", "token.ent_iob", "token.ent_type",
    ],
    default_config={"threads": 0},
    default_score_weights={"dep_las": 0.5, "ents_f": 0.5},
)  # fmt: skip
def make_network(nlp: Language, name: str, threads: int) -> Network:
    """The factory of ``kg_network``."""
    return Network(nlp.vocab, name, threads=threads)
