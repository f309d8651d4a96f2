"""Conformance of quads to the shapes of ``ontology/shapes.ttl``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import pyshacl
from pyoxigraph import BlankNode, Literal, NamedNode, Quad
from rdflib import RDF, BNode, Graph, URIRef
from rdflib import Literal as RdflibLiteral
from rdflib.namespace import SH

from kg import vocab
from kg.errors import OntologyError
from kg.kinds import categories, kinds
from kg.settings import Settings, read_resource

_Term = URIRef | BNode | RdflibLiteral


@dataclass(frozen=True, slots=True)
class Report:
    """Whether quads conform; one line for each thing that does not.

    >>> Report(True).lines
    ()
    """

    conforms: bool
    lines: tuple[str, ...] = ()


def report(quads: Iterable[Quad]) -> Report:
    """Check some quads, best those of one article.

    pyshacl works on an rdflib graph in memory: on a graph backed by a store on disk the
    same check takes many times as long.

    Args:
        quads: whole graphs, as `kg.triples.quads` makes them.

    Returns:
        What does not conform, sorted: the node, what is wrong, the value that it has.

    Raises:
        OntologyError: the file of shapes or the ontology is no Turtle.

    Source: SHACL, W3C Recommendation 2017.

    >>> report([])
    Report(conforms=True, lines=())
    """
    graph, known = Graph(), dict[str, URIRef]()
    for quad in quads:
        graph.add((_term(quad.subject, known), _term(quad.predicate, known), _term(quad.object, known)))
    shapes = _shapes(vocab.iri("dip:").value)
    conforms, found, _ = pyshacl.validate(graph, shacl_graph=shapes, inference="none", inplace=True)
    return Report(True) if conforms else Report(False, tuple(sorted(set(_lines(found)))))


def _lines(found: Graph) -> Iterator[str]:
    for result in found.subjects(RDF.type, SH.ValidationResult):
        message, value = found.value(result, SH.resultMessage), found.value(result, SH.value)
        told = value is not None and str(value) not in str(message)
        yield f"{found.value(result, SH.focusNode)}: {message}" + (f" (it is {_short(str(value))!r})" if told else "")


def _short(value: str) -> str:
    return value if len(value) <= 80 else f"{value[:79]}…"


def _term(term: object, known: dict[str, URIRef]) -> _Term:
    """The same term for rdflib; nodes come again and again, so each is made once."""
    if isinstance(term, NamedNode):
        value = term.value
        return known.get(value) or known.setdefault(value, URIRef(value))
    if isinstance(term, Literal):
        if term.language:
            return RdflibLiteral(term.value, lang=term.language)
        return RdflibLiteral(term.value, datatype=URIRef(term.datatype.value), normalize=False)
    return BNode(term.value if isinstance(term, BlankNode) else str(term))


@cache
def _shapes(ontology_iri: str) -> Graph:
    """The shapes, in the namespace that the settings give to the ontology, with its kinds of events.

    Raises:
        OntologyError: the file of shapes or the ontology is no Turtle.
    """
    text = read_resource("shapes.ttl").replace(Settings().ontology_iri, ontology_iri)
    try:
        shapes = Graph().parse(data=text, format="turtle")
    except SyntaxError as error:
        raise OntologyError(f"ontology/shapes.ttl is no Turtle: {error}") from error
    for shape, known in (("EventType", kinds()), ("EventCategory", categories())):
        pattern = RdflibLiteral(f"(^|[#/])({'|'.join(known)})$")
        shapes.add((URIRef(f"{ontology_iri}{shape}"), SH.pattern, pattern))
    return shapes
