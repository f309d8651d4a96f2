"""A page for each actor, event, article and place, at the path of its IRI; and the same as RDF."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from pyoxigraph import NamedNode, QueryResultsFormat, QuerySolutions, parse_query_results
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from kg import vocab
from kg.errors import TermError
from kg.sandbox import Formats, Question
from kg.server.negotiate import best
from kg.server.pages import rendered
from kg.server.pool import Pool
from kg.settings import Settings

_TYPES = {"text/html": "html", "text/turtle": "ttl", "application/ld+json": "jsonld", "application/n-triples": "nt"}
_EVENTS_MAX = 200
Rows = list[dict[str, str]]

_FACTS = """SELECT DISTINCT ?p ?o ?label WHERE { GRAPH ?g { $THIS ?p ?o OPTIONAL { ?o rdfs:label ?label } } } ORDER BY ?p ?label ?o LIMIT 1000"""
_EVENT = """SELECT ?event ?at ?class ?category ?content ?condition ?mode ?published ?when ?g ?title ?sentence
  (GROUP_CONCAT(DISTINCT ?one; separator="\\n") AS ?sources) (GROUP_CONCAT(DISTINCT ?other; separator="\\n") AS ?targets)
WHERE { GRAPH ?g { $PATTERN
  ?event dip:type ?class ; dip:modality ?mode ; dip:category ?category ; dip:evidence/oa:hasSelector/oa:exact ?sentence ;
    dip:evidence/oa:hasSelector/oa:start ?at .
  OPTIONAL { ?event dip:content ?content } OPTIONAL { ?event dip:condition ?condition }
  OPTIONAL { ?event dip:time/rdfs:label ?when }
  OPTIONAL { ?event dip:source ?a . ?a rdfs:label ?an . BIND(CONCAT(STR(?a), " ", ?an) AS ?one) }
  OPTIONAL { ?event dip:target ?b . ?b rdfs:label ?bn . BIND(CONCAT(STR(?b), " ", ?bn) AS ?other) }
  OPTIONAL { ?g schema:datePublished ?published } OPTIONAL { ?g schema:headline ?title }
} } GROUP BY ?event ?at ?class ?category ?content ?condition ?mode ?published ?when ?g ?title ?sentence
ORDER BY DESC(?published) ?g ?at ?event LIMIT $MOST"""
_PATTERNS = {
    "event": "VALUES ?event { $THIS }",
    "actor": "{ ?event dip:participant $THIS } UNION { ?event dip:attributedTo $THIS }",
    "place": "?event dip:place $THIS .",
    "article": "VALUES ?g { $THIS } ?event a dip:Event .",
}
_ROLES = """SELECT DISTINCT ?role ?of ?seen ?g ?title WHERE { GRAPH ?g { ?node dip:holder $THIS ; dip:title ?role
  OPTIONAL { ?node dip:country ?of } OPTIONAL { ?node dip:seenOn ?seen } OPTIONAL { ?g schema:headline ?title } } }
