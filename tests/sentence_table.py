"""Sentences with the events they tell, and what the extractor makes of them.

Run as a script, ``python -m tests.sentence_table``: what it can do is in
``tests/data/sentences/README.md``.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from kg.extract import extract_many
from kg.kinds import kinds
from kg.language.load import load
from kg.model import Article, Event
from tests.sentence_faults import QUIET, Fault, Key, Row, faults

FOLDER = Path(__file__).parent / "data" / "sentences"
HELD = FOLDER / "held"
MISSES = FOLDER / "known_misses.tsv"
PUBLISHED = "2019-06-15"
_ANY = "*"
_NOBODY = "-"


def rows(folder: Path = FOLDER) -> list[Row]:
    """All lines of all tables."""
    found: list[Row] = []
    for path in sorted(folder.glob("*.tsv")):
        if path.name != MISSES.name:
            found += [_row(path.stem, line) for line in _lines(path)]
    return found


def _lines(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line


def _row(table: str, line: str) -> Row:
    if table == QUIET:
        return Row(table, QUIET, _NOBODY, _NOBODY, _ANY, "only", line)
    event, source, target, modality, details, sentence = line.split("\t")
    return Row(table, event, source, target, modality, "" if details == _NOBODY else details, sentence)


def known_misses() -> dict[Key, str]:
    """Lines that are misread at present, with how."""
    found: dict[Key, str] = {}
    for line in _lines(MISSES) if MISSES.exists() else ():
        table, event, source, target, words, sentence = line.split("\t")
        found[table, event, source, target, sentence] = words
    return found


@cache
def events_of() -> Mapping[str, tuple[Event, ...]]:
    """Each sentence of the tables with the events found in it, all parsed in one go."""
    sentences = sorted({row.sentence for row in (*rows(), *rows(HELD))})
    articles = [Article(f"s{number}", text, published=PUBLISHED) for number, text in enumerate(sentences)]
    return {article.text: events for article, events in extract_many(articles, load())}


def summary(table: Sequence[Row], judged: Mapping[Key, Fault | None]) -> Iterator[str]:
    """How many lines are read rightly: in all, by table, by category."""
    passed = Counter({"all": 0})
    total: Counter[str] = Counter()
    for row in table:
        names = ["all", row.table, *([] if row.event == QUIET else sorted(row.categories)[:1])]
        total.update(names)
        passed.update(names if judged[row.key] is None else [])
    swaps = sum(fault is not None and fault.kind == "roles" for fault in judged.values())
    yield f"{passed['all']} of {total['all']} lines are read rightly; source and target are swapped in {swaps}"
    for name in sorted(set(total) - {"all"}, key=lambda name: (name in kinds() or name.isupper(), name)):
        yield f"  {name:14} {passed[name]:4} of {total[name]:4}"


def misses(table: Sequence[Row], judged: Mapping[Key, Fault | None]) -> Iterator[str]:
    """What is misread, grouped by table and by kind of fault."""
    found = _sorted(table, judged)
    last = ("", "")
    for row, fault in found:
        if (row.table, fault.kind) != last:
            last = (row.table, fault.kind)
            yield f"\n{row.table}: {fault.kind}"
        yield f"  {row.event} {row.source} -> {row.target} {row.modality}: {fault.words}\n      {row.sentence}"


def _sorted(table: Sequence[Row], judged: Mapping[Key, Fault | None]) -> list[tuple[Row, Fault]]:
    found = [(row, fault) for row in table if (fault := judged[row.key]) is not None]
    return sorted(found, key=lambda pair: (pair[0].table, pair[1].kind, pair[0].sentence, pair[0].event))


def changes(table: Sequence[Row], judged: Mapping[Key, Fault | None]) -> Iterator[str]:
    """Where the known misses are out of date."""
    known = known_misses()
    for row in table:
        fault = judged[row.key]
        if fault is None and row.key in known:
            yield f"read rightly now: {row.event} {row.sentence}"
        if fault is not None and row.key not in known:
            yield f"misread now: {row.event} {row.sentence} ({fault.words})"
    for key in sorted(known.keys() - {row.key for row in table}):
        yield f"in no table: {key[1]} {key[4]}"


def write(table: Sequence[Row], judged: Mapping[Key, Fault | None]) -> None:
    """Put down the present misses."""
    head = "# Lines that are misread at present, and how; made by: python -m tests.sentence_table --write\n# table\tevent\tsource\ttarget\tmisread how\tsentence\n"
    lines = ["\t".join((*row.key[:4], fault.words, row.sentence)) for row, fault in _sorted(table, judged)]
    MISSES.write_text(head + "".join(line + "\n" for line in lines), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print figures, misses or changes."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, words in (("misses", "what is misread"), ("check", "are the known misses up to date"), ("write", "put down the present misses")):
        parser.add_argument(f"--{name}", action="store_true", help=words)
    chosen = parser.parse_args(arguments)
    table = rows()
    judged = faults(table, events_of())
    held = rows(HELD)
    held_back = next(summary(held, faults(held, events_of())))
    if chosen.write:
        write(table, judged)
    stale = list(changes(table, judged)) if chosen.check else []
    for line in [*(misses(table, judged) if chosen.misses else ()), *stale, *summary(table, judged), f"held back: {held_back}"]:
        print(line)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
