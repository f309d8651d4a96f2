"""Queries in processes of their own: limits, walls, views that don't change."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg import guard, queries, sandbox, snapshot
from kg.errors import (
    KgError,
    QueryError,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    StoreDamaged,
    StoreError,
    StoreMissing,
)
from kg.guard import Dataset
from kg.sandbox import Formats, Question, Worker
from kg.settings import Settings
from tests.attack_table import HARMLESS, HEAVY, REACH

SHORT = replace(Settings(), query_timeout_s=1.0, query_max_bytes=1_000_000_000)
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some thousand triples in a hundred graphs: enough for a product of them to take for ever."""
    path = tmp_path_factory.mktemp("sandbox") / "store"
    store = Store(str(path))
    names = [NamedNode(f"http://example.org/{n}") for n in range(100)]
    store.extend(Quad(one, NamedNode("http://example.org/p"), other, one) for one in names for other in names[:30])
    store.extend(Quad(one, NamedNode("http://example.org/label"), Literal(f"name {one.value}"), one) for one in names)
    store.flush()
    del store
    return path


@pytest.fixture(scope="module")
def canary() -> Iterator[tuple[int, list[str]]]:
    """A server that notes who comes."""
    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_response(200)
            self.end_headers()

        do_POST = do_GET

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield server.server_port, seen
        server.shutdown()
        thread.join()


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.ttl"
    path.write_text('<http://a/> <http://b/> "the secret" .', encoding="utf-8")
    return path


class Runner:
    """A worker that is replaced when it dies, as the server does it."""

    def __init__(self, view: Path) -> None:
        self.view, self.worker = view, Worker(view, settings=SHORT)

    def ask(self, sparql: str, graphs: Dataset | None = None) -> sandbox.Reply:
        if self.worker.dead:
            self.worker.close()
            self.worker = Worker(self.view, settings=SHORT)
        return self.worker.ask(Question(sparql, 1000, graphs), Formats())


@pytest.fixture(scope="module")
def runner(view: Path) -> Iterator[Runner]:
    made = Runner(view)
    yield made
    made.worker.close()


@pytest.mark.parametrize("name", REACH)
def test_nothing_leaves_the_store_even_past_the_guard(name: str, runner: Runner, canary: tuple[int, list[str]], secret: Path) -> None:
    port, seen = canary
    try:
        body = runner.ask(REACH[name].format(port=port, file=secret)).body
    except QueryError as error:
        body = str(error).encode()
    assert seen == [] and b"the secret" not in body


