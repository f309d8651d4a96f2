"""Fit the weights by which the target of an act is guessed, and say how often such guesses are right.

    python benchmarks/addressees.py tests/data/articles tests/data/articles/press --try tests/data/articles/press/held
    python benchmarks/addressees.py FOLDER… --write

Learns from the acts of annotated articles (a fold of articles is left out in turn for the first
table), whatever rules say of their targets. Both tables count only acts for which the rules
find nobody: how many are guessed at each threshold, and how many of these rightly.
"""

from __future__ import annotations

import argparse
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.language import Language

from kg import extract, frames, implied
from kg.addressees import JUDGED, Weights
from kg.candidate import Candidate, actors_of
from kg.events import event
from kg.language import load
from kg.matching import pair_up, same_actor
from kg.model import Actor, Article
from kg.reading import Reading
from kg.repairs import repaired
from kg.score import gold_articles
from kg.settings import Settings, ontology_dir
from kg.traits import Traits, nobody, options

FOLDS = 8
STEPS, RATE, DECAY = 3000, 0.05, 4.0
THRESHOLDS = (0.35, 0.4, 0.45, 0.5, 0.6)
HEAD = """# How much each trait of an actor (kg/traits.py) speaks for its being the one whom an act concerns,
# where neither the act's words nor a rule tell. Fitted by benchmarks/addressees.py; change it there.
"""


@dataclass(frozen=True, slots=True)
class Example:
    """An annotated act: the traits of its options, which of them are right, and whether rules find anybody."""

    article: str
    judged: bool
    open: bool
    traits: tuple[Traits, ...]
    right: tuple[bool, ...]


def examples(folders: Iterable[Path], without: set[str], nlp: Language) -> Iterator[Example]:
    """The annotated acts of some folders.

    Args:
        folders: of annotated articles.
        without: keys of articles to leave out.
        nlp: a pipeline.
    """
    for folder in folders:
        for article, gold in gold_articles(folder, Settings()):
            if article.key not in without:
                yield from _of_article(article, gold, nlp)


def _of_article(article: Article, gold: Sequence[Any], nlp: Language) -> Iterator[Example]:
    reading = extract.read(article, repaired(nlp(article.text)))
    told, _ = extract.acts(frames.match(reading.doc, lexicon=reading.lexicon), reading)
    full = implied.addressed(told, reading)
    records = [(_record(each, reading), before, each) for before, each in zip(told, full, strict=True)]
    known = [record for record, _, _ in records if record]
    found = {id(mine): annotated for annotated, mine in pair_up(gold, known)}
    for record, before, after in records:
        annotated = found.get(id(record))
        if annotated and not annotated.get("optional") and annotated["category"] not in {"STATEMENT", "CONSULT"}:
            given = options(before, reading.mentions, reading.doc)
            right = [any(same_actor(names, _named(actor)) for names in annotated["target"]) for actor in given]
            traits = (*given.values(), nobody(before))
            yield Example(article.key, before.category in JUDGED, not after.target, traits, (*right, not annotated["target"]))


def _record(candidate: Candidate, reading: Reading) -> dict[str, Any] | None:
    found = event(candidate, reading)
    if found is None:
        return None
    return {
        "category": found.category,
        "trigger": found.trigger.text,
        "content": found.content.text if found.content else None,
        "evidence": {"text": found.evidence.text},
        "source": [_named(actor) for actor in actors_of(candidate.source)],
        "target": [_named(actor) for actor in actors_of(candidate.target)],
    }


def _named(actor: Actor) -> dict[str, Any]:
    return {"label": actor.label, "aliases": actor.aliases}


