"""One graph as the ledger has it: its N-Quads in one order, counted and hashed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from operator import lt

from pyoxigraph import Quad, RdfFormat, Store, parse, serialize

from kg.errors import TermError

_BLANK = re.compile(rb"^(?:_:|<[^>]*> <[^>]*> _:)", re.M)


@dataclass(frozen=True, slots=True)
class Entry:
    """One graph as the ledger has it; ``data`` is its N-Quads, ``None`` for one taken out."""

    name: str
    hash: str
    quads: int
    data: bytes | None
    done: bool = False

    @property
    def whole(self) -> bool:
        """Whether name, hash, count and data are still those that were written together."""
        if self.data is None:
            return True
        lines = self.data.count(b"\n")
        mine = self.data.count(_end(self.name)) == lines == self.quads
        return mine and hashlib.sha256(self.data).hexdigest() == self.hash

    def read(self) -> list[Quad]:
        """The quads themselves."""
        return list(parse(self.data, format=RdfFormat.N_QUADS)) if self.data else []


def entry(name: str, quads: Iterable[Quad] | None) -> Entry:
    """A graph for the ledger.

    Args:
        name: of the graph; every quad must be of it, and none have a blank node, which would
            be another one each time it is read.
        quads: in any order; ``None``: the graph is to be taken out.

    Raises:
        TermError: a quad has a blank node, or is of another graph.

    >>> entry("https://example.org/g", []).quads
    0
    """
    data = serialize(quads or (), format=RdfFormat.N_QUADS)
    assert data is not None
    lines = data.split(b"\n")[:-1]
    if not all(map(lt, lines, lines[1:])):  # as `kg.triples` gives them they are in order already, and each there once
        lines = sorted(set(lines))
        data = b"".join([line + b"\n" for line in lines])
    if data.count(_end(name)) != len(lines):
        raise TermError(f"a quad for the graph {name} is of another graph")
    if b"_" in data and b"_:" in data and _BLANK.search(data):
        raise TermError(f"a quad of the graph {name} has a blank node: mint an IRI for it")
    return Entry(name, hashlib.sha256(data).hexdigest(), len(lines), None if quads is None else data)


def respelt(given: Entry) -> Entry:
    """The same graph, its numbers and dates spelt as the store spells them.

    Args:
        given: whole.

    >>> respelt(entry("https://example.org/g", [])).quads
    0
    """
    memory = Store()
    memory.extend(given.read())
    return replace(entry(given.name, memory), done=given.done)


def _end(name: str) -> bytes:
    """What every line of a graph's N-Quads ends with; no literal holds a line break as such."""
    return f" <{name}> .\n".encode()
