"""The server's pages: pictures, things, the ontology, and what they say where nothing is."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from pyoxigraph import RdfFormat, parse

from kg import vocab
from tests import rdf_samples

pytestmark = pytest.mark.server
ROOT = Path(__file__).parent.parent
ALL = "SELECT * { ?s ?p ?o } LIMIT 3"


def test_the_service_describes_itself(client: httpx.Client) -> None:
    answer = client.get("/sparql", headers={"Accept": "text/turtle"})
    assert any(quad.predicate.value.endswith("#endpoint") for quad in parse(answer.content, format=RdfFormat.TURTLE))
    assert client.get("/sparql", headers={"Accept": "text/html"}).headers["location"] == "/query"


PAGES = ["/", "/query", "/ontology", "/view/who-met-whom", f"/id/event/{rdf_samples.DEMAND.id}"]


@pytest.mark.parametrize("page", PAGES)
def test_pages_have_a_strict_policy(client: httpx.Client, page: str) -> None:
    answer = client.get(page, headers={"Accept": "text/html"})
    policy = answer.headers["content-security-policy"]
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe-eval" not in policy
    assert "script-src 'self' 'unsafe-inline'" not in policy and "http:" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("page", PAGES[1:3])
def test_no_style_stands_in_the_page_itself(client: httpx.Client, page: str) -> None:
    answer = client.get(page, headers={"Accept": "text/html"})
    assert "unsafe" not in answer.headers["content-security-policy"] and "style=" not in answer.text


def test_a_page_of_an_event_tells_it(client: httpx.Client) -> None:
    page = client.get(f"/id/event/{rdf_samples.DEMAND.id}").text
    for words in ("Demand: France → Iran", "free two sailors", "France demanded that Iran free two sailors", "/ontology#Demand"):
        assert words in page


def test_a_page_of_an_actor_lists_its_events(client: httpx.Client) -> None:
    found = client.get("/graph.json", params={"find": "fran"}).json()
    page = client.get("/id/" + found[0]["id"].removeprefix(vocab.prefixes()["id"])).text
    assert "<h1>France</h1>" in page and "Iran rejected France" in page and "Q142" in page


@pytest.mark.parametrize(("suffix", "accept", "format"), [(".ttl", "*/*", RdfFormat.TURTLE), ("", "text/turtle", RdfFormat.TURTLE), (".jsonld", "*/*", RdfFormat.JSON_LD), ("", "application/ld+json", RdfFormat.JSON_LD)])
def test_things_are_rdf_too(client: httpx.Client, suffix: str, accept: str, format: RdfFormat) -> None:
    answer = client.get(f"/id/event/{rdf_samples.DEMAND.id}{suffix}", headers={"Accept": accept})
    triples = [quad.triple for quad in parse(answer.content, format=format)]
    event = vocab.event_iri(rdf_samples.DEMAND.id)
    assert any(triple.subject == event and triple.predicate == vocab.iri("dip:content") for triple in triples)


@pytest.mark.parametrize("path", ["/none", "/id/event/none", "/id/event/none.ttl", "/id/a/%22%3E%3Cscript%3E", "/view/none", "/static/..%2Fapp.py", "/static/none"])
def test_what_is_not_there_is_said_plainly(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/plain; charset=utf-8")
    assert "Traceback" not in answer.text


def test_the_ontology_as_a_tree_and_as_turtle(client: httpx.Client) -> None:
    page = client.get("/ontology", headers={"Accept": "text/html"}).text
    assert page.index('id="Consultation"') < page.index('id="Meeting"') < page.index("Properties") < page.index('id="participant"')
    assert list(parse(client.get("/ontology", headers={"Accept": "text/turtle"}).content, format=RdfFormat.TURTLE))


def test_health_and_openapi(client: httpx.Client) -> None:
    assert client.get("/health").json()["articles"] == 1
    assert {"/sparql", "/health", "/graph.json"} == set(client.get("/openapi.json").json()["paths"])


@pytest.mark.parametrize("path", ["/query", "/ontology", "/health", "/sparql?query=ASK%7B%7D"])
def test_head_is_get_without_a_body(client: httpx.Client, path: str) -> None:
    answer = client.head(path)
    assert (answer.status_code, answer.content) == (200, b"") and int(answer.headers["content-length"]) > 0
