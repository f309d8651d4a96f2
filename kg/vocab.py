"""Names of the ontology and the minting of identifiers: the only place where an IRI is written.

Identifiers are hashes of what they stand for, so that two readings of one article, or of
two articles about one actor, meet in the same node.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode

from kg import bases
from kg.errors import TermError
from kg.model import Actor, Place
from kg.settings import current

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

_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LAST = re.compile(r"[#/]")
_YEAR = re.compile(r"\d{4}")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def prefixes() -> dict[str, str]:
    """All prefixes, our own ``dip`` and ``id`` as the settings have them.

    >>> sorted(prefixes())[:3]
    ['dip', 'geo', 'id']
    """
    return dict(_prefixes(*bases.chosen()))


@cache
def _prefixes(ontology_iri: str | None, id_iri: str | None) -> Mapping[str, str]:
    given = {"KG_ONTOLOGY_IRI": ontology_iri, "KG_ID_IRI": id_iri}
    settings = current({name: value for name, value in given.items() if value is not None})
    return MappingProxyType({"dip": settings.ontology_iri, "id": settings.id_iri, **PREFIXES})


def iri(name: str) -> NamedNode:
    """The node of a prefixed name.

    Args:
        name: such as ``dip:source``.

    Raises:
        TermError: the prefix is not known, or the whole is no IRI.

    >>> iri("schema:headline").value
    'https://schema.org/headline'
    """
    return _iri(name, *bases.chosen())


@cache
def _iri(name: str, ontology_iri: str | None, id_iri: str | None) -> NamedNode:
    prefix, _, rest = name.partition(":")
    known = _prefixes(ontology_iri, id_iri)
    if prefix not in known:
        raise TermError(f"no prefix is called {prefix!r}: one of {', '.join(sorted(known))}")
    return node(known[prefix] + rest)


def node(value: str) -> NamedNode:
    """An IRI, checked: the gate through which every one of them goes.

    Args:
        value: the IRI in full.

    Raises:
        TermError: the words are no IRI.

    >>> node("Paris")
    Traceback (most recent call last):
        ...
    kg.errors.TermError: no IRI: 'Paris' (No scheme found in an absolute IRI)
    """
    try:
        return NamedNode(value)
    except ValueError as error:
        raise TermError(f"no IRI: {value!r} ({error})") from error


def text(value: str) -> Literal:
    r"""A string that every store and every format of RDF can carry.

    >>> text("a\x00b").value
    'a\ufffdb'
    """
    return Literal(clean(value))


def name(value: str) -> Literal:
    r"""A string that names somebody: as `text`, composed, without space around it.

    >>> name(" Jose\u0301 ").value
    'José'
    """
    return text(unicodedata.normalize("NFC", value).strip())


def typed(value: str, datatype: str) -> Literal:
    """A literal with a datatype of XML Schema.

    Args:
        value: its lexical form.
        datatype: local name, such as ``date``.

    >>> str(typed("2025-04-22", "date"))
    '"2025-04-22"^^<http://www.w3.org/2001/XMLSchema#date>'
    """
    return Literal(value, datatype=iri(f"xsd:{datatype}"))


def number(value: float) -> Literal:
    """A decimal of at most six places, spelt as XML Schema wants it.

    >>> number(0.90).value, number(-0.0000001).value, number(25).value
    ('0.9', '0.0', '25.0')
    """
    return typed(str(Decimal(f"{value:.6f}").normalize() + Decimal("0.0")), "decimal")


def moment(given: str) -> Literal:
    """A date of publication as exact as it was given.

    Args:
        given: ISO 8601: a year, a month, a day, a day and a time.

    Returns:
        A ``gYear``, ``gYearMonth``, ``date`` or ``dateTime``; a string where it is none of them.

    >>> [local(moment(given).datatype.value) for given in ("2025", "2025-04", "2025-04-22", "2025-04-22 09:30", "May")]
    ['gYear', 'gYearMonth', 'date', 'dateTime', 'string']
    """
    if _YEAR.fullmatch(given):
        return typed(given, "gYear")
    if _MONTH.fullmatch(given):
        return typed(given, "gYearMonth")
    try:
        if len(given) == len("2025-04-22"):
            return typed(date.fromisoformat(given).isoformat(), "date")
        return typed(datetime.fromisoformat(given).isoformat(), "dateTime")
    except ValueError:
        return text(given)


def clean(value: str) -> str:
    r"""Text without what RDF can't carry: U+FFFD stands for it, so that offsets hold.

    >>> clean("\ud800!")
    '\ufffd!'
    """
    return value if value.isprintable() else _UNFIT.sub("\ufffd", value)


def digest(*parts: str, length: int = 16) -> str:
    """A short hash of some words, hexadecimal.

    >>> digest("a", "b") == digest("a", "b") != digest("ab")
    True
    """
    joined = unicodedata.normalize("NFC", "\x1f".join(map(clean, parts)))
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

    Args:
        kind: such as ``event``.
        name: what tells it from others of its kind; hash, or words of `slug`.

    Raises:
        TermError: together they are no IRI.

    >>> minted("event", "9f2c").value
    'https://w3id.org/diplomacy-kg/id/event/9f2c'
    """
    return node(f"{_prefixes(*bases.chosen())['id']}{kind}/{name}")


def article_iri(key: str) -> NamedNode:
    """The article, and the named graph that holds what was read in it.

    Args:
        key: the file's stem or the record's id.

    >>> article_iri("Two talks").value.rpartition("/")[2]
    'two-talks-ac4fda03'
    """
    return minted("article", f"{slug(key)}-{digest(key, length=8)}")


def event_iri(identifier: str) -> NamedNode:
    """The event with an id of `event_id`."""
    return minted("event", identifier)


def actor_iri(actor: Actor, article_key: str) -> NamedNode:
    """The same node for one actor in every article.

    Groups known from their description alone ("protesters") are others in another article.

    Args:
        actor: with its label as the gazetteer has it, if it is listed there.
        article_key: the article that names it.

    >>> france = Actor("France", "State", country="FRA", wikidata="Q142")
    >>> actor_iri(france, "one") == actor_iri(france, "two")
    True
    """
    identity = [actor.kind, actor.wikidata or name(actor.label).value]
    if actor.kind == "Group" and not actor.listed:
        identity.append(article_key)
    return minted("actor", f"{slug(actor.label)}-{digest(*identity, length=8)}")


def place_iri(place: Place) -> NamedNode:
    """The same node for one place in every article.

    Two towns of one name in one country count as one, where nothing tells them apart.

    Args:
        place: its label, country and Wikidata id, where known, are what tells.

    >>> place_iri(Place("Paris", "FRA")) == place_iri(Place("Paris", "USA"))
    False
    """
    identity = place.wikidata or f"{name(place.label).value}|{place.country or ''}"
    return minted("place", f"{slug(place.label)}-{digest(identity, length=8)}")


def local(value: str) -> str:
    """The last part of an IRI.

    >>> local("https://w3id.org/diplomacy-kg/ontology#Demand")
    'Demand'
    """
    return _LAST.split(value.removeprefix(_prefixes(*bases.chosen())["dip"]))[-1]
