"""An article is there whole or not at all, also when the disk is full; and so is every file."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kg import repair
from kg.store import LocalStore, open_store
from tests import rdf_samples
from tests.conftest import Run
from tests.kill_store import article
from tests.stores import filled_at_once, name_of, nquads, python

_WRITER = """
import resource, signal, sys
from pathlib import Path
from kg.errors import StoreError
from kg.store import LocalStore
from tests.kill_store import article
from tests.stores import name_of
path, size, limit = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with LocalStore(path, create=True) as store:
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    for number in range(0, 100_000, size):
        try:
            store.put([(name_of(each), article(each, 1)) for each in range(number, number + size)])
        except StoreError as error:
            print("full:", error)
            break
        print("done", number, flush=True)
"""


def written(path: Path, size: int, limit: int = 0) -> set[int]:
    """Articles that were acknowledged until there was no room."""
    done = python(_WRITER, path, str(size), str(limit))
    lines = done.stdout.splitlines()
    assert lines and lines[-1].startswith("full:"), done.stdout[-1000:] + done.stderr
    return {int(line.split()[1]) + each for line in lines if line.startswith("done") for each in range(size)}


def require_whole(path: Path, acknowledged: set[int], size: int) -> None:
    """Every acknowledged article is there, and no other by half."""
    with LocalStore(path) as store:
        for number in range(max(acknowledged, default=0) + 2 * size):
            held, whole = set(store.quads(name_of(number))), set(article(number, 1))
            assert held == whole or (not held and number not in acknowledged), number
    assert repair.check(path) == ()


class Disk:
    """A disk of a few megabytes, which can be filled to the last byte and made larger."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self) -> None:
        with suppress_full(), (self.folder / "filler").open("wb", buffering=0) as file:
            while True:
                file.write(b"x" * 4096)

    def lock(self) -> None:
        subprocess.run(["mount", "-o", "remount,ro", str(self.folder)], check=True, capture_output=True)

    def grow(self) -> None:
        (self.folder / "filler").unlink(missing_ok=True)
        subprocess.run(["mount", "-o", "remount,size=200m", str(self.folder)], check=True, capture_output=True)


