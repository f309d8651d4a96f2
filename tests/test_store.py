"""What the store promises; each promise with a control that breaks it on purpose."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad
from typer.testing import CliRunner

from kg import backup, local, repair, vocab
from kg.cli import app
from kg.entries import entry
from kg.errors import StoreDamaged, StoreError, StoreLocked, StoreMissing, TermError
from kg.ledger import Ledger
from kg.store import LocalStore, ledger_path, open_store
from tests import rdf_samples
from tests.kill_store import article
from tests.stores import ROOT, filled, name_of, nquads, python

NAME, QUADS = rdf_samples.GRAPH.value, rdf_samples.quads()


def kills(*options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.kill_store", *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)


@pytest.mark.parametrize("how", [[], ["--bulk"]])
def test_what_was_acknowledged_survives_60_kills(how: list[str]) -> None:
    done = kills("--kills", "60", *how)
    assert done.returncode == 0, done.stdout
    assert done.stdout.startswith("60 kills, ")


@pytest.mark.parametrize("fault", ["early", "half"])
def test_the_kills_find_out_a_writer_that_cheats(fault: str) -> None:
    done = kills("--kills", "4", "--break", fault)
    assert done.returncode == 1
    assert re.search(r"[1-4] kills after which something was lost or half", done.stdout)


def test_many_large_batches_leave_few_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def built(path: Path) -> Path:
        with LocalStore(path, create=True) as store:
            for number in range(0, 40, 4):
                store.put([(name_of(each), article(each, 1)) for each in range(number, number + 4)])
        return path

    def tables(path: Path) -> int:
        return len(list(path.glob("*.sst")))

    monkeypatch.setattr(local, "_BULK_QUADS", 1)
    monkeypatch.setattr(local, "_MOST_TABLES", 12)
    few = built(tmp_path / "few")
    monkeypatch.setattr(LocalStore, "tidy", lambda _: None)
    many = built(tmp_path / "many")
    assert tables(few) <= local._MOST_TABLES < tables(many)
    assert nquads(few) == nquads(many)
    assert not repair.check(few)


def test_a_generator_that_raises_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> Iterator[Quad]:
        yield from QUADS[:5]
        raise KeyError("broken")

    filled(tmp_path / "store")
    before = nquads(tmp_path / "store")
    with LocalStore(tmp_path / "store") as store, pytest.raises(KeyError):
        store.put([(name_of(1), article(1, 2)), (NAME, broken())])  # type: ignore[list-item]
    assert nquads(tmp_path / "store") == before


_SYNCED = """
import os, sys
from pathlib import Path
from kg.store import LocalStore
from tests.kill_store import article
from tests.stores import name_of
with LocalStore(Path(sys.argv[1]), create=True) as store:
    size = int(sys.argv[2])
    os.write(2, b"BEGIN\\n")
    store.put([(name_of(number), article(number, 1)) for number in range(size)])
    if len(sys.argv) > 3:
        (Path(sys.argv[1]) / "cheat.log").write_text("not synced")
    os.write(2, b"END\\n")
