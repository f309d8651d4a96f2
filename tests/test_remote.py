"""A store behind a server: two real ones do what a store on disk does; a false one shows what goes wrong."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad
from typer.testing import CliRunner

from kg import queries
from kg.cli import app
from kg.errors import KgError, QueryError, RemoteError, SettingsError, TermError
from kg.remote import RemoteStore
from kg.sandbox import Question
from kg.settings import Settings, current
from kg.store import LocalStore, open_store
from tests import rdf_samples, servers

pytestmark = pytest.mark.server
NAME, QUADS = rdf_samples.GRAPH.value, rdf_samples.quads()


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    start = {"oxigraph": servers.oxigraph, "virtuoso": servers.virtuoso}[request.param]
    with start(tmp_path_factory.mktemp(request.param)) as url:
        yield url


@pytest.fixture(autouse=True)
def login(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a new Virtuoso asks for; Oxigraph asks for nothing, and is told nothing."""
    monkeypatch.setenv("KG_REMOTE_USER", "dba")
    monkeypatch.setenv("KG_REMOTE_PASSWORD", "dba")


@pytest.fixture
def filled(server: str) -> Iterator[str]:
    with open_store(server) as store:
        store.put([(NAME, QUADS)])
    yield server
    with open_store(server) as store:
        for name in store.graphs():
            store.remove(name)


def test_an_article_comes_back_as_it_went(filled: str) -> None:
    with open_store(filled) as store:
        assert store.graphs() == [NAME]
        assert set(store.quads()) == set(QUADS)


def test_an_article_is_replaced_whole(filled: str) -> None:
    kept = [quad for quad in QUADS if quad.subject == rdf_samples.GRAPH]
    with open_store(filled) as store:
        store.put([(NAME, kept)])
        assert set(store.quads(NAME)) == set(kept)


def test_an_article_is_taken_out_once(filled: str) -> None:
    with open_store(filled) as store:
        assert store.remove(NAME)
        assert not store.remove(NAME)
        assert store.graphs() == []
        assert list(store.quads(NAME)) == []


def test_others_graphs_are_left_alone(filled: str) -> None:
    other = NamedNode("https://example.org/theirs")
    with open_store(filled) as store:
        store.put([(other.value, [Quad(other, other, Literal("x"), other)])])
        assert store.graphs() == [NAME]
        assert set(store.quads()) == set(QUADS)
        store.remove(other.value)


NAMES = ['a "quoted" name', "braces } { \\ %s ' `", "tab\tand\nline\r\nbreaks", "\u202eright to left\u202c \u0645", "\U0001f54a e\u0301 \u2028", "x" * 100_000]


@pytest.mark.parametrize("name", NAMES, ids=["quotes", "braces", "breaks", "bidi", "astral", "long"])
def test_any_name_comes_back(filled: str, name: str) -> None:
    graph = rdf_samples.GRAPH
    odd = [*QUADS, Quad(graph, NamedNode("https://example.org/p"), Literal(name), graph)]
    with open_store(filled) as store:
        store.put([(NAME, odd)])
        assert set(store.quads(NAME)) == set(odd)


def test_answers_of_all_forms(filled: str) -> None:
    with RemoteStore(filled) as store:
        rows = store.ask(Question("SELECT ?e WHERE { GRAPH ?g { ?e a dip:Event } }"))
        assert (rows.columns, len(rows.rows), rows.truncated) == (("e",), 6, False)
        cut = store.ask(Question("SELECT ?e WHERE { GRAPH ?g { ?e a dip:Event } }", 4))
        assert (len(cut.rows), cut.truncated) == (4, True)
        assert store.ask(Question("ASK { GRAPH ?g { ?e a dip:Threat } }")).boolean is True
        assert store.ask(Question("ASK { GRAPH ?g { ?e a dip:Boycott } }")).boolean is False
        built = store.ask(Question("CONSTRUCT { ?e a dip:Event } WHERE { GRAPH ?g { ?e a dip:Event } }"))
        assert built.triples is not None
        assert len(built.triples) == 6


def test_a_query_that_is_none_is_one_clear_line(filled: str) -> None:
    with RemoteStore(filled) as store, pytest.raises(RemoteError, match=r"refused \(400\)"):
        store.ask(Question("SELECT nonsense {"))
    with RemoteStore(filled) as store, pytest.raises(QueryError, match="SPARQL begins with"):
        store.ask(Question("nonsense"))


def test_every_question_has_the_answer_that_it_has_on_disk(filled: str, tmp_path: Path) -> None:
    with LocalStore(tmp_path / "store", create=True) as store:
        store.put([(NAME, QUADS)])
    differ = {
        query.name
        for query in queries.named()
        if queries.run(filled, query.name, settings=current()) != queries.run(str(tmp_path / "store"), query.name, settings=current())
    }
    assert differ <= {"upcoming-meetings"}  # it joins names in an order that SPARQL leaves open


