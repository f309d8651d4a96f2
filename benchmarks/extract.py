"""Seconds for the parse alone and for text → events → quads, over the same articles, in one run.

    python benchmarks/extract.py [--articles FOLDER] [--repeat N]

The ratio is what extraction costs on top of the language model; it should be at most 1.3.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from kg import triples
from kg.articles import collect
from kg.engines import activity
from kg.extract import extract
from kg.language import load
from kg.model import Article
from kg.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 5


def best_of(rounds: int, job: Callable[[], object]) -> float:
    """The least seconds of several rounds: what the job needs when nothing else runs."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        job()
        times.append(time.perf_counter() - begun)
    return min(times)


def articles(folder: Path, repeat: int) -> list[Article]:
    """The articles of a folder, several times over."""
    found = [each for each in collect([str(folder)], published=None, settings=Settings()) if isinstance(each, Article)]
    return found * repeat


def main(given: Sequence[str] | None = None) -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--articles", type=Path, default=ROOT / "examples")
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args(given)
    nlp, read = load(threads=1), articles(options.articles, options.repeat)
    words = sum(len(article.text.split()) for article in read)

    def parse() -> None:
        for article in read:
            nlp(article.text)

    def whole() -> None:
        for article in read:
            triples.quads(article, extract(article, nlp=nlp), generated_by=activity(nlp))

    whole()  # tables and caches are filled before the clock runs
    alone, all_of_it = best_of(ROUNDS, parse), best_of(ROUNDS, whole)
    print(f"{len(read)} articles, {words} words, one thread, best of {ROUNDS} rounds")
    print(f"parse alone           {alone:7.2f} s  {words / alone:7.0f} words/s")
    print(f"text → events → quads {all_of_it:7.2f} s  {words / all_of_it:7.0f} words/s")
    print(f"ratio                 {all_of_it / alone:7.2f}")


if __name__ == "__main__":
    main()
