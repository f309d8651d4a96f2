"""Kill a process that writes to a store, again and again, and look each time whether what it was promised is there.

    python -m tests.kill_store --kills 1000

A child writes articles, replaces them and takes them out, and notes in a file what it begins
and what it was told is done. It is killed with SIGKILL at a random moment; another child then
opens the store and compares. State adds up over the kills. ``--bulk`` writes every batch as
large ones are written, and merges the tables after each, as a build does at its end. ``--break early`` notes before it writes, ``--break half`` writes quad
by quad: controls, which must be found out.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from kg import local, repair, vocab
from kg.store import LocalStore

Key = tuple[int, int]
_ARTICLES = 40
_AT_ONCE = 3


def article(number: int, version: int) -> list[Quad]:
    """Other quads for every version, some the same; version 0 is none."""
    graph = vocab.article_iri(f"killed-{number}")
    same = (Quad(graph, NamedNode(f"https://example.org/same/{at}"), Literal("x" * 50), graph) for at in range(10))
    own = (Quad(graph, NamedNode(f"https://example.org/own/{at}"), Literal(f"{version}.{at}"), graph) for at in range(20))
    return [*same, *own] if version else []


def write(path: Path, log: Path, fault: str) -> None:
    """Write without end; every line of the log is one write to the file."""
    rng, version, ahead = random.Random(), int(time.time() * 1000), list[Key]()
    with LocalStore(path, create=True) as store, log.open("ab", buffering=0) as notes:
        while True:
            version += 1
            batch = [(number, 0 if rng.random() < 0.1 else version) for number in rng.sample(range(_ARTICLES), _AT_ONCE)]
            notes.write(_line("try", batch))
            if fault == "early":
                notes.write(_line("done", batch))
                batch, ahead = ahead, batch
            if fault == "half":
                _half(store, batch)
            else:
                store.put([(vocab.article_iri(f"killed-{number}").value, article(number, kind)) for number, kind in batch])
                store.tidy()
            if fault != "early":
                notes.write(_line("done", batch))


def _half(store: LocalStore, batch: list[Key]) -> None:
    for number, kind in batch:
        store.db.remove_graph(vocab.article_iri(f"killed-{number}"))
        for quad in article(number, kind):
            store.db.add(quad)


def _line(word: str, batch: list[Key]) -> bytes:
    return f"{word} {' '.join(f'{number}:{version}' for number, version in batch)}\n".encode()


def _read(log: Path) -> Iterator[tuple[str, list[Key]]]:
    for line in log.read_text(encoding="utf-8").split("\n")[:-1]:
        word, *batch = line.split()
        yield word, [(int(number), int(version)) for number, _, version in (each.partition(":") for each in batch)]


def problems(path: Path, log: Path) -> list[str]:
    """What is not as it was promised: after a done write it is that version, or one begun since."""
    allowed: dict[int, set[int]] = {number: {0} for number in range(_ARTICLES)}
    for word, batch in _read(log):
        for number, version in batch:
            allowed[number] = {version} if word == "done" else allowed[number] | {version}
    with LocalStore(path) as store:
        held = {number: set(store.quads(vocab.article_iri(f"killed-{number}").value)) for number in allowed}
    wrong = (number for number, kinds in allowed.items() if held[number] not in [set(article(number, kind)) for kind in kinds])
    return [f"article {number}: {len(held[number])} quads, none of the versions {sorted(allowed[number])}" for number in wrong]


def _forked(work: Callable[[], None]) -> int:
    child = os.fork()
    if child:
        return child
    try:
        work()
    except BaseException:  # noqa: BLE001 - a child must never go on as its parent
        traceback.print_exc()
        os._exit(2)
    os._exit(0)


def _judge(path: Path, log: Path) -> None:
    found = problems(path, log)
    for each in found:
        sys.stdout.write(f"{each}\n")
    sys.stdout.flush()
    if found:
        os._exit(1)


def one(path: Path, log: Path, fault: str, rng: random.Random) -> int:
    """One kill; 0 where all is well, 1 where something is lost or half, 2 where it can't be opened."""
    before = log.stat().st_size if log.exists() else 0
    child = _forked(lambda: write(path, log, fault))
    while not log.exists() or log.stat().st_size == before:
        time.sleep(0.002)
        if os.waitpid(child, os.WNOHANG) != (0, 0):
            raise SystemExit("the writer ended before it was killed")
    time.sleep(rng.uniform(0, 0.25))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(os.waitpid(_forked(lambda: _judge(path, log)), 0)[1])


def main() -> None:
    """Print how many kills there were, how many writes were done, and how many kills lost something."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    options.add_argument("--kills", type=int, default=60)
    options.add_argument("--break", dest="fault", choices=("", "early", "half"), default="")
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--bulk", action="store_true", help="write every batch as files of its own, as large ones are")
    given = options.parse_args()
    if given.bulk:
        local._BULK_QUADS, local._MOST_TABLES = 1, 4
    rng = random.Random(given.seed)
    with tempfile.TemporaryDirectory(prefix="kg-kill-") as folder:
        path, log = Path(folder, "store"), Path(folder, "log")
        bad = sum(one(path, log, given.fault, rng) != 0 for _ in range(given.kills))
        done = sum(len(batch) for word, batch in _read(log) if word == "done")
        damage = [] if given.fault else repair.check(path)
    sys.stdout.write(f"{given.kills} kills, {done} articles acknowledged, {bad} kills after which something was lost or half\n")
    raise SystemExit(1 if bad or damage else 0)


if __name__ == "__main__":
    main()
