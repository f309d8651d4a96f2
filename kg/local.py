"""The store on disk: one named graph for each article, each there whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path
from types import MappingProxyType
from typing import Self

from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from pyoxigraph import Store as Oxigraph

from kg import snapshot, vocab
from kg.entries import Entry, entry
from kg.errors import StoreDamaged, StoreError
from kg.folder import known, ledger_path, readable, require_store, writable
from kg.ledger import Ledger
from kg.settings import Settings, read_resource
from kg.syncing import sync

_BULK_QUADS = 5_000
"""From here on a batch goes to disk as sorted files of its own, which is faster; below it, through the log."""
_PILES = 2
"""So many are written side by side."""
_FILL_GRAPHS = 100
_MOST_TABLES = 24
"""With more table files than this, questions take several times as long: each looks into all of them."""
Graph = tuple[str, Sequence[Quad]]


class LocalStore:
    """Oxigraph in a folder, with its ledger beside it; or, read only, a view of it that stays as it is."""

    _view: Path | None = None
    _loaded = False

    def __init__(self, path: Path, *, create: bool = False, read_only: bool = False) -> None:
        self.location = str(path)
        self.ledger: Ledger | None = None
        if read_only:
            return self._read(path)
        self.db = writable(path, create=create)
        try:
            self.ledger = Ledger(ledger_path(path))
            self.recover()
            self._compare(self.ledger.names())
        except StoreError:
            self.close()
            raise

    def _read(self, path: Path) -> None:
        require_store(path)
        expected = known(path)
        self._view = snapshot.take(path)
        try:
            self.db = readable(self._view, path)
            if expected - self.names():  # what was taken out meanwhile is not lost
                self._compare(expected & known(path))
        except StoreError:
            snapshot.drop(self._view)
            raise

    @classmethod
    def around(cls, path: Path, db: Oxigraph, ledger: Ledger) -> Self:
        """A store that is open already, with nothing looked at yet; for `kg.repair`.

        Args:
            path: its folder.
            db: what lies there, open for writing.
            ledger: the one beside it.
        """
        made = cls.__new__(cls)
        made.location, made.db, made.ledger = str(path), db, ledger
        return made

    def recover(self) -> None:
        """Finish what a crash cut off, and see to the graph of the ontology.

        Raises:
            StoreError: the disk is full, or can't be written.
        """
        assert self.ledger is not None
        self.write(list(self.ledger.entries(pending=True)))
        try:
            self._ontology()
        except (OSError, RuntimeError) as error:
            raise self._told(error) from error

    def put(self, graphs: Sequence[Graph]) -> None:
        """Write graphs, each whole, in the place of those of the same names.

        Args:
            graphs: names and quads; when this returns they are on disk, whatever happens.

        Raises:
            StoreError: the disk is full, or can't be written.
            TermError: a quad has a blank node, or is of another graph.
        """
        self.write([entry(name, quads) for name, quads in graphs], dict(graphs))

    def remove(self, graph: str) -> bool:
        """Take a graph out; false where there was none."""
        if not self.db.contains_named_graph(vocab.node(graph)):
            return False
        self.write([entry(graph, None)])
        return True

    def write(self, entries: Sequence[Entry], quads: Mapping[str, Sequence[Quad]] = MappingProxyType({})) -> None:
        """Write graphs as a ledger has them: intended, written and synced, settled.

        Args:
            entries: the last of a name counts.
            quads: theirs, where they are at hand already.

        Raises:
            StoreError: the disk is full, or can't be written.
        """
        if self.ledger is None:
            raise StoreError(f"the store {self.location} was opened for reading only")
        last = {each.name: each for each in entries}
        if not last:
            return
        self.ledger.intend(last.values())
        try:
            self._apply(list(last.values()), quads)
            sync(self.db, Path(self.location))
        except (OSError, RuntimeError) as error:
            self._loaded = False  # a store that can't be written is not tidied
            raise self._told(error) from error
        self.ledger.settle(list(last))

    def fill(self, entries: Iterable[Entry]) -> None:
        """Write many graphs as a ledger has them, some at a time.

        Args:
            entries: from another ledger than this store's, or another connection to it.

        Raises:
            StoreError: the disk is full, or can't be written.
        """
        ahead = iter(entries)
        while some := list(islice(ahead, _FILL_GRAPHS)):
            self.write(some)

    def _told(self, error: Exception) -> StoreError:
        if "corruption" in str(error).lower():
            return StoreDamaged(f"the store {self.location} is damaged ({error}): run kg check")
        return StoreError(f"the store {self.location} can't be written ({error}); no article of it is there by half")

    def _apply(self, entries: Sequence[Entry], quads: Mapping[str, Sequence[Quad]]) -> None:
        """New graphs in one step together, which is fastest; those that are there already one by one."""
        held = {each.name for each in entries if self.db.contains_named_graph(vocab.node(each.name))}
        new = [each for each in entries if each.name not in held]
        if sum(each.quads for each in new) >= _BULK_QUADS:
            self._loaded = True
            with ThreadPoolExecutor(_PILES) as threads:
                list(threads.map(self._load, [new[start::_PILES] for start in range(_PILES)]))
        else:
            self.db.extend(chain.from_iterable(quads[each.name] if each.name in quads else each.read() for each in new))
        for each in entries:
            if each.name in held:
                self._change(each)

    def _load(self, pile: Sequence[Entry]) -> None:
        """Graphs, each whole, as files of their own; Python's other threads go on meanwhile."""
        self.db.bulk_load(b"".join([each.data or b"" for each in pile]), format=RdfFormat.N_QUADS)

    def _change(self, given: Entry) -> None:
        """One transaction that makes the graph that is there into the one given."""
        graph = vocab.node(given.name)
        held, wanted = set(self.db.quads_for_pattern(None, None, None, graph)), set(given.read())
        gone, new = _block(graph, held - wanted), _block(graph, wanted - held)
        if not wanted:
            self.db.remove_graph(graph)
        elif held != wanted:
            self.db.update(f"DELETE DATA {gone} ; INSERT DATA {new}")

    def graphs(self) -> list[str]:
        """The names of the articles' graphs, sorted.

        Raises:
            StoreDamaged: the store's files are damaged.
        """
        prefix = vocab.minted("article", "").value
        return sorted(name for name in self.names() if name.startswith(prefix))

    def names(self) -> set[str]:
        """The names of all graphs, that of the ontology among them.

        Raises:
            StoreDamaged: the store's files are damaged.
        """
        try:
            return {graph.value for graph in self.db.named_graphs() if isinstance(graph, NamedNode)}
        except (OSError, RuntimeError) as error:
            raise StoreDamaged(f"the store {self.location} is damaged ({error}): run kg check") from error

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """The quads of one article's graph, or of all, graph after graph.

        Raises:
            StoreDamaged: the store's files are damaged.
        """
        try:
            for name in self.graphs() if graph is None else [graph]:
                yield from self.db.quads_for_pattern(None, None, None, vocab.node(name))
        except (OSError, RuntimeError) as error:
            raise StoreDamaged(f"the store {self.location} is damaged ({error}): run kg check") from error

    def _compare(self, expected: set[str]) -> None:
        # Whether every article is there of which the ledger knows; what is in them `kg check` compares.
        if missing := len(expected - self.names()):
            raise StoreDamaged(f"the store {self.location} has lost {missing} of {len(expected)} articles: run kg check")

    def _ontology(self) -> None:
        """The ontology in a graph of its own, for labels and classes in queries."""
        name, wanted = ontology_graph(), ontology_quads()
        held = set(self.db.quads_for_pattern(None, None, None, name))
        if not held:
            self.db.extend(wanted)
        elif held != set(wanted):
            self.db.update(f"DROP SILENT GRAPH {name} ; INSERT DATA {_block(name, wanted)}")
        # It is synced with the first batch: nobody was promised it, and the next opening sees to it again.

    def tidy(self) -> None:
        """Merge the table files that large batches have left, where there are many; the library advises it after a bulk load.

        What fails here costs speed, never an article: tables are merged into new ones before the old ones go.
        """
        if self._loaded and len(list(Path(self.location).glob("*.sst"))) > _MOST_TABLES:
            with suppress(OSError, RuntimeError):
                self.db.optimize()

    def close(self) -> None:
        """Let go of the lock; everything that was put is on disk already."""
        self.tidy()
        del self.db
        if self._view is not None:
            snapshot.drop(self._view)
        if self.ledger is not None:
            with suppress(StoreError):  # without these hashes `kg check` has more to read, no more than that
                self.ledger.seal(Path(self.location))
            self.ledger.close()

    def __enter__(self) -> Self:
        """The store itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Closes it."""
        self.close()


def _block(graph: NamedNode, quads: Iterable[Quad]) -> str:
    lines = "\n".join(f"{quad.triple} ." for quad in quads)
    return f"{{ GRAPH {graph} {{\n{lines}\n}} }}"


def ontology_graph() -> NamedNode:
    """The name of the graph that holds the ontology."""
    return vocab.node(vocab.iri("dip:").value.rstrip("#/"))


def ontology_quads() -> list[Quad]:
    """The ontology, in the namespace that the settings give it, as quads of its graph."""
    text = read_resource("diplomacy.ttl").replace(Settings().ontology_iri, vocab.iri("dip:").value)
    found = parse(text, format=RdfFormat.TURTLE)
    return [Quad(each.subject, each.predicate, each.object, ontology_graph()) for each in found]
