"""What the store ought to hold: a ledger beside it, with a hash and a copy of every graph.

A batch is written here first, as an intent; then into the store; then it is marked as
done. So after a crash the ledger tells what was under way, and after damage what was lost.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Quad

from kg.errors import StoreDamaged

_TABLE = """
CREATE TABLE IF NOT EXISTS graph (
    name TEXT PRIMARY KEY, hash TEXT NOT NULL, quads INTEGER NOT NULL, data BLOB, done INTEGER NOT NULL
) WITHOUT ROWID
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One graph as the ledger has it; ``data`` is its N-Quads, ``None`` for one taken out."""

    name: str
    hash: str
    quads: int
    data: bytes | None
    done: bool


class Ledger:
    """The ledger of one store, a file named like it with ``.ledger`` at its end."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._db = sqlite3.connect(path, isolation_level=None)
        try:
            self._db.execute("PRAGMA synchronous = FULL")
            self._db.execute(_TABLE)
        except sqlite3.DatabaseError as error:
            raise StoreDamaged(f"the ledger {path} can't be read ({error}): remove it, then kg build anew") from error

    def intend(self, entries: Iterable[Entry]) -> None:
        """Note what is about to be written; on disk when this returns."""
        with self._at_once():
            self._db.executemany("REPLACE INTO graph VALUES (?, ?, ?, ?, 0)", [_row(entry) for entry in entries])

    def settle(self, names: Sequence[str]) -> None:
        """Note that the store holds it, flushed."""
        with self._at_once():
            self._db.executemany("UPDATE graph SET done = 1 WHERE name = ?", [(name,) for name in names])
            self._db.execute("DELETE FROM graph WHERE done = 1 AND data IS NULL")

    def entries(self) -> Iterator[Entry]:
        """Every graph, by name.

        Raises:
            StoreDamaged: the ledger itself is damaged.
        """
        try:
            for name, digest, count, data, done in self._db.execute("SELECT * FROM graph ORDER BY name"):
                yield Entry(name, digest, count, None if data is None else zlib.decompress(data), bool(done))
        except (sqlite3.DatabaseError, zlib.error) as error:
            raise StoreDamaged(f"the ledger {self.path} is damaged ({error}): remove it, then kg build anew") from error

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def _at_once(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")


def _row(entry: Entry) -> tuple[str, str, int, bytes | None]:
    return entry.name, entry.hash, entry.quads, None if entry.data is None else zlib.compress(entry.data, 6)


def entry(name: str, quads: Iterable[Quad] | None) -> Entry:
    """A graph for the ledger; ``None``: it is to be taken out.

    >>> entry("https://example.org/g", []).quads
    0
    """
    lines = sorted({f"{quad} .\n" for quad in quads or ()})
    data = "".join(lines).encode("utf-8")
    return Entry(name, hashlib.sha256(data).hexdigest(), len(lines), None if quads is None else data, False)
