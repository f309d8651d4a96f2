"""Texts parsed once for all tests that need the language model."""

from __future__ import annotations

from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from kg.language.load import load


@cache
def model() -> Language:
    """The language model, loaded once."""
    return load()


@cache
def parse(text: str) -> Doc:
    """A text, parsed once."""
    return model()(text)
