"""Words, pieces, windows, lines, lemma rules and mended relations, without the model."""

from __future__ import annotations

import time

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.attrs import DEP, POS, TAG
from spacy.language import Language
from spacy.tokens import Doc

from kg.language import lemmas, lines, tokenizer
from kg.language import windows as cutting
from kg.language.mend import Mender, Words
from kg.language.windows import WINDOW_MAX_PIECES, windows
from kg.language.words import letter_case, plain

NLP: Language = spacy.blank("en")
STEADY = tokenizer.SteadyTokenizer(NLP.tokenizer, NLP.vocab)


@pytest.mark.parametrize(("word", "expected"), [
    ("don’t", "don't"), ("“", '"'), ("''", '"'), ("--", "—"), ("---", "—"), ("–", "-"), ("....", "..."), ("…", "..."), ("Kyiv", "Kyiv"),
])  # fmt: skip
def test_marks_are_read_as_the_treebanks_write_them(word: str, expected: str) -> None:
    assert plain(word) == expected


@pytest.mark.parametrize(("word", "number"), [("talks", 1), ("UN", 2), ("A", 3), ("Paris", 4), ("McCain", 5), ("iPad", 6), ("12", 7), ("?", 7)])
def test_letter_case(word: str, number: int) -> None:
    assert letter_case(word) == number


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_tokens_spell_the_text(text: str) -> None:
    assert STEADY(text).text == text


@given(st.lists(st.sampled_from(["Iran", "said", ".", "\n", ",", "“", "”", "no", "!"]), max_size=60), st.integers(1, 90))
@settings(max_examples=150, deadline=None)
def test_windows_hold_every_word_once_in_order(words: list[str], size: int) -> None:
    doc = Doc(NLP.vocab, words)
    found = list(windows(doc, [size] * len(doc)))
    assert [i for window in found for i in window.tokens] == [t.i for t in doc if not t.is_space]
    assert all(len(window.tokens) * size <= WINDOW_MAX_PIECES or len(window.tokens) == 1 for window in found)


def test_a_window_ends_where_a_sentence_does() -> None:
    doc = Doc(NLP.vocab, ["Iran", "agreed", "."] * 100)
    found = list(windows(doc, [1] * len(doc)))
    assert [len(window.tokens) for window in found] == [255, 45]
    assert not any(window.continues for window in found)


def test_a_sentence_longer_than_a_window_goes_on() -> None:
    doc = Doc(NLP.vocab, ["Iran"] * 300)
    assert [window.continues for window in windows(doc, [1] * 300)] == [False, True]


def test_a_line_is_read_alike_whatever_stands_before() -> None:
    alone = [w.tokens for w in windows(STEADY("Talks failed ."), [1] * 3)]
    doc = STEADY("Iran agreed .\nTalks failed .")
    after = [w.tokens for w in windows(doc, [1] * len(doc))]
    assert [tuple(i - 4 for i in tokens) for tokens in after[1:]] == alone


def test_long_runs_take_time_in_proportion() -> None:
    def seconds(text: str) -> float:
        begun = time.perf_counter()
        STEADY(text)
        return time.perf_counter() - begun

    assert seconds("-a" * 100_000) < 5


@pytest.mark.parametrize("text", ["Talks fail\nKyiv waits", "Talks fail\n\n Kyiv waits", "Talks fail\u2028Kyiv waits"])
def test_a_line_break_starts_a_sentence(text: str) -> None:
    assert [t.text for t in lines.end_lines(NLP(text)) if t.is_sent_start] == ["Talks", "Kyiv"]


FORMS = [("citing", "cite"), ("Talks", "talk"), ("went", "go"), ("Peskov", "Peskov"), ("is", "be"), ("states’", "state"), ("US", "US")]


@pytest.mark.parametrize(("form", "lemma"), FORMS)
def test_a_rule_leads_from_the_form_to_the_lemma(form: str, lemma: str) -> None:
    assert lemmas.apply(lemmas.rule(form, lemma), form) == lemma


def test_a_rule_that_does_not_fit_gives_the_form() -> None:
    assert lemmas.apply("9|x", "at") == "at"


@pytest.mark.parametrize(("form", "lemma"), [("denied", "deny"), ("stopping", "stop"), ("urges", "urge"), ("freed", "free"), ("delayed", "delay")])
def test_regular_endings(form: str, lemma: str) -> None:
    assert lemma in lemmas.regular(form)


