"""Other spaCy pipelines by ``--model``: made to fit, or refused in one line."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.errors import ModelError
from kg.language.load import load
from kg.language.tokenizer import SteadyTokenizer

UD = {"subject": "nsubj", "object": "obj", "rest": "punct"}
CLEARNLP = {"subject": "nsubj", "object": "dobj", "rest": "punct"}
OTHER = {"subject": "SB", "object": "OA", "rest": "xx"}


class Toy:
    """Reads the second word as a verb, the first as its subject, the third as its object."""

    def __init__(self, relations: dict[str, str], leaves_out: str = "", names: tuple[str, ...] = ("PERSON",)) -> None:
        self.relations = relations
        self.leaves_out = leaves_out
        self.labels = (*names, *relations.values())

    def __call__(self, doc: Doc) -> Doc:
        size = len(doc)
        root = min(1, size - 1)
        names = ["subject", "root", "object"] + ["rest"] * size
        deps = ["ROOT" if i == root else self.relations.get(names[i], "dep") for i in range(size)]
        starts = [token.is_sent_start for token in doc]
        filled: dict[str, Any] = {"tags": ["NN"] * size, "pos": ["NOUN"] * size, "lemmas": [t.lower_ for t in doc],
                                  "heads": [root] * size, "deps": deps}  # fmt: skip
        for name in self.leaves_out.split():
            filled.pop(name)
        made = Doc(doc.vocab, [t.text for t in doc], [bool(t.whitespace_) for t in doc], **filled)
        if any(starts):
            made.user_data["starts"] = [i for i, start in enumerate(starts) if start]
        made.set_ents([Span(made, 0, 1, self.labels[0]), Span(made, min(1, size - 1), size, "MONEY")] if size > 1 else [])
        return made


@Language.factory("test_toy")
def make_toy(nlp: Language, name: str, relations: dict[str, str], leaves_out: str, names: list[str]) -> Toy:
    return Toy(relations, leaves_out, tuple(names))


def toy(folder: Path, relations: dict[str, str], leaves_out: str = "", *, names: tuple[str, ...] = ("PERSON",), lang: str = "en") -> str:
    nlp = spacy.blank(lang)
    nlp.add_pipe("test_toy", config={"relations": relations, "leaves_out": leaves_out, "names": list(names)})
    nlp.to_disk(folder / "toy")
    return str(folder / "toy")


def test_universal_dependencies_stay(tmp_path: Path) -> None:
    doc = load(toy(tmp_path, UD))("Iran rejected it")
    assert [token.dep_ for token in doc] == ["nsubj", "ROOT", "obj"]


def test_clearnlp_relations_become_universal(tmp_path: Path) -> None:
    nlp = load(toy(tmp_path, CLEARNLP))
    doc = nlp("Iran rejected it")
    assert [token.dep_ for token in doc] == ["nsubj", "ROOT", "obj"]
    assert nlp.pipe_names[-1] == "kg_clearnlp"


def test_names_of_other_kinds_are_left_out(tmp_path: Path) -> None:
    assert [name.label_ for name in load(toy(tmp_path, CLEARNLP))("Iran rejected it").ents] == ["PERSON"]


def test_line_breaks_end_sentences_in_other_pipelines(tmp_path: Path) -> None:
    doc = load(toy(tmp_path, UD))("Talks fail\nKyiv waits")
    assert 3 in doc.user_data["starts"]


def test_long_runs_are_read_in_time_in_other_pipelines(tmp_path: Path) -> None:
    nlp = load(toy(tmp_path, UD))
    assert isinstance(nlp.tokenizer, SteadyTokenizer)
    text = "a!" * 20_000
    assert nlp.make_doc(text).text == text


def test_loading_twice_adds_nothing_twice(tmp_path: Path) -> None:
    nlp = load(toy(tmp_path, CLEARNLP))
    nlp.to_disk(tmp_path / "again")
    again = load(str(tmp_path / "again"))
    assert again.pipe_names == nlp.pipe_names
    assert [token.dep_ for token in again("Iran rejected it")] == ["nsubj", "ROOT", "obj"]


REFUSED = {
    "no tags": ({"relations": UD, "leaves_out": "tags"}, "gives no part-of-speech tags"),
    "no lemmas": ({"relations": UD, "leaves_out": "lemmas"}, "gives no lemmas"),
    "no tree": ({"relations": UD, "leaves_out": "heads deps"}, "gives no dependencies"),
    "no names": ({"relations": UD, "names": ("TREATY",)}, "gives no names of persons"),
    "foreign relations": ({"relations": OTHER}, "neither Universal Dependencies nor ClearNLP"),
    "another language": ({"relations": UD, "lang": "de"}, "is for 'de', not English"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_pipeline_that_lacks_something_is_refused_in_one_line(tmp_path: Path, case: str) -> None:
    options, reason = REFUSED[case]
    model = toy(tmp_path, **options)  # type: ignore[arg-type]
    with pytest.raises(ModelError, match=reason) as refused:
        load(model)
    assert model in str(refused.value)
    assert "\n" not in str(refused.value)
    assert "leave out --model" in str(refused.value)


def test_an_unknown_name_is_refused_in_one_line() -> None:
    with pytest.raises(ModelError, match="no spaCy pipeline is called 'en_core_web_xyz'"):
        load("en_core_web_xyz")


def test_a_folder_that_is_no_pipeline_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="can't be loaded") as refused:
        load(str(tmp_path))
    assert "\n" not in str(refused.value)


def test_a_missing_packaged_model_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("kg.language.load"), "PACKAGED", tmp_path / "gone")
    with pytest.raises(ModelError, match="install the package again"):
        load()