def test_every_command_works_there(filled: str, tmp_path: Path) -> None:
    page, table, nquads = tmp_path / "page.html", tmp_path / "events.csv", tmp_path / "all.nq"
    for command in (
        ["stats"],
        ["validate"],
        ["query", "who-met-whom"],
        ["query", "SELECT ?g WHERE { GRAPH ?g { ?s ?p ?o } } LIMIT 1"],
        ["view", "--out", str(page)],
        ["export", "--format", "csv", "--out", str(table)],
        ["export", "--format", "nquads", "--out", str(nquads)],
        ["remove", "sailors"],
        ["import", str(nquads)],
    ):
        result = CliRunner().invoke(app, [*command, "--store", filled])
        assert result.exit_code == 0, (command, result.output)
    assert "free two sailors" in page.read_text() and "free two sailors" in table.read_text()
    with open_store(filled) as store:
        assert set(store.quads()) == set(QUADS)


@pytest.mark.model
def test_articles_are_built_there(server: str, tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text("France demanded that Iran free two sailors.", encoding="utf-8")
    result = CliRunner().invoke(app, ["build", str(tmp_path / "news.txt"), "--published", "2025-04-22", "--store", server])
    assert result.exit_code == 0, result.output
    with open_store(server) as store:
        assert len(store.graphs()) == 1
        assert store.remove(store.graphs()[0])


def test_a_blank_node_goes_to_no_server(filled: str) -> None:
    quad = Quad(BlankNode("b"), NamedNode("https://example.org/p"), Literal("x"), rdf_samples.GRAPH)
    with open_store(filled) as store:
        with pytest.raises(TermError, match="blank node"):
            store.put([(NAME, [*QUADS, quad])])
        assert set(store.quads()) == set(QUADS)


# What goes wrong, with a server of ours that answers as it is told.

Given = tuple[int, dict[str, str], bytes]
RESULTS = {"Content-Type": "application/sparql-results+json"}
EMPTY = json.dumps({"head": {"vars": ["s"]}, "results": {"bindings": []}}).encode()
ROW = json.dumps({"s": {"type": "uri", "value": "https://example.org/s"}})


class Told(BaseHTTPRequestHandler):
    """Answers every request by a function; remembers what was asked."""

    answer: Callable[[str, str, dict[str, str], bytes], Given]
    seen: list[tuple[str, str, str]]

    def handle_one_request(self) -> None:
        self.raw_requestline = self.rfile.readline(65537)
        if not self.raw_requestline or not self.parse_request():
            self.close_connection = True
            return
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.seen.append((self.command, self.path, self.headers.get("Authorization", "")))
        status, headers, data = type(self).answer(self.command, self.path, dict(self.headers), body)
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(data))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def told(answer: Callable[[str, str, dict[str, str], bytes], Given]) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    seen: list[tuple[str, str, str]] = []
    handler = type("Handler", (Told,), {"answer": staticmethod(answer), "seen": seen})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", seen
        finally:
            server.shutdown()
            thread.join()


FAILURES = {
    "not there": ((404, {}, b""), "no SPARQL at"),
    "asks who": ((401, {"WWW-Authenticate": 'Basic realm="x"'}, b""), "does not let dba in"),
    "fails": ((500, {}, b"<h1>no disk</h1>"), r"failed \(500\): no disk"),
    "a page": ((200, {"Content-Type": "text/html"}, b"<html>Welcome</html>"), "no SPARQL at .*text/html: Welcome"),
    "moved": ((301, {"Location": "https://example.org/x"}, b""), "has moved to https://example.org/x"),
    "not JSON": ((200, RESULTS, b"OK"), "no SPARQL at"),
}


@pytest.mark.parametrize("case", FAILURES)
def test_what_is_no_endpoint_is_one_clear_line(case: str) -> None:
    given, words = FAILURES[case]
    with told(lambda *_: given) as (url, _), pytest.raises(RemoteError, match=words) as raised:
        RemoteStore(url)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("address", "words"),
    [("http://127.0.0.1:9/", "can't be reached"), ("http://", "names no host"), ("http://[::1", "no address")],
)
def test_an_address_of_nothing_is_one_clear_line(address: str, words: str) -> None:
    with pytest.raises(RemoteError, match=words):
        RemoteStore(address)


CUT = {
    "cut": b'{"head": {"vars": ["s"]}, "results": {"bindings": [' + ROW.encode() + b",",
    "cut, then words": b'{"head": {"vars": ["s"]}, "results": {"bindings": [' + ROW.encode() + b", The query timed out",
    "words after it": EMPTY + b" The query timed out",
    "nothing": b"",
}


@pytest.mark.parametrize("case", CUT)
def test_an_answer_that_was_cut_is_an_error(case: str) -> None:
    def answer(method: str, *_: object) -> Given:
        return (200, RESULTS, EMPTY if method == "GET" else CUT[case])

    with told(answer) as (url, _), RemoteStore(url) as store, pytest.raises(RemoteError, match="broke off"):
        store.ask(Question("SELECT ?s WHERE { GRAPH ?g { ?s ?p ?o } }"))


