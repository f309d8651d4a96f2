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
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from kg.records import Record, records
from kg.store import LocalStore, Store
from kg.vocab import iri

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
    if not isinstance(store, LocalStore):
        return
    rows = [(name, _reading(quads), zlib.compress(json.dumps(records(quads)).encode(), 1)) for name, quads in graphs]
    # The store is whole without it: where it can't be written, the next view takes longer, no more.
    with suppress(sqlite3.Error), closing(sqlite3.connect(shelf_path(Path(store.location)))) as shelf, shelf:
        shelf.execute(_TABLE)
        shelf.executemany("DELETE FROM shelf WHERE graph = ?", [row[:1] for row in rows])
        shelf.executemany("INSERT INTO shelf VALUES (?, ?, ?)", [row for row in rows if row[1]])


def _reading(quads: Iterable[Quad]) -> str:
    """The activity that a graph came from: another one for other quads."""
    made = iri("prov:wasGeneratedBy")
    return next((quad.object.value for quad in quads if quad.predicate == made and isinstance(quad.object, NamedNode)), "")


def stored(store: Store) -> Iterator[Record]:
    """Every record of a store, article by article.

    Args:
        store: open.

    Yields:
        The same records in the same order as `kg.records.records` makes of all its quads.

    Raises:
        StoreError: the store can't be read.
    """
    readings = _readings(store)
    with closing(_opened(store)) as shelf:
        for graph in store.graphs():
            kept = _kept(shelf, graph, readings.get(graph))
            yield from records(list(store.quads(graph))) if kept is None else kept


def _readings(store: Store) -> Mapping[str, str]:
    if not isinstance(store, LocalStore):
        return {}
    found = store.db.quads_for_pattern(None, iri("prov:wasGeneratedBy"), None, None)
    return {quad.graph_name.value: quad.object.value for quad in found if isinstance(quad.graph_name, NamedNode)}  # type: ignore[union-attr]


def _opened(store: Store) -> sqlite3.Connection:
    path = shelf_path(Path(store.location))
    if isinstance(store, LocalStore) and path.is_file():
        with suppress(sqlite3.Error):
            return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    return sqlite3.connect(":memory:")


def _kept(shelf: sqlite3.Connection, graph: str, reading: str | None) -> list[Record] | None:
    try:
        row = shelf.execute("SELECT records FROM shelf WHERE graph = ? AND reading = ?", (graph, reading)).fetchone()
        found: list[Record] | None = json.loads(zlib.decompress(row[0])) if row else None
    except (sqlite3.Error, zlib.error, ValueError, TypeError):
        return None
    return found
