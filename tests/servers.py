"""SPARQL servers for tests: real ones, each on a free port of loopback, ended when the test ends."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parent.parent

_INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
[SPARQL]
ResultSetMaxRows = 10000
"""


def free_port() -> int:
    with socket.socket() as given:
        given.bind(("127.0.0.1", 0))
        port: int = given.getsockname()[1]
        return port


@contextmanager
def oxigraph(folder: Path) -> Iterator[str]:
    """Its address: the root, as its users give it."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if program is None:
        pytest.skip("the oxigraph server is not installed: pip install oxigraph")
    port = free_port()
    with _running([program, "serve", "--location", str(folder / "db"), "--bind", f"127.0.0.1:{port}"], folder):
        _wait(f"http://127.0.0.1:{port}/query?query=ASK%20%7B%7D", folder)
        yield f"http://127.0.0.1:{port}/"


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """Its address: that of its SPARQL endpoint; user and password are both ``dba``."""
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.skip("Virtuoso is not installed: apt-get install virtuoso-opensource-7-bin")
    http, sql = free_port(), free_port()
    ini = folder / "virtuoso.ini"
    ini.write_text(_INI.format(folder=folder, http=http, sql=sql), encoding="utf-8")
    with _running([program, "-f", "-c", str(ini)], folder):
        _wait(f"http://127.0.0.1:{http}/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D", folder)
        yield f"http://127.0.0.1:{http}/sparql"


@contextmanager
def _running(command: Sequence[str], folder: Path) -> Iterator[None]:
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, cwd=folder)
        try:
            yield
        finally:
            process.kill()
            process.wait()


def _wait(url: str, folder: Path) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            if httpx.get(url, trust_env=False).is_success:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"{url} did not come up: {(folder / 'output').read_text(errors='replace')[-2000:]}")


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
