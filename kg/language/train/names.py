"""The corpora's name labels under one set: PERSON ORG GPE LOC NORP EVENT DATE."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kg.language.train.corpora import Sentence, Span

LABELS = ("PERSON", "ORG", "GPE", "LOC", "NORP", "EVENT", "DATE")
UNSURE = "?"
"""The tag of a word whose label no corpus settles: left out of the loss."""

_PLACE = "place"
_TO_ONE_SET = {
    "PERSON": "PERSON PER person politician scientist researcher writer musicalartist Person".split(),
    "ORG": "ORG organisation organization politicalparty band university Organisation".split(),
    "GPE": ["country"],
    _PLACE: "LOC location place Location".split(),
    "NORP": ["Nationality"],
    "EVENT": "event election conference".split(),
    UNSURE: "OTH MISC misc".split(),
}
LABEL_OF = {given: label for label, group in _TO_ONE_SET.items() for given in group}
LABEL_OF |= {label: label for label in LABELS if label not in LABEL_OF}

_LISTS = tomllib.loads((Path(__file__).parent / "names.toml").read_text(encoding="utf-8"))
_NORP = {form for word in _LISTS["norp"].split() for form in (word, f"{word}s")}
_GEOGRAPHY = set(_LISTS["geography"].split())
_LOCATIONS = set(_LISTS["locations"].strip().replace("\n", "|").split("|"))
_EVENTS = set(_LISTS["events"].split())
_TITLES = set(_LISTS["titles"].split())
_LINKS = {"of", "for", "de", "and", "the", "in", "al", "bin", "'s", "’s"}
_NOT_IN_NAME = set("\"'“”‘’(),;:[]") | {"'s", "’s"}


def place_label(words: Sequence[str]) -> str:
    """GPE for a place with a government, LOC for any other.

    >>> place_label(["Turkey"]), place_label(["Black", "Sea"]), place_label(["Middle", "East"])
    ('GPE', 'LOC', 'LOC')
    """
    low = [word.lower() for word in words]
    return "LOC" if " ".join(low) in _LOCATIONS or _GEOGRAPHY.intersection(low) else "GPE"


def tags(words: Sequence[str], names: Iterable[Span]) -> list[str]:
    """BIO tags under the one set of labels.

    Args:
        words: the words.
        names: spans under the labels of any corpus; the first of two that overlap stays.

    Returns:
        One tag for each word; ``?`` where the label is not settled. Dates and words such
        as "Syrian" are tagged even where the corpus leaves them out.

    >>> tags("Syrian President Bashar al-Assad met today".split(), [(1, 4, "PER")])
    ['B-NORP', 'O', 'B-PERSON', 'I-PERSON', 'O', 'B-DATE']
    """
    found = ["O"] * len(words)
    extra = [(i, i + 1, "NORP") for i, word in enumerate(words) if word in _NORP]
    for start, end, label in [*settled(words, names), *extra, *dates(words)]:
        if start < end and all(tag == "O" for tag in found[start:end]):
            found[start:end] = _bio(label, end - start)
    return found


def _bio(label: str, size: int) -> list[str]:
    return [UNSURE] * size if label == UNSURE else [f"B-{label}"] + [f"I-{label}"] * (size - 1)


def settled(words: Sequence[str], names: Iterable[Span]) -> Iterator[Span]:
    """The spans with our labels, without titles, articles and marks at their ends."""
    for start, end, given in names:
        label = LABEL_OF.get(given)
        if label is None:
            continue
        start, end = trim(words, start, end, label)
        inner = words[start:end]
        if not inner or not any(word[:1].isupper() or word[:1].isdigit() for word in inner):
            continue
        if len(inner) == 1 and inner[0] in _NORP:
            label = "NORP"
        elif label == _PLACE:
            label = place_label(inner)
        elif label == UNSURE and _EVENTS.intersection(word.lower() for word in inner):
            label = "EVENT"
        yield start, end, label


def trim(words: Sequence[str], start: int, end: int, label: str) -> tuple[int, int]:
    """The span without marks, a leading article, and a person's titles.

    >>> trim(["the", "Kremlin", "'s"], 0, 3, "ORG")
    (1, 2)
    """
    while start < end and words[end - 1] in _NOT_IN_NAME:
        end -= 1
    while start < end and words[start] in _NOT_IN_NAME:
        start += 1
    if start < end and words[start].lower() == "the":
        start += 1
    while label == "PERSON" and start < end and words[start].lower() in _TITLES:
        start += 1
    return start, end


def of_mentions(sentence: Sentence) -> list[Span]:
    """Names among the nested mentions of GUM: the capitalised words round a mention's head."""
    found = []
    for start, end, kind in sentence.mentions:
        if kind in ("person", "organization", "place", "event") and sentence.tree:
            head = _head(sentence.tree.heads, start, end)
            if head is not None and sentence.tree.upos[head] == "PROPN":
                found.append((*_widen(sentence, start, end, head), kind))
    return sorted(found, key=lambda span: (span[0] - span[1], span))


def _head(heads: Sequence[int], start: int, end: int) -> int | None:
    return next((i for i in range(start, end) if not start <= heads[i] - 1 < end), None)


