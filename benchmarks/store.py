"""Load and four questions in rdflib's memory store, in Oxigraph alone, and in the store of kg, side by side.

    python benchmarks/store.py --quads 100000
    python benchmarks/store.py --quads 1000000 --rdflib-limit 60

The articles are made up, and become quads as real ones do. Oxigraph alone gets the same quads
in the same batches into a folder of its own, synced and optimized at the end, as we do. Our figures hold the ledger,
a sync for every batch, and for questions the process of their own in which they run. Of
several rounds, in turn, the best counts; rdflib has one. Look at ratios: a busy machine makes
all of them slow.
"""

from __future__ import annotations

import argparse
import random
import signal
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import rdflib
from pyoxigraph import Quad, RdfFormat, serialize
from pyoxigraph import Store as Oxigraph

from kg import kinds, snapshot, triples, vocab
from kg.model import Actor, Article, Event, Participant, Span, When
from kg.sandbox import Formats, Question, Worker
from kg.settings import Settings
from kg.store import LocalStore

Graph = tuple[str, list[Quad]]
_KINDS = ("Meeting", "Demand", "Refusal", "Threat", "Offer", "Comment", "Accusation", "Bombing")
_BATCH = 100

QUESTIONS = {
    "pairs: who met whom": """SELECT ?one ?other (COUNT(DISTINCT ?event) AS ?times) WHERE { IN
        ?event a dip:Meeting ; dip:participant ?a, ?b . ?a rdfs:label ?one . ?b rdfs:label ?other .
        FILTER(STR(?one) < STR(?other)) OUT } GROUP BY ?one ?other""",
    "demands: of whom, when": """SELECT ?who ?of ?date WHERE { IN
        ?event a dip:Demand ; dip:source ?a ; dip:target ?b . ?a rdfs:label ?who . ?b rdfs:label ?of .
        ?article schema:datePublished ?date . ?event dip:evidence/oa:hasSource ?article OUT }""",
    "two hops: met those whom 1 met": """SELECT DISTINCT ?far WHERE {
        { SELECT DISTINCT ?middle WHERE { IN ?one rdfs:label "Person 1" . ?e dip:participant ?one, ?middle . ?e a dip:Meeting OUT } }
        IN2 ?f dip:participant ?middle, ?far . ?f a dip:Meeting OUT }""",
    "months: how many events": """SELECT ?month (COUNT(DISTINCT ?event) AS ?events) WHERE { IN
        ?event a dip:Event ; dip:time/time:hasBeginning/time:inXSDDate ?day . BIND(SUBSTR(STR(?day), 1, 7) AS ?month) OUT }
        GROUP BY ?month""",
}


def articles(seed: int = 1) -> Iterator[Graph]:
    """Made-up articles of six events, without end; few people take part in most of them."""
    rng = random.Random(seed)
    people = [Actor(f"Person {number}", "Person", country="FRA", aliases=(f"P. {number}",)) for number in range(2000)]
    made_by = triples.Activity("diplomacy-kg", "made up")
    number = 0
    while True:
        number += 1
        key, text, events = f"made-up-{number}", "", list[Event]()
        for _ in range(6):
            pair = [people[min(int(rng.paretovariate(0.7)), 1999)] for _ in range(2)]
            event, sentence = _event(rng, pair, f"{key}-{len(events)}", len(text))
            text += sentence
            events.append(event)
        published = (date(2020, 1, 1) + timedelta(days=rng.randrange(1500))).isoformat()
        article = Article(key, text, title=f"Title {number}", published=published)
        yield vocab.article_iri(key).value, triples.quads(article, events, generated_by=made_by)


def _event(rng: random.Random, pair: Sequence[Actor], key: str, offset: int) -> tuple[Event, str]:
    kind = rng.choice(_KINDS)
    sentence = f"{pair[0].label} did {kind.lower()} {pair[1].label} about matter {rng.randrange(10**6)} last week. "

    def span(words: str) -> Span:
        start = offset + sentence.index(words)
        return Span(start, start + len(words), words)

    day = date(2020, 1, 1) + timedelta(days=rng.randrange(1500))
    who = tuple(Participant(each, span(each.label)) for each in pair)
    mutual = kind == "Meeting"
    return Event(
        vocab.event_id(key), kind, kinds.kind(kind).category, who if mutual else who[:1], () if mutual else who[1:],
        span(kind.lower()), Span(offset, offset + len(sentence) - 1, sentence[:-1]),
        content=span("matter"), time=When("last week", day, day + timedelta(days=6), span("last week")),
    ), sentence  # fmt: skip


def made(quads: int) -> list[Graph]:
    """Articles of so many quads together."""
    found, count = list[Graph](), 0
    for graph in articles():
        found.append(graph)
        count += len(graph[1])
        if count >= quads:
            return found
    return found


def batches(graphs: Sequence[Graph]) -> Iterator[list[Graph]]:
    """The batches in which a build writes."""
    ahead = iter(graphs)
    while some := list(islice(ahead, _BATCH)):
        yield some


