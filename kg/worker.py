"""The process that runs queries: it reads questions from one pipe and writes answers to another.

It is started by `kg.sandbox`, and may be killed at any moment. Nothing that it writes is
taken for more than bytes.
"""

from __future__ import annotations

import json
import os
import struct
import sys
import threading
from collections.abc import Mapping
from queue import SimpleQueue
from typing import IO, Any

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, Store

from kg import results, walls
from kg.errors import QueryError

_LENGTH = struct.Struct(">Q")
_STACK_BYTES = 128 * 1024 * 1024
_DEFAULT_NAMES = ("urn:x-rdflib:default", "urn:x-arq:DefaultGraph", "urn:x-arq:UnionGraph")
"""What clients call the graph that is asked when none is named."""


def send(pipe: IO[bytes], payload: bytes) -> None:
    """Write one message.

    Args:
        pipe: open for writing.
        payload: of any length.
    """
    pipe.write(_LENGTH.pack(len(payload)))
    pipe.write(payload)
    pipe.flush()


def receive(pipe: IO[bytes]) -> bytes:
    """Read one message.

    Args:
        pipe: open for reading.

    Raises:
        EOFError: the other side has ended.
    """
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    payload = pipe.read(length)
    if len(payload) < length:
        raise EOFError
    return payload


def main(folder: str, memory_max_bytes: int) -> None:
    """Answer questions until the other side ends, or ends this process.

    Args:
        folder: a view of a store that nobody writes to.
        memory_max_bytes: address space; 0 is no limit.
    """
    walls.raise_walls(memory_max_bytes=memory_max_bytes)
    source, target = sys.stdin.buffer, sys.stdout.buffer
    try:
        store = Store.read_only(folder)
    except (OSError, RuntimeError) as error:
        return send(target, f"the store can't be read: {error}".encode())
    send(target, b"")
    waiting: SimpleQueue[bytes] = SimpleQueue()
    threading.stack_size(_STACK_BYTES)
    threading.Thread(target=_work, args=(store, waiting, target), daemon=True).start()
    try:
        while True:
            waiting.put(receive(source))
    except EOFError:
        os._exit(0)


def _work(store: Store, waiting: SimpleQueue[bytes], target: IO[bytes]) -> None:
    """The one thread that evaluates: with a deep stack, as parsers call themselves for each bracket."""
    try:
        while True:
            asked = json.loads(waiting.get())
            walls.alarm(asked["seconds"])
            head, body = _answered(store, asked)
            walls.alarm(0)
            send(target, json.dumps(head).encode())
            send(target, body)
    finally:
        os._exit(1)


def _answered(store: Store, asked: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
    try:
        found = _asked(store, asked)
        kind = "boolean" if isinstance(found, QueryBoolean) else "rows" if isinstance(found, QuerySolutions) else "triples"
        format = asked["formats"][kind]
        if format is None:
            return {"kind": "unacceptable", "message": kind}, b""
        written = _written(found, format, results.Limits(asked["max_rows"], asked["max_bytes"]))
        return {"kind": kind, "format": format, "truncated": written.truncated}, written.body
    except SyntaxError as error:
        return {"kind": "syntax", "message": f"no SPARQL: {_short(str(error))}"}, b""
    except _NoGraph as error:
        return {"kind": "refused", "message": str(error)}, b""
    except QueryError as error:
        return {"kind": "error", "message": str(error)}, b""
    except (ValueError, RuntimeError, OSError, MemoryError) as error:
        return {"kind": "error", "message": f"the query failed: {_short(str(error)) or type(error).__name__}"}, b""


def _short(words: str) -> str:
    """One line; parsers list all that they would have taken."""
    line = " ".join(words.split())
    return line if len(line) <= 200 else f"{line[:200]} …"


class _NoGraph(Exception):
    """The query asks for a graph that is not in the store."""


def _asked(store: Store, asked: Mapping[str, Any]) -> Any:
    prefixes, names = asked["prefixes"], asked["graphs"]
    if names is None or (set(names["default"]) & set(_DEFAULT_NAMES) and not names["named"]):
        return store.query(asked["sparql"], prefixes=prefixes, use_default_graph_as_union=True)
    default, named = _graphs(store, names["default"]), _graphs(store, names["named"])
    return store.query(asked["sparql"], prefixes=prefixes, default_graph=[*default], named_graphs=[*named])


def _graphs(store: Store, names: list[str]) -> list[NamedNode]:
    """The graphs of these names.

    The library would answer with nothing where there is no such graph: silence that looks like an answer.

    Raises:
        _NoGraph: there is none.
    """
    for name in names:
        try:
            known = store.contains_named_graph(NamedNode(name))
        except ValueError:
            known = False
        if not known:
            raise _NoGraph(f"no graph of the store is called {name}: FROM and the like take graphs of the store")
    return [NamedNode(name) for name in names]


def _written(found: Any, format: str, limits: results.Limits) -> results.Written:
    if isinstance(found, QueryBoolean):
        return results.boolean(bool(found), format)
    if isinstance(found, QuerySolutions):
        columns = [variable.value for variable in found.variables]
        return results.rows(columns, map(tuple, found), format, limits=limits)
    return results.triples(found, format, limits=limits)
