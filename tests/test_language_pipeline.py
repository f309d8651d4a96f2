"""The packaged model as a spaCy pipeline: loading, batches, processes, threads, copies, other components."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import spacy
from spacy import displacy
from spacy.language import Language
from spacy.matcher import DependencyMatcher, Matcher
from spacy.tokens import Doc
from spacy.training import Example

import kg.language
from kg.errors import ModelError
from kg.language.graph import Graph
from kg.language.load import PACKAGED, load
from kg.language.pipeline import Network, cores

pytestmark = pytest.mark.model

SENTENCES = (
    "Norway handed the rebels a draft of the accord on Tuesday.",
    "“Our patience,” the minister said, “is not without limits.”",
    "Talks collapse",
    "",
    "KYIV, Jan 12 (AP) — Ukraine, which had asked for arms, thanked Sweden.\nMoscow protested.",
    "The deal, brokered by Oman and signed in Muscat last week, calls on both sides to stop shelling the port.",
)
TEXTS = [" ".join(SENTENCES[i % 6] for i in range(start, start + size)) for start in range(6) for size in (1, 3, 9)]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load(threads=1)


@pytest.fixture(scope="module")
def alone(nlp: Language) -> list[bytes]:
    """What each text gives when it is read alone."""
    return [annotation(nlp(text)) for text in TEXTS]


def annotation(doc: Doc) -> bytes:
    """All that a Doc holds of its text's annotation, byte by byte."""
    return doc.to_bytes(exclude=["tensor", "user_data"])


def all_annotation(docs: list[Doc]) -> list[bytes]:
    return [annotation(doc) for doc in docs]


@pytest.mark.parametrize("size", [1, 2, 7, 64])
def test_a_batch_changes_no_byte(nlp: Language, alone: list[bytes], size: int) -> None:
    assert all_annotation(list(nlp.pipe(TEXTS, batch_size=size))) == alone


def test_the_order_of_the_batch_changes_no_byte(nlp: Language, alone: list[bytes]) -> None:
    assert all_annotation(list(nlp.pipe(TEXTS[::-1], batch_size=5)))[::-1] == alone


def test_two_texts_differ_in_bytes(nlp: Language) -> None:
    assert annotation(nlp("Iran agreed.")) != annotation(nlp("Iran agrees."))


@pytest.mark.parametrize("threads", [2, 5])
def test_threads_change_no_byte(alone: list[bytes], threads: int) -> None:
    assert all_annotation(list(load(threads=threads).pipe(TEXTS))) == alone


def test_two_processes_change_no_byte(nlp: Language, alone: list[bytes]) -> None:
    assert all_annotation(list(nlp.pipe(TEXTS, n_process=2, batch_size=4))) == alone


def test_one_pipeline_serves_several_threads(nlp: Language, alone: list[bytes]) -> None:
    with ThreadPoolExecutor(4) as pool:
        assert all_annotation(list(pool.map(nlp, TEXTS))) == alone


def test_threads_are_the_cores_unless_said(nlp: Language) -> None:
    assert cores() >= 1
    assert _network(load()).threads == 0
    assert _network(load(threads=3)).threads == 3


def test_every_value_is_set(nlp: Language) -> None:
    doc = nlp(TEXTS[5])
    for value in ("TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD", "SENT_START", "ENT_IOB"):
        assert doc.has_annotation(value), value


def test_the_packaged_folder_is_a_spacy_pipeline(alone: list[bytes]) -> None:
    assert "kg_network" in Language.factories
    nlp = spacy.load(PACKAGED)
    assert nlp.pipe_names == ["kg_network"]
    assert annotation(nlp(TEXTS[5])) == alone[5]


def test_a_written_copy_reads_alike(nlp: Language, alone: list[bytes], tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "copy")
    assert annotation(spacy.load(tmp_path / "copy")(TEXTS[5])) == alone[5]


def test_a_pickled_copy_reads_alike(nlp: Language, alone: list[bytes]) -> None:
    copy = pickle.loads(pickle.dumps(_network(nlp)))
    doc = copy(nlp.make_doc(TEXTS[5]))
    assert [token.dep_ for token in doc] == [token.dep_ for token in nlp(TEXTS[5])]
    assert len(doc.ents) == len(nlp(TEXTS[5]).ents)


def test_other_components_work_with_it(alone: list[bytes]) -> None:
    nlp = load(threads=1)
    ruler = nlp.add_pipe("entity_ruler", config={"overwrite_ents": True})
    ruler.add_patterns([{"label": "TREATY", "pattern": "accord"}])  # type: ignore[attr-defined]
    assert "TREATY" in {name.label_ for name in nlp(SENTENCES[0]).ents}


def test_matchers_find_by_tag_and_by_tree(nlp: Language) -> None:
    doc = nlp(SENTENCES[0])
    words = Matcher(nlp.vocab)
    words.add("GIVE", [[{"LEMMA": "hand", "POS": "VERB"}]])
    trees = DependencyMatcher(nlp.vocab)
    verb = {"RIGHT_ID": "verb", "RIGHT_ATTRS": {"LEMMA": "hand"}}
    subject = {"LEFT_ID": "verb", "REL_OP": ">", "RIGHT_ID": "who", "RIGHT_ATTRS": {"DEP": "nsubj"}}
    trees.add("GIVER", [[verb, subject]])
    assert len(words(doc)) == 1
    assert [doc[i].text for _, places in trees(doc) for i in places] == ["handed", "Norway"]


def test_displacy_draws_it(nlp: Language) -> None:
    assert "nsubj" in displacy.render(nlp(SENTENCES[0]), style="dep", jupyter=False)


def test_spacy_scores_it(nlp: Language) -> None:
    gold = [nlp(text) for text in SENTENCES if text and "\n" not in text]
    scores = nlp.evaluate([Example(nlp.make_doc(doc.text), doc) for doc in gold])
    assert scores["dep_las"] == scores["ents_f"] == scores["tag_acc"] == 1.0


def test_text_stays_as_it_is(nlp: Language) -> None:
    text = "  Talks\t\tfailed .\r\n\r\n“No”  — he said\u00a0so.  "
    assert nlp(text).text == text


def test_an_empty_component_says_so() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("kg_network")
    with pytest.raises(ModelError, match="holds no network"):
        nlp("Talks failed.")
    with pytest.raises(ModelError, match="holds no network"):
        Network(nlp.vocab).to_disk("unused")


@pytest.mark.parametrize("content", [b"{broken", b"{}", b"[]", b""])
@pytest.mark.parametrize("damage", ["network.onnx", "labels.json", "pieces.json"])
def test_a_damaged_folder_says_so(nlp: Language, tmp_path: Path, damage: str, content: bytes) -> None:
    nlp.to_disk(tmp_path / "copy")
    (tmp_path / "copy" / "kg_network" / damage).write_bytes(content)
    with pytest.raises(ModelError, match="install"):
        load(str(tmp_path / "copy"), threads=1)("Talks failed.")


def test_a_graph_without_sense_says_so() -> None:
    with pytest.raises(ModelError, match="can't be opened"):
        Graph(b"no graph").open()


def test_the_package_exports_the_loader() -> None:
    assert kg.language.load is load


def _network(nlp: Language) -> Network:
    found = nlp.get_pipe("kg_network")
    assert isinstance(found, Network)
    return found
