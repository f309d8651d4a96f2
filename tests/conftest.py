"""What several tests share: stores with the sample in them, and the command line."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from kg import shelf
from kg.store import open_store
from tests import rdf_samples
from tests.browser_pages import Opened, Opener, chromium, show
from tests.browser_records import sample
from tests.servers import Running

ROOT = Path(__file__).parent.parent
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def sample_store(tmp_path: Path) -> Path:
    """A store on disk that holds the article of `rdf_samples`."""
    return fill(tmp_path / "store")


@pytest.fixture(scope="module")
def shared_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, for tests that only read."""
    return fill(tmp_path_factory.mktemp("shared") / "store")


def fill(path: Path) -> Path:
    graphs = [(rdf_samples.GRAPH.value, rdf_samples.quads())]
    with open_store(str(path), create=True) as store:
        store.put(graphs)
        shelf.keep(store, graphs)
    return path


@pytest.fixture
def kg(tmp_path: Path) -> Run:
    """The command ``kg`` in a process and a folder of its own; what it prints is text."""

    def run(*arguments: str | Path, given: bytes | None = None, folder: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "kg", *map(str, arguments)], input=given, stdin=subprocess.DEVNULL if given is None else None,
            cwd=folder or tmp_path, env=_environment(environment), capture_output=True, timeout=120, check=False,
        )  # fmt: skip
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    return run


def _environment(more: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "default", **more}


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


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, for the tests of one file."""
    with chromium() as running:
        yield running


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Iterator[Opener]:
    """Opens pages of some events; what they complain of or ask of others ends the test."""
    opened: list[Opened] = []

    def opener(records: Any = None, **options: Any) -> Opened:
        opened.append(show(browser, tmp_path, sample() if records is None else records, **options))
        return opened[-1]

    yield opener
    for each in opened:
        each.page.close()
        assert each.problems == []
        assert [url for url in each.asked if not url.startswith(("file:", "blob:", "data:"))] == []


@pytest.fixture(scope="module")
def held(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """One page for the tests of a file."""
    opened = show(browser, tmp_path_factory.mktemp("held"), sample())
    yield opened
    assert opened.problems == []


@pytest.fixture
def same(held: Opened) -> Opened:
    """One page for many tests, as new: an empty address takes every choice back."""
    held("location.hash = ''")
    held.wait("JSON.stringify(kg.state) === kg.first")
    held("kg.fit()")
    return held
