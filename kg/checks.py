"""Conformance of quads to the shapes of ``ontology/shapes.ttl``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import pyshacl
from pyoxigraph import Literal as OxiLiteral
from pyoxigraph import NamedNode, Quad
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import SH

from kg.settings import Settings, current, read_resource


@dataclass(frozen=True, slots=True)
class Report:
    """Whether quads conform; one line for each thing that does not."""

    conforms: bool
    lines: tuple[str, ...] = ()


def report(quads: Iterable[Quad]) -> Report:
    """Check some quads, best those of one article.

    pyshacl works on an rdflib graph in memory: on a graph backed by a store on disk the
    same check takes many times as long.

    Args:
        quads: whole graphs.

    Returns:
        What does not conform, sorted.

    Source: SHACL, W3C Recommendation 2017.
    """
    graph = Graph()
    for quad in quads:
        graph.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
    conforms, found, _ = pyshacl.validate(graph, shacl_graph=_shapes(), advanced=False, inference="none")
    if conforms:
        return Report(True)
    return Report(False, tuple(sorted(_lines(found))))


def _lines(found: Graph) -> Iterable[str]:
    for result in found.subjects(RDF.type, SH.ValidationResult):
        message = found.value(result, SH.resultMessage)
        yield f"{found.value(result, SH.focusNode)}: {message}"


def _term(term: object) -> URIRef | Literal:
    if isinstance(term, NamedNode):
        return URIRef(term.value)
    assert isinstance(term, OxiLiteral)
    return Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)


@cache
def _shapes() -> Graph:
    """The shapes, in the namespace that the settings give to the ontology."""
    text = read_resource("shapes.ttl").replace(Settings().ontology_iri, current().ontology_iri)
    return Graph().parse(data=text, format="turtle")
