"""spaCy's tokenizer, kept from runs of characters without a space, on which it is slow.

spaCy cuts such a run one mark at a time and copies the rest each time, so that its time
grows with the square of the run's length.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.settings import Settings

RUN_MAX_CHARS = Settings().run_max_chars
_PARTS = re.compile(r"\w{1,100}|[^\w\s]{1,100}")


class SteadyTokenizer:
    """A tokenizer whose time grows with the text's length, whatever the text.

    All else is left to the tokenizer within.
    """

    def __init__(self, inner: Callable[[str], Doc], vocab: Vocab) -> None:
        self.inner: Any = inner
        self.vocab = vocab
        self._long = re.compile(rf"\S{{{RUN_MAX_CHARS + 1},}}")

    def __call__(self, text: str) -> Doc:
        """The text as a ``Doc`` of words; its ``text`` is the text given."""
        if not self._long.search(text):
            whole: Doc = self.inner(text)
            return whole
        words: list[str] = []
        spaces: list[bool] = []
        at = 0
        for run in self._long.finditer(text):
            self._add(text[at : run.start()], words, spaces)
            words += (parts := _PARTS.findall(run.group()))
            spaces += [False] * len(parts)
            at = run.end()
            if text[at : at + 1] == " ":
                spaces[-1] = True
                at += 1
        self._add(text[at:], words, spaces)
        return Doc(self.vocab, words=words, spaces=spaces)

    def _add(self, text: str, words: list[str], spaces: list[bool]) -> None:
        if text:
            doc = self.inner(text)
            words += [token.text for token in doc]
            spaces += [bool(token.whitespace_) for token in doc]

    def pipe(self, texts: Iterable[str], batch_size: int = 1000) -> Iterator[Doc]:
        """One ``Doc`` for each text."""
        del batch_size
        yield from map(self, texts)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name == "inner":
            raise AttributeError(name)
        return getattr(self.inner, name)

    def to_disk(self, path: str | Path, **options: Any) -> None:
        """Writes the tokenizer within."""
        self.inner.to_disk(path, **options)

    def from_disk(self, path: str | Path, **options: Any) -> SteadyTokenizer:
        """Reads the tokenizer within."""
        self.inner.from_disk(path, **options)
        return self

    def to_bytes(self, **options: Any) -> bytes:
        """The tokenizer within, as bytes."""
        content: bytes = self.inner.to_bytes(**options)
        return content

    def from_bytes(self, content: bytes, **options: Any) -> SteadyTokenizer:
        """Takes the tokenizer within from bytes."""
        self.inner.from_bytes(content, **options)
        return self


def make_tokenizer() -> Callable[[Language], SteadyTokenizer]:
    """The factory that a pipeline's configuration names."""

    def create(nlp: Language) -> SteadyTokenizer:
        inner: Callable[[Language], Tokenizer] = spacy.registry.tokenizers.get("spacy.Tokenizer.v1")()
        return SteadyTokenizer(inner(nlp), nlp.vocab)

    return create


spacy.registry.tokenizers.register("kg.SteadyTokenizer.v1", func=make_tokenizer)