def _widen(sentence: Sentence, start: int, end: int, head: int) -> tuple[int, int]:
    left = right = head
    while left > start and _part_of_name(sentence, left - 1):
        left -= 1
    while right + 1 < end:
        step = right + 1
        while step < end and sentence.words[step].lower() in _LINKS:
            step += 1
        linked = step > right + 1
        if step >= end or not _part_of_name(sentence, step):
            break
        if linked and not _may_link(sentence, start, end, right + 1, step):
            break
        right = step
    while left < right and sentence.words[left] in "-&./":
        left += 1
    while right > left and sentence.words[right] in "-&/":
        right -= 1
    return left, right + 1


def _part_of_name(sentence: Sentence, place: int) -> bool:
    assert sentence.tree
    word, upos = sentence.words[place], sentence.tree.upos[place]
    if upos == "PROPN" or word in ("-", "&", ".", "/"):
        return True
    first_word = place == 0 and upos in ("ADV", "VERB")
    return word[:1].isupper() and upos in ("NUM", "ADJ", "NOUN", "X", "VERB", "ADV") and not first_word


def _may_link(sentence: Sentence, start: int, end: int, link: int, after: int) -> bool:
    kind = next(k for s, e, k in sentence.mentions if (s, e) == (start, end))
    word = sentence.words[link].lower()
    if (sentence.tree and sentence.tree.upos[after] != "PROPN") or word == "in":
        return False
    if kind == "person":
        return word in ("de", "al", "bin")
    return word != "and" or kind in ("organization", "event")


_MONTH = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec) ?\.?)"
)
_LONG_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DAY = "(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_UNIT = (
    "(?:day|week|month|year|decade|century|quarter|weekend|summer|winter|spring|autumn|fall"
    "|morning|afternoon|evening|night|hour|minute)"
)
_COUNT = (
    r"(?:\d[\d,.]*|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    "|twenty|thirty|several|few|many)"
)
_YEAR = r"(?:1[0-9]|20)\d\d"
_NTH = r"\d{1,2}(?:st|nd|rd|th)?"
_PART = r"(?:early|late|mid|last|next|this)"
_YEAR_AFTER = re.compile(
    rf"(?:\b(?:in|since|by|of|from|to|until|before|after|during|and|the|mid|early|late|circa|through|than"
    rf"|year|{_LONG_MONTH})|[,(–/-]) $",
    re.IGNORECASE,
)
_DATES = [
    re.compile(pattern)
    for pattern in (
        rf"\b(?:{_DAY} ?,? )?{_MONTH} {_NTH}\b(?: ?,? {_YEAR}\b)?(?! ?%)",
        rf"\b{_NTH}(?: of)? {_MONTH}(?: ?,? {_YEAR}\b)?",
        rf"\b(?:{_PART}[ -])?(?:- )?{_LONG_MONTH} ?,? (?:of )?{_YEAR}\b",
        rf"\b(?:{_PART}[ -](?:- )?)?(?:{_LONG_MONTH}(?<!May)(?<!March)(?<!April))\b",
        rf"\b(?:(?:last|next|this|early|late) )?{_DAY}s?(?: (?:morning|afternoon|evening|night))?\b",
        rf"\b(?:the )?(?:(?:early|late|mid)[ -](?:- )?)?{_YEAR}s\b",
        rf"\b{_YEAR} ?[-–] ?(?:\d\d){{1,2}}\b",
        r"\b(?:[Tt]oday|[Yy]esterday|[Tt]omorrow|[Tt]onight)\b",
        rf"\b(?:[Ll]ast|[Nn]ext|[Tt]his|[Tt]he (?:past|last|next|coming|previous)) (?:{_COUNT} )?{_UNIT}s?\b",
        rf"\b(?:{_COUNT}|\w+ty) {_UNIT}s? (?:ago|later|earlier)\b",
        r"\bthe (?:\d\d?(?:st|nd|rd|th)|\w+th|first) century\b",
        r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2}/\d{1,2}/\d{2,4}\b",
        rf"\b{_YEAR}\b(?! ?(?:people|men|women|km|miles|dollars|euros|troops|soldiers|votes|%|\.\d))",
    )
]


def dates(words: Sequence[str]) -> list[Span]:
    """Spans of words that name a day, a stretch of the calendar or a time from now.

    >>> dates("On April 3 , 2025 , two weeks ago and in 1999 he met 1999 people".split())
    [(1, 5, 'DATE'), (6, 9, 'DATE'), (11, 12, 'DATE')]
    """
    text = " ".join(words)
    starts, ends, at = {}, {}, 0
    for number, word in enumerate(words):
        starts[at], ends[at + len(word)] = number, number + 1
        at += len(word) + 1
    found: list[Span] = []
    for pattern in _DATES:
        for match in pattern.finditer(text):
            bare = re.fullmatch(_YEAR, match.group())
            if bare and not _YEAR_AFTER.search(text[max(0, match.start() - 12) : match.start()]):
                continue
            if match.start() in starts and match.end() in ends:
                found.append((starts[match.start()], ends[match.end()], "DATE"))
    return _longest(found)


def _longest(found: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in sorted(found, key=lambda s: (s[0] - s[1], s)):
        if all(span[1] <= other[0] or other[1] <= span[0] for other in kept):
            kept.append(span)
    return sorted(kept)
