"""Answers of queries → the standard formats of SPARQL results, and RDF."""

from __future__ import annotations

import io
import json

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple
from pyoxigraph import Literal as OxiLiteral
from rdflib import BNode, Literal, URIRef, Variable
from rdflib.query import Result

from kg.errors import QueryError
from kg.exports import pretty
from kg.sandbox import Answer, Term

ROWS = ("json", "csv", "tsv", "xml")
TRIPLES = ("ttl", "nt")


def text(answer: Answer, format: str) -> str:
    """An answer in one of the formats.

    Args:
        answer: of any form of query.
        format: json, csv, tsv or xml for rows and yes-or-no; ttl or nt for triples.

    Raises:
        QueryError: the format does not fit the form of the query.

    Source: SPARQL 1.1 Query Results JSON, XML, CSV and TSV Formats (W3C 2013).

    >>> print(text(Answer(columns=("n",), rows=((OxiLiteral("Ann"),),)), "csv"), end="")
    n
    Ann
    """
    if answer.triples is not None:
        return _triples(answer.triples, format)
    if format not in ROWS:
        raise QueryError(f"rows have no {format} form: one of table, {', '.join(ROWS)}")
    if format == "tsv":
        return _tsv(answer)
    if answer.boolean is not None and format == "csv":
        return f"{str(answer.boolean).lower()}\n"
    data = _result(answer).serialize(format=format, encoding="utf-8")
    written = (data or b"").decode("utf-8").replace("\r\n", "\n")
    return json.dumps(json.loads(written), ensure_ascii=False, indent=1) + "\n" if format == "json" else written


def _triples(triples: tuple[Triple, ...], format: str) -> str:
    if format == "nt":
        return "".join(sorted(f"{triple} .\n" for triple in triples))
    if format != "ttl":
        raise QueryError(f"triples have no {format} form: one of {', '.join(TRIPLES)}")
    return pretty(sorted(set(triples), key=str), RdfFormat.TURTLE)


def _result(answer: Answer) -> Result:
    if answer.boolean is not None:
        result = Result("ASK")
        result.askAnswer = answer.boolean
        return result
    result = Result("SELECT")
    names = [Variable(name) for name in answer.columns]
    result.vars = names
    result.bindings = [
        {name: _rdflib(term) for name, term in zip(names, row, strict=True) if term is not None} for row in answer.rows
    ]
    return result


def _rdflib(term: Term) -> URIRef | BNode | Literal:
    if isinstance(term, NamedNode):
        return URIRef(term.value)
    if isinstance(term, BlankNode):
        return BNode(term.value)
    if isinstance(term, OxiLiteral):
        if term.language:
            return Literal(term.value, lang=term.language)
        plain = term.datatype.value.endswith("#string")
        return Literal(term.value, datatype=None if plain else URIRef(term.datatype.value), normalize=False)
    return Literal(str(term))


def _tsv(answer: Answer) -> str:
    if answer.boolean is not None:
        return f"{str(answer.boolean).lower()}\n"
    out = io.StringIO()
    out.write("\t".join(f"?{name}" for name in answer.columns) + "\n")
    for row in answer.rows:
        out.write("\t".join("" if term is None else str(term).replace("\t", "\\t") for term in row) + "\n")
    return out.getvalue()


def plain(term: Term | None) -> str:
    """A term for the eye: a literal's words, the end of an IRI.

    >>> plain(NamedNode("https://w3id.org/diplomacy-kg/ontology#Demand"))
    'Demand'
    """
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        return term.value.rsplit("#", 1)[-1] if "#" in term.value else term.value
    return term.value if isinstance(term, OxiLiteral | BlankNode) else str(term)


