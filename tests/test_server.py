"""The server: SPARQL 1.1 Protocol, pages, limits, and what it does not let itself be made to do."""

from __future__ import annotations

import asyncio
import gzip
import json
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from rdflib import Dataset, Graph, Variable
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from kg import vocab
from kg.server import create_app
from kg.settings import Settings
from kg.store import open_store
from tests import rdf_samples
from tests.attack_table import HARMLESS, HEAVY, REACH
from tests.servers import Running

pytestmark = pytest.mark.server
ROOT = Path(__file__).parent.parent
ALL = "SELECT * { ?s ?p ?o } LIMIT 3"


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
