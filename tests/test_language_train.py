"""The recipe's parts that need no PyTorch: names, changes to sentences, numbers, the card."""

from __future__ import annotations

import doctest
import random
from pathlib import Path
from types import ModuleType

import pytest
import spacy
from spacy.tokens import Doc
from tokenizers import Tokenizer

from kg.errors import TrainingError
from kg.language.train import augment, card, corpora, encode, evaluate, examples, names, silver
from kg.language.train.augment import Rates
from kg.language.train.corpora import Sentence, Tree
from kg.language.train.encode import NONE, Encoder, batches, cut, tables, windows
from kg.language.train.evaluate import Measured
from kg.language.words import PieceMaker
from tests import tiny_corpora

CONLLU = tiny_corpora.CONLLU


def sentence(text: str = CONLLU) -> Sentence:
    lines = [line.split("\t") for line in text.strip().splitlines() if line[0].isdigit()]
    xpos, upos, lemma, relation = (tuple(row[i] for row in lines) for i in (4, 3, 2, 7))
    tree = Tree(xpos, upos, ("",) * len(lines), lemma, tuple(int(row[6]) for row in lines), relation)
    words = tuple(row[1] for row in lines)
    return Sentence("s1", words, (True,) * len(lines), tree, names=((0, 1, "GPE"), (3, 4, "ORG")))


SENTENCE = sentence()
"""Pakistan threatened the EU ."""


def is_tree(tree: Tree) -> bool:
    roots = [i for i, head in enumerate(tree.heads, 1) if head == 0]

    def leads(number: int) -> bool:
        for _ in tree.heads:
            if number == 0:
                return True
            number = tree.heads[number - 1]
        return number == 0

    return len(roots) == 1 and all(leads(i) for i in range(1, len(tree.heads) + 1))


@pytest.mark.parametrize("module", [augment, card, corpora, evaluate, examples, names, silver, encode])
def test_examples_in_the_texts_of_functions(module: ModuleType) -> None:
    """pytest leaves this folder out, because its other modules need PyTorch."""
    assert doctest.testmod(module).failed == 0


# Names under one set of labels

NAMED = {
    "titles and articles go": ("the President Joe Biden".split(), (0, 4, "PER"), (2, 4, "PERSON")),
    "a possessive goes": (["the", "Kremlin", "'s"], (0, 3, "ORG"), (1, 2, "ORG")),
    "a river is a place": (["Black", "Sea"], (0, 2, "LOC"), (0, 2, "LOC")),
    "a state is a GPE": (["Turkey"], (0, 1, "LOC"), (0, 1, "GPE")),
    "people of a place": (["Syrian"], (0, 1, "MISC"), (0, 1, "NORP")),
    "a war is an event": (["Gulf", "War"], (0, 2, "MISC"), (0, 2, "EVENT")),
    "what no corpus settles": (["Windows"], (0, 1, "MISC"), (0, 1, names.UNSURE)),
}  # fmt: skip


@pytest.mark.parametrize("case", NAMED)
def test_names_under_one_set_of_labels(case: str) -> None:
    words, given, expected = NAMED[case]
    assert list(names.settled(words, [given])) == [expected]


def test_an_unsettled_name_is_left_out_of_the_loss() -> None:
    assert names.tags(["Windows", "fell"], [(0, 1, "MISC")]) == ["?", "O"]


def test_of_nested_gold_names_the_longest_counts() -> None:
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "ORG", "pattern": "Bank of Rome"}])  # type: ignore[attr-defined]
    gold = Sentence("s", ("Bank", "of", "Rome"), (True,) * 3, names=((0, 3, "ORG"), (2, 3, "GPE")))
    assert evaluate.names(nlp, [gold], {"ORG": "ORG", "GPE": "GPE"})[0] == 100


# Changes to sentences


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("change", [augment.time_word, augment.dateline])
def test_inserted_words_keep_tree_and_names(seed: int, change: object) -> None:
    found = change(SENTENCE, random.Random(seed))  # type: ignore[operator]
    assert found.tree is not None
    assert is_tree(found.tree)
    assert len(found.words) == len(found.spaces) == len(found.tree.heads) > len(SENTENCE.words)
    kept = [(" ".join(found.words[start:end]), label) for start, end, label in found.names]
    assert {("Pakistan", "GPE"), ("EU", "ORG")} <= set(kept)
    subject = found.words.index("Pakistan")
    assert found.words[found.tree.heads[subject] - 1] == "threatened"


def test_a_time_stands_between_subject_and_verb() -> None:
    found = augment.time_word(SENTENCE, random.Random(1))
    assert found.words[0] == "Pakistan"
    assert found.words.index("threatened") > 1


def test_a_dateline_stands_at_the_start() -> None:
    found = augment.dateline(SENTENCE, random.Random(1))
    assert found.names is not None
    assert found.names[0][2] == "GPE"
    assert found.words.index("Pakistan") > 1


def test_a_broken_tree_would_be_seen() -> None:
    assert not is_tree(Tree((), (), (), (), (2, 1), ()))


def test_a_headline_has_capitals_and_no_stop() -> None:
    found = augment.without_stop(augment.headline(SENTENCE))
    assert found.words == ("Pakistan", "Threatened", "the", "EU")
    assert found.tree is not None
    assert len(found.tree.heads) == 4


