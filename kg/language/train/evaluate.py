"""Scores of a pipeline on the held-out corpora, from raw text, by spaCy's scorer."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.util import filter_spans
from spacy.vocab import Vocab

from kg.language.pipeline import scores
from kg.language.train import examples
from kg.language.train.corpora import Sentence, read_columns
from kg.language.train.corpora import Span as WordSpan
from kg.language.train.names import settled

_UNER = {"PERSON": "PER", "PER": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC"}
_POLITICS = {"PERSON": "PERSON", "ORG": "ORG", "GPE": "PLACE", "LOC": "PLACE", "EVENT": "EVENT"}
_ALL = {label: label for label in ("PERSON", "ORG", "GPE", "LOC", "EVENT")}


@dataclass(frozen=True, slots=True)
class Measured:
    """One figure, in per cent."""

    test: str
    figure: str
    value: float
    at_least: float | None = None


def reference(vocab: Vocab, group: Sequence[Sentence]) -> Doc:
    """The gold Doc of a paragraph of treebank sentences.

    Args:
        vocab: of the pipeline that is scored.
        group: sentences with trees.
    """
    words = [word for sentence in group for word in sentence.words]
    spaces: list[bool] = []
    heads: list[int] = []
    for sentence in group:
        assert sentence.tree
        offset = len(heads)
        spaces += [*sentence.spaces[:-1], True]
        heads += [offset + (h - 1 if h else i) for i, h in enumerate(sentence.tree.heads)]
    trees = [sentence.tree for sentence in group if sentence.tree]
    return Doc(
        vocab,
        words=words,
        spaces=spaces,
        heads=heads,
        tags=[tag for tree in trees for tag in tree.xpos],
        pos=[pos for tree in trees for pos in tree.upos],
        lemmas=[lemma for tree in trees for lemma in tree.lemmas],
        deps=["ROOT" if r == "root" else r for tree in trees for r in tree.relations],
    )


def trees(nlp: Language, sentences: Iterable[Sentence]) -> dict[str, float]:
    """Tag, lemma, tree and sentence scores, in per cent.

    Args:
        nlp: the pipeline.
        sentences: of a treebank, in the order of their texts.

    Returns:
        ``tag pos lemma uas las sents verb_lemma words_s``.
    """
    gold = [reference(nlp.vocab, group) for group in examples.paragraphs(sentences)]
    begun = time.perf_counter()
    parsed = list(nlp.pipe([doc.text for doc in gold]))
    seconds = time.perf_counter() - begun
    pairs = [Example(doc, ref) for doc, ref in zip(parsed, gold, strict=True)]
    found = scores(pairs)
    names = {"tag_acc": "tag", "pos_acc": "pos", "lemma_acc": "lemma", "dep_uas": "uas", "dep_las": "las", "sents_f": "sents"}
    out = {short: 100 * float(found[long] or 0) for long, short in names.items()}
    out["verb_lemma"] = 100 * _verb_lemmas(pairs)
    return out | {"words_s": sum(map(len, parsed)) / seconds}


def _verb_lemmas(pairs: list[Example]) -> float:
    right = total = 0
    for pair in pairs:
        guess = {(token.idx, len(token)): token.lemma_ for token in pair.predicted}
        for token in pair.reference:
            if token.pos_ == "VERB" and (token.idx, len(token)) in guess:
                total += 1
                right += guess[token.idx, len(token)] == token.lemma_
    return right / max(1, total)


def names(
    nlp: Language, sentences: Iterable[Sentence], labels: dict[str, str]
) -> tuple[float, dict[str, float]]:
    """Name scores: exact spans and labels.

    Args:
        nlp: the pipeline.
        sentences: with names.
        labels: our labels → those that are compared; others are left out.

    Returns:
        Micro F and F of each label, in per cent.
    """
    counts: Counter[tuple[str, str]] = Counter()
    known = [sentence for sentence in sentences if sentence.names is not None]
    docs = [Doc(nlp.vocab, words=list(s.words), spaces=list(s.spaces)) for s in known]
    for sentence, gold, doc in zip(known, docs, nlp.pipe([doc.text for doc in docs]), strict=True):
        right = _spans(_settled(gold, sentence), labels)
        guess = _spans(doc.ents, labels)
        for kind, group in (("both", right & guess), ("gold", right), ("guess", guess)):
            counts.update((kind, label) for _, _, label in group)
    each = sorted({label for _, label in counts})
    return _f(counts, each), {label: _f(counts, [label]) for label in each}


def _settled(doc: Doc, sentence: Sentence) -> list[Span]:
    """The gold names; of nested ones the longest."""
    spans: list[WordSpan] = list(settled(sentence.words, sentence.names or ()))
    return filter_spans([Span(doc, start, end, label) for start, end, label in spans])


def _spans(found: Iterable[Span], labels: dict[str, str]) -> set[tuple[int, int, str]]:
    return {(s.start_char, s.end_char, labels[s.label_]) for s in found if s.label_ in labels}


def _f(counts: Counter[tuple[str, str]], labels: Iterable[str]) -> float:
    both, gold, guess = (sum(counts[kind, label] for label in labels) for kind in ("both", "gold", "guess"))
    return 200 * both / max(1, gold + guess)


def evaluate(nlp: Language, corpora: Path, say: Callable[[str], None]) -> list[Measured]:
    """All figures on the test parts.

    Args:
        nlp: the pipeline.
        corpora: their folder.
        say: shows each figure as it is measured.
    """
    found: list[Measured] = []

    def add(test: str, figure: str, value: float, at_least: float | None = None) -> None:
        found.append(Measured(test, figure, value, at_least))
        say(f"{test:16} {figure:12} {value:8.2f}" + (f"   at least {at_least}" if at_least else ""))

    tests = {
        "PUD": (examples.pud(corpora), {"uas": 92.0, "las": 89.0, "tag": 96.3, "verb_lemma": 97.0}),
        "GUM": (examples.gum(corpora, "test-open"), {"las": 87.5}),
        "GUM news": (examples.gum(corpora, "news-dev-test"), {}),
        "EWT": (examples.ewt(corpora, "test"), {"las": 86.5}),
    }
    for test, (sentences, bars) in tests.items():
        for figure, value in trees(nlp, sentences).items():
            add(test, figure, value, bars.get(figure))
    politics = list(read_columns(corpora / "crossner" / "politics-test.txt.gz"))
    for test, sentences, labels, bar in (
        ("UNER PUD", tests["PUD"][0], _UNER, 80.0),
        ("UNER EWT", tests["EWT"][0], _UNER, None),
        ("CrossNER politics", politics, _POLITICS, 84.0),
        ("GUM news names", tests["GUM news"][0], _ALL, None),
    ):
        micro, each = names(nlp, sentences, labels)
        add(test, "names F", micro, bar)
        for label, value in each.items():
            add(test, f"{label} F", value)
    return found