# word/tag/pos head relation → head relation; names of persons are marked by *
MENDED = {
    "a name before its verb is the subject": """
        Moscow/NNP/PROPN 6 parataxis → 6 nsubj
        ,/,/PUNCT 1 punct → 1 punct
        which/WDT/PRON 4 nsubj → 4 nsubj
        denied/VBD/VERB 1 acl:relcl → 1 acl:relcl
        ,/,/PUNCT 1 punct → 1 punct
        accused/VBD/VERB 0 ROOT → 0 ROOT
    """,
    "of a passive verb too": """
        Paris/NNP/PROPN 3 parataxis → 3 nsubj:pass
        was/VBD/AUX 3 aux:pass → 3 aux:pass
        told/VBN/VERB 0 ROOT → 0 ROOT
    """,
    "not where the verb has a subject": """
        Kyiv/NNP/PROPN 3 parataxis → 3 parataxis
        they/PRP/PRON 3 nsubj → 3 nsubj
        agreed/VBD/VERB 0 ROOT → 0 ROOT
    """,
    "not in a dateline": """
        KYIV/NNP/PROPN 3 parataxis → 3 parataxis
        —/:/PUNCT 1 punct → 1 punct
        Agreed/VBD/VERB 0 ROOT → 0 ROOT
    """,
    "a title before a person's name": """
        King/NNP/PROPN 3 nsubj → 2 nmod:desc
        *Abdullah/NNP/PROPN 3 nsubj → 3 nsubj
        called/VBD/VERB 0 ROOT → 0 ROOT
    """,
    "not before what is no person": """
        Iran/NNP/PROPN 3 nsubj → 3 nsubj
        Sunday/NNP/PROPN 3 nsubj → 3 nsubj
        called/VBD/VERB 0 ROOT → 0 ROOT
    """,
    "the first of two subjects belongs to what is said": """
        Rome/NNP/PROPN 3 nsubj → 5 nsubj
        he/PRP/PRON 3 nsubj → 3 nsubj
        said/VBD/VERB 0 ROOT → 0 ROOT
        will/MD/AUX 5 aux → 5 aux
        yield/VB/VERB 3 ccomp → 3 ccomp
    """,
    "and is the subject of a passive": """
        Rome/NNP/PROPN 3 nsubj → 5 nsubj:pass
        he/PRP/PRON 3 nsubj → 3 nsubj
        said/VBD/VERB 0 ROOT → 0 ROOT
        was/VBD/AUX 5 aux:pass → 5 aux:pass
        told/VBN/VERB 3 ccomp → 3 ccomp
    """,
    "the speaker before the verb is no apposition": """
        Rome/NNP/PROPN 7 nsubj → 7 nsubj
        ,/,/PUNCT 4 punct → 4 punct
        the/DT/DET 4 det → 4 det
        envoy/NN/NOUN 1 appos → 5 nsubj
        warned/VBD/VERB 0 ROOT → 0 ROOT
        would/MD/AUX 7 aux → 7 aux
        leave/VB/VERB 5 ccomp → 5 ccomp
    """,
    "a day after a verb of speech belongs to it": """
        Mao/NNP/PROPN 2 nsubj → 2 nsubj
        said/VBD/VERB 0 ROOT → 0 ROOT
        Wednesday/NNP/PROPN 5 obl:unmarked → 2 obl:unmarked
        China/NNP/PROPN 5 nsubj → 5 nsubj
        agreed/VBD/VERB 2 ccomp → 2 ccomp
    """,
    "not where the relations differ": """
        gave/VBD/VERB 0 ROOT → 0 ROOT
        Iran/NNP/PROPN 1 iobj → 1 iobj
        *Abdullah/NNP/PROPN 1 obj → 1 obj
    """,
}  # fmt: skip


@pytest.mark.parametrize("case", MENDED)
def test_relations_that_cannot_go_together_are_mended(case: str) -> None:
    rows = [line.split() for line in MENDED[case].strip().splitlines()]
    parts = [row[0].lstrip("*").rsplit("/", 2) for row in rows]
    heads = [int(row[1]) - 1 if row[1] != "0" else i for i, row in enumerate(rows)]
    doc = Doc(NLP.vocab, [p[0] for p in parts], tags=[p[1] for p in parts], pos=[p[2] for p in parts], heads=heads, deps=[r[2] for r in rows])
    tag, pos, dep = (np.asarray(doc.to_array(value), np.uint64) for value in (TAG, POS, DEP))
    words = Words(tag, pos, np.asarray(heads), dep)
    Mender(NLP.vocab.strings)(words, [(i, i + 1) for i, row in enumerate(rows) if row[0].startswith("*")])
    found = [(0 if head == i else int(head) + 1, NLP.vocab.strings[dep]) for i, (head, dep) in enumerate(zip(words.head, words.dep, strict=True))]
    assert found == [(int(row[4]), row[5]) for row in rows]


def test_the_capital_s_stop_ends_a_sentence_too() -> None:
    """"In Washington, D.C. The minister …": the stop of the letters is the sentence's, before a word that begins one."""
    met = Doc(spacy.blank("en").vocab, "They met in Washington , D.C. The minister left .".split())
    home = Doc(spacy.blank("en").vocab, "They met in Washington , D.C. hotels .".split())
    assert [len(line) for line in cutting.lines(met)] == [6, 4]
    assert [len(line) for line in cutting.lines(home)] == [8]
