"""Readers of the public corpora: each yields documents of annotated sentences."""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import TrainingError

Span = tuple[int, int, str]

_ENTITY = re.compile(r"\([^()]*\)?|\d+(?:\[\d+/\d+\])?\)")
_MISC_ENTITY = re.compile(r"(?:^|\|)Entity=([^|]*)")


@dataclass(frozen=True, slots=True)
class Tree:
    """Tags and Universal Dependencies tree of one sentence, word by word.

    ``heads`` count from 1; 0 is the root.
    """

    xpos: tuple[str, ...]
    upos: tuple[str, ...]
    feats: tuple[str, ...]
    lemmas: tuple[str, ...]
    heads: tuple[int, ...]
    relations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a corpus.

    ``names`` are the corpus' own spans over words (start, end, label); ``None`` where it
    has none. ``spaces`` says which word is followed by white space.
    """

    key: str
    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    tree: Tree | None = None
    names: tuple[Span, ...] | None = None
    starts_paragraph: bool = False
    mentions: tuple[Span, ...] = field(default=())


def read_lines(path: Path) -> list[str]:
    """The lines of a text file, gzip or not.

    Args:
        path: the file.

    Raises:
        TrainingError: it can't be read.
    """
    try:
        if path.suffix == ".gz":
            return gzip.decompress(path.read_bytes()).decode("utf-8").split("\n")
        return path.read_text(encoding="utf-8").split("\n")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise TrainingError(f"corpus file {path} can't be read ({error}): see --corpora") from error


def blocks(path: Path) -> Iterator[list[str]]:
    """Groups of lines between empty lines."""
    block: list[str] = []
    for line in [*read_lines(path), ""]:
        if line.strip():
            block.append(line.rstrip("\n"))
        elif block:
            yield block
            block = []


def read_conllu(path: Path) -> Iterator[Sentence]:
    """Sentences of a CoNLL-U file; syntactic words are the words.

    Args:
        path: the file.

    Source: https://universaldependencies.org/format.html
    """
    for block in blocks(path):
        comments = [line for line in block if line.startswith("#")]
        rows = [line.split("\t") for line in block if not line.startswith("#")]
        words = [row for row in rows if row[0].isdigit()]
        yield Sentence(
            key=_comment(comments, "sent_id"),
            words=tuple(row[1] for row in words),
            spaces=_spaces(rows),
            tree=_tree(words),
            starts_paragraph=any(c.startswith(("# newdoc", "# newpar")) for c in comments),
            mentions=tuple(_mentions([row[9] for row in words])),
        )


def _comment(comments: Iterable[str], name: str) -> str:
    marker = f"# {name} ="
    return next((c[len(marker) :].strip() for c in comments if c.startswith(marker)), "")


def _tree(rows: list[list[str]]) -> Tree:
    return Tree(
        xpos=tuple(row[4] if row[4] != "_" else row[3] for row in rows),
        upos=tuple(row[3] if row[3] != "_" else "X" for row in rows),
        feats=tuple("" if row[5] == "_" else row[5] for row in rows),
        lemmas=tuple(row[2] if row[2] != "_" or row[1] == "_" else row[1] for row in rows),
        heads=tuple(int(row[6]) for row in rows),
        relations=tuple(row[7] for row in rows),
    )


def _spaces(rows: list[list[str]]) -> tuple[bool, ...]:
    spaces: list[bool] = []
    last, spaced = 0, True
    for row in rows:
        follows = "SpaceAfter=No" not in row[9]
        if "-" in row[0]:
            last, spaced = int(row[0].split("-")[1]), follows
        elif row[0].isdigit():
            number = int(row[0])
            spaces.append((spaced if number == last else False) if number <= last else follows)
    return tuple(spaces)


def _mentions(misc: list[str]) -> Iterator[Span]:
    """The nested ``Entity=`` spans of the GUM corpus, with their types."""
    opened: list[tuple[str, int, str]] = []
    for place, text in enumerate(misc):
        found = _MISC_ENTITY.search(text)
        for part in _ENTITY.findall(found.group(1)) if found else ():
            if not part.startswith("("):
                number = part.rstrip(")").split("[")[0]
                at = next((i for i in reversed(range(len(opened))) if opened[i][0] == number), None)
                if at is not None:
                    _, start, kind = opened.pop(at)
                    yield start, place + 1, kind
                continue
            number, kind = [*part.strip("()").split("-"), ""][:2]
            if part.endswith(")"):
                yield place, place + 1, kind
            else:
                opened.append((number.split("[")[0], place, kind))


def read_uner(path: Path) -> dict[str, tuple[tuple[str, ...], tuple[Span, ...]]]:
    """Words and names of each sentence of a Universal NER file, by sentence id."""
    found = {}
    for block in blocks(path):
        rows = [line.split("\t") for line in block if not line.startswith("#")]
        rows = [row for row in rows if row[0].isdigit()]
        names = spans(["B-OTH" if row[2] == "B-O" and row[1].isalpha() else row[2] for row in rows])
        found[_comment(block, "sent_id")] = (tuple(row[1] for row in rows), tuple(names))
    return found


def read_columns(path: Path) -> Iterator[Sentence]:
    """Sentences of a CoNLL column file: first column word, last column IOB tag."""
    for number, block in enumerate(blocks(path)):
        rows = [line.split() for line in block if not line.startswith("-DOCSTART-")]
        words = tuple(_BRACKETS.get(row[0], row[0]) for row in rows)
        if words:
            yield Sentence(
                f"{path.name}-{number}", words, natural_spaces(words),
                names=tuple(spans([row[-1] for row in rows])),
            )  # fmt: skip


_BRACKETS = {"-LRB-": "(", "-RRB-": ")", "``": '"', "''": '"'}


_NO_SPACE_BEFORE = re.compile(r"[.,;:!?%)\]}”…]+|'s|'S|'re|'ve|'ll|'d|'m|n't|n’t|’s")
_NO_SPACE_AFTER = frozenset("([{$£€“‘#")


def natural_spaces(words: Sequence[str]) -> tuple[bool, ...]:
    """Which words are followed by a space in print, for corpora that don't say.

    >>> natural_spaces(["(", "Yes", ",", '"', "so", '"', ")"])
    (False, False, True, False, False, False, True)
    """
    spaces, quoted = [True] * len(words), False
    for place, word in enumerate(words):
        glued = bool(_NO_SPACE_BEFORE.fullmatch(word)) or (word == '"' and quoted)
        if place and glued:
            spaces[place - 1] = False
        quoted ^= word == '"'
        if word in _NO_SPACE_AFTER or (word == '"' and quoted):
            spaces[place] = False
    return tuple(spaces)


def spans(tags: list[str]) -> Iterator[Span]:
    """Spans of IOB1 or IOB2 tags.

    >>> list(spans(["I-ORG", "I-ORG", "O", "B-LOC", "B-LOC", "I-PER"]))
    [(0, 2, 'ORG'), (3, 4, 'LOC'), (4, 5, 'LOC'), (5, 6, 'PER')]
    """
    start, label = 0, ""
    for place, tag in enumerate([*tags, "O"]):
        begins, _, kind = tag.partition("-")
        if label and (begins != "I" or kind != label):
            yield start, place, label
            label = ""
        if kind and not label and begins in "BI":
            start, label = place, kind


def read_re3d(folder: Path, part: str) -> Iterator[tuple[str, list[Span]]]:
    """Text and character spans of each document of one part of re3d.

    Args:
        folder: where the JSON Lines files lie.
        part: the part's name, such as ``centcom``.
    """
    found: dict[str, list[Span]] = defaultdict(list)
    for record in _records(folder / f"{part}-entities.json.gz"):
        found[record["documentId"]].append((int(record["begin"]), int(record["end"]), record["type"]))
    for record in _records(folder / f"{part}-documents.json.gz"):
        yield record["text"], found[record["_id"]]


def _records(path: Path) -> Iterator[dict[str, str]]:
    for line in read_lines(path):
        if line.strip():
            yield json.loads(line)
