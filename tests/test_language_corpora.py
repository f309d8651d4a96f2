"""Readers of the public corpora, and of labelled text."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
import spacy
from spacy.tokens import DocBin, Span

from kg.errors import TrainingError
from kg.language.train import corpora, silver
from tests.tiny_corpora import CONLLU


def test_conllu(tmp_path: Path) -> None:
    (tmp_path / "a.conllu").write_text(CONLLU, encoding="utf-8")
    (found,) = corpora.read_conllu(tmp_path / "a.conllu")
    assert found.words == ("Pakistan", "threatened", "the", "EU", ".")
    assert found.spaces == (True, True, True, False, True)
    assert found.tree is not None
    assert found.tree.heads == (2, 0, 4, 2, 2)
    assert found.starts_paragraph


def test_conllu_words_of_one_token_share_its_space(tmp_path: Path) -> None:
    rows = ["# sent_id = x", "1-2\tdon't\t_\t_\t_\t_\t_\t_\t_\t_", "1\tdo\tdo\tAUX\tVB\t_\t3\taux\t_\t_",
            "2\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_", "3\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\t_"]  # fmt: skip
    (tmp_path / "a.conllu").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (found,) = corpora.read_conllu(tmp_path / "a.conllu")
    assert found.spaces == (False, True, True)


def test_nested_mentions(tmp_path: Path) -> None:
    marks = ["Entity=(1-organization-new", "Entity=(2-place-new)1)"]
    rows = [f"{i + 1}\t{word}\t{word}\tPROPN\tNNP\t_\t0\troot\t_\t{mark}" for i, (word, mark) in enumerate(zip(("Bank", "Rome"), marks, strict=True))]
    (tmp_path / "a.conllu").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (found,) = corpora.read_conllu(tmp_path / "a.conllu")
    assert set(found.mentions) == {(0, 2, "organization"), (1, 2, "place")}


def test_uner(tmp_path: Path) -> None:
    (tmp_path / "a.iob2").write_text("# sent_id = s1\n1\tSean\tB-PER\n2\tFox\tI-PER\n3\tleft\tO\n", encoding="utf-8")
    assert corpora.read_uner(tmp_path / "a.iob2") == {"s1": (("Sean", "Fox", "left"), ((0, 2, "PER"),))}


def test_columns(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("-DOCSTART- O\n\n-LRB- O\nUN I-ORG\n-RRB- O\n\nParis B-LOC\n", encoding="utf-8")
    first, second = corpora.read_columns(tmp_path / "a.txt")
    assert (first.words, first.names) == (("(", "UN", ")"), ((1, 2, "ORG"),))
    assert second.names == ((0, 1, "LOC"),)


def test_re3d(tmp_path: Path) -> None:
    for kind, record in (("documents", {"_id": "d", "text": "UK left"}), ("entities", {"documentId": "d", "begin": 0, "end": 2, "type": "Location"})):
        (tmp_path / f"a-{kind}.json.gz").write_bytes(gzip.compress(json.dumps(record).encode()))
    assert list(corpora.read_re3d(tmp_path, "a")) == [("UK left", [(0, 2, "Location")])]


def test_labelled_text(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    doc = nlp("The talks went on and on and on and on in the old town of Doha in Qatar for a long time . " * 3)
    doc.set_ents([Span(doc, token.i, token.i + 1, "GPE") for token in doc if token.text == "Qatar"])
    DocBin(docs=[doc]).to_disk(tmp_path / "a.spacy")
    found = list(silver.read(tmp_path / "a.spacy"))
    assert sum(len(each.words) for each in found) == len(doc)
    assert [each.words[start] for each in found for start, _, _ in each.names or ()] == ["Qatar"] * 3
    assert all(each.tree is None for each in found)


@pytest.mark.parametrize("broken", ["gone.conllu", "bad.conllu.gz", "bytes.conllu"])
def test_a_corpus_that_cannot_be_read_is_named(tmp_path: Path, broken: str) -> None:
    if broken != "gone.conllu":
        (tmp_path / broken).write_bytes(b"\xff\xfe no corpus")
    with pytest.raises(TrainingError, match=broken) as refused:
        list(corpora.read_conllu(tmp_path / broken))
    assert "\n" not in str(refused.value)


def test_labelled_text_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.spacy").write_bytes(b"nothing")
    with pytest.raises(TrainingError, match=r"a\.spacy"):
        list(silver.read(tmp_path / "a.spacy"))
