"""The trained network → the folder that ``spacy.load`` reads."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

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
    from importlib.util import find_spec

    spec = find_spec("spacy_lookups_data")
    if spec is None or spec.origin is None:
        raise TrainingError("WordNet's verbs are missing: pip install spacy-lookups-data==1.0.5")
    index = srsly.read_gzip_json(Path(spec.origin).parent / "data" / "en_lemma_index.json.gz")
    found = {verb for verb in index["verb"] if verb.isalpha() and verb.isascii()}
    for sentence in sentences:
        if tree := sentence.tree:
            found |= {
                lemma
                for lemma, upos, feats in zip(tree.lemmas, tree.upos, tree.feats, strict=True)
                if upos == "VERB" and lemma.isalpha() and "Typo=Yes" not in feats
            }
    return sorted(found)


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
        labels = json.dumps(asdict(tables) | {"verbs": verb_list}, ensure_ascii=False)
        component.fill(small.read_bytes(), labels, pieces.read_text(encoding="utf-8"))
    nlp.meta.update(META)
    nlp.to_disk(folder, exclude=["vocab"])
    return nlp


_ = kg.language.tokenizer
