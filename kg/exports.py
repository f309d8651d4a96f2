"""Quads → the formats of ``kg export``, byte for byte the same from run to run."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import ExitStack
from heapq import merge
from itertools import groupby, islice
from tempfile import TemporaryFile
from typing import IO, Any

from pyoxigraph import Quad, RdfFormat, Triple, parse, serialize
from rdflib import Dataset

from kg import vocab
from kg.errors import ViewError
from kg.records import Record, records, stream

FORMATS = ("jsonl", "csv", "nquads", "trig", "turtle", "jsonld", "graphml", "gexf")
_CHUNK_QUADS = 100_000
COLUMNS = (
    "doc", "type", "category", "source", "target", "content", "condition", "place", "time", "start", "end",
    "modality", "attributed_to", "trigger", "confidence", "evidence", "published", "title", "url", "id",
)  # fmt: skip


def export(quads: Iterable[Quad], format: str) -> Iterator[str]:
    """Write whole graphs in one of the formats of RDF, JSON or tables.

    Args:
        quads: of any number of articles.
        format: one of `FORMATS` but the two of networks, which `kg.graphs` writes.

    Yields:
        Pieces of text that follow one another; sorted, so that the same quads give the
        same bytes.

    Raises:
        ViewError: there is no such format.
    """
    writers = {"jsonl": _jsonl, "csv": _csv, "nquads": _nquads, "trig": _trig, "turtle": _turtle, "jsonld": _jsonld}
    if format not in writers:
        raise ViewError(f"no format is called {format!r}: one of {', '.join(FORMATS)}")
    return writers[format](quads)


def _jsonl(quads: Iterable[Quad]) -> Iterator[str]:
    for record in _records(quads):
        yield json.dumps(record, ensure_ascii=False) + "\n"


def _csv(quads: Iterable[Quad]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for record in _records(quads):
        writer.writerow({name: _cell(value) for name, value in row(record).items()})
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def _records(quads: Iterable[Quad]) -> Iterable[Record]:
    """Article after article as a store gives them; what is in memory anyway may be in any order."""
    return records(quads) if isinstance(quads, Sequence | Set) else stream(quads)


def row(record: Mapping[str, Any]) -> dict[str, str]:
    """A record as a flat row: names joined by a semicolon."""
    article, when = record["article"], record["time"] or {}
    people = {role: "; ".join(p["label"] for p in record[role]) for role in ("source", "target", "attributed_to")}
    flat = {name: record.get(name) for name in COLUMNS} | people
    flat |= {name: article.get(name) for name in ("published", "title", "url")}
    flat |= {"place": (record["place"] or {}).get("label"), "time": when.get("text")}
    flat |= {"start": when.get("start"), "end": when.get("end"), "evidence": record["evidence"]["text"]}
    return {name: "" if value is None else str(value) for name, value in flat.items()}


def _cell(value: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _nquads(quads: Iterable[Quad]) -> Iterator[str]:
    for line in _sorted_lines(quads, RdfFormat.N_QUADS):
        yield line.decode("utf-8")


def _sorted_lines(quads: Iterable[Quad], format: RdfFormat) -> Iterator[bytes]:
    """Each line once, in order; of a big store in parts, which lie on disk until they are merged.

    Lines end with a line feed and nothing else: U+2028 or U+0085 in a name end none.
    """
    ahead = iter(quads)
    with ExitStack() as stack:
        parts, last = list[Iterable[bytes]](), _part(ahead, format)
        while part := _part(ahead, format):
            parts.append(_on_disk(last, stack.enter_context(TemporaryFile())))
            last = part
        yield from (line for line, _ in groupby(merge(*parts, last)))


def _part(ahead: Iterator[Quad], format: RdfFormat) -> list[bytes]:
    some = islice(ahead, _CHUNK_QUADS)  # no list of them: terms take more memory than lines
    lines = serialize(some if format == RdfFormat.N_QUADS else (quad.triple for quad in some), format=format) or b""
    return sorted(line + b"\n" for line in set(lines.split(b"\n")) - {b""})


def _on_disk(part: Sequence[bytes], file: IO[bytes]) -> Iterable[bytes]:
    file.writelines(part)
    file.seek(0)
    return file


def _trig(quads: Iterable[Quad]) -> Iterator[str]:
    """Graph after graph, as they are to be sorted: a store gives them so."""
    parts = (sorted(set(some), key=str) for _, some in groupby(_by_graph(quads), key=lambda quad: str(quad.graph_name)))
    yield from _pieces(parts, RdfFormat.TRIG)


def _by_graph(quads: Iterable[Quad]) -> Iterable[Quad]:
    """In the order of graphs' names; quads that come so are not held together in memory."""
    return sorted(quads, key=lambda quad: str(quad.graph_name)) if isinstance(quads, Sequence | Set) else quads


def _turtle(quads: Iterable[Quad]) -> Iterator[str]:
    """All graphs as one: Turtle knows no graphs."""
    lines = _sorted_lines(quads, RdfFormat.N_TRIPLES)
    parts = (
        [quad.triple for quad in parse(b"".join(some), format=RdfFormat.N_TRIPLES)]
        for some in iter(lambda: list(islice(lines, _CHUNK_QUADS)), [])
    )
    yield from _pieces(parts, RdfFormat.TURTLE)


def _pieces(parts: Iterable[Sequence[Quad]] | Iterable[Sequence[Triple]], format: RdfFormat) -> Iterator[str]:
    """Several documents as one: prefixes stand at its head only."""
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(vocab.prefixes().items()))
    yield head
    for part in parts:
        yield pretty(part, format).removeprefix(head)


def pretty(statements: Iterable[Quad] | Iterable[Triple], format: RdfFormat) -> str:
    """Turtle or TriG with our prefixes, these sorted: the library's own order changes from run to run."""
    data = serialize(statements, format=format, prefixes=vocab.prefixes())
    assert data is not None
    # Line feeds only: other characters that break lines, such as U+2028, may stand in a text.
    lines = data.decode("utf-8").split("\n")
    head = next((at for at, line in enumerate(lines) if not line.startswith("@prefix")), len(lines))
    return "\n".join(sorted(lines[:head]) + lines[head:])


def _jsonld(quads: Iterable[Quad]) -> Iterator[str]:
    """Graph after graph, each read by rdflib for itself: all of them together would not fit in memory."""
    context = {name: value for name, value in vocab.prefixes().items() if name != "id"}
    yield f'{{\n "@context": {_indented(context, 1)},\n "@graph": ['
    between = "\n  "
    for _, some in groupby(_by_graph(quads), key=lambda quad: str(quad.graph_name)):
        for graph in _jsonld_graphs(some, context):
            yield between + _indented(graph, 2)
            between = ",\n  "
    yield "\n ]\n}\n"


def _jsonld_graphs(quads: Iterable[Quad], context: Mapping[str, str]) -> list[Any]:
    dataset = Dataset()
    dataset.parse(data="".join(_nquads(quads)), format="nquads")
    found = json.loads(dataset.serialize(format="json-ld", context=context))
    del found["@context"]
    return [_sorted(found)] if "@id" in found else list(_sorted(found["@graph"]))


def _indented(value: Any, depth: int) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).replace("\n", "\n" + " " * depth)


def _sorted(value: Any) -> Any:
    """Lists in one order: rdflib gives them in the order of its hashes."""
    if isinstance(value, dict):
        return {key: _sorted(part) for key, part in value.items()}
    if isinstance(value, list):
        return sorted((_sorted(part) for part in value), key=lambda part: json.dumps(part, sort_keys=True))
    return value