ORDER BY DESC(?seen) ?role LIMIT 100"""
_RDF = "CONSTRUCT { $THIS ?p ?o . ?s ?q $THIS } WHERE { GRAPH ?g { { $THIS ?p ?o } UNION { ?s ?q $THIS } } }"
_EVENT_RDF = """CONSTRUCT { $THIS ?p ?o . ?o ?r ?x . ?x ?t ?y } WHERE { GRAPH ?g { $THIS ?p ?o
  OPTIONAL { ?o ?r ?x FILTER(?p IN (dip:evidence, dip:time, dip:participation, dip:passage, dip:place)
    || ?r IN (rdfs:label, rdf:type) && ?p IN (dip:source, dip:target))
    OPTIONAL { ?x ?t ?y FILTER(?r = oa:hasSelector) } } } }"""
_LABELS = {
    "altLabel": "also called", "country": "country", "sameAs": "the same as", "place": "place", "attributedTo": "attributed to",
    "metWith": "met with", "demandedOf": "demanded something of", "threatened": "threatened", "accused": "accused",
    "rejected": "rejected", "agreedWith": "agreed with", "about": "about", "datePublished": "published",
    "publisher": "publisher", "url": "address", "author": "author", "confidence": "confidence", "trigger": "words that tell it",
    "identifier": "key in the store", "lat": "latitude", "long": "longitude",
}  # fmt: skip


def thing(pool: Pool, settings: Settings) -> Callable[[Request], Awaitable[Response]]:
    """The function that answers for a thing at its IRI's path.

    Args:
        pool: workers.
        settings: limits.
    """

    async def answer(request: Request) -> Response:
        kind, name, wanted = _wanted(request)
        if wanted is None:
            return PlainTextResponse(f"no format that you accept: one of {', '.join(_TYPES)}\n", status_code=406)
        try:
            node = vocab.minted(kind, name)
        except TermError:
            return _unknown(request)
        format = _TYPES[wanted]
        if format != "html":
            question = Question(_filled(_EVENT_RDF if kind == "event" else _RDF, node), 10 * settings.query_max_rows)
            reply = await pool.ask(question, Formats(triples=format))
            cut = {"X-KG-Truncated": "true"} if reply.truncated else {}
            empty = len(reply.body) < 3 or (format == "ttl" and b"\n<" not in reply.body and b"\nid:" not in reply.body)
            return _unknown(request) if empty else Response(reply.body, media_type=wanted, headers={"Vary": "Accept", **cut})
        facts = await _rows(pool, _filled(_FACTS, node))
        if not facts:
            return _unknown(request)
        return await _page(pool, kind, node, facts)

    return answer


def _wanted(request: Request) -> tuple[str, str, str | None]:
    kind, name = request.path_params["kind"], request.path_params["name"]
    for suffix, media in ((".ttl", "text/turtle"), (".jsonld", "application/ld+json"), (".nt", "application/n-triples")):
        if name.endswith(suffix):
            return kind, name.removesuffix(suffix), media
    return kind, name, best(request.headers.get("accept"), tuple(_TYPES))


def _unknown(request: Request) -> Response:
    return PlainTextResponse(f"nothing in the store is called {request.url.path}\n", status_code=404)


def _filled(template: str, node: NamedNode) -> str:
    """The query about one thing; its IRI has gone through the gate of `vocab.node`, so it ends where it ends."""
    return template.replace("$THIS", str(node)).replace("$MOST", str(_EVENTS_MAX + 1))


async def _rows(pool: Pool, sparql: str) -> Rows:
    reply = await pool.ask(Question(sparql), Formats())
    found = parse_query_results(reply.body, format=QueryResultsFormat.JSON)
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [
        {name: getattr(term, "value", "") for name, term in zip(names, row, strict=True) if term is not None} for row in found
    ]


async def _page(pool: Pool, kind: str, node: NamedNode, facts: Rows) -> Response:
    pattern = _PATTERNS.get(kind)
    events = await _rows(pool, _filled(_EVENT.replace("$PATTERN", pattern), node)) if pattern else []
    roles = await _rows(pool, _filled(_ROLES, node)) if kind == "actor" else []
    return rendered(
        "thing.html",
        kind=kind,
        iri=node.value,
        path=path(node.value),
        title=_title(kind, facts, events),
        classes=_classes(facts),
        facts=_shown(facts),
        text=next((fact["o"] for fact in facts if vocab.local(fact["p"]) == "articleBody"), ""),
        roles=[{**role, "article": path(role["g"])} for role in roles],
        events=[_event(event) for event in events[:_EVENTS_MAX]],
        more=len(events) > _EVENTS_MAX,
    )


def _title(kind: str, facts: Rows, events: Rows) -> str:
    if kind == "event" and events:
        each = _event(events[0])
        who, whom = (", ".join(actor["label"] for actor in each[role]) for role in ("sources", "targets"))
        return f"{each['class']}: {who}{' → ' + whom if whom else ''}"
    names = {vocab.local(fact["p"]): fact["o"] for fact in facts}
    return names.get("label") or names.get("headline") or names.get("identifier") or kind


def _classes(facts: Rows) -> list[dict[str, str]]:
    base = vocab.iri("dip:").value
    kinds = sorted({fact["o"] for fact in facts if vocab.local(fact["p"]) == "type" and fact["o"].startswith(base)})
    return [{"name": vocab.local(kind), "link": f"/ontology#{vocab.local(kind)}"} for kind in kinds]


def _shown(facts: Rows) -> list[dict[str, Any]]:
    """The facts that have words for a reader, those of one property in one row."""
    found: dict[str, list[dict[str, str | None]]] = {}
    for fact in facts:
        name = vocab.local(fact["p"])
        if name in _LABELS:
            value = {"text": fact.get("label") or fact["o"], "link": path(fact["o"])}
            if value not in found.setdefault(_LABELS[name], []):
                found[_LABELS[name]].append(value)
    order = list(_LABELS.values())
    return [{"name": name, "values": found[name]} for name in sorted(found, key=order.index)]


def _event(row: Mapping[str, str]) -> dict[str, Any]:
    return {
        **{name: row.get(name, "") for name in ("content", "condition", "when", "published", "title", "sentence", "category")},
        "class": vocab.local(row["class"]),
        "mode": vocab.local(row["mode"]).lower(),
        "link": path(row["event"]),
        "article": path(row["g"]),
        "sources": _actors(row.get("sources", "").split("\n")),
        "targets": _actors(row.get("targets", "").split("\n")),
    }


def _actors(lines: Sequence[str]) -> list[dict[str, str | None]]:
    return [{"link": path(iri), "label": label} for iri, _, label in (line.partition(" ") for line in sorted(lines)) if iri]


def path(value: str) -> str | None:
    """Where a thing's page is: on this server if it is ours, on the web if it is an address there.

    Args:
        value: an IRI, or any text.

    >>> path("https://w3id.org/diplomacy-kg/id/event/9f2c"), path("javascript:alert(1)")
    ('/id/event/9f2c', None)
    """
    base = vocab.prefixes()["id"]
    if value.startswith(base):
        return "/id/" + value.removeprefix(base)
    return value if value.startswith(("http://", "https://")) and " " not in value else None