"""


def unsynced(trace: str) -> set[str]:
    """Files that were written between the two marks, and not synced after that."""
    dirty: set[str] = set()
    inside = trace.partition("BEGIN")[2].partition("END")[0]
    for call, path in re.findall(r"(write|pwrite64|writev|pwritev|fsync|fdatasync)\(\d+<([^>]+)>", inside):
        (dirty.discard if "sync" in call else dirty.add)(path)
    return {path for path in dirty if re.search(r"\.(sst|log|ledger|ledger-wal)$|MANIFEST", path)}


@pytest.mark.parametrize(("articles", "cheat"), [(3, False), (300, False), (3, True)])
def test_a_batch_is_synced_before_it_is_acknowledged(tmp_path: Path, articles: int, cheat: bool) -> None:
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed: apt-get install strace")
    trace = tmp_path / "trace"
    calls = "trace=write,pwrite64,writev,pwritev,fsync,fdatasync"
    command = [strace, "-f", "-y", "-e", calls, "-o", str(trace), sys.executable, "-c", _SYNCED, str(tmp_path / "store"), str(articles)]
    done = subprocess.run([*command, *["cheat"] * cheat], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    if "ptrace" in done.stderr.lower():
        pytest.skip("strace may not trace here")
    assert done.returncode == 0, done.stderr
    assert bool(unsynced(trace.read_text(errors="replace"))) == cheat


def test_the_same_article_twice_is_the_same(tmp_path: Path) -> None:
    with LocalStore(tmp_path / "store", create=True) as store:
        store.put([(NAME, QUADS)])
        store.put([(NAME, list(reversed(QUADS)))])
        assert set(store.quads()) == set(QUADS)
        assert len(list(store.quads())) == len(QUADS)


def test_another_version_replaces_the_whole(tmp_path: Path) -> None:
    with LocalStore(tmp_path / "store", create=True) as store:
        store.put([(name_of(1), article(1, 1))])
        store.put([(name_of(1), article(1, 2))])
        assert set(store.quads()) == set(article(1, 2))


def test_any_order_of_building_gives_the_same_bytes(tmp_path: Path) -> None:
    filled(tmp_path / "one", range(12))
    filled(tmp_path / "two", range(11, -1, -1))
    assert nquads(tmp_path / "one") == nquads(tmp_path / "two") != ""
    filled(tmp_path / "three", range(11))
    assert nquads(tmp_path / "one") != nquads(tmp_path / "three")


def test_a_second_writer_gets_one_clear_line_at_once(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from kg.store import LocalStore; LocalStore(Path(sys.argv[1]))"
    with LocalStore(filled(tmp_path / "store")):
        with pytest.raises(StoreLocked, match="another kg writes to the store"):
            LocalStore(tmp_path / "store")
        done = python(code, tmp_path / "store")
        assert "StoreLocked: another kg writes to the store" in done.stderr
    assert python(code, tmp_path / "store").returncode == 0


@pytest.mark.parametrize("command", [["check"], ["stats"], ["export"], ["query", "who-met-whom"], ["validate"], ["remove", "x"], ["view"], ["backup", "b"]])
def test_a_wrong_path_never_makes_a_store(tmp_path: Path, command: list[str]) -> None:
    foreign = tmp_path / "letters"
    foreign.mkdir()
    (foreign / "dear.txt").write_text("x")
    for path in (tmp_path / "nowhere", foreign):
        result = CliRunner().invoke(app, [*command, "--store", str(path)])
        assert result.exit_code == 1, (path, result.output)
    assert sorted(each.name for each in tmp_path.rglob("*")) == ["dear.txt", "letters"]


def test_a_folder_of_other_things_is_not_built_into(tmp_path: Path) -> None:
    (tmp_path / "dear.txt").write_text("x")
    with pytest.raises(StoreMissing, match="other things than a store"):
        LocalStore(tmp_path, create=True)
    with pytest.raises(StoreError):
        LocalStore(tmp_path / "dear.txt" / "store", create=True)
    assert [each.name for each in tmp_path.iterdir()] == ["dear.txt"]


_WRITING = """
import itertools, sys
from pathlib import Path
from kg.store import LocalStore
from tests.kill_store import article
from tests.stores import name_of
with LocalStore(Path(sys.argv[1]), create=True) as store:
    for version in itertools.count(1):
        store.put([(name_of(number), article(number, version)) for number in range(20)])
        print(version, flush=True)