def spelt(question: str, *, graphs: bool) -> str:
    """A question that names graphs, or one over all of them at once, for which rdflib is faster by far."""
    inside = (("IN2", "GRAPH ?h {"), ("IN", "GRAPH ?g {"), ("OUT", "}")) if graphs else (("IN2", ""), ("IN", ""), ("OUT", ""))
    words = [dict(inside).get(word, word) for word in question.split()]
    return "".join(f"PREFIX {name}: <{iri}> " for name, iri in vocab.prefixes().items()) + " ".join(words)


def timed(work: Callable[[], int]) -> tuple[float, int]:
    """Seconds that some work took, and what it gave."""
    start = time.perf_counter()
    count = work()
    return time.perf_counter() - start, count


def load_alone(graphs: Sequence[Graph], folder: Path) -> int:
    """What a program would write that uses the library as it is."""
    store = Oxigraph(str(folder))
    for batch in batches(graphs):
        store.bulk_extend(quad for _, quads in batch for quad in quads)
    store.flush()
    store.optimize()  # as its documentation advises after a batch upload
    return len(graphs)


def load_ours(graphs: Sequence[Graph], folder: Path) -> int:
    """What a build does."""
    with LocalStore(folder, create=True) as store:
        for batch in batches(graphs):
            store.put(batch)
    return len(graphs)


class Late(Exception):
    """rdflib took longer than it may."""


def by_rdflib(graphs: Sequence[Graph], limit: int) -> dict[str, tuple[float, int]]:
    """Seconds and rows; infinite where it took longer than the limit."""

    def stop(*_: object) -> None:
        raise Late

    signal.signal(signal.SIGALRM, stop)
    data = serialize((quad for _, quads in graphs for quad in quads), format=RdfFormat.N_QUADS)
    dataset = rdflib.Dataset(default_union=True)
    works: dict[str, Callable[[], int]] = {"load": lambda: len(graphs) if dataset.parse(data=data, format="nquads") else 0}
    for name, question in QUESTIONS.items():
        works[name] = lambda question=question: len(list(dataset.query(spelt(question, graphs=False))))  # type: ignore[misc]
    found = {}
    for name, work in works.items():
        signal.alarm(0 if name == "load" else limit)
        try:
            found[name] = timed(work)
        except Late:
            found[name] = (float("inf"), -1)
        signal.alarm(0)
    return found


def side_by_side(graphs: Sequence[Graph], scratch: Path, rounds: int) -> tuple[dict[str, tuple[float, int]], dict[str, tuple[float, int]]]:
    """Oxigraph alone, and ours, in turn."""
    alone: dict[str, list[tuple[float, int]]] = {}
    ours: dict[str, list[tuple[float, int]]] = {}
    for turn in range(rounds):
        alone.setdefault("load", []).append(timed(lambda at=scratch / f"alone-{turn}": load_alone(graphs, at)))  # type: ignore[misc]
        ours.setdefault("load", []).append(timed(lambda at=scratch / f"ours-{turn}": load_ours(graphs, at)))  # type: ignore[misc]
    store = Oxigraph.read_only(str(scratch / "alone-0"))
    free = Settings(query_timeout_s=0, query_max_rows=0, query_max_bytes=0, query_max_answer_bytes=0)
    with snapshot.view(scratch / "ours-0") as view, Worker(view, settings=free) as worker:
        for _ in range(5 * rounds):
            for name, question in QUESTIONS.items():
                sparql = spelt(question, graphs=True)
                alone.setdefault(name, []).append(timed(lambda q=sparql: len(list(store.query(q)))))  # type: ignore[misc, arg-type]
                ours.setdefault(name, []).append(timed(lambda q=sparql: rows(worker, q)))  # type: ignore[misc]
    return {name: min(each) for name, each in alone.items()}, {name: min(each) for name, each in ours.items()}


def rows(worker: Worker, sparql: str) -> int:
    """How many rows a query has, asked as kg asks it."""
    return worker.ask(Question(sparql), Formats(rows="tsv")).body.count(b"\n") - 1


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quads", type=int, default=100_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--rdflib-limit", type=int, default=120, help="seconds for each question; 0: leave rdflib out")
    given = options.parse_args()
    graphs = made(given.quads)
    print(f"{sum(len(quads) for _, quads in graphs)} quads in {len(graphs)} articles; seconds, the best of {given.rounds} rounds")
    with tempfile.TemporaryDirectory(prefix="kg-benchmark-") as scratch:
        alone, ours = side_by_side(graphs, Path(scratch), given.rounds)
    slow = by_rdflib(graphs, given.rdflib_limit) if given.rdflib_limit else {}
    print(f"{'':36}{'rdflib':>9}{'oxigraph':>10}{'ours':>9}{'rdflib/ours':>13}{'ours/oxigraph':>15}  rows")
    for name, (seconds, count) in ours.items():
        other, its = slow.get(name, (float("nan"), -1))
        times = f"{other:9.3f}{alone[name][0]:10.3f}{seconds:9.3f}{other / seconds:12.1f}x{seconds / alone[name][0]:14.2f}x"
        agreed = count == alone[name][1] and its in (count, -1)
        print(f"{name:36}{times}  {count}{'' if agreed else f' (oxigraph {alone[name][1]}, rdflib {its})'}")


if __name__ == "__main__":
    main()
