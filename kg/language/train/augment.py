"""Changes to training sentences that bring them nearer to news text.

Each takes a sentence and a random source and gives another sentence; trees and names stay
right, because words are only put in where their place in the tree is certain.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Any

from kg.language.train.corpora import Sentence, Span, Tree


@dataclass(frozen=True, slots=True)
class Rates:
    """How often each change is made, as a share of sentences."""

    lower: float = 0.03
    headline: float = 0.03
    upper: float = 0.015
    time_word: float = 0.05
    dateline: float = 0.02
    no_stop: float = 0.04


@dataclass(frozen=True, slots=True)
class _Word:
    """A word to put into a tree; ``head`` counts from the first inserted word, from 1."""

    form: str
    xpos: str
    upos: str
    relation: str
    head: int = 0
    feats: str = ""
    lemma: str = ""


_TODAY = [[_Word(w, "NN", "NOUN", "obl:unmarked", feats="Number=Sing")] for w in ("today", "yesterday")]
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_BARE = [[_Word(d, "NNP", "PROPN", "obl:unmarked", feats="Number=Sing", lemma=d)] for d in _DAYS]
_ON = [
    [_Word("on", "IN", "ADP", "case", 2), _Word(d, "NNP", "PROPN", "obl", feats="Number=Sing", lemma=d)]
    for d in _DAYS
]
_LAST = [
    [
        _Word(adjective, "JJ", "ADJ", "amod", 2, "Degree=Pos"),
        _Word(unit, "NN", "NOUN", "obl:unmarked", feats="Number=Sing"),
    ]
    for adjective in ("last", "next")
    for unit in ("week", "month", "year")
]
_THIS = [
    [
        _Word("this", "DT", "DET", "det", 2, "Number=Sing|PronType=Dem"),
        _Word(unit, "NN", "NOUN", "obl:unmarked", feats="Number=Sing"),
    ]
    for unit in ("week", "month", "year", "morning")
]
_TIMES = [_TODAY * 4, _BARE, _ON, _LAST, _THIS]
_FINITE = {"VBD", "VBZ", "VBP", "MD"}


def augment(sentence: Sentence, rng: random.Random, rates: Rates) -> Sentence:
    """The sentence, perhaps changed.

    Args:
        sentence: one of a corpus.
        rng: decides.
        rates: how often.

    Returns:
        A sentence of its own; the given one is untouched.
    """
    if sentence.tree and rng.random() < rates.time_word:
        sentence = time_word(sentence, rng)
    if sentence.tree and rng.random() < rates.dateline:
        sentence = dateline(sentence, rng)
    chance = rng.random()
    for rate, change in ((rates.lower, str.lower), (rates.upper, str.upper)):
        if chance < rate:
            return replace(sentence, words=tuple(change(word) for word in sentence.words))
        chance -= rate
    if chance < rates.headline:
        return without_stop(headline(sentence))
    return without_stop(sentence) if rng.random() < rates.no_stop else sentence


_SMALL_IN_TITLES = {"a", "an", "the", "of", "to", "in", "on", "for", "and", "at", "by", "with", "'s", "n't", "as"}


def headline(sentence: Sentence) -> Sentence:
    """Every word but the small ones with a capital."""
    words = tuple(
        word if number and word in _SMALL_IN_TITLES else word[:1].upper() + word[1:]
        for number, word in enumerate(sentence.words)
    )
    return replace(sentence, words=words)


def without_stop(sentence: Sentence) -> Sentence:
    """The sentence without the full stop at its end, if it has one and nothing hangs on it."""
    last = len(sentence.words) - 1
    if last < 1 or sentence.words[last] != ".":
        return sentence
    tree = sentence.tree
    if tree and (last + 1 in tree.heads or tree.heads[last] == 0):
        return sentence
    names = sentence.names and tuple(span for span in sentence.names if span[1] <= last)
    return replace(
        sentence,
        words=sentence.words[:last],
        spaces=sentence.spaces[:last],
        names=names,
        tree=tree and Tree(*(getattr(tree, name)[:last] for name in Tree.__dataclass_fields__)),
    )


def time_word(sentence: Sentence, rng: random.Random) -> Sentence:
    """Puts "today", "on Monday", "last week" between the subject and its verb.

    Where no finite verb follows its subject at once, the sentence stays as it is.
    """
    assert sentence.tree
    places = [(place, verb) for place, verb in _gaps(sentence.tree) if place]
    if not places or "nsubj" not in sentence.tree.relations:
        return sentence
    place, verb = rng.choice(places)
    return insert(sentence, place, verb, rng.choice(rng.choice(_TIMES)))


def _gaps(tree: Tree) -> list[tuple[int, int]]:
    """Places between a subject that is no pronoun and its verb; the verb's number from 1."""
    found = []
    for subject, (head, relation) in enumerate(zip(tree.heads, tree.relations, strict=True)):
        if relation not in ("nsubj", "nsubj:pass") or tree.upos[subject] == "PRON" or head <= subject:
            continue
        end = _end_of(tree, subject)
        verbal = tree.upos[head - 1] == "VERB"
        between = all(tree.relations[i] in ("aux", "aux:pass") for i in range(end, head - 1))
        if verbal and between and end <= head - 1 and tree.xpos[end] in _FINITE:
            found.append((end, head))
    return found


