"""The server: SPARQL 1.1 Protocol, pages, limits, and what it does not let itself be made to do."""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import Dataset, Graph, Variable
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from kg import vocab
from kg.server import create_app
from kg.settings import Settings
from kg.store import open_store
from tests import rdf_samples
from tests.attack_table import HARMLESS, HEAVY, REACH

pytestmark = pytest.mark.server
ROOT = Path(__file__).parent.parent
ALL = "SELECT * { ?s ?p ?o } LIMIT 3"


class Running:
    """``kg serve`` in a process of its own, on a port of its own."""

    def __init__(self, store: Path, **environment: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kg", "serve", "--store", str(store), "--port", "0"],
            stderr=subprocess.PIPE, text=True, cwd=ROOT, env=os.environ | {"KG_QUERY_TIMEOUT_S": "2"} | environment,
        )  # fmt: skip
        assert self.process.stderr is not None
        line = self.process.stderr.readline()
        assert line.startswith("serving "), line
        self.address = line.split()[1].rstrip("/")
        self.port = int(self.address.rpartition(":")[2])

    def stop(self, how: int = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        code = self.process.wait(20)
        assert self.process.stderr is not None
        self.process.stderr.close()
        return code


@pytest.fixture(scope="module")
def server(shared_store: Path) -> Iterator[Running]:
    running = Running(shared_store)
    try:
        yield running
    finally:
        running.stop()


@pytest.fixture
def client(server: Running) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.address, timeout=20) as made:
        until = time.monotonic() + 20
        while time.monotonic() < until:
            try:
                made.get("/openapi.json")
                break
            except httpx.TransportError:
                time.sleep(0.05)
        yield made


FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"


@pytest.mark.parametrize(
    ("method", "url", "kind", "body", "status"),
    [
        ("GET", "/sparql?query=ASK%7B%7D", None, None, 200),
        ("HEAD", "/sparql?query=ASK%7B%7D", None, None, 200),
        ("POST", "/sparql", FORM, b"query=ASK%7B%7D", 200),
        ("POST", "/sparql", f"{FORM}; charset=utf-8", b"query=ASK+%7B%7D", 200),
        ("POST", "/sparql", QUERY, b"ASK{}", 200),
        ("POST", "/sparql", f"{QUERY}; charset=UTF-8", "ASK { ?s ?p 'é' }".encode(), 200),
        ("GET", "/sparql", None, None, 200),
        ("GET", "/sparql?nothing=x", None, None, 400),
        ("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", None, None, 400),
        ("POST", "/sparql", FORM, b"query=ASK%7B%7D&query=ASK%7B%7D", 400),
        ("POST", "/sparql", FORM, b"", 400),
        ("POST", "/sparql", "text/plain", b"ASK{}", 415),
        ("POST", "/sparql", None, b"ASK{}", 415),
        ("POST", "/sparql", QUERY, "ASK { ?s ?p 'é' }".encode("utf-16"), 400),
        ("POST", "/sparql", QUERY, b"", 400),
        ("POST", "/sparql", QUERY, "\ufeffASK{}".encode(), 200),
        ("POST", "/sparql?default-graph-uri=urn:none", QUERY, b"ASK{}", 403),
        ("POST", "/sparql?default-graph-uri=urn:none", FORM, b"query=ASK%7B%7D", 403),
        ("POST", "/sparql?query=ASK%7B%7D", QUERY, b"ASK{}", 400),
        ("POST", "/sparql?query=ASK%7B%7D", FORM, b"query=ASK%7B%7D", 400),
        ("POST", "/sparql?update=DROP%20ALL", FORM, b"query=ASK%7B%7D", 403),
        ("GET", "/sparql?query=ASK%7B", None, None, 400),
        ("GET", "/sparql?query=SELECT%20%3Fx%20%7B%20BIND(1%20AS%20%3Fx)%20BIND(2%20AS%20%3Fx)%20%7D", None, None, 400),
        ("PUT", "/sparql?query=ASK%7B%7D", None, None, 405),
        ("DELETE", "/sparql", None, None, 405),
        ("GET", "/sparql?update=DROP%20ALL", None, None, 403),
        ("POST", "/sparql", FORM, b"update=DROP+ALL", 403),
        ("POST", "/sparql", "application/sparql-update", b"DROP ALL", 403),
        ("POST", "/sparql", QUERY, b"DROP ALL", 403),
        ("POST", "/sparql", FORM, b"query=DROP+ALL", 403),
    ],
)
def test_requests_of_the_protocol(
    client: httpx.Client, method: str, url: str, kind: str | None, body: bytes | None, status: int
) -> None:
    answer = client.request(method, url, content=body, headers={"Content-Type": kind} if kind else {})
    assert answer.status_code == status, answer.text
    assert status < 400 or (answer.text.count("\n") == 1 and answer.headers["content-type"].startswith("text/plain"))


