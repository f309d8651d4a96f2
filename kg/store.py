"""The store on disk: one named graph for each article, each there whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from pyoxigraph import Store as Oxigraph

from kg import vocab
from kg.errors import StoreDamaged, StoreError, StoreLocked, StoreMissing
from kg.ledger import Entry, Ledger, entry
from kg.settings import read_resource

_MARK = "CURRENT"
Graph = tuple[str, Sequence[Quad]]


@dataclass(frozen=True, slots=True)
class Damage:
    """One graph that is not as it was written, and whether it was mended."""

    graph: str
    what: str
    mended: bool


class Store(Protocol):
    """What a store on disk and one behind a SPARQL server have in common."""

    location: str

    def put(self, graphs: Sequence[Graph]) -> None:
        """Write graphs, each whole, in the place of those of the same names; on disk on return."""

    def remove(self, graph: str) -> bool:
        """Take a graph out; false where there was none."""

    def graphs(self) -> list[str]:
        """The names of the articles' graphs, sorted."""

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """The quads of one article's graph, or of all."""

    def close(self) -> None:
        """Let go of what is held."""

    def __enter__(self) -> Self:
        """The store itself."""

    def __exit__(self, *_: object) -> None:
        """Closes it."""


class LocalStore:
    """Oxigraph in a folder, with its ledger beside it."""

    def __init__(self, path: Path, *, create: bool = False, read_only: bool = False) -> None:
        self.location = str(path)
        self._ledger: Ledger | None = None
        self._db = _read_only(path) if read_only else _writable(path, create=create)
        if not read_only:
            self._ledger = Ledger(ledger_path(path))
            self._recover()

    def put(self, graphs: Sequence[Graph]) -> None:
        """Write graphs, each whole, in the place of those of the same names.

        Args:
            graphs: names and quads; when this returns they are on disk, whatever happens.

        Raises:
            StoreError: the disk is full, or can't be written.
        """
        self._write([entry(name, quads) for name, quads in graphs])

    def remove(self, graph: str) -> bool:
        """Take a graph out; false where there was none."""
        if not self._db.contains_named_graph(vocab.node(graph)):
            return False
        self._write([entry(graph, None)])
        return True

    def _write(self, entries: Sequence[Entry]) -> None:
        if self._ledger is None:
            raise StoreError(f"the store {self.location} was opened for reading only")
        try:
            self._ledger.intend(entries)
            for each in entries:
                self._replace(each)
            self._db.flush()
            self._ledger.settle([each.name for each in entries])
        except (OSError, RuntimeError) as error:
            raise StoreError(f"the store {self.location} can't be written: {error}; nothing of it was half written") from error

    def _replace(self, given: Entry) -> None:
        """One transaction: the old graph out, the new one in."""
        drop = f"DROP SILENT GRAPH <{given.name}>"
        data = "\n".join(_triple_lines(given.data or b""))
        self._db.update(f"{drop} ; INSERT DATA {{ GRAPH <{given.name}> {{ {data} }} }}" if data else drop)

    def graphs(self) -> list[str]:
        """The names of the articles' graphs, sorted."""
        prefix = vocab.minted("article", "").value
        names = (graph.value for graph in self._db.named_graphs() if isinstance(graph, NamedNode))
        return sorted(name for name in names if name.startswith(prefix))

    def quads(self, graph: str | None = None) -> Iterator[Quad]:
        """The quads of one article's graph, or of all.

        Raises:
            StoreDamaged: the store's files are damaged.
        """
        try:
            for name in self.graphs() if graph is None else [graph]:
                yield from self._db.quads_for_pattern(None, None, None, vocab.node(name))
        except (OSError, RuntimeError) as error:
            raise StoreDamaged(f"the store {self.location} is damaged ({error}): run kg check") from error

    def check(self) -> tuple[Damage, ...]:
        """Compare every graph with the ledger, and write anew what differs.

        Returns:
            What was found, sorted; empty where all is well.

        Raises:
            StoreError: the store was opened for reading only.
            StoreDamaged: the ledger is damaged too.
        """
        if self._ledger is None:
            raise StoreError("a check needs the store for itself: open it for writing")
        expected = {each.name: each for each in self._ledger.entries()}
        found = [damage for each in expected.values() if (damage := self._differs(each)) is not None]
        strange = [Damage(name, "is not in the ledger", False) for name in self.graphs() if name not in expected]
        return tuple(sorted([*self._mended(found, expected), *strange], key=lambda damage: damage.graph))

    def _differs(self, expected: Entry) -> Damage | None:
        try:
            held = entry(expected.name, list(self.quads(expected.name)))
        except StoreDamaged:
            return Damage(expected.name, "can't be read", False)
        if held.quads == 0 and expected.quads:
            return Damage(expected.name, "is missing", False)
        return Damage(expected.name, f"has {held.quads} quads for {expected.quads}", False) if held.hash != expected.hash else None

    def _mended(self, found: Sequence[Damage], expected: dict[str, Entry]) -> Iterator[Damage]:
        for damage in found:
            given = expected[damage.graph]
            whole = given.data is not None and _hash_of(given) == given.hash
            if whole:
                self._write([given])
            yield Damage(damage.graph, damage.what, whole and self._differs(given) is None)

    def _recover(self) -> None:
        """Finish what a crash cut off."""
        assert self._ledger is not None
        pending = [each for each in self._ledger.entries() if not each.done]
        if pending:
            self._write(pending)
        self._ontology()

    def _ontology(self) -> None:
        """The ontology in a graph of its own, for labels and classes in queries."""
        name = ontology_graph()
        held = {quad.triple for quad in self._db.quads_for_pattern(None, None, None, name)}
        wanted = {quad.triple for quad in parse(read_resource("diplomacy.ttl"), format=RdfFormat.TURTLE)}
        if held != wanted:
            lines = "\n".join(f"{triple} ." for triple in wanted)
            self._db.update(f"DROP SILENT GRAPH {name} ; INSERT DATA {{ GRAPH {name} {{ {lines} }} }}")

    def backup(self, folder: Path) -> None:
        """Copy the store, whole as it is now, into a new folder, its ledger beside it.

        Raises:
            StoreError: the folder exists, or can't be written.
        """
        if folder.exists():
            raise StoreError(f"{folder} exists already: name a folder that does not")
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            self._db.backup(str(folder))
            copy = LocalStore(folder)
            copy.adopt()
            copy.close()
        except (OSError, RuntimeError) as error:
            raise StoreError(f"no backup into {folder}: {error}") from error

    def adopt(self) -> None:
        """Note in the ledger what the store holds and the ledger does not know."""
        assert self._ledger is not None
        known = {each.name for each in self._ledger.entries()}
        new = [entry(name, list(self.quads(name))) for name in self.graphs() if name not in known]
        self._ledger.intend(new)
        self._ledger.settle([each.name for each in new])

    def close(self) -> None:
        """Flush, and let go of the lock."""
        if self._ledger is not None:
            self._db.flush()
            self._ledger.close()
        del self._db

    def __enter__(self) -> Self:
        """The store itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Closes it."""
        self.close()


