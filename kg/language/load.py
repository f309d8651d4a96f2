"""Loads the language model: the packaged one, or another spaCy pipeline made to fit.

What every pipeline gives, after loading: ``tag_`` (Penn tags), ``pos_``, ``lemma_``, a
Universal Dependencies 2 tree in ``head`` and ``dep_`` (its root is called ``ROOT``, as spaCy
does), sentences that end at line breaks, and names under the labels ``PERSON ORG GPE LOC
NORP EVENT DATE``.
"""

from __future__ import annotations

from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import is_package

from kg.errors import ModelError
from kg.language import clearnlp, lines, pipeline, tokenizer

PACKAGED = Path(__file__).parent / "model"
TEXT_MAX_CHARS = 10_000_000

_PROBE = "The foreign minister of France met her counterpart in Geneva on Monday and rejected the offer."
_NEEDED = {
    "TAG": "part-of-speech tags (tagger)",
    "POS": "universal parts of speech (morphologizer or attribute_ruler)",
    "LEMMA": "lemmas (lemmatizer)",
    "DEP": "dependencies (parser)",
}
_UD = {"obj", "obl", "nsubj:pass", "case"}
_CLEARNLP = {"dobj", "pobj", "nsubjpass", "prep"}
_NAMES = {"PERSON", "PER"}
_REMEDY = "leave out --model to use the one that comes with the package"


def load(model: str | None = None, *, threads: int | None = None) -> Language:
    """The English pipeline.

    Args:
        model: name or path of a spaCy pipeline with Universal Dependencies or ClearNLP
            relations; ``None`` or empty: the packaged one.
        threads: threads of the packaged model; ``None`` or 0: as many as there are cores.

    Returns:
        A pipeline whose every ``Doc`` has tags, lemmas, a UD tree and names.

    Raises:
        ModelError: there is no such pipeline, it is damaged, not English, or lacks
            something.
    """
    nlp = _open(model) if model else _open_packaged()
    nlp.max_length = TEXT_MAX_CHARS
    if nlp.has_pipe("kg_network"):
        network = nlp.get_pipe("kg_network")
        assert isinstance(network, pipeline.Network)
        network.threads = threads or 0
        return nlp
    return _fitted(nlp, str(model))


def _open_packaged() -> Language:
    if not (PACKAGED / "config.cfg").is_file():
        raise ModelError(f"the language model is missing in {PACKAGED}: install the package again")
    return _open(str(PACKAGED))


def _open(model: str) -> Language:
    if not is_package(model) and not Path(model).is_dir():
        raise ModelError(f"no spaCy pipeline is called {model!r}, and no folder: install it, or {_REMEDY}")
    try:
        return spacy.load(model)
    except ModelError:
        raise
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ImportError) as error:
        reason = " ".join(str(error).split())[:200]
        raise ModelError(f"language model {model!r} can't be loaded ({reason}): {_REMEDY}") from error


def _fitted(nlp: Language, model: str) -> Language:
    """Another pipeline, with our tokenizer, line breaks and relations; checked on a sentence.

    Raises:
        ModelError: it is not English, or lacks something.
    """
    if nlp.lang != "en":
        raise ModelError(f"language model {model!r} is for {nlp.lang!r}, not English: {_REMEDY}")
    if not isinstance(nlp.tokenizer, tokenizer.SteadyTokenizer):
        nlp.tokenizer = tokenizer.SteadyTokenizer(nlp.tokenizer, nlp.vocab)
    if not nlp.has_pipe(lines.NAME):
        nlp.add_pipe(lines.NAME, first=True)
    relations = _check(nlp, nlp(_PROBE), model)
    if relations & _CLEARNLP and not nlp.has_pipe(clearnlp.NAME):
        nlp.add_pipe(clearnlp.NAME, last=True)
    return nlp


def _check(nlp: Language, probe: Doc, model: str) -> set[str]:
    missing = [what for attribute, what in _NEEDED.items() if not probe.has_annotation(attribute)]
    labels = {label for group in nlp.pipe_labels.values() for label in group}
    if not labels & _NAMES:
        missing.append("names of persons (ner)")
    if missing:
        raise ModelError(f"language model {model!r} gives no {', no '.join(missing)}: {_REMEDY}")
    relations = labels | {token.dep_ for token in probe}
    if not relations & _UD - _CLEARNLP - {"case"} and not relations & _CLEARNLP:
        raise ModelError(
            f"language model {model!r} has relations that are neither Universal Dependencies "
            f"nor ClearNLP: {_REMEDY}"
        )
    return relations
