"""Loads the language model: the packaged one, or another spaCy pipeline."""

from __future__ import annotations

from pathlib import Path

import spacy
from spacy.language import Language

from kg.errors import ModelError

PACKAGED = Path(__file__).parent / "model"


def load(model: str | None = None, *, threads: int | None = None) -> Language:
    """The English pipeline.

    Args:
        model: name or path of a spaCy pipeline; ``None`` or empty: the packaged one.
        threads: threads of the model; ``None`` or 0: as many as there are cores.

    Returns:
        A pipeline whose every ``Doc`` has tags, lemmas, a UD tree and entities.

    Raises:
        ModelError: there is no such pipeline, or it can't be used.
    """
    del threads
    try:
        return spacy.load(model or PACKAGED)
    except (OSError, ValueError) as error:
        raise ModelError(f"language model {model or PACKAGED} can't be loaded: {error}") from error
