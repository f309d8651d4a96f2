"""The records of a store, kept ready beside it, so that a view need not read every quad again.

A copy, for speed alone: what is not on the shelf, or was made by another reading than the one
in the store, is read from the quads. So the file can be lost or removed at any time.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from itertools import islice
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from kg.records import Record, records
from kg.store import LocalStore, Store
from kg.vocab import iri

_BATCH_GRAPHS = 100
_PATIENCE_S = 2.0
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_Row = tuple[str, str, list[Record]]
"""Name of a graph, the reading it came from, its records."""
_TABLE = "CREATE TABLE IF NOT EXISTS shelf (graph TEXT PRIMARY KEY, reading TEXT NOT NULL, records BLOB NOT NULL)"


def shelf_path(store: Path) -> Path:
    """Where the records of a store lie.

    Args:
        store: its folder.

    >>> shelf_path(Path("output/store")).name
    'store.records'
    """
    return store.with_name(store.name + ".records")


def keep(store: Store, graphs: Iterable[tuple[str, Sequence[Quad]]]) -> None:
    """Put the records of some articles on the shelf; of a store behind a server none are kept.

    Args:
        store: which holds them already.
        graphs: name and quads of each; without quads: it was taken out.
    """
    if isinstance(store, LocalStore):
        _write(shelf_path(Path(store.location)), [(name, _reading(quads), records(quads)) for name, quads in graphs])


def _write(path: Path, rows: Iterable[_Row]) -> None:
    # The store is whole without it: where it can't be written, the next view takes longer, no more.
    packed = [(name, reading, zlib.compress(json.dumps(found).encode(), 1)) for name, reading, found in rows]
    try:
        _replace(path, packed)
    except sqlite3.DatabaseError as error:
        if (getattr(error, "sqlite_errorcode", 0) & 0xFF) in _DAMAGED:
            with suppress(OSError, sqlite3.Error):
                path.unlink()
                _replace(path, packed)


def _replace(path: Path, rows: Sequence[tuple[str, str, bytes]]) -> None:
    with closing(sqlite3.connect(path, timeout=_PATIENCE_S)) as shelf, shelf:
        shelf.execute(_TABLE)
        shelf.executemany("DELETE FROM shelf WHERE graph = ?", [row[:1] for row in rows])
        shelf.executemany("INSERT INTO shelf VALUES (?, ?, ?)", [row for row in rows if row[1]])


def _reading(quads: Iterable[Quad]) -> str:
    """The activity that a graph came from: another one for other quads."""
    made = iri("prov:wasGeneratedBy")
    return next((quad.object.value for quad in quads if quad.predicate == made and isinstance(quad.object, NamedNode)), "")


def stored(store: Store, *, beside: Path | None = None) -> Iterator[Record]:
    """Every record of a store, article by article; what was not on the shelf is put there.

    Args:
        store: open.
        beside: the folder beside which the shelf lies, which is then only read; ``None``: the store's own.

    Yields:
        The same records in the same order as `kg.records.records` makes of all its quads.

    Raises:
        StoreError: the store can't be read.
    """
    place = shelf_path(beside or Path(store.location)) if isinstance(store, LocalStore) else None
    readings, graphs = _readings(store), iter(store.graphs())
    with closing(_opened(place)) as shelf:
        while some := list(islice(graphs, _BATCH_GRAPHS)):
            missed: list[_Row] = []
            for graph in some:
                reading = readings.get(graph, "")
                found = _kept(shelf, graph, reading)
                if found is None:
                    found = records(list(store.quads(graph)))
                    missed.append((graph, reading, found))
                yield from found
            if place is not None and beside is None and missed:
                _write(place, missed)


def _readings(store: Store) -> Mapping[str, str]:
    if not isinstance(store, LocalStore):
        return {}
    found = store.db.quads_for_pattern(None, iri("prov:wasGeneratedBy"), None, None)
    return {quad.graph_name.value: quad.object.value for quad in found if isinstance(quad.graph_name, NamedNode)}  # type: ignore[union-attr]


def _opened(place: Path | None) -> sqlite3.Connection:
    if place is not None and place.is_file():
        with suppress(sqlite3.Error):
            return sqlite3.connect(f"{place.absolute().as_uri()}?mode=ro", uri=True, timeout=_PATIENCE_S)
    return sqlite3.connect(":memory:")


def _kept(shelf: sqlite3.Connection, graph: str, reading: str) -> list[Record] | None:
    try:
        row = shelf.execute("SELECT records FROM shelf WHERE graph = ? AND reading = ?", (graph, reading)).fetchone()
        found: list[Record] | None = json.loads(zlib.decompress(row[0])) if row else None
    except (sqlite3.Error, zlib.error, ValueError, TypeError):
        return None
    return found