def test_a_pronoun_gets_no_time_word() -> None:
    text = CONLLU.replace("Pakistan\tPakistan\tPROPN\tNNP", "She\tshe\tPRON\tPRP")
    assert augment.time_word(sentence(text), random.Random(0)).words[1] == "threatened"


def test_changes_are_seeded_and_leave_the_given_sentence() -> None:
    rates = Rates(time_word=0.5, dateline=0.5, lower=0.2)
    before = SENTENCE.words
    first, second = ([augment.augment(SENTENCE, random.Random(s), rates) for s in range(30)] for _ in range(2))
    assert first == second
    assert len({each.words for each in first}) > 5
    assert SENTENCE.words == before


# Numbers


def encoder() -> Encoder:
    return Encoder(PieceMaker(Tokenizer.from_str(tiny_corpora.pieces())), tables([SENTENCE] * 3))


def test_a_window_of_two_sentences() -> None:
    window = encoder().window([SENTENCE, SENTENCE])
    assert window.head.tolist() == [2, 0, 4, 2, 2, 7, 0, 9, 7, 7]
    assert window.start.tolist() == [1, 0, 0, 0, 0] * 2
    assert window.sentence.tolist() == [0] * 5 + [1] * 5
    assert window.name.tolist()[:4] == [5, 0, 0, 3]


def test_a_sentence_without_tree_teaches_names_only() -> None:
    bare = Sentence("s", ("UN", "met"), (True, True), names=((0, 1, "ORG"),))
    window = encoder().window([bare])
    assert set(window.head.tolist()) == set(window.start.tolist()) == set(window.xpos.tolist()) == {NONE}
    assert window.name.tolist() == [3, 0]


def test_a_sentence_without_names_teaches_trees_only() -> None:
    bare = Sentence("s", SENTENCE.words, SENTENCE.spaces, SENTENCE.tree)
    assert set(encoder().window([bare]).name.tolist()) == {NONE}


def test_a_pass_is_the_same_for_the_same_seed() -> None:
    groups = [[SENTENCE] * 5] * 6
    first, second = (list(windows(groups, encoder(), random.Random("0-1"), Rates())) for _ in range(2))
    assert [w.pieces.ids.tolist() for w in first] == [w.pieces.ids.tolist() for w in second]
    assert sum(len(set(w.sentence.tolist())) for w in first) == 30


def test_batches_hold_every_window_and_stay_small() -> None:
    found = list(windows([[SENTENCE] * n for n in range(1, 9)], encoder(), random.Random(0), Rates()))
    out = batches(found, 60, random.Random(0))
    assert sum(len(batch) for batch in out) == len(found)
    assert all(len(batch) == 1 or len(batch) * min(len(w.pieces.ids) for w in batch) <= 60 for batch in out)


def test_cuts_keep_the_order() -> None:
    paragraph = [Sentence(str(i), ("a",), (True,)) for i in range(20)]
    assert [s for group in cut(paragraph, random.Random(3)) for s in group] == paragraph


# What is trained on


def test_no_test_part_is_trained_on(tmp_path: Path) -> None:
    tiny_corpora.write(tmp_path)
    trained = {s.key for group in [*examples.train(tmp_path), *examples.dev(tmp_path)] for s in group}
    tested = [*examples.pud(tmp_path), *examples.ewt(tmp_path, "test"), *examples.gum(tmp_path, "test-open")]
    assert trained
    assert tested
    assert not trained & {s.key for s in tested}
    assert not any(key.startswith(("politics-test", "pud")) for key in trained)


def test_development_is_not_trained_on(tmp_path: Path) -> None:
    tiny_corpora.write(tmp_path)
    keys = [{s.key for group in part(tmp_path) for s in group} for part in (examples.train, examples.dev)]
    assert not keys[0] & keys[1]


# The card


def test_the_card_gets_its_table(tmp_path: Path) -> None:
    path = tmp_path / "card.md"
    path.write_text(f"# Card\n{card.BEGIN}\nold\n{card.END}\nrest\n", encoding="utf-8")
    card.update(path, card.table([Measured("PUD", "las", 90.0, 89.0), Measured("PUD", "words_s", 3000.0)]))
    text = path.read_text(encoding="utf-8")
    assert "| PUD | LAS | 90.0 | 89.0 |" in text
    assert text.startswith("# Card\n")
    assert text.endswith("rest\n")
    assert "old" not in text
    assert "3000" not in text


@pytest.mark.parametrize("content", [None, "# Card without marks\n"])
def test_a_card_without_marks_is_refused(tmp_path: Path, content: str | None) -> None:
    if content:
        (tmp_path / "card.md").write_text(content, encoding="utf-8")
    with pytest.raises(TrainingError, match=r"card\.md"):
        card.update(tmp_path / "card.md", "")


def test_gold_scores_full_marks() -> None:
    class Echo:
        vocab = spacy.blank("en").vocab

        def pipe(self, texts: list[str]) -> list[Doc]:
            return [evaluate.reference(self.vocab, [SENTENCE]) for _ in texts]

    found = evaluate.trees(Echo(), [SENTENCE])  # type: ignore[arg-type]
    assert {found[name] for name in ("tag", "pos", "lemma", "uas", "las", "sents", "verb_lemma")} == {100}