def test_a_connection_that_breaks_is_an_error() -> None:
    def answer(method: str, *_: object) -> Given:
        return (200, RESULTS, EMPTY) if method == "GET" else (200, RESULTS | {"Content-Length": "1000"}, EMPTY)

    with told(answer) as (url, _), RemoteStore(url) as store, pytest.raises(KgError, match="broke off"):
        store.ask(Question("SELECT ?s WHERE { GRAPH ?g { ?s ?p ?o } }"))


def test_a_whole_answer_is_none() -> None:
    """The control of the four above."""
    with told(lambda *_: (200, RESULTS, EMPTY)) as (url, _), RemoteStore(url) as store:
        assert store.ask(Question("SELECT ?s WHERE { GRAPH ?g { ?s ?p ?o } }")).rows == ()


def test_a_partial_answer_of_virtuoso_is_an_error() -> None:
    def answer(method: str, *_: object) -> Given:
        return (200, RESULTS if method == "GET" else RESULTS | {"X-SQL-State": "S1TAT"}, EMPTY)

    with told(answer) as (url, _), RemoteStore(url) as store, pytest.raises(RemoteError, match="cut its answer"):
        store.ask(Question("SELECT ?s WHERE { GRAPH ?g { ?s ?p ?o } }"))


def test_a_server_that_takes_too_long_is_given_up() -> None:
    wait = threading.Event()

    def answer(*_: object) -> Given:
        wait.wait(5)
        return 200, RESULTS, EMPTY

    with told(answer) as (url, _):
        with pytest.raises(RemoteError, match=r"did not answer within 0\.2 s"):
            RemoteStore(url, settings=Settings(remote_timeout_s=0.2))
        wait.set()


def test_the_password_goes_only_where_it_is_asked_for() -> None:
    def asks(method: str, path: str, headers: dict[str, str], _: bytes) -> Given:
        return (200, RESULTS, EMPTY) if "Authorization" in headers else (401, {"WWW-Authenticate": 'Basic realm="x"'}, b"")

    with told(asks) as (url, seen), RemoteStore(url):
        assert [given for _, _, given in seen] == ["", "Basic ZGJhOmRiYQ=="]
    with told(lambda *_: (200, RESULTS, EMPTY)) as (url, seen), RemoteStore(url):
        assert [given for _, _, given in seen] == [""]
    with told(asks) as (url, seen), RemoteStore(url, settings=Settings(remote_user="dba", remote_password="dba", remote_auth="basic")):
        assert [given for _, _, given in seen] == ["Basic ZGJhOmRiYQ=="]


def test_user_and_password_may_stand_in_the_address_and_are_not_shown() -> None:
    def asks(method: str, path: str, headers: dict[str, str], _: bytes) -> Given:
        return (200, RESULTS, EMPTY) if "Authorization" in headers else (401, {"WWW-Authenticate": 'Basic realm="x"'}, b"")

    with told(asks) as (url, _), RemoteStore(url.replace("://", "://ann:secret@"), settings=Settings()) as store:
        assert "secret" not in store.location + repr(store.endpoints)
    assert "secret" not in repr(Settings(remote_password="secret"))


def test_a_way_to_log_in_that_is_none() -> None:
    with pytest.raises(SettingsError, match="KG_REMOTE_AUTH"):
        RemoteStore("http://127.0.0.1:9", settings=Settings(remote_user="x", remote_auth="kerberos"))


def test_a_server_without_graph_store_protocol_is_written_by_updates() -> None:
    updates: list[bytes] = []

    def answer(method: str, path: str, headers: dict[str, str], body: bytes) -> Given:
        if method == "PUT":
            return 405, {}, b""
        if headers.get("Content-Type", "").startswith("application/sparql-update"):
            updates.append(body)
        return 200, RESULTS, EMPTY

    with told(answer) as (url, _), RemoteStore(url) as store:
        store.put([(NAME, QUADS)])
    assert len(updates) == 2  # the ontology, and the article in one request of its own
    assert updates[1].startswith(f"DROP SILENT GRAPH <{NAME}> ; INSERT DATA".encode())
    assert updates[1].count(b" .\n") == len(QUADS)


def test_addresses_may_be_set() -> None:
    chosen = Settings(remote_update="http://h/u", remote_graphs="http://h/g")
    with told(lambda *_: (200, RESULTS, EMPTY)) as (url, _), RemoteStore(url, settings=chosen) as store:
        assert (store.endpoints.update, store.endpoints.graphs) == ("http://h/u", "http://h/g")


@pytest.mark.parametrize(("answers_at", "found"), [("/?", ""), ("/query?", "/query"), ("/sparql?", "/sparql"), ("/ds/sparql?", None)])
def test_the_endpoint_is_looked_for_below_the_address(answers_at: str, found: str | None) -> None:
    def answer(method: str, path: str, *_: object) -> Given:
        return (200, RESULTS, EMPTY) if path.startswith(answers_at) else (404, {}, b"")

    with told(answer) as (url, _):
        if found is None:
            with pytest.raises(RemoteError, match="no SPARQL"):
                RemoteStore(url)
            return
        with RemoteStore(f"{url}/") as store:
            assert store.endpoints.query == f"{url}{found}"