def fitted(given: Sequence[Example], *, rare: int = 8) -> dict[str, float]:
    """The weights that make what is right most likely.

    Args:
        given: annotated acts.
        rare: traits that fewer options have are left out.
    """
    known = [each for each in given if any(each.right)]
    counts = Counter(name for each in known for traits in each.traits for name in traits)
    names = sorted(name for name, count in counts.items() if count >= rare)
    most = max(len(each.traits) for each in known)
    there = np.zeros((len(known), most), bool)
    right = np.zeros((len(known), most), bool)
    values = np.zeros((len(known), most, len(names)))
    for row, each in enumerate(known):
        there[row, : len(each.traits)] = True
        right[row, : len(each.right)] = each.right
        for column, traits in enumerate(each.traits):
            values[row, column] = [traits.get(name, 0.0) for name in names]
    return dict(zip(names, _ascended(values, there, right).tolist(), strict=True))


def _ascended(values: npt.NDArray[Any], there: npt.NDArray[Any], right: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Gradient ascent on the likelihood of what is right, weights held small."""
    weight = np.zeros(values.shape[2])
    for _ in range(STEPS):
        scores = np.where(there, values @ weight, -np.inf)
        chance = np.exp(scores - scores.max(1, keepdims=True))
        chance /= chance.sum(1, keepdims=True)
        hit = np.where(right, chance, 0.0)
        hit /= hit.sum(1, keepdims=True)
        slope = np.einsum("roi,ro->i", values, hit - chance) - DECAY * weight
        weight += RATE * slope / len(values) ** 0.5
    return weight


def guesses(given: Iterable[Example], weight: dict[str, float]) -> list[tuple[float, bool]]:
    """For each open act of a kind that is judged how likely the best option is, and whether it is right; nobody is left out."""
    found = []
    for each in given:
        if each.judged and each.open:
            chances = Weights(0.0, weight).chances(each.traits)
            best = chances.index(max(chances))
            if best < len(chances) - 1:
                found.append((chances[best], each.right[best]))
    return found


def by_turns(given: Sequence[Example]) -> list[tuple[float, bool]]:
    """The guesses for each fold of articles by weights fitted to the others."""
    found = []
    for fold in range(FOLDS):
        rest = [each for each in given if zlib.crc32(each.article.encode()) % FOLDS != fold]
        found += guesses((each for each in given if zlib.crc32(each.article.encode()) % FOLDS == fold), fitted(rest))
    return found


def table(title: str, given: Sequence[Example], found: Sequence[tuple[float, bool]]) -> Iterator[str]:
    """How many are guessed at each threshold, and how many rightly."""
    acts = [each for each in given if each.judged and each.open]
    some = sum(not each.right[-1] for each in acts)
    yield f"{title}: rules find nobody for {len(acts)} acts; {some} of them are annotated with a target"
    for least in THRESHOLDS:
        taken = [right for chance, right in found if chance >= least]
        yield f"  at {least:.2f}: {len(taken):3} guessed, {sum(taken):3} rightly"


def written(weight: dict[str, float], threshold: float) -> str:
    """The file of weights."""
    lines = "".join(f'"{name}" = {value:.2f}\n' for name, value in sorted(weight.items(), key=lambda item: (-item[1], item[0])))
    return f"{HEAD}\n# A guess is taken from this probability on.\nthreshold = {threshold}\n\n[weight]\n{lines}"


def main() -> None:
    """Fit, print, and write if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--without", default="", help="keys of articles not to learn from, by commas")
    parser.add_argument("--try", dest="unseen", nargs="*", type=Path, default=[], help="annotated folders to try the weights on")
    parser.add_argument("--threshold", type=float, default=0.4)
    parser.add_argument("--write", action="store_true", help="write ontology/addressees.toml")
    given = parser.parse_args()
    nlp = load(threads=1)
    known = list(examples(given.folders, set(filter(None, re.split(",", given.without))), nlp))
    print("\n".join(table("folds left out", known, by_turns(known))))
    weight = fitted(known)
    for folder in given.unseen:
        unseen = list(examples([folder], set(), nlp))
        print("\n".join(table(str(folder), unseen, guesses(unseen, weight))))
    if given.write:
        (ontology_dir() / "addressees.toml").write_text(written(weight, given.threshold), encoding="utf-8")


if __name__ == "__main__":
    main()
