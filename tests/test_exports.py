"""The exports: other libraries read what we write, whatever stands in it, and the bytes are always the same."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, Quad, RdfFormat, parse
from typer.testing import CliRunner

from kg import exports, vocab
from kg.cli import app
from kg.errors import ViewError
from tests import rdf_samples

QUADS, GRAPH = rdf_samples.quads(), rdf_samples.GRAPH
OXIGRAPH = {"nquads": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG, "turtle": RdfFormat.TURTLE, "jsonld": RdfFormat.JSON_LD}
RDFLIB = {"nquads": "nquads", "trig": "trig", "turtle": "turtle", "jsonld": "json-ld"}
NAMES = {
    "quotes": 'a "b" \'c\' """d""" \\',
    "braces": "} } { DROP ALL ; <https://e.org/x> .",
    "breaks": "tab\tline\nreturn\rboth\r\n",
    "other breaks": "next\u0085line\u2028paragraph\u2029form",
    "NUL": "a\x00b\x01\x1f\x7f",
    "lone surrogate": "a\ud800b",
    "right to left": "\u202eright\u202c \u200f\u0645\u0631\u062d\u0628\u0627",
    "astral": "\U0001f54a\U00010000\ufffe",
    "long": "é" * 100_000,
}


def export(quads: list[Quad], format: str) -> str:
    return "".join(exports.export(quads, format))


def named(text: str) -> list[Quad]:
    return [Quad(GRAPH, vocab.iri("rdfs:label"), vocab.text(text), GRAPH), *QUADS[:20]]


def by_rdflib(text: str, format: str) -> set[str]:
    """Every text among the objects, as rdflib reads them."""
    dataset = rdflib.Dataset()
    dataset.parse(data=text.encode("utf-8"), format=RDFLIB[format])
    return {str(value) for _, _, value, _ in dataset.quads() if isinstance(value, rdflib.Literal)}


def by_oxigraph(text: str, format: str) -> set[str]:
    found = parse(text.encode("utf-8"), format=OXIGRAPH[format])
    return {quad.object.value for quad in found if isinstance(quad.object, Literal)}


@pytest.mark.parametrize("format", OXIGRAPH)
@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_read_back_by_others(name: str, format: str) -> None:
    text = export(named(NAMES[name]), format)
    wanted = vocab.clean(NAMES[name])
    assert wanted in by_rdflib(text, format)
    assert wanted in by_oxigraph(text, format)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30), st.sampled_from(["nquads", "trig", "turtle"]))
def test_any_text_at_all_is_read_back_by_others(name: str, format: str) -> None:
    text = export(named(name), format)
    assert vocab.clean(name) in by_rdflib(text, format) & by_oxigraph(text, format)


@pytest.mark.parametrize("format", ["nquads", "trig", "jsonld"])
def test_every_quad_is_read_back(format: str) -> None:
    assert set(parse(export(QUADS, format), format=OXIGRAPH[format])) == set(QUADS)
    assert len(rdflib.Dataset().parse(data=export(QUADS, format), format=RDFLIB[format])) == len(QUADS)


@pytest.mark.parametrize("format", [name for name in exports.FORMATS if name not in ("graphml", "gexf")])
def test_any_order_gives_the_same_bytes(format: str) -> None:
    assert export(QUADS, format) == export(list(reversed(QUADS)), format) == "".join(exports.export(iter(QUADS), format))


def test_other_hashes_give_the_same_bytes() -> None:
    code = "from tests.test_exports import export, QUADS, OXIGRAPH; import hashlib; print(hashlib.sha256(''.join(export(QUADS, f) for f in OXIGRAPH).encode()).hexdigest())"
    told = {
        subprocess.run([sys.executable, "-c", code], env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."}, capture_output=True, text=True, check=True).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1


def test_lines_are_sorted_and_each_there_once() -> None:
    lines = export([*QUADS, *QUADS, *named(NAMES["other breaks"])], "nquads").split("\n")
    assert lines.pop() == ""
    assert lines == sorted(set(lines))
    assert all(line.endswith(f" <{GRAPH.value}> .") for line in lines)


@pytest.mark.parametrize("format", ["nquads", "trig", "turtle"])
def test_a_big_store_is_written_in_parts(monkeypatch: pytest.MonkeyPatch, format: str) -> None:
    whole = export(QUADS, format)
    monkeypatch.setattr(exports, "_CHUNK_QUADS", 50)
    parts = export(QUADS, format)
    assert set(parse(parts, format=OXIGRAPH[format])) == set(parse(whole, format=OXIGRAPH[format]))
    assert parts.count("@prefix dip:") == whole.count("@prefix dip:") <= 1
    assert parts == whole or format == "turtle"


def test_tables_and_lines_hold_every_event() -> None:
    lines = [json.loads(line) for line in export(QUADS, "jsonl").split("\n") if line]
    rows = list(csv.DictReader(io.StringIO(export(QUADS, "csv"))))
    assert [line["id"] for line in lines] == [row["id"] for row in rows]
    assert len(rows) == len(rdf_samples.EVENTS)


def test_no_cell_is_a_formula() -> None:
    assert exports._cell("=HYPERLINK(1)") == "'=HYPERLINK(1)"


def test_a_format_that_is_none() -> None:
    with pytest.raises(ViewError, match="no format is called 'rdfxml'"):
        next(iter(exports.export(QUADS, "rdfxml")))


@pytest.mark.parametrize("format", ["jsonl", "csv", "nquads", "trig", "turtle", "jsonld"])
def test_a_command_writes_as_it_reads(shared_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format: str) -> None:
    """No more than a piece is held: most of what came before is in the file already."""
    sizes: list[int] = []

    def pieces(quads: object, wanted: str) -> Iterator[str]:
        assert wanted == format
        for _ in range(10):
            yield "x" * 1_000_000
            sizes.extend(each.stat().st_size for each in tmp_path.glob("*.part"))

    monkeypatch.setattr(exports, "export", pieces)
    result = CliRunner().invoke(app, ["export", "--format", format, "--store", str(shared_store), "--out", str(tmp_path / "all")])
    assert result.exit_code == 0 and (tmp_path / "all").stat().st_size == 10_000_000
    assert sizes[-1] > 8_000_000


@pytest.mark.parametrize("format", ["jsonl", "csv", "trig", "jsonld"])
def test_articles_are_written_one_after_the_other(format: str) -> None:
    """Of a store's quads, graph after graph, one graph is held at a time."""
    taken = []

    def quads() -> Iterator[Quad]:
        for number in range(50):
            taken.append(number)
            graph = vocab.article_iri(f"{number:02}")
            yield from (Quad(quad.subject, quad.predicate, quad.object, graph) for quad in QUADS)

    seen = [len(taken) for _ in exports.export(quads(), format)]
    assert max(second - first for first, second in pairwise(seen)) <= 2 and seen[-1] == 50
    assert seen[0] <= 2
