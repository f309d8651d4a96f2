"""Quads → the formats of ``kg export``, byte for byte the same from run to run."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pyoxigraph import Quad, RdfFormat, Triple, serialize
from rdflib import Dataset

from kg import vocab
from kg.errors import ViewError
from kg.records import records

FORMATS = ("jsonl", "csv", "nquads", "trig", "turtle", "jsonld", "graphml", "gexf")
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
    for record in records(quads):
        yield json.dumps(record, ensure_ascii=False) + "\n"


def _csv(quads: Iterable[Quad]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for record in records(quads):
        writer.writerow({name: _cell(value) for name, value in row(record).items()})
    yield buffer.getvalue()


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
    data = serialize(sorted(set(quads), key=str), format=RdfFormat.N_QUADS)
    assert data is not None
    yield "".join(sorted(data.decode("utf-8").splitlines(keepends=True)))


def _trig(quads: Iterable[Quad]) -> Iterator[str]:
    ordered = sorted(set(quads), key=lambda quad: (str(quad.graph_name), str(quad)))
    yield pretty(ordered, RdfFormat.TRIG)


def _turtle(quads: Iterable[Quad]) -> Iterator[str]:
    """All graphs as one: Turtle knows no graphs."""
    triples = sorted({quad.triple for quad in quads}, key=str)
    yield pretty(triples, RdfFormat.TURTLE)


def pretty(statements: Iterable[Quad | Triple], format: RdfFormat) -> str:
    """Turtle or TriG with our prefixes, these sorted: the library's own order changes from run to run."""
    data = serialize(statements, format=format, prefixes=vocab.prefixes())
    assert data is not None
    lines = data.decode("utf-8").splitlines(keepends=True)
    head = sum(line.startswith("@prefix") for line in lines)
    return "".join(sorted(lines[:head]) + lines[head:])


def _jsonld(quads: Iterable[Quad]) -> Iterator[str]:
    dataset = Dataset()
    dataset.parse(data="".join(_nquads(quads)), format="nquads")
    context = {name: value for name, value in vocab.prefixes().items() if name != "id"}
    found = json.loads(dataset.serialize(format="json-ld", context=context))
    yield json.dumps(_sorted(found), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _sorted(value: Any) -> Any:
    """Lists in one order: rdflib gives them in the order of its hashes."""
    if isinstance(value, dict):
        return {key: _sorted(part) for key, part in value.items()}
    if isinstance(value, list):
        return sorted((_sorted(part) for part in value), key=lambda part: json.dumps(part, sort_keys=True))
    return value
