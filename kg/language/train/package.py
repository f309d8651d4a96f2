"""The trained network → the folder that ``spacy.load`` reads."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import spacy
import srsly
from spacy.language import Language

import kg.language.tokenizer
from kg.errors import TrainingError
from kg.language.pipeline import Network as Component
from kg.language.train.corpora import Sentence
from kg.language.train.encode import Tables
from kg.language.train.export import quantize, write_graph
from kg.language.train.network import Network

META = {
    "name": "news_diplomacy",
    "version": "0.1.0",
    "description": "Tags, lemmas, Universal Dependencies and names of English news text",
    "license": "CC BY-SA 4.0",
}


def verbs(sentences: Iterable[Sentence]) -> list[str]:
    """Base forms of verbs: WordNet's and the training corpora's.

    Args:
        sentences: of the training part.

    Raises:
        TrainingError: the package with WordNet's list is missing.

    Source: WordNet 3.0, Princeton University, by way of ``spacy-lookups-data``.
    """
    index = _wordnet("index")
    found = {verb for verb in index["verb"] if verb.isalpha() and verb.isascii()}
    for sentence in sentences:
        if tree := sentence.tree:
            found |= {
                lemma
                for lemma, upos, feats in zip(tree.lemmas, tree.upos, tree.feats, strict=True)
                if upos == "VERB" and lemma.isalpha() and "Typo=Yes" not in feats
            }
    return sorted(found)


def irregular(known: Iterable[str]) -> list[str]:
    """Irregular forms of verbs, each with its base form: ``"withdrew withdraw"``.

    Args:
        known: base forms; others are left out.

    Raises:
        TrainingError: the package with WordNet's list is missing.

    Source: WordNet 3.0, Princeton University, by way of ``spacy-lookups-data``.
    """
    verbs_known = frozenset(known)
    exceptions = _wordnet("exc")["verb"]
    return sorted(
        f"{form} {bases[0]}"
        for form, bases in exceptions.items()
        if form.isalpha() and form != bases[0] and bases[0] in verbs_known
    )


def _wordnet(part: str) -> dict[str, Any]:
    spec = find_spec("spacy_lookups_data")
    if spec is None or spec.origin is None:
        raise TrainingError("WordNet's verbs are missing: pip install spacy-lookups-data==1.0.5")
    found: dict[str, Any] = srsly.read_gzip_json(Path(spec.origin).parent / "data" / f"en_lemma_{part}.json.gz")
    return found


def package(
    network: Network, tables: Tables, verb_list: list[str], pieces: Path, folder: Path
) -> Language:
    """Writes the pipeline.

    Args:
        network: with the weights to ship; used up.
        tables: the classes of its heads.
        verb_list: base forms of verbs.
        pieces: the word piece tokenizer's JSON file.
        folder: where the pipeline goes.

    Returns:
        The pipeline as it was written.
    """
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "kg.SteadyTokenizer.v1"}}})
    component = nlp.add_pipe("kg_network")
    assert isinstance(component, Component)
    with tempfile.TemporaryDirectory() as scratch:
        full, small = Path(scratch) / "full.onnx", Path(scratch) / "small.onnx"
        write_graph(network, full)
        quantize(full, small)
        labels = json.dumps(asdict(tables) | {"verbs": verb_list, "irregular": irregular(verb_list)}, ensure_ascii=False)
        component.fill(small.read_bytes(), labels, pieces.read_text(encoding="utf-8"))
    nlp.meta.update(META)
    nlp.to_disk(folder, exclude=["vocab"])
    return nlp


_ = kg.language.tokenizer
