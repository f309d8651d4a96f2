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
from pathlib import Path
from typing import Self

from kg.entries import Entry
from kg.errors import StoreDamaged, StoreError

_TABLES = """
CREATE TABLE IF NOT EXISTS graph (
    name TEXT NOT NULL UNIQUE, hash TEXT NOT NULL, quads INTEGER NOT NULL, data BLOB, done INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS pending ON graph (name) WHERE done = 0;
CREATE TABLE IF NOT EXISTS file (name TEXT PRIMARY KEY, hash TEXT NOT NULL);
"""
_OUTSIDE = (
    sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_NOMEM,
)  # fmt: skip
"""Errors whose cause is not in the file: no room, no right, somebody else at it."""


class Ledger:
    """The ledger of one store: an SQLite file, written ahead, synced at every commit."""

    def __init__(self, path: Path, *, create: bool = False, frozen: bool = False) -> None:
        self.path = path
        mode = "mode=ro&immutable=1" if frozen else "mode=rwc" if create else "mode=rw"
        with self._told("opened"):
            self._db = sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True, isolation_level=None, timeout=30)
            self._db.text_factory = lambda text: text.decode("utf-8", "replace")
            try:
                if not frozen:
                    self._prepare()
            except sqlite3.Error:
                self._db.close()
                raise

    def _prepare(self) -> None:
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.executescript(_TABLES)

    @classmethod
    def reading(cls, path: Path) -> Self:
        """A ledger that is only going to be read, also on a disk that is full or can't be written.

        Args:
            path: the file.

        Raises:
            StoreDamaged: it can't be read.
            StoreError: the disk can't be written, and a crash left a log of what is not in the file yet.
        """
        try:
            return cls(path)
        except StoreDamaged:
            raise
        except StoreError:
            log = path.with_name(path.name + "-wal")
            if log.exists() and log.stat().st_size:
                raise
            return cls(path, frozen=True)

    def intend(self, entries: Iterable[Entry]) -> None:
        """Note what is about to be written; on disk when this returns.

        Args:
            entries: each takes the place of the one of its name.

        Raises:
            StoreError: the disk is full, or the file can't be written.
        """
        rows = [(each.name, each.hash, each.quads, _packed(each.data)) for each in entries]
        with self._at_once():
            self._db.executemany("REPLACE INTO graph VALUES (?, ?, ?, ?, 0)", rows)

    def settle(self, names: Sequence[str]) -> None:
        """Note that the store holds it, flushed.

        Args:
            names: of entries that were intended.

        Raises:
            StoreError: the disk is full, or the file can't be written.
        """
        with self._at_once():
            self._db.executemany("UPDATE graph SET done = 1 WHERE name = ?", [(name,) for name in names])
            self._db.executemany("DELETE FROM graph WHERE name = ? AND data IS NULL", [(name,) for name in names])

    def forget(self, names: Iterable[str]) -> None:
        """Drop entries that can't be read any more.

        Args:
            names: of the entries.

        Raises:
            StoreError: the file can't be written.
        """
        with self._at_once():
            self._db.executemany("DELETE FROM graph WHERE name = ?", [(name,) for name in names])

    def entries(self, *, pending: bool = False) -> Iterator[Entry]:
        """The graphs as they were at one moment, by name.

        Args:
            pending: only those that were intended and not settled.

        Yields:
            Entries; one whose copy can't be unpacked has empty ``data``, and is not `Entry.whole`.

        Raises:
            StoreDamaged: the ledger itself is damaged.
        """
        wanted = "WHERE done = 0 " if pending else ""
        with self._told("read"):
            for name, digest, count, data, done in self._db.execute(f"SELECT * FROM graph {wanted}ORDER BY name"):
                yield Entry(str(name), str(digest), count, _unpacked(data), bool(done))

    def find(self, names: Sequence[str]) -> list[Entry]:
        """Some entries by their names.

        Args:
            names: a few hundred at most.

        Raises:
            StoreDamaged: the ledger itself is damaged.
        """
        marks = ", ".join("?" * len(names))
        with self._told("read"):
            rows = self._db.execute(f"SELECT * FROM graph WHERE name IN ({marks}) ORDER BY name", names).fetchall()
        return [Entry(str(name), str(digest), count, _unpacked(data), bool(done)) for name, digest, count, data, done in rows]

    def names(self) -> set[str]:
        """The graphs that the store must hold: settled, and not empty.

        Raises:
            StoreDamaged: the ledger itself is damaged.
        """
        with self._told("read"):
            return {str(name) for (name,) in self._db.execute("SELECT name FROM graph WHERE done = 1 AND quads > 0")}

    def seal(self, folder: Path) -> None:
        """Note the hashes of the store's tables, which never change once they are written, and forget those that are gone.

        Args:
            folder: of the store.

        Raises:
            StoreError: the file can't be written.
        """
        there = {path.name: path for path in folder.glob("*.sst")}
        known = self._files()
        with self._at_once():
            self._db.executemany("DELETE FROM file WHERE name = ?", [(name,) for name in known if name not in there])
            new = [(name, found) for name, path in there.items() if name not in known and (found := _hash_of(path))]
            self._db.executemany("REPLACE INTO file VALUES (?, ?)", new)

    def unseal(self) -> None:
        """Forget all tables: the store is built anew, and its tables' names come again.

        Raises:
            StoreError: the file can't be written.
        """
        with self._at_once():
            self._db.execute("DELETE FROM file")

    def compare(self, folder: Path) -> tuple[list[str], list[str]]:
        """The store's tables that are not what they were, and those that came or went unnoted, as after a crash.

        What went may have been merged into another, or be missed: RocksDB does not always look when it opens.

        Args:
            folder: of the store.

        Returns:
            Two lists of file names, sorted.

        Raises:
            StoreDamaged: the ledger itself is damaged.
        """
        known, there = self._files(), sorted(folder.glob("*.sst"))
        changed = [path.name for path in there if known.get(path.name, "") not in ("", _hash_of(path))]
        return [name for name in changed if (folder / name).is_file()], sorted(known.keys() ^ {path.name for path in there})

    def _files(self) -> dict[str, str]:
        with self._told("read"):
            return {str(name): str(digest) for name, digest in self._db.execute("SELECT name, hash FROM file")}

    def sound(self) -> bool:
        """Whether SQLite finds no fault in the file."""
        try:
            return bool(self._db.execute("PRAGMA integrity_check").fetchone() == ("ok",))
        except sqlite3.Error:
            return False

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def __enter__(self) -> Self:
        """The ledger itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Closes it."""
        self.close()

    @contextmanager
    def _at_once(self) -> Iterator[None]:
        with self._told("written"):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    @contextmanager
    def _told(self, done: str) -> Iterator[None]:
        # SQLite's errors, said in ours: out of room or out of reach is one thing, damage another.
        try:
            yield
        except sqlite3.Error as error:
            if (getattr(error, "sqlite_errorcode", 0) & 0xFF) in _OUTSIDE:
                raise StoreError(f"the ledger {self.path} can't be {done}: {error}") from error
            raise StoreDamaged(f"the ledger {self.path} is damaged ({error}): run kg check") from error


def _hash_of(path: Path) -> str:
    """The hash of a file, or nothing where it went away meanwhile."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _packed(data: bytes | None) -> bytes | None:
    """Level 1: half again as large as level 6, and four times as fast."""
    return None if data is None else zlib.compress(data, 1)


def _unpacked(data: bytes | None) -> bytes | None:
    try:
        return None if data is None else zlib.decompress(data)
    except (zlib.error, TypeError):
        return b""
