"""How fast the language model reads, and how that compares with another spaCy pipeline.

    python benchmarks/parse.py --texts examples --peer FOLDER

Prints words a second with one thread, two threads and two processes, the best of some rounds,
and the ratio to the peer in the same run. Only the ratios carry over to another machine.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import spacy
from spacy.language import Language

from kg.language import load

LEAST_WORDS = 30_000


def texts(folder: Path) -> list[str]:
    """Articles of a folder, over and over, until there are words enough.

    Raises:
        SystemExit: it holds none.
    """
    paths = sorted(path for path in folder.rglob("*") if path.suffix in {".txt", ".md"})
    found = [path.read_text(encoding="utf-8") for path in paths]
    if not found:
        raise SystemExit(f"parse.py: no .txt or .md files in {folder}")
    words = sum(len(text.split()) for text in found)
    return found * max(1, -(-LEAST_WORDS // words))


def speed(read: Callable[[], int], rounds: int) -> float:
    """Words a second in the best round."""
    best = 0.0
    for _ in range(rounds):
        begun = time.perf_counter()
        words = read()
        best = max(best, words / (time.perf_counter() - begun))
    return best


def reader(nlp: Language, given: Sequence[str], processes: int = 1) -> Callable[[], int]:
    """A function that reads all texts and returns how many words they have."""
    size = max(1, len(given) // (processes * 4))
    return lambda: sum(len(doc) for doc in nlp.pipe(given, n_process=processes, batch_size=size))


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, default=Path("examples"), help="folder of .txt and .md articles")
    parser.add_argument("--peer", type=Path, help="another spaCy pipeline's folder, read with one process")
    parser.add_argument("--rounds", type=int, default=2, help="of which the best counts")
    options = parser.parse_args()
    given = texts(options.texts)
    one, two = load(threads=1), load(threads=2)
    peer = spacy.load(options.peer) if options.peer else None
    found = {
        "one thread": speed(reader(one, given), options.rounds),
        "two threads": speed(reader(two, given), options.rounds),
        "two processes": speed(reader(one, given, 2), options.rounds),
    }
    against = speed(reader(peer, given), options.rounds) if peer else None
    if against:
        print(f"{'peer':14} {against:7.0f} words/s")
    for way, words in found.items():
        print(f"{way:14} {words:7.0f} words/s" + (f"   {words / against:.2f} of the peer" if against else ""))
    if hasattr(os, "getloadavg"):
        print(f"{'load':14} {os.getloadavg()[0]:7.1f}")


if __name__ == "__main__":
    main()
