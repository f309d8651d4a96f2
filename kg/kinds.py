"""The kinds of events, read from ``ontology/diplomacy.ttl``: a class added there is known here.

A kind is a class with a ``dip:plover`` code. Here and in the JSON export it goes by its local
name, such as ``Demand``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kg.errors import OntologyError
from kg.settings import Settings, read_resource

ROOT = "Event"


@dataclass(frozen=True, slots=True)
class Kind:
    """A class of event: its local name, the code of its category, the classes right above it."""

    name: str
    category: str
    parents: tuple[str, ...]


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by its name, sorted.

    Raises:
        OntologyError: the ontology is no Turtle, or a kind is not below ``dip:Event``.

    >>> kinds()["Demand"]
    Kind(name='Demand', category='REQUEST', parents=('Request',))
    """
    try:
        quads = list(parse(read_resource("diplomacy.ttl"), format=RdfFormat.TURTLE))
    except SyntaxError as error:
        raise OntologyError(f"ontology/diplomacy.ttl is no Turtle: {error}") from error
    codes = {_ours(quad.subject): quad.object.value for quad in quads if _ours(quad.predicate) == "plover"}
    above: dict[str, list[str]] = {name: [] for name in codes}
    for quad in quads:
        if _is_below(quad) and _ours(quad.subject) in above:
            above[_ours(quad.subject)].append(_ours(quad.object))
    found = {name: Kind(name, codes[name], tuple(sorted(above[name]))) for name in sorted(codes)}
    _require_rooted(found)
    return MappingProxyType(found)


def _ours(term: object) -> str:
    """The local name of a term of our ontology; of any other, an empty string."""
    mine = isinstance(term, NamedNode) and term.value.startswith(Settings().ontology_iri)
    return term.value.removeprefix(Settings().ontology_iri) if mine else ""  # type: ignore[attr-defined]


def _is_below(quad: Quad) -> bool:
    return quad.predicate.value.endswith("#subClassOf") and bool(_ours(quad.object))


def _require_rooted(found: Mapping[str, Kind]) -> None:
    for kind in found.values():
        if not kind.parents or any(parent != ROOT and parent not in found for parent in kind.parents):
            raise OntologyError(f"ontology/diplomacy.ttl: dip:{kind.name} needs a class of events above it, with its dip:plover")


def kind(name: str) -> Kind:
    """One kind.

    Args:
        name: its local name.

    Raises:
        OntologyError: the ontology has no such class of events.

    >>> kind("Ultimatum").category
    'THREATEN'
    """
    found = kinds().get(name)
    if found is None:
        raise OntologyError(f"ontology/diplomacy.ttl has no class of events called {name!r}: add it, with its dip:plover")
    return found


@cache
def lineage(name: str) -> tuple[str, ...]:
    """A kind and every class above it, up to ``Event``.

    Args:
        name: local name of the kind.

    Raises:
        OntologyError: the ontology has no such class of events.

    >>> lineage("Demand")
    ('Demand', 'Event', 'Request')
    """
    above = {up for parent in kind(name).parents if parent != ROOT for up in lineage(parent)}
    return tuple(sorted({name, ROOT} | above))


def top(category: str) -> str:
    """The class that stands for a category.

    Args:
        category: a code of PLOVER.

    Raises:
        OntologyError: no class right below ``Event`` has this code.

    >>> top("CONSULT")
    'Consultation'
    """
    found = [each.name for each in kinds().values() if each.category == category and each.parents == (ROOT,)]
    if len(found) != 1:
        raise OntologyError(f"ontology/diplomacy.ttl has {len(found)} classes for the category {category!r}; one is needed")
    return found[0]


@cache
def categories() -> Mapping[str, str]:
    """Code of a category → its class, in the order of the codes.

    >>> categories()["AID"]
    'Aid'
    """
    codes = sorted({each.category for each in kinds().values()})
    return MappingProxyType({code: top(code) for code in codes})
