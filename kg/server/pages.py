"""Pages beside the pictures and the things: queries, the ontology, what the routes are."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, select_autoescape
from markupsafe import Markup
from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from kg import __version__, queries, vocab
from kg.server.negotiate import best
from kg.settings import read_resource

_SHEET = "'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk='"
"""The style sheet that the editor makes for the handles of its tables' columns."""
QUERY_POLICY = (
    f"default-src 'none'; script-src 'self'; style-src 'self' {_SHEET}; connect-src 'self'; "
    "img-src 'self' data:; font-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_FILES = {
    "page.css": "page.css", "query.js": "query.js",
    "yasgui.min.js": "vendor/yasgui.min.js", "yasgui.min.css": "vendor/yasgui.min.css",
}  # fmt: skip
_MEDIA = {"css": "text/css", "js": "text/javascript"}
_START = """SELECT ?label (COUNT(DISTINCT ?event) AS ?events)
WHERE { ?event dip:participant ?who . ?who rdfs:label ?label }
GROUP BY ?label
ORDER BY DESC(?events)
LIMIT 20
"""


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("kg.server", "static"), autoescape=select_autoescape(default=True), trim_blocks=True, lstrip_blocks=True
    )


def rendered(template: str, **values: Any) -> HTMLResponse:
    """A page of ours; every text in it is escaped.

    Args:
        template: its file.
        values: what it shows.
    """
    page = _environment().get_template(template).render(version=__version__, **values)
    return HTMLResponse(page, headers={"Vary": "Accept"})


async def static(request: Request) -> Response:
    """A script or a style of the server's own."""
    name = request.path_params["name"]
    if name not in _FILES:
        return PlainTextResponse(f"no file is called {name}\n", status_code=404)
    data = (files("kg.server") / "static" / _FILES[name]).read_bytes()
    return Response(data, media_type=_MEDIA[name.rpartition(".")[2]], headers={"Cache-Control": "max-age=3600"})


async def query(_: Request) -> Response:
    """The page on which one asks: an editor with every named question in a tab."""
    prefixes = {name: value for name, value in vocab.prefixes().items()}
    lines = "".join(f"PREFIX {name}: <{value}>\n" for name, value in prefixes.items() if name in ("dip", "rdfs"))
    tabs = [{"name": "start", "title": "Who appears most often?", "query": f"{lines}\n{_START}"}]
    tabs += [{"name": each.name, "title": each.question, "query": each.sparql} for each in queries.named()]
    page = rendered("query.html", data=_in_script({"tabs": tabs, "prefixes": prefixes, "base": prefixes["id"]}))
    page.headers["Content-Security-Policy"] = QUERY_POLICY
    return page


def _in_script(value: Any) -> Markup:
    """JSON that can stand inside a script element."""
    text = json.dumps(value)
    for letter in "<>&":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)


async def ontology(request: Request) -> Response:
    """The ontology: a page, or Turtle."""
    turtle = request.url.path.endswith(".ttl")
    kind = "text/turtle" if turtle else best(request.headers.get("accept"), ("text/html", "text/turtle"))
    if kind is None:
        return PlainTextResponse("no format that you accept: one of text/html, text/turtle\n", status_code=406)
    if kind == "text/turtle":
        return Response(read_resource("diplomacy.ttl"), media_type=kind, headers={"Vary": "Accept"})
    return rendered("ontology.html", **_terms())


@cache
def _terms() -> dict[str, Any]:
    facts: dict[str, dict[str, list[str]]] = {}
    base = vocab.iri("dip:").value
    for quad in parse(read_resource("diplomacy.ttl"), format=RdfFormat.TURTLE):
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(base):
            facts.setdefault(vocab.local(quad.subject.value), {}).setdefault(vocab.local(quad.predicate.value), []).append(_value(quad))
    kinds = {name: {vocab.local(value) for value in each.get("type", [])} for name, each in facts.items()}
    rows = {name: _term(name, each, base) for name, each in facts.items()}
    classes = [name for name in rows if "Class" in kinds[name]]
    return {
        "tree_terms": _tree(classes, rows),
        "properties": [rows[name] for name in rows if any(kind.endswith("Property") for kind in kinds[name])],
        "others": [rows[name] for name in rows if "Class" not in kinds[name] and not any(k.endswith("Property") for k in kinds[name])],
    }


def _value(quad: Quad) -> str:
    value: str = getattr(quad.object, "value", "")
    return value


def _term(name: str, facts: dict[str, list[str]], base: str) -> dict[str, Any]:
    def shown(key: str) -> list[dict[str, str]]:
        return [
            {"name": vocab.local(value), "link": f"#{vocab.local(value)}" if value.startswith(base) else value}
            for value in facts.get(key, [])
            if value.startswith("http")
        ]

    return {
        "name": name,
        "label": facts.get("label", [""])[0],
        "comment": facts.get("comment", [""])[0],
        "code": facts.get("plover", [""])[0],
        "above": shown("subClassOf") + shown("subPropertyOf"),
        "domain": shown("domain"),
        "range": shown("range"),
    }


def _tree(names: list[str], rows: dict[str, Any]) -> list[dict[str, Any]]:
    """Classes below classes; one whose parent is none of ours stands at the top."""
    below: dict[str, list[str]] = {}
    for name in names:
        ours = [parent["name"] for parent in rows[name]["above"] if parent["name"] in names and parent["name"] != name]
        below.setdefault(ours[0] if ours else "", []).append(name)

    def grown(name: str) -> dict[str, Any]:
        return {**rows[name], "below": [grown(each) for each in below.get(name, [])]}

    return [grown(name) for name in below.get("", [])]


async def openapi(_: Request) -> Response:
    """A description of the routes that answer JSON."""

    def given(name: str, *, required: bool = False) -> dict[str, Any]:
        return {"name": name, "in": "query", "required": required, "schema": {"type": "string"}}

    told = {"200": "results", "400": "no SPARQL", "403": "refused", "406": "no such format", "503": "took too long"}
    answers = {code: {"description": text} for code, text in told.items()}
    fine = {"200": {"description": "ok", "content": {"application/json": {"schema": {"type": "object"}}}}}
    asked = [given("query", required=True), given("default-graph-uri"), given("named-graph-uri")]
    body = {"content": {"application/sparql-query": {"schema": {"type": "string"}}}}
    sparql = {
        "get": {"summary": "SPARQL 1.1 Protocol query", "parameters": asked, "responses": answers},
        "post": {"summary": "SPARQL 1.1 Protocol query", "requestBody": body, "responses": answers},
    }
    more = [given("find"), given("actor"), given("hops")]
    return JSONResponse(
        {
            "openapi": "3.1.0",
            "info": {"title": "Diplomacy KG", "version": __version__, "description": "A graph of diplomacy, read-only."},
            "paths": {
                "/sparql": sparql,
                "/graph.json": {"get": {"summary": "Actors by name, or events around one", "parameters": more, "responses": fine}},
                "/health": {"get": {"summary": "Whether the store can be read, and how many articles it has", "responses": fine}},
            },
        }
    )