"""


def test_readers_see_whole_batches_while_another_writes(tmp_path: Path) -> None:
    """Its files are merged and removed all the time, which is no damage."""
    command = [sys.executable, "-c", _WRITING, str(tmp_path / "store")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        try:
            promised = int(writer.stdout.readline())
            for _ in range(40):
                with LocalStore(tmp_path / "store", read_only=True) as store:
                    seen = [set(store.quads(name_of(number))) for number in range(20)]
                    version = {str(quad.object).strip('"').partition(".")[0] for quads in seen for quad in quads if "own" in quad.predicate.value}
                assert [len(quads) for quads in seen] == [30] * 20 and max(map(int, version)) >= promised
        finally:
            writer.kill()
    assert not list(tmp_path.glob(".*reading*"))


def test_a_backup_while_another_writes_is_whole(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _WRITING, str(tmp_path / "store")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        try:
            for turn in range(3):
                promised = int(writer.stdout.readline())
                assert backup.backup(tmp_path / "store", tmp_path / f"copy-{turn}") == 20
                with LocalStore(tmp_path / f"copy-{turn}") as copy:
                    version = {str(quad.object).strip('"').partition(".")[0] for quad in copy.quads() if "own" in quad.predicate.value}
                    assert len(version) == 1 and int(version.pop()) >= promised
                assert repair.check(tmp_path / f"copy-{turn}") == ()
        finally:
            writer.kill()


def test_a_backup_goes_to_no_folder_that_is_there(tmp_path: Path) -> None:
    filled(tmp_path / "store")
    (tmp_path / "copy").mkdir()
    with pytest.raises(StoreError, match="exists already"):
        backup.backup(tmp_path / "store", tmp_path / "copy")


def test_a_backup_of_damage_is_refused(tmp_path: Path) -> None:
    path = filled(tmp_path / "store")
    with sqlite3.connect(ledger_path(path)) as ledger:
        ledger.execute("UPDATE graph SET quads = 7 WHERE name = ?", (name_of(3),))
    ledger.close()
    with pytest.raises(StoreDamaged, match="run kg check first"):
        backup.backup(path, tmp_path / "copy")
    assert not list(tmp_path.glob("*copy*"))


@pytest.mark.parametrize("format", ["nquads", "trig"])
def test_an_export_comes_back_byte_for_byte(tmp_path: Path, format: str) -> None:
    with LocalStore(filled(tmp_path / "one")) as store:
        store.put([(NAME, QUADS)])
    file = tmp_path / {"nquads": "all.nq", "trig": "all.trig"}[format]
    for command in (["export", "--format", format, "--out", str(file), "--store", str(tmp_path / "one")], ["import", str(file), "--store", str(tmp_path / "two")]):
        assert CliRunner().invoke(app, command).exit_code == 0
    assert nquads(tmp_path / "two") == nquads(tmp_path / "one")


def test_an_import_of_anything_else_is_refused(tmp_path: Path) -> None:
    for name, text in (("a.nq", "<https://e.org/s> <https://e.org/p> <https://e.org/o> <https://e.org/g> .\n"), ("b.nq", "nonsense"), ("c.txt", "")):
        (tmp_path / name).write_text(text)
        with pytest.raises(StoreError):
            list(backup.exported([tmp_path / name]))


def test_no_quad_goes_into_another_graph_and_no_blank_node_in(tmp_path: Path) -> None:
    node = NamedNode("https://example.org/x")
    with LocalStore(tmp_path / "store", create=True) as store:
        for quad in (Quad(node, node, node, node), Quad(BlankNode("b"), node, node, rdf_samples.GRAPH), Quad(node, node, BlankNode("b"), rdf_samples.GRAPH)):
            with pytest.raises(TermError):
                store.put([(NAME, [*QUADS, quad])])
        assert store.graphs() == []
        store.put([(NAME, [Quad(node, node, Literal("> _:b"), rdf_samples.GRAPH)])])
        assert store.graphs() == [NAME]


@given(st.lists(st.text(st.characters(codec="utf-8")), max_size=5))
def test_an_entry_is_the_same_in_any_order_and_reads_back(words: list[str]) -> None:
    quads = [Quad(rdf_samples.GRAPH, vocab.iri("rdfs:label"), vocab.text(word), rdf_samples.GRAPH) for word in words]
    one, other = entry(NAME, quads), entry(NAME, reversed(quads))
    assert one == other and one.whole and set(one.read()) == set(quads)


def test_the_ledger_forgets_what_was_taken_out(tmp_path: Path) -> None:
    with LocalStore(filled(tmp_path / "store")) as store:
        assert store.remove(name_of(3)) and not store.remove(name_of(3))
    with Ledger(ledger_path(tmp_path / "store")) as ledger:
        assert name_of(3) not in ledger.names() and len(ledger.names()) == 11
    assert repair.check(tmp_path / "store") == ()


def test_reading_only_writes_nothing(tmp_path: Path) -> None:
    path = filled(tmp_path / "store")
    with open_store(str(path), read_only=True) as store, pytest.raises(StoreError, match="reading only"):
        store.put([(NAME, QUADS)])
