"""What the way through the endpoint adds to a query: medians of the same queries, side by side in one run.

    python benchmarks/endpoint.py --store output/store

Exit code 1 where it adds more than 5 ms to any of them.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
from pyoxigraph import Store

from kg import queries, snapshot, vocab

MOST_MS = 5.0
QUERIES = {
    "yes or no": "ASK { ?s a dip:Event }",
    "ten rows": "SELECT * { GRAPH ?g { ?event dip:source/rdfs:label ?who } } LIMIT 10",
    "a hundred rows": "SELECT * { GRAPH ?g { ?event dip:source/rdfs:label ?who ; dip:trigger ?words } } LIMIT 100",
    "count by category": "SELECT ?c (COUNT(DISTINCT ?e) AS ?n) { GRAPH ?g { ?e dip:category ?c } } GROUP BY ?c",
    "who-met-whom": next(each.sparql for each in queries.named() if each.name == "who-met-whom"),
}


def medians_ms(one: Callable[[], object], other: Callable[[], object], times: int) -> tuple[float, float]:
    """The median times of two things done in turns, in milliseconds."""
    taken: tuple[list[float], list[float]] = [], []
    for _ in range(times):
        for run, times_of_it in zip((one, other), taken, strict=True):
            begun = time.perf_counter()
            run()
            times_of_it.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken[0]), statistics.median(taken[1])


def alone(store: Store, query: str) -> object:
    """The query itself, its rows read."""
    found = store.query(query, prefixes=vocab.prefixes(), use_default_graph_as_union=True)
    return list(found) if hasattr(found, "__iter__") else bool(found)


def compared(store: Path, address: str, times: int) -> list[tuple[str, float, float]]:
    """For each query its name, and its medians alone and through the endpoint."""
    rows = []
    with snapshot.view(store) as view, httpx.Client(base_url=address, timeout=30) as client:
        opened = Store.read_only(str(view))
        for name, query in QUERIES.items():
            client.get("/sparql", params={"query": query}).raise_for_status()

            def direct(query: str = query) -> object:
                return alone(opened, query)

            def served(query: str = query) -> object:
                return client.get("/sparql", params={"query": query}).content

            rows.append((name, *medians_ms(direct, served, times)))
    return rows


def main() -> int:
    """Starts a server, measures, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, default=Path("output/store"))
    parser.add_argument("--times", type=int, default=200)
    given = parser.parse_args()
    command = [sys.executable, "-m", "kg", "serve", "--store", str(given.store), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr is not None
            address = server.stderr.readline().split()[1]
            rows = compared(given.store, address, given.times)
        finally:
            server.terminate()
    print(f"{'query':20} {'alone ms':>9} {'endpoint ms':>12} {'added ms':>9}")
    for name, direct, served in rows:
        print(f"{name:20} {direct:9.2f} {served:12.2f} {served - direct:9.2f}")
    return int(any(served - direct > MOST_MS for _, direct, served in rows))


if __name__ == "__main__":
    sys.exit(main())
