"""Names of the ontology and the minting of identifiers: the only place where an IRI is written.

Identifiers are hashes of what they stand for, so that two readings of one article, or of
two articles about one actor, meet in the same node.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode

from kg.errors import TermError
from kg.model import Actor, Place
from kg.settings import current

CATEGORIES: Mapping[str, str] = MappingProxyType(
    {
        "CONSULT": "Consultation",
        "REQUEST": "Request",
        "AGREE": "Agreement",
        "SUPPORT": "Support",
        "CONCEDE": "Concession",
        "COOPERATE": "Cooperation",
        "AID": "Aid",
        "RETREAT": "Retreat",
        "ACCUSE": "Accusation",
        "REJECT": "Rejection",
        "THREATEN": "Threat",
        "PROTEST": "Protest",
        "SANCTION": "Sanction",
        "MOBILIZE": "Mobilization",
        "COERCE": "Coercion",
        "ASSAULT": "Assault",
        "STATEMENT": "Statement",
    }
)

_SUBCLASSES: Mapping[str, str] = {
    "CONSULT": "Meeting Talks Summit Visit PhoneCall Mediation Hosting",
    "REQUEST": "Demand Appeal Deadline Pressure",
    "AGREE": "Offer Promise Willingness Acceptance",
    "SUPPORT": "Accord Praise Endorsement Recognition Apology",
    "CONCEDE": "EasingOfRestrictions",
    "COOPERATE": "JointExercise Trade IntelligenceSharing Extradition",
    "AID": "EconomicAid MilitaryAid HumanitarianAid",
    "RETREAT": "CeasefireDeclaration Withdrawal Release SanctionsRelief AccessGrant",
    "ACCUSE": "Criticism Condemnation Concern Investigation",
    "REJECT": "Refusal Veto Denial Dismissal",
    "THREATEN": "Ultimatum Warning Vow",
    "PROTEST": "Demonstration Strike Boycott",
    "SANCTION": "RelationsCut TalksSuspension Expulsion AidSuspension Recall",
    "MOBILIZE": "Deployment Alert ShowOfForce",
    "COERCE": "Arrest Seizure Blockade EconomicSanctions Ban Deportation Occupation",
    "ASSAULT": "Attack Bombing Shelling Killing Clash CeasefireViolation",
    "STATEMENT": "Comment",
}

CLASSES: Mapping[str, str] = MappingProxyType(
    {name: code for code, name in CATEGORIES.items()}
    | {name: code for code, names in _SUBCLASSES.items() for name in names.split()}
)
"""Class of event (local name) → code of its category, the classes of categories among them."""

MODALITIES: Mapping[str, str] = MappingProxyType(
    {"actual": "Actual", "planned": "Planned", "hypothetical": "Hypothetical", "denied": "Denied"}
)

PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "schema": "https://schema.org/",
        "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
        "prov": "http://www.w3.org/ns/prov#",
        "time": "http://www.w3.org/2006/time#",
        "oa": "http://www.w3.org/ns/oa#",
        "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
        "wd": "http://www.wikidata.org/entity/",
    }
)

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def prefixes() -> dict[str, str]:
    """All prefixes, our own ``dip`` and ``id`` as the settings have them."""
    settings = current()
    return {"dip": settings.ontology_iri, "id": settings.id_iri, **PREFIXES}


def iri(name: str) -> NamedNode:
    """The node of a prefixed name.

    Raises:
        TermError: the prefix is not known.

    >>> iri("schema:headline").value
    'https://schema.org/headline'
    """
    return _iri(name, os.environ.get("KG_ONTOLOGY_IRI"))


@cache
def _iri(name: str, ontology_iri: str | None) -> NamedNode:
    prefix, _, rest = name.partition(":")
    known = prefixes()
    if prefix not in known:
        raise TermError(f"no prefix is called {prefix!r}: one of {', '.join(sorted(known))}")
    return node(known[prefix] + rest)


def node(value: str) -> NamedNode:
    """An IRI, checked.

    Raises:
        TermError: the words are no IRI.
    """
    try:
        return NamedNode(value)
    except ValueError as error:
        raise TermError(f"no IRI: {value!r} ({error})") from error


def text(value: str) -> Literal:
    """A string, without what RDF can't carry: lone surrogates, control characters.

    >>> text("a\\x00b").value
    'ab'
    """
    return Literal(clean(value))


def typed(value: str, datatype: str) -> Literal:
    """A literal with a datatype of XML Schema, given by its local name."""
    return Literal(value, datatype=iri(f"xsd:{datatype}"))


def clean(value: str) -> str:
    """Text without what RDF can't carry; its length stays but for control characters."""
    return _CONTROL.sub("", _SURROGATE.sub("\ufffd", value))


def digest(*parts: str, length: int = 16) -> str:
    """A short hash of some words, hexadecimal.

    >>> digest("a", "b") == digest("a", "b") != digest("ab")
    True
    """
    joined = "\x1f".join(unicodedata.normalize("NFC", clean(part)) for part in parts)
    return hashlib.sha256(joined.encode("utf-8")).hexdigest()[:length]


def slug(words: str) -> str:
    """Words as a part of an IRI: ASCII, lower case, hyphens; at most 60 characters.

    >>> slug("Côte d'Ivoire")
    'cote-d-ivoire'
    """
    plain = unicodedata.normalize("NFKD", clean(words)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "x"


def event_id(*parts: str) -> str:
    """The hash by which an event is known: of its article, type, place in the text, actors."""
    return digest(*parts)


def minted(kind: str, name: str) -> NamedNode:
    """A node of ours.

    >>> minted("event", "9f2c").value
    'https://w3id.org/diplomacy-kg/id/event/9f2c'
    """
    return node(f"{current().id_iri}{kind}/{name}")


def article_iri(key: str) -> NamedNode:
    """The article, and the named graph that holds what was read in it."""
    return minted("article", f"{slug(key)}-{digest(key, length=8)}")


def event_iri(identifier: str) -> NamedNode:
    """The event with an id of `event_id`."""
    return minted("event", identifier)


def actor_iri(actor: Actor, article_key: str) -> NamedNode:
    """The same node for one actor in every article.

    Groups known from their description alone ("protesters") are others in another article.
    """
    identity = [actor.kind, actor.wikidata or actor.label]
    if actor.kind == "Group" and not actor.listed:
        identity.append(article_key)
    return minted("actor", f"{slug(actor.label)}-{digest(*identity, length=8)}")


def place_iri(place: Place) -> NamedNode:
    """The same node for one place in every article."""
    return minted("place", f"{slug(place.label)}-{digest(place.label, place.country or '', length=8)}")


def local(value: str) -> str:
    """The last part of an IRI.

    >>> local("https://w3id.org/diplomacy-kg/ontology#Demand")
    'Demand'
    """
    return re.split(r"[#/]", value)[-1]


def most_specific(names: Iterable[str]) -> str | None:
    """Of an event's classes the one that says most.

    >>> most_specific(["Event", "Request", "Demand"])
    'Demand'
    """
    known = [name for name in names if name in CLASSES]
    return max(known, key=lambda name: (name not in CATEGORIES.values(), name), default=None)