def _triple_lines(data: bytes) -> Iterable[str]:
    for quad in parse(data, format=RdfFormat.N_QUADS) if data else ():
        yield f"{quad.triple} ."


def _hash_of(given: Entry) -> str:
    quads = list(parse(given.data or b"", format=RdfFormat.N_QUADS))
    return entry(given.name, quads).hash


def ontology_graph() -> NamedNode:
    """The name of the graph that holds the ontology."""
    return vocab.node(vocab.iri("dip:").value.rstrip("#/"))


def ledger_path(path: Path) -> Path:
    """Where the ledger of a store lies.

    >>> ledger_path(Path("output/store")).name
    'store.ledger'
    """
    return path.with_name(path.name + ".ledger")


def _writable(path: Path, *, create: bool) -> Oxigraph:
    if not (path / _MARK).is_file():
        if not create:
            raise StoreMissing(f"no store in {path}: run kg build --store {path}")
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise StoreMissing(f"{path} holds other things than a store: name a new folder with --store")
    return _opened(lambda: Oxigraph(str(path)), path, create=create)


def _read_only(path: Path) -> Oxigraph:
    if not (path / _MARK).is_file():
        raise StoreMissing(f"no store in {path}: run kg build --store {path}")
    return _opened(lambda: Oxigraph.read_only(str(path)), path)


def _opened(make: Callable[[], Oxigraph], path: Path, *, create: bool = False) -> Oxigraph:
    try:
        if create:
            path.parent.mkdir(parents=True, exist_ok=True)
        return make()
    except OSError as error:
        if "lock" in str(error).lower():
            raise StoreLocked(f"another kg writes to the store {path}: wait until it has ended") from error
        raise StoreDamaged(f"the store {path} can't be opened ({error}): build it anew, or take a backup") from error


def open_store(location: str, *, create: bool = False, read_only: bool = False) -> Store:
    """Open a store.

    Args:
        location: a folder, or the address of a SPARQL 1.1 server.
        create: whether a new store may be made in a folder that is empty or absent.
        read_only: a view that holds no lock; it does not follow what is written later.

    Returns:
        The store, to be used in a ``with`` statement.

    Raises:
        StoreMissing: there is no store, or something else lies there.
        StoreLocked: somebody else writes to it.
        StoreDamaged: it can't be read.
        RemoteError: the server does not answer.
    """
    if location.startswith(("http://", "https://")):
        from kg.remote import RemoteStore

        return RemoteStore(location)
    return LocalStore(Path(location), create=create, read_only=read_only)