def _end_of(tree: Tree, top: int) -> int:
    """One past the last word of the subtree under a word."""
    inside, last = {top}, top
    for place in range(top + 1, len(tree.heads)):
        if tree.heads[place] - 1 in inside:
            inside.add(place)
            last = place
    return last + 1


_AGENCIES = ("Reuters", "AP", "AFP", "Xinhua", "UPI", "Agency", "TASS", "dpa", "News Service", "Agencies")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December", "Jan.", "Feb.", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.",
)  # fmt: skip
_CITIES = (
    "London", "Paris", "Kyiv", "Moscow", "Geneva", "Ankara", "Baghdad", "Cairo", "Beijing", "Tokyo",
    "New Delhi", "Islamabad", "Khartoum", "Addis Ababa", "Nairobi", "Abuja", "Caracas", "Bogota",
    "Washington", "New York", "Brussels", "Vienna", "Doha", "Riyadh", "Tehran", "Jerusalem", "Gaza City",
    "Beirut", "Damascus", "Yerevan", "Baku", "Tbilisi", "Seoul", "Pyongyang", "Manila", "Jakarta",
    "United Nations", "The Hague", "Belgrade", "Pristina", "Tripoli", "Bamako", "Kinshasa", "Kigali",
)  # fmt: skip


def dateline(sentence: Sentence, rng: random.Random) -> Sentence:
    """Puts "LONDON, April 3 (Reuters) —" before the sentence, hung on its root."""
    assert sentence.tree
    root = sentence.tree.heads.index(0) + 1
    city = rng.choice(_CITIES)
    city = city.upper() if rng.random() < 0.75 else city
    words: list[_Word] = []
    names: list[Span] = [(0, len(city.split()), "GPE")]
    parts = city.split()
    for number, part in enumerate(parts):
        kind = "parataxis" if number == len(parts) - 1 else "compound"
        words.append(_Word(part, "NNP", "PROPN", kind, 0 if number == len(parts) - 1 else len(parts)))
    head = len(parts)
    if rng.random() < 0.6:
        words += [
            _Word(",", ",", "PUNCT", "punct", head),
            _Word(rng.choice(_MONTHS), "NNP", "PROPN", "nmod:unmarked", head, "Number=Sing"),
            _Word(str(rng.randint(1, 31)), "CD", "NUM", "nummod", head + 2, "NumType=Card"),
        ]
        names.append((head + 1, head + 3, "DATE"))
    if rng.random() < 0.6:
        agency = rng.choice(_AGENCIES).split()
        at = len(words) + 1
        top = at + len(agency)
        words.append(_Word("(", "-LRB-", "PUNCT", "punct", top))
        names.append((at, at + len(agency), "ORG"))
        for number, part in enumerate(agency):
            last = number == len(agency) - 1
            words.append(
                _Word(part, "NNP", "PROPN", "parataxis" if last else "compound", head if last else top)
            )
        words.append(_Word(")", "-RRB-", "PUNCT", "punct", top))
    words.append(_Word(rng.choice(("—", "--", "-", "–")), ":", "PUNCT", "punct", head))
    if len(words) == len(parts) + 1 and rng.random() < 0.3:
        words[-1] = _Word(":", ":", "PUNCT", "punct", head)
    return insert(sentence, 0, root, words, names)


def insert(
    sentence: Sentence, place: int, head: int, words: list[_Word], names: list[Span] | None = None
) -> Sentence:
    """Puts words into a sentence and its tree.

    Args:
        sentence: one with a tree.
        place: before which word, counted from 0.
        head: the word, from 1, on which the inserted words without a head of their own hang.
        words: what to put in.
        names: names among the inserted words.

    Returns:
        The longer sentence.
    """
    tree, size = sentence.tree, len(words)
    assert tree

    def moved(number: int) -> int:
        return number + size if number > place else number

    def joined(old: tuple[Any, ...], new: list[Any]) -> tuple[Any, ...]:
        return (*old[:place], *new, *old[place:])

    heads = tuple(moved(number) for number in tree.heads)
    new_heads = [place + word.head if word.head else moved(head) for word in words]
    spans = [(s + size * (s >= place), e + size * (e > place), k) for s, e, k in sentence.names or ()]
    spans += [(s + place, e + place, k) for s, e, k in names or ()]
    return replace(
        sentence,
        words=joined(sentence.words, [word.form for word in words]),
        spaces=joined(sentence.spaces, [True] * size),
        names=None if sentence.names is None else tuple(sorted(spans)),
        tree=Tree(
            xpos=joined(tree.xpos, [word.xpos for word in words]),
            upos=joined(tree.upos, [word.upos for word in words]),
            feats=joined(tree.feats, [word.feats for word in words]),
            lemmas=joined(tree.lemmas, [word.lemma or word.form for word in words]),
            heads=joined(heads, new_heads),
            relations=joined(tree.relations, [word.relation for word in words]),
        ),
    )
