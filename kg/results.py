"""Answers of queries → the standard formats of SPARQL results, and RDF."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from kg import vocab
from kg.errors import QueryError

Term = NamedNode | BlankNode | Literal | Triple
Row = Sequence[Term | None]

ROWS = ("json", "csv", "tsv", "xml")
TRIPLES = ("ttl", "nt", "rdf", "jsonld", "nq", "trig")
_RDF = {
    "ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD, "nq": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG,
}  # fmt: skip
_PLAIN_TYPES = {vocab.iri(name).value for name in ("xsd:string", "rdf:langString", "rdf:dirLangString")}
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query found: rows, triples, or yes or no.

    ``truncated`` tells that there was more than the limit of rows or bytes.
    """

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    triples: tuple[Triple, ...] | None = None
    boolean: bool | None = None
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of an answer is written; 0 is no limit."""

    max_rows: int = 0
    max_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Written:
    """An answer in one of the formats, and whether there was more of it."""

    body: bytes
    truncated: bool


def text(answer: Answer, format: str) -> str:
    """An answer in one of the formats.

    Args:
        answer: of any form of query.
        format: json, csv, tsv or xml for rows and yes-or-no; ttl, nt and others of RDF for triples.

    Raises:
        QueryError: the format does not fit the form of the query.

    Source: SPARQL 1.1 Query Results JSON, XML, CSV and TSV Formats (W3C 2013).

    >>> print(text(Answer(columns=("n",), rows=((Literal("Ann"),),)), "csv"), end="")
    n
    Ann
    """
    if answer.triples is not None:
        return triples(answer.triples, format).body.decode("utf-8")
    if answer.boolean is not None:
        return boolean(answer.boolean, format).body.decode("utf-8")
    return rows(answer.columns, answer.rows, format, newline="\n").body.decode("utf-8")


def boolean(value: bool, format: str) -> Written:
    r"""The answer to an ASK query.

    Args:
        value: yes or no.
        format: one of `ROWS`; in CSV and TSV it is one word.

    Raises:
        QueryError: there is no such format.

    >>> boolean(True, "json").body
    b'{"head": {}, "boolean": true}\n'
    """
    word = str(value).lower()
    if format not in ROWS:
        raise QueryError(f"yes or no has no {format} form: one of {', '.join(ROWS)}")
    if format == "json":
        return Written(f'{{"head": {{}}, "boolean": {word}}}\n'.encode(), False)
    if format == "xml":
        return Written(f"{_XML_TOP}<head/><boolean>{word}</boolean></sparql>\n".encode(), False)
    return Written(f"{word}\n".encode(), False)


def rows(
    columns: Sequence[str], found: Iterable[Row], format: str, *, limits: Limits = Limits(), newline: str = "\r\n"
) -> Written:
    """The answer to a SELECT query.

    Args:
        columns: names of variables.
        found: terms in the order of the columns, ``None`` where a variable is not bound.
        format: one of `ROWS`.
        limits: where to stop.
        newline: end of a line in CSV.

    Raises:
        QueryError: there is no such format, or the first row is larger than the limit.
    """
    if format not in ROWS:
        raise QueryError(f"rows have no {format} form: one of table, {', '.join(ROWS)}")
    head, line, between, tail = _WRITERS[format](columns, newline)
    pieces, size, cut = [head.encode("utf-8")], 0, False
    for number, row in enumerate(found):
        if limits.max_rows and number == limits.max_rows:
            cut = True
            break
        piece = ((between if number else "") + line(row)).encode("utf-8")
        size += len(piece)
        if limits.max_bytes and size > limits.max_bytes:
            cut = True
            _not_the_first(number, limits)
            break
        pieces.append(piece)
    pieces.append(tail.encode("utf-8"))
    return Written(b"".join(pieces), cut)


def triples(found: Iterable[Triple], format: str, *, limits: Limits = Limits()) -> Written:
    """The answer to a CONSTRUCT or DESCRIBE query, sorted, each triple once.

    Args:
        found: triples in any order.
        format: one of `TRIPLES`.
        limits: where to stop.

    Raises:
        QueryError: there is no such format, or the first triple is larger than the limit.
    """
    if format not in _RDF:
        raise QueryError(f"triples have no {format} form: one of {', '.join(TRIPLES)}")
    taken: dict[str, Triple] = {}
    size, cut = 0, False
    for triple in found:
        key = str(triple)
        if key in taken:
            continue
        size += len(key)
        cut = bool(limits.max_rows and len(taken) == limits.max_rows) or bool(limits.max_bytes and size > limits.max_bytes)
        if cut:
            _not_the_first(len(taken), limits)
            break
        taken[key] = triple
    return Written(pretty([taken[key] for key in sorted(taken)], format), cut)


def _not_the_first(number: int, limits: Limits) -> None:
    if number == 0:
        raise QueryError(f"a single row has more than {limits.max_bytes} bytes: ask for less of it")


def pretty(found: Sequence[Triple], format: str) -> bytes:
    """Triples in a format of RDF, with our prefixes, these sorted where the format has them.

    Args:
        found: in the order in which to write them.
        format: one of `TRIPLES`.
    """
    data = serialize(found, format=_RDF[format], prefixes=vocab.prefixes() if format != "jsonld" else None)
    if format not in ("ttl", "trig"):
        return data or b""
    lines = (data or b"").splitlines(keepends=True)
    head = sum(line.startswith(b"@prefix") for line in lines)
    return b"".join(sorted(lines[:head]) + lines[head:])


_XML_TOP = '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">'
_Writer = tuple[str, Callable[[Row], str], str, str]
"""What stands before all rows, a row, what stands between two, what stands after all."""


_quoted: Callable[[str], str] = json.JSONEncoder(ensure_ascii=False).encode


def _json(columns: Sequence[str], _: str) -> _Writer:
    names = [_quoted(name) for name in columns]

    def line(row: Row) -> str:
        cells = [f"{name}: {_json_term(term)}" for name, term in zip(names, row, strict=True) if term is not None]
        return f"{{{', '.join(cells)}}}"

    return f'{{"head": {{"vars": [{", ".join(names)}]}}, "results": {{"bindings": [\n', line, ",\n", "\n]}}\n"


def _json_term(term: Term) -> str:
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        inner = ", ".join(f'"{name}": {_json_term(part)}' for name, part in parts.items())
        return f'{{"type": "triple", "value": {{{inner}}}}}'
    value = _quoted(term.value)
    if isinstance(term, NamedNode):
        return f'{{"type": "uri", "value": {value}}}'
    if isinstance(term, BlankNode):
        return f'{{"type": "bnode", "value": {value}}}'
    if term.language:
        return f'{{"type": "literal", "value": {value}, "xml:lang": {_quoted(term.language)}}}'
    if term.datatype.value not in _PLAIN_TYPES:
        return f'{{"type": "literal", "value": {value}, "datatype": {_quoted(term.datatype.value)}}}'
    return f'{{"type": "literal", "value": {value}}}'


def _xml(columns: Sequence[str], _: str) -> _Writer:
    def line(row: Row) -> str:
        cells = (
            f'<binding name="{escape(name)}">{_xml_term(term)}</binding>'
            for name, term in zip(columns, row, strict=True)
            if term is not None
        )
        return f"<result>{''.join(cells)}</result>\n"

    names = "".join(f'<variable name="{escape(name)}"/>' for name in columns)
    return f"{_XML_TOP}<head>{names}</head>\n<results>\n", line, "", "</results></sparql>\n"


def _xml_term(term: Term) -> str:
    """XML has no way to write control characters: U+FFFD stands for them."""
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return f"<triple>{''.join(f'<{name}>{_xml_term(part)}</{name}>' for name, part in parts.items())}</triple>"
    value = escape(_NOT_XML.sub("\ufffd", term.value)).replace("\r", "&#13;")
    if isinstance(term, NamedNode):
        return f"<uri>{value}</uri>"
    if isinstance(term, BlankNode):
        return f"<bnode>{value}</bnode>"
    kind = f' xml:lang="{escape(term.language)}"' if term.language else ""
    if not kind and term.datatype.value not in _PLAIN_TYPES:
        kind = f' datatype="{escape(term.datatype.value)}"'
    return f"<literal{kind}>{value}</literal>"


def _csv(columns: Sequence[str], newline: str) -> _Writer:
    def line(cells: Iterable[str]) -> str:
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator="\r\n").writerow(cells)  # quotes what holds one of these
        return buffer.getvalue().removesuffix("\r\n") + newline

    return line(columns), lambda row: line(map(_csv_cell, row)), "", ""


def _csv_cell(term: Term | None) -> str:
    if term is None:
        return ""
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


def _tsv(columns: Sequence[str], _: str) -> _Writer:
    def line(row: Row) -> str:
        return "\t".join("" if term is None else str(term).replace("\t", "\\t") for term in row) + "\n"

    return "\t".join(f"?{name}" for name in columns) + "\n", line, "", ""


_WRITERS: Mapping[str, Callable[[Sequence[str], str], _Writer]] = {"json": _json, "xml": _xml, "csv": _csv, "tsv": _tsv}


def plain(term: Term | None) -> str:
    """A term for the eye: a literal's words, the end of an IRI.

    >>> plain(NamedNode("https://w3id.org/diplomacy-kg/ontology#Demand"))
    'Demand'
    """
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        return term.value.rsplit("#", 1)[-1] if "#" in term.value else term.value
    return term.value if isinstance(term, Literal | BlankNode) else str(term)