@pytest.mark.parametrize(
    ("query", "accept", "kind"),
    [
        (ALL, None, "application/sparql-results+json"),
        (ALL, "*/*", "application/sparql-results+json"),
        (ALL, "text/html, image/gif, *; q=.2", "application/sparql-results+json"),
        (ALL, "text/csv;q=nan, text/tab-separated-values;q=0.1", "text/tab-separated-values; charset=utf-8"),
        (ALL, "*/*;q=0", None),
        (ALL, "application/json;q=0, application/*", "application/sparql-results+json"),
        (ALL, "application/sparql-results+xml", "application/sparql-results+xml"),
        (ALL, "text/csv;q=0.5, application/json;q=0.1", "text/csv; charset=utf-8"),
        (ALL, "text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        (ALL, "text/turtle", None),
        (ALL, "image/png", None),
        ("ASK {}", "application/xml", "application/xml"),
        ("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 3", None, "text/turtle; charset=utf-8"),
        ("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 3", "application/n-triples", "application/n-triples"),
        ("DESCRIBE dip:Demand", "application/rdf+xml", "application/rdf+xml"),
        ("DESCRIBE dip:Demand", "application/ld+json", "application/ld+json"),
        ("DESCRIBE dip:Demand", "text/csv", None),
    ],
)
def test_formats_are_negotiated(client: httpx.Client, query: str, accept: str | None, kind: str | None) -> None:
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": accept} if accept else {"Accept": "*/*"})
    assert (answer.status_code, answer.headers["content-type"] if kind else None) == (200 if kind else 406, kind)


def test_a_body_that_is_packed_is_refused_as_such(client: httpx.Client) -> None:
    packed = client.post("/sparql", content=gzip.compress(b"ASK{}"), headers={"Content-Type": QUERY, "Content-Encoding": "gzip"})
    assert (packed.status_code, packed.headers["accept-encoding"]) == (415, "identity")


@pytest.mark.parametrize("name", REACH)
def test_what_leaves_the_store_or_writes_is_an_error(client: httpx.Client, name: str, shared_store: Path) -> None:
    query = REACH[name].format(port=1, file="/etc/hostname")
    answer = client.post("/sparql", content=query, headers={"Content-Type": QUERY})
    assert answer.status_code in (400, 403), answer.text


@pytest.mark.parametrize("name", HEAVY)
def test_heavy_queries_are_answered_or_refused_in_time(client: httpx.Client, name: str) -> None:
    begun = time.perf_counter()
    body = HEAVY[name].encode("utf-8", "surrogatepass")
    answer = client.post("/sparql", content=body, headers={"Content-Type": QUERY})
    assert answer.status_code in (200, 400, 403, 500, 503)
    assert time.perf_counter() - begun < 4.5
    assert client.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True


@pytest.mark.parametrize("name", HARMLESS)
def test_harmless_queries_are_answered(client: httpx.Client, name: str) -> None:
    assert client.post("/sparql", data={"query": HARMLESS[name]}).status_code == 200


def test_long_queries_keep_nobody_waiting(client: httpx.Client, server: Running) -> None:
    def attack(_: int) -> int:
        return httpx.post(f"{server.address}/sparql", data={"query": HEAVY["cartesian product"]}, timeout=30).status_code

    with ThreadPoolExecutor(6) as threads:
        attacks = threads.map(attack, range(6))
        time.sleep(0.3)
        begun = time.perf_counter()
        assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200
        waited = time.perf_counter() - begun
        assert set(attacks) == {503}
    assert waited < 6


def test_rows_are_cut_and_marked(shared_store: Path) -> None:
    running = Running(shared_store, KG_QUERY_MAX_ROWS="5")
    try:
        with httpx.Client(base_url=running.address, timeout=20, transport=httpx.HTTPTransport(retries=20)) as client:
            cut = client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }"})
            whole = client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o } LIMIT 5"})
    finally:
        running.stop()
    assert (len(cut.json()["results"]["bindings"]), cut.headers["x-kg-truncated"]) == (5, "true")
    assert "x-kg-truncated" not in whole.headers


def test_rdflib_as_a_client(server: Running, client: httpx.Client) -> None:
    for form in ("GET", "POST", "POST_FORM"):
        graph = Graph(SPARQLStore(f"{server.address}/sparql", method=form))
        found = graph.query("SELECT ?l { ?e dip:participant/rdfs:label ?l }", initNs=vocab.prefixes())
        assert "Iran" in {str(row[Variable("l")]) for row in found.bindings}
    dataset = Dataset(SPARQLStore(f"{server.address}/sparql"))
    assert list(dataset.query("SELECT * { ?s ?p ?o } LIMIT 3")), "the name that rdflib has for the default graph"
    named = dataset.query("SELECT ?g { GRAPH ?g { ?e a dip:Event } } LIMIT 1", initNs=vocab.prefixes())
    assert [str(row[Variable("g")]) for row in named.bindings] == [rdf_samples.GRAPH.value]


def test_graphs_named_beside_the_query(client: httpx.Client) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"

    def counted(**graphs: str) -> int:
        answer = client.get("/sparql", params={"query": count, **graphs}).json()
        return int(answer["results"]["bindings"][0]["n"]["value"])

    one = counted(**{"default-graph-uri": rdf_samples.GRAPH.value})
    assert 0 < one < counted()
    assert counted(**{"named-graph-uri": rdf_samples.GRAPH.value}) == 0
    strange = client.get("/sparql", params={"query": count, "default-graph-uri": "http://elsewhere.example/"})
    assert strange.status_code == 403


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


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200), ("127.0.0.1:80", 200), ("[::1]:80", 200), ("evil.example", 421), ("localhost.evil.example", 421),
        ("127.0.0.1.evil.example", 421), ("169.254.169.254", 421), ("", 421), ("LOCALHOST:1", 200),
    ],
)  # fmt: skip
def test_the_host_header_is_checked(client: httpx.Client, host: str, status: int) -> None:
    assert client.get("/health", headers={"Host": host}).status_code == status


def test_large_bodies_are_refused(client: httpx.Client) -> None:
    body = b"query=" + b"x" * 2_000_001
    assert client.post("/sparql", content=body, headers={"Content-Type": FORM}).status_code == 413
    pieces = (b"x" * 100_000 for _ in range(30))
    assert client.post("/sparql", content=pieces, headers={"Content-Type": FORM}).status_code == 413


def test_a_slow_client_is_hung_up_on(shared_store: Path) -> None:
    running = Running(shared_store, KG_REQUEST_TIMEOUT_S="1")
    try:
        for head in (b"GET /health HTTP/1.1\r\nHost: localhost\r\nX: ", b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: 99\r\n\r\n"):
            with socket.create_connection(("127.0.0.1", running.port), 10) as connection:
                connection.sendall(head)
                begun, answer = time.monotonic(), connection.recv(1000)
                assert time.monotonic() - begun < 5 and (answer == b"" or b" 408 " in answer)
    finally:
        running.stop()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_and_leaves_nothing(sample_store: Path, how: int) -> None:
    running = Running(sample_store)
    with httpx.Client(base_url=running.address, transport=httpx.HTTPTransport(retries=20), timeout=20) as client:
        client.get("/sparql", params={"query": "ASK {}"})
    children = _children(running.process.pid)
    assert children
    running.stop(how)
    assert not [child for child in children if Path("/proc", str(child)).exists()]
    assert not list(sample_store.parent.glob(".*reading*"))


def _children(process: int) -> list[int]:
    found = []
    for task in Path("/proc", str(process), "task").iterdir():
        found += [int(number) for number in (task / "children").read_text().split()]
    return found


def test_a_new_article_is_seen_without_a_restart(sample_store: Path) -> None:
    running = Running(sample_store)
    try:
        with httpx.Client(base_url=running.address, transport=httpx.HTTPTransport(retries=20), timeout=20) as client:
            assert client.get("/health").json()["articles"] == 1
            with open_store(str(sample_store)) as store:
                store.remove(rdf_samples.GRAPH.value)
            time.sleep(1.2)
            assert client.get("/health").json()["articles"] == 0
            event = {"query": "ASK { GRAPH ?g { ?e a dip:Event } }"}
            assert client.get("/sparql", params=event).json()["boolean"] is False
    finally:
        running.stop()


def test_a_taken_port_is_one_line(sample_store: Path, server: Running) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kg", "serve", "--store", str(sample_store), "--port", str(server.port)],
        capture_output=True, text=True, cwd=ROOT, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1) and str(server.port) in done.stderr


def test_an_application_of_ones_own(sample_store: Path) -> None:
    app = create_app(str(sample_store), settings=Settings())

    async def asked() -> dict[str, object]:
        async with app.router.lifespan_context(app):
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
                found: dict[str, object] = json.loads((await client.get("/health")).text)
                return found

    assert asyncio.run(asked())["status"] == "ok"
