"""Pages beside the pictures: queries, things at their IRIs, the ontology."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, select_autoescape
from pyoxigraph import NamedNode, RdfFormat, Triple, parse, serialize
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from kg import __version__, queries, vocab
from kg.exports import pretty
from kg.sandbox import Question
from kg.server.negotiate import best
from kg.server.pool import Pool
from kg.settings import Settings, read_resource

SAFE = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
QUERY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; connect-src 'self'; "
    "img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_PLAIN_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
_TYPES = ("text/html", "text/turtle", "application/ld+json")


@cache
def _environment() -> Environment:
    return Environment(loader=PackageLoader("kg.server", "static"), autoescape=select_autoescape(default=True))


def static(name: str) -> str:
    """A file of the server's own."""
    return (files("kg.server") / "static" / name).read_text(encoding="utf-8")


def query_page() -> str:
    """The page on which one asks, with every named question at hand."""
    lines = "\n".join(f"PREFIX {name}: <{value}>" for name, value in vocab.prefixes().items())
    return _environment().get_template("query.html").render(questions=queries.named(), prefixes=lines)


def thing(pool: Pool, settings: Settings) -> Callable[[Request], Awaitable[Response]]:
    """The function that answers for an actor, event, article or place at its IRI's path.

    Args:
        pool: workers.
        settings: where IRIs begin.
    """

    async def answer(request: Request) -> Response:
        kind, name = request.path_params["kind"], request.path_params["name"]
        node = vocab.minted(kind, name)
        found = await pool.ask(Question(_about(node), settings.query_max_rows))
        triples = tuple(found.triples or ())
        if not triples:
            return PlainTextResponse(f"nothing in the store is called {node.value}\n", status_code=404)
        return _page(request, node, triples)

    return answer


def _about(node: NamedNode) -> str:
    return (
        f"CONSTRUCT {{ {node} ?p ?o . ?s ?q {node} . ?o rdfs:label ?name . ?s rdfs:label ?title }} WHERE {{ GRAPH ?g {{ "
        f"{{ {node} ?p ?o OPTIONAL {{ ?o rdfs:label ?name }} }} UNION {{ ?s ?q {node} OPTIONAL {{ ?s rdfs:label ?title }} }} }} }}"
    )


def _page(request: Request, node: NamedNode, triples: tuple[Triple, ...]) -> Response:
    kind = best(request.headers.get("accept"), _TYPES)
    headers = SAFE | {"Vary": "Accept"}
    ordered = sorted(set(triples), key=str)
    if kind == "text/turtle":
        return Response(pretty(ordered, RdfFormat.TURTLE), media_type=kind, headers=headers)
    if kind == "application/ld+json":
        data = serialize(ordered, format=RdfFormat.JSON_LD) or b""
        return Response(data, media_type=kind, headers=headers)
    if kind is None:
        return PlainTextResponse(f"no format that you accept: one of {', '.join(_TYPES)}\n", status_code=406)
    page = _environment().get_template("thing.html").render(**_facts(node, ordered))
    return HTMLResponse(page, headers=headers | {"Content-Security-Policy": _PLAIN_POLICY})


def _facts(node: NamedNode, triples: list[Triple]) -> dict[str, object]:
    labels = {t.subject: t.object.value for t in triples if t.predicate == vocab.iri("rdfs:label")}  # type: ignore[union-attr]

    def shown(term: object) -> dict[str, str | None]:
        value = getattr(term, "value", str(term))
        link = _path(value) if isinstance(term, NamedNode) else None
        return {"text": labels.get(term, vocab.local(value) if isinstance(term, NamedNode) else value), "link": link}

    out = [(vocab.local(t.predicate.value), shown(t.object)) for t in triples if t.subject == node]
    back = [(vocab.local(t.predicate.value), shown(t.subject)) for t in triples if t.object == node]
    return {"title": labels.get(node, node.value), "iri": node.value, "out": out, "back": back}


def _path(value: str) -> str | None:
    """Where a thing's page is on this server."""
    base = vocab.prefixes()["id"]
    if value.startswith(base):
        return "/id/" + value.removeprefix(base)
    return value if value.startswith("http") else None


async def ontology(request: Request) -> Response:
    """The ontology: a page, or Turtle."""
    if best(request.headers.get("accept"), ("text/html", "text/turtle")) == "text/turtle":
        return Response(read_resource("diplomacy.ttl"), media_type="text/turtle", headers=SAFE | {"Vary": "Accept"})
    page = _environment().get_template("ontology.html").render(**_terms())
    return HTMLResponse(page, headers=SAFE | {"Vary": "Accept", "Content-Security-Policy": _PLAIN_POLICY})


@cache
def _terms() -> dict[str, object]:
    facts: dict[str, dict[str, list[str]]] = {}
    for quad in parse(read_resource("diplomacy.ttl"), format=RdfFormat.TURTLE):
        name = vocab.local(getattr(quad.subject, "value", ""))
        facts.setdefault(name, {}).setdefault(vocab.local(quad.predicate.value), []).append(quad.object.value)  # type: ignore[union-attr]

    def rows(kind: str) -> list[dict[str, str]]:
        return [
            {
                "name": name,
                "label": each.get("label", [""])[0],
                "comment": each.get("comment", [""])[0],
                "parent": ", ".join(vocab.local(value) for value in each.get("subClassOf", each.get("subPropertyOf", []))),
                "code": each.get("plover", [""])[0],
            }
            for name, each in facts.items()
            if any(vocab.local(value) == kind or (kind == "Property" and value.endswith("Property")) for value in each.get("type", []))
        ]

    return {"classes": rows("Class"), "properties": rows("Property"), "version": __version__}


async def openapi(_: Request) -> Response:
    """A description of the routes that answer JSON."""
    query = {"name": "query", "in": "query", "required": True, "schema": {"type": "string"}}
    answer = {"200": {"description": "results"}, "400": {"description": "no SPARQL"}, "403": {"description": "refused"}}
    return JSONResponse(
        {
            "openapi": "3.1.0",
            "info": {"title": "Diplomacy KG", "version": __version__},
            "paths": {
                "/sparql": {"get": {"summary": "SPARQL 1.1 Protocol query", "parameters": [query], "responses": answer}},
                "/health": {"get": {"summary": "Whether the store can be read", "responses": {"200": {"description": "ok"}}}},
            },
        }
    )