@contextmanager
def suppress_full() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        assert "No space left" in str(error)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """Eight megabytes of a real file system, where one may be mounted."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = shutil.which("mount")
    done = subprocess.run([mount, "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)], capture_output=True, text=True, check=False) if mount else None
    if done is None or done.returncode:
        pytest.skip(f"no small disk can be mounted here: that takes root ({done.stderr.strip() if done else 'no mount'})")
    yield Disk(folder)
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.parametrize("limit", [60_000, 200_000])
def test_a_file_that_may_not_grow_leaves_every_article_whole_or_out(tmp_path: Path, limit: int) -> None:
    acknowledged = written(tmp_path / "store", 2, limit)
    require_whole(tmp_path / "store", acknowledged, 2)  # there is room again


@pytest.mark.parametrize("size", [1, 40, 400])
def test_a_full_disk_leaves_every_article_whole_or_out(disk: Disk, size: int) -> None:
    acknowledged = written(disk.folder / "store", size)
    disk.grow()
    require_whole(disk.folder / "store", acknowledged, size)


def one_line(kg: Run, *arguments: str | Path) -> str:
    """What a command says that can't do it."""
    done = kg(*arguments)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1), done
    return done.stderr


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Some articles, and one with events, where there is room."""
    path = filled_at_once(tmp_path / "store", range(300))
    with open_store(str(path)) as opened:
        opened.put([(rdf_samples.GRAPH.value, rdf_samples.quads())])
    return path


@pytest.mark.parametrize("command", ["export --format nquads", "export --format jsonl", "export --format graphml", "view"])
def test_a_file_is_written_whole_or_stays_as_it_was(disk: Disk, store: Path, kg: Run, command: str) -> None:
    target = disk.folder / "target"
    target.write_text("before")
    disk.fill()
    assert "can't be written: No space left" in one_line(kg, *command.split(), "--store", store, "--out", target)
    assert target.read_text() == "before"
    assert sorted(each.name for each in disk.folder.iterdir()) == ["filler", "target"]


def test_a_backup_is_there_whole_or_not_at_all(disk: Disk, store: Path, kg: Run) -> None:
    disk.fill()
    for room in (0, 20, 100, 300):
        with (disk.folder / "filler").open("r+b") as file:
            file.truncate((disk.folder / "filler").stat().st_size - room * 1024)
        one_line(kg, "backup", disk.folder / "copy", "--store", store)
        assert [each.name for each in disk.folder.iterdir()] == ["filler"]


def test_an_import_holds_whole_articles(disk: Disk, store: Path, kg: Run, tmp_path: Path) -> None:
    assert kg("export", "--format", "nquads", "--out", tmp_path / "all.nq", "--store", filled_at_once(tmp_path / "big", range(2000))).returncode == 0
    one_line(kg, "import", tmp_path / "all.nq", "--store", disk.folder / "store")
    disk.grow()
    require_whole(disk.folder / "store", set(), 2000)
    assert kg("import", tmp_path / "all.nq", "--store", disk.folder / "store").returncode == 0
    assert nquads(disk.folder / "store") == (tmp_path / "all.nq").read_text(encoding="utf-8")


COMMANDS: dict[str, Callable[[Path], list[str | Path]]] = {
    "stats": lambda _: ["stats"],
    "query": lambda _: ["query", "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"],
    "export": lambda folder: ["export", "--format", "nquads", "--out", folder / "all.nq"],
    "validate": lambda _: ["validate"],
    "view": lambda folder: ["view", "--out", folder / "view.html"],
    "backup": lambda folder: ["backup", folder / "copy"],
}


@pytest.mark.parametrize("make", [Disk.fill, Disk.lock])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_store_on_a_disk_that_takes_nothing_can_still_be_read(
    disk: Disk, kg: Run, tmp_path: Path, command: str, make: Callable[[Disk], None]
) -> None:
    path = filled_at_once(disk.folder / "store", range(20))
    with open_store(str(path)) as opened:
        opened.put([(rdf_samples.GRAPH.value, rdf_samples.quads())])
    make(disk)
    done = kg(*COMMANDS[command](tmp_path), "--store", path)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("command", [["remove", rdf_samples.ARTICLE.key], ["check"], ["import", "all.nq"]])
def test_what_can_not_be_written_is_one_line_and_changes_nothing(disk: Disk, kg: Run, tmp_path: Path, command: list[str]) -> None:
    path = filled_at_once(disk.folder / "store", range(20))
    with open_store(str(path)) as opened:
        opened.put([(rdf_samples.GRAPH.value, rdf_samples.quads())])
    before = nquads(path)
    more = filled_at_once(tmp_path / "more", range(100, 400))
    assert kg("export", "--format", "nquads", "--out", tmp_path / "all.nq", "--store", more).returncode == 0
    disk.fill()
    done = kg(*command, "--store", path)
    assert done.returncode in (0, 1) and done.stderr.count("\n") <= 1 and "Traceback" not in done.stderr
    assert done.returncode == 1 or command == ["check"]
    disk.grow()
    assert repair.check(path) == ()
    left = before if command[0] != "remove" else "".join(line for line in before.splitlines(keepends=True) if rdf_samples.GRAPH.value not in line)
    assert set(nquads(path).split("\n")) >= set(left.split("\n"))


def test_no_store_begins_on_a_full_disk_and_one_does_later(disk: Disk, store: Path, kg: Run, tmp_path: Path) -> None:
    assert kg("export", "--format", "nquads", "--out", tmp_path / "all.nq", "--store", store).returncode == 0
    disk.fill()
    one_line(kg, "import", tmp_path / "all.nq", "--store", disk.folder / "store")
    disk.grow()
    assert kg("import", tmp_path / "all.nq", "--store", disk.folder / "store").returncode == 0
    assert nquads(disk.folder / "store") == nquads(store)