def test_the_canary_would_have_seen_somebody(canary: tuple[int, list[str]]) -> None:
    port, seen = canary
    with pytest.raises((OSError, ValueError)):
        list(Store().query(f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"))  # type: ignore[arg-type]
    assert len(seen) == 1
    seen.clear()


@pytest.mark.parametrize("name", HEAVY)
def test_heavy_queries_end_in_time_and_hurt_nobody(name: str, runner: Runner) -> None:
    begun = time.perf_counter()
    try:
        guard.inspect(HEAVY[name], SHORT)
        reply = runner.ask(HEAVY[name])
    except KgError:
        pass
    else:
        assert len(reply.body) <= SHORT.query_max_answer_bytes + 1000
    assert time.perf_counter() - begun < SHORT.query_timeout_s + 2.5
    assert runner.ask("ASK { ?s ?p ?o }").kind == "boolean"


@pytest.mark.parametrize("name", ["braces", "brackets", "union", "functions", "triple terms", "not", "plus"])
def test_what_the_guard_refuses_would_at_worst_end_the_worker(name: str, runner: Runner) -> None:
    with suppress(QueryError):
        runner.ask(HEAVY[name])
    assert runner.ask("ASK { ?s ?p ?o }").kind == "boolean"


@pytest.mark.parametrize("name", HARMLESS)
def test_harmless_queries_are_answered(name: str, runner: Runner) -> None:
    assert runner.ask(HARMLESS[name], guard.inspect(HARMLESS[name], SHORT)).kind in ("boolean", "rows")


def test_a_query_that_takes_too_long_is_a_timeout(runner: Runner) -> None:
    with pytest.raises(QueryTimeout, match="1 s"):
        runner.ask(HEAVY["cartesian product"])


def test_a_query_that_wants_too_much_memory_fails_alone(view: Path) -> None:
    settings = replace(Settings(), query_max_bytes=1_000_000_000, query_timeout_s=20.0)
    with Worker(view, settings=settings) as worker, pytest.raises(QueryError):
        worker.ask(Question(HEAVY["string doubling"]), Formats())


def test_rows_are_cut_and_marked(runner: Runner) -> None:
    assert runner.ask("SELECT * { ?s ?p ?o }").truncated
    assert not runner.ask("SELECT * { ?s ?p ?o } LIMIT 1000").truncated


@pytest.mark.parametrize(("query", "kind"), [("SELEC", QuerySyntaxError), ("SELECT * { ?s ?p }", QuerySyntaxError)])
def test_wrong_queries_are_syntax_errors(query: str, kind: type[Exception], runner: Runner) -> None:
    with pytest.raises(kind):
        runner.ask(query)


@pytest.mark.parametrize(
    ("graphs", "count"),
    [
        (None, 3100),
        (Dataset(("http://example.org/1",)), 31),
        (Dataset((), ("http://example.org/1",)), 0),
        (Dataset(("urn:x-rdflib:default",)), 3100),
        (Dataset(("http://example.org/1", "http://example.org/2")), 62),
    ],
)
def test_the_default_graph_is_the_union_unless_graphs_are_named(graphs: Dataset | None, count: int, runner: Runner) -> None:
    assert f'"value": "{count}"'.encode() in runner.ask(COUNT, graphs).body


@pytest.mark.parametrize("name", ["http://elsewhere.example/", "file:///etc/passwd", "no iri"])
def test_a_graph_that_is_not_there_is_refused_not_empty(name: str, runner: Runner) -> None:
    with pytest.raises(QueryRefused, match="no graph"):
        runner.ask(COUNT, Dataset((name,)))


def test_walls_stand_each_alone() -> None:
    told = (
        "import socket, sys; from kg import walls; made = getattr(walls, sys.argv[1])()\n"
        "try: socket.create_connection(('127.0.0.1', 9), 1)\n"
        "except ConnectionRefusedError: print('reached', made)\n"
        "except OSError: print('walled', made)\n"
    )
    for wall in ("no_network_namespace", "no_sockets"):
        done = subprocess.run([sys.executable, "-c", told, wall], capture_output=True, text=True, check=True)
        assert done.stdout.split() in (["walled", "True"], ["reached", "False"])


def test_a_worker_ends_when_its_parent_does(view: Path) -> None:
    told = (
        "import sys; from pathlib import Path; from kg.sandbox import Worker; from kg.settings import Settings\n"
        "worker = Worker(Path(sys.argv[1]), settings=Settings()); print(worker.process_id, flush=True)\n"
        "import os; os._exit(9)"
    )
    done = subprocess.run([sys.executable, "-c", told, str(view)], capture_output=True, text=True, check=False)
    process = Path("/proc", done.stdout.strip())
    until = time.monotonic() + 5
    while process.exists() and "Z" not in (process / "stat").read_text().split()[2] and time.monotonic() < until:
        time.sleep(0.05)
    assert time.monotonic() < until


def test_a_view_stays_as_it_was_and_a_new_one_has_what_is_new(tmp_path: Path) -> None:
    path = tmp_path / "store"
    store = Store(str(path))
    quad = Quad(NamedNode("http://a/"), NamedNode("http://b/"), Literal("c"), NamedNode("http://g/"))
    store.extend([quad])
    before = snapshot.state(path)
    with snapshot.view(path) as first, Worker(first, settings=SHORT) as worker:
        store.extend([Quad(NamedNode("http://a/"), NamedNode("http://b/"), Literal("d"), NamedNode("http://g/"))])
        store.flush()
        assert b'"value": "1"' in worker.ask(Question(COUNT), Formats()).body
        assert snapshot.state(path) != before
        with snapshot.view(path) as second, Worker(second, settings=SHORT) as other:
            assert b'"value": "2"' in other.ask(Question(COUNT), Formats()).body
    assert list(tmp_path.iterdir()) == [path]


def test_views_of_a_busy_store_hold_whole_batches(tmp_path: Path) -> None:
    path = tmp_path / "store"
    store, stop = Store(str(path)), threading.Event()

    def write() -> None:
        for n in range(100_000):
            graph = NamedNode(f"http://g/{n}")
            store.extend([Quad(graph, NamedNode("http://p/"), Literal(f"{m}" * 100), graph) for m in range(20)])
            if n % 25 == 24:
                store.flush()
            if stop.is_set():
                return

    writer = threading.Thread(target=write)
    writer.start()
    try:
        sizes = []
        for _ in range(15):
            with snapshot.view(path) as view:
                sizes.append(len(Store.read_only(str(view))))
            time.sleep(0.02)
    finally:
        stop.set()
        writer.join()
    assert [size % 20 for size in sizes] == [0] * 15 and sizes == sorted(sizes) and sizes[-1] > sizes[0]


def test_views_left_behind_are_swept(tmp_path: Path) -> None:
    for name in (".store.reading-999999999-x", f".store.reading-{os.getpid()}-y", ".other.reading-999999999-x"):
        (tmp_path / name).mkdir()
    snapshot.sweep(tmp_path / "store")
    assert {path.name for path in tmp_path.iterdir()} == {f".store.reading-{os.getpid()}-y", ".other.reading-999999999-x"}


def test_no_store_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match="kg build"):
        sandbox.ask(str(tmp_path / "none"), Question("ASK {}"), settings=SHORT)


def test_a_damaged_store_is_named(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "CURRENT").write_text("MANIFEST-000001\n")
    with pytest.raises(StoreDamaged):
        sandbox.ask(str(tmp_path / "store"), Question("ASK {}"), settings=SHORT)


@pytest.mark.parametrize(
    ("program", "told"),
    [("import time; time.sleep(60)", "did not open within 0.5 s"), ("raise SystemExit(1)", "the process that reads the store ended")],
)
def test_a_worker_that_is_late_is_told_from_one_that_ended(view: Path, monkeypatch: pytest.MonkeyPatch, program: str, told: str) -> None:
    monkeypatch.setattr(sandbox, "_START", program)
    monkeypatch.setattr(sandbox, "_OPENING_S", 0.5 if "sleep" in program else 30.0)
    with Worker(view, settings=SHORT) as worker:
        assert worker.dead
        with pytest.raises(StoreError, match=told) as raised:
            worker.ask(Question("ASK {}"), Formats())
        assert isinstance(raised.value, StoreDamaged) == ("ended" in told), "slowness is no damage"


def test_without_limits_all_rows_come(view: Path) -> None:
    answer = queries.run(str(view), "SELECT * { ?s ?p ?o }", settings=queries.unlimited(SHORT))
    assert (len(answer.rows), answer.truncated) == (3100, False)
