"""Copies of a store, made from its ledger.

A copy of the store's own files would copy their damage, or share them by links; and while
another process writes, files come and go. The ledger gives every graph as it was at one
moment, with the hash by which the copy is known to be right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import BlankNode, NamedNode, RdfFormat
from pyoxigraph import Store as Oxigraph

from kg import vocab
from kg.entries import Entry
from kg.errors import StoreDamaged, StoreError, StoreMissing
from kg.files import sync_folder
from kg.folder import ledger_path
from kg.ledger import Ledger
from kg.local import Graph, LocalStore, ontology_graph

_BATCH_GRAPHS = 100
_FORMATS = {".nq": RdfFormat.N_QUADS, ".nquads": RdfFormat.N_QUADS, ".trig": RdfFormat.TRIG}


def backup(path: Path, folder: Path) -> int:
    """Copy a store, as it is at one moment, into a new folder, its ledger beside it.

    Another process may write meanwhile: what it has been promised is in the copy, and every
    article is whole. The copy shares no file with the store.

    Args:
        path: folder of the store.
        folder: of the copy; must not exist.

    Returns:
        The number of articles in the copy.

    Raises:
        StoreMissing: there is no store.
        StoreDamaged: its ledger is damaged.
        StoreError: the folder exists, or can't be written.
    """
    for place in (folder, ledger_path(folder)):
        if place.exists():
            raise StoreError(f"{place} exists already: name a folder that does not")
    if not ledger_path(path).is_file():
        raise StoreMissing(f"no store with a ledger in {path}: run kg build, or kg check --store {path}")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as scratch:
            part = Path(scratch, "store")
            count = _copied(path, part)
            ledger_path(part).rename(ledger_path(folder))
            part.rename(folder)
            sync_folder(folder.parent)
    except OSError as error:
        raise StoreError(f"no backup into {folder}: {error.strerror or error}") from error
    return count


def _copied(path: Path, part: Path) -> int:
    with Ledger.reading(ledger_path(path)) as ledger, LocalStore(part, create=True) as copy:
        copy.fill(map(_trusted, ledger.entries()))
        return len(copy.graphs())


def _trusted(given: Entry) -> Entry:
    if not given.whole:
        raise StoreDamaged(f"the ledger's copy of {given.name} is damaged: run kg check first")
    return given


def exported(files: Sequence[Path]) -> Iterator[list[Graph]]:
    """The articles of exports, some at a time.

    Args:
        files: N-Quads or TriG as `kg export` writes them. They are sorted into a scratch
            store on disk first: the quads of one article may stand far apart.

    Yields:
        Names and quads.

    Raises:
        StoreError: a file can't be read, or holds other things than articles' graphs.
    """
    with TemporaryDirectory(prefix="kg-import-") as scratch:
        db = Oxigraph(scratch)
        for file in files:
            _load(db, file)
        names = iter(sorted(_article_names(db)))
        while some := list(islice(names, _BATCH_GRAPHS)):
            yield [(name, list(db.quads_for_pattern(None, None, None, NamedNode(name)))) for name in some]
        del db


def _load(db: Oxigraph, file: Path) -> None:
    kind = _FORMATS.get(file.suffix.lower())
    if kind is None:
        raise StoreError(f"{file} can't be imported: give a .nq or .trig file that kg export wrote")
    try:
        db.bulk_load(path=file, format=kind)
    except (OSError, SyntaxError, ValueError, RuntimeError) as error:
        raise StoreError(f"{file} can't be imported: {error}") from error


def _article_names(db: Oxigraph) -> Iterator[str]:
    prefix = vocab.minted("article", "").value
    for graph in db.named_graphs():
        if isinstance(graph, BlankNode) or not (graph == ontology_graph() or graph.value.startswith(prefix)):
            raise StoreError(f"the graph {graph} is no article's: only what kg export wrote is imported")
        if graph != ontology_graph():
            yield graph.value
