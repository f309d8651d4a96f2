"""Stores on disk for tests, filled with made-up articles."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from kg import exports, vocab
from kg.store import LocalStore
from tests.kill_store import article

ROOT = Path(__file__).parent.parent


def name_of(number: int) -> str:
    return vocab.article_iri(f"killed-{number}").value


def filled(path: Path, numbers: range = range(12)) -> Path:
    with LocalStore(path, create=True) as store:
        for number in numbers:
            store.put([(name_of(number), article(number, 1))])
    return path


def filled_at_once(path: Path, numbers: range) -> Path:
    with LocalStore(path, create=True) as store:
        store.put([(name_of(number), article(number, 1)) for number in numbers])
    return path


def nquads(path: Path) -> str:
    with LocalStore(path, read_only=True) as store:
        return "".join(exports.export(store.quads(), "nquads"))


def python(code: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=180, check=False)
