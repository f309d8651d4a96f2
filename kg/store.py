"""A store of articles' graphs: on disk, or behind a SPARQL server."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol, Self

from pyoxigraph import Quad

from kg.folder import ledger_path
from kg.local import Graph, LocalStore

__all__ = ["Graph", "LocalStore", "Store", "is_remote", "ledger_path", "open_store"]


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


def is_remote(location: str) -> bool:
    """Whether a store is behind a server, and not in a folder.

    >>> is_remote("http://127.0.0.1:7878/"), is_remote("output/store")
    (True, False)
    """
    return location.lower().startswith(("http://", "https://"))


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
        StoreDamaged: it can't be read, or has lost articles.
        RemoteError: the server does not answer.
    """
    if is_remote(location):
        from kg.remote import RemoteStore

        return RemoteStore(location)
    return LocalStore(Path(location), create=create, read_only=read_only)
