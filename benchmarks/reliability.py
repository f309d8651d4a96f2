"""How often events of each confidence are right, against annotated articles.

    python benchmarks/reliability.py GOLD_DIR…

An event is right if one of its category is annotated in its sentence; it has the right
actors if, besides, a pair of source and target agrees. Optional annotations are left out.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from kg.engines import read
from kg.matching import dyad_hits, pair_up
from kg.records import records
from kg.score import gold_articles
from kg.settings import Settings

STEPS = (0.9, 0.8, 0.7, 0.0)


def judged(folder: Path) -> Iterator[tuple[float, bool, bool]]:
    """Confidence, whether the event is right, and whether its actors are."""
    annotated = dict(gold_articles(folder, Settings()))
    for each in read(annotated, settings=Settings()):
        found = records(each.quads)
        pairs = {id(mine): gold for gold, mine in pair_up(annotated[each.article], found)}
        for record in found:
            gold = pairs.get(id(record))
            if gold is None or not gold.get("optional"):
                yield record["confidence"], gold is not None, gold is not None and dyad_hits(gold, record)[0] > 0


def main(folders: list[str]) -> None:
    """Print the table."""
    rows = [row for folder in folders for row in judged(Path(folder))]
    print("confidence   events   right   right with actors")
    above = 2.0
    for step in STEPS:
        inside = [row for row in rows if step <= row[0] < above]
        if inside:
            right, whole = (sum(row[n] for row in inside) / len(inside) for n in (1, 2))
            print(f"{f'from {step}' if step else 'below 0.7':10}  {len(inside):7}  {right:6.2f}  {whole:18.2f}")
        above = step


if __name__ == "__main__":
    main(sys.argv[1:])
