"""Damage is never silent, and what can be mended is."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pyoxigraph import NamedNode
from pyoxigraph import Store as Oxigraph
from typer.testing import CliRunner

from kg import repair
from kg.articles import Problem
from kg.build import Plan, build
from kg.cli import app
from kg.errors import KgError, StoreDamaged
from kg.settings import Settings
from kg.store import LocalStore, ledger_path
from tests.kill_store import article
from tests.stores import ROOT, filled, name_of, nquads


def flip(path: Path, at: float) -> None:
    data = bytearray(path.read_bytes())
    data[min(int(len(data) * at), len(data) - 1)] ^= 0x10
    path.write_bytes(data)


def cut(path: Path, at: float) -> None:
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * at)])


def delete(path: Path, _: float) -> None:
    path.unlink()


KINDS = ["*.sst", "MANIFEST-*", "CURRENT", "*.log", "OPTIONS-*", "IDENTITY"]


@pytest.mark.parametrize("kind", [*KINDS, "ledger"])
@pytest.mark.parametrize("harm", [flip, cut, delete])
def test_damage_is_never_silent(tmp_path: Path, kind: str, harm: Callable[[Path, float], None]) -> None:
    whole = filled(tmp_path / "whole")
    wanted = nquads(whole)
    sizes = {path: path.stat().st_size for path in (whole.glob(kind) if kind != "ledger" else [ledger_path(whole)])}
    files = sorted(path.name for path, size in sizes.items() if size)[-4:]
    for turn, file in enumerate(files):
        for at in (0.02, 0.5, 0.97):
            path = tmp_path / f"copy-{turn}-{at}"
            shutil.copytree(whole, path)
            shutil.copy(ledger_path(whole), ledger_path(path))
            harm(ledger_path(path) if kind == "ledger" else path / file, at)
            try:
                damage = repair.check(path)
            except KgError:
                continue  # loud enough
            assert nquads(path) == wanted or any(not each.mended for each in damage), (file, at, damage)
            assert nquads(path) == wanted, (file, at, damage)  # one of the two is whole: all comes back


def test_a_table_that_is_gone_has_every_index_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library may open a store without it, and graphs may be read whole from the other indexes."""
    path = filled(tmp_path / "store")
    read: list[str] = []
    monkeypatch.setattr(repair, "_read_all", lambda store: read.append(store.location))
    assert repair.check(path) == ()
    read.clear()  # the library may have merged tables in the meantime
    with closing(sqlite3.connect(ledger_path(path))) as ledger, ledger:
        ledger.execute("INSERT INTO file VALUES ('999999.sst', '0')")
    assert repair.check(path) == () and read == [str(path)]


def test_what_is_lost_from_the_log_is_told_and_mended(tmp_path: Path) -> None:
    """The library itself opens such a store without a word."""
    path = filled(tmp_path / "store")
    wanted = nquads(path)
    db = Oxigraph(str(path))
    db.remove_graph(NamedNode(name_of(3)))
    db.remove(article(5, 1)[0])
    del db
    with pytest.raises(StoreDamaged, match="has lost 1 of 12 articles: run kg check"):
        LocalStore(path)
    with pytest.raises(StoreDamaged, match="has lost 1 of 12"):
        LocalStore(path, read_only=True)
    result = CliRunner().invoke(app, ["check", "--store", str(path)])
    assert result.exit_code == 0
    assert "is missing: mended" in result.output and "has 29 quads for 30: mended" in result.output
    assert nquads(path) == wanted
    assert repair.check(path) == ()


def test_what_is_lost_twice_makes_check_fail(tmp_path: Path) -> None:
    path = filled(tmp_path / "store")
    with sqlite3.connect(ledger_path(path)) as ledger:
        ledger.execute("UPDATE graph SET data = X'00' WHERE name = ?", (name_of(3),))
    ledger.close()
    db = Oxigraph(str(path))
    db.remove(article(3, 1)[0])
    del db
    result = CliRunner().invoke(app, ["check", "--store", str(path)])
    assert result.exit_code == 1
    assert "not mended" in result.output


def test_a_damaged_copy_in_the_ledger_is_taken_from_the_store(tmp_path: Path) -> None:
    path = filled(tmp_path / "store")
    with sqlite3.connect(ledger_path(path)) as ledger:
        ledger.execute("UPDATE graph SET data = X'00' WHERE name = ?", (name_of(3),))
    ledger.close()
    assert [each.mended for each in repair.check(path)] == [True]
    assert repair.check(path) == ()


GONE = "is gone, but its ledger still has 12 articles: run kg check --store {0} to have them back, or rm {0}.ledger to begin anew"


@pytest.fixture
def gone(tmp_path: Path) -> Path:
    """What ``rm -r output/store`` leaves."""
    path = filled(tmp_path / "store")
    shutil.rmtree(path)
    return path


@pytest.mark.parametrize("command", [["stats"], ["export"], ["query", "who-met-whom"], ["validate"], ["remove", "x"], ["view"], ["serve"], ["build", str(ROOT / "examples")], ["import", "x.nq"]])
def test_a_store_that_is_gone_is_told_with_both_ways_out(gone: Path, command: list[str]) -> None:
    result = CliRunner().invoke(app, [*command, "--store", str(gone)])
    assert (result.exit_code, result.output) == (1, f"kg: the store {gone} {GONE.format(gone)}\n")
    assert not gone.exists()


def test_a_build_into_a_store_that_is_gone_reads_no_article_first(gone: Path) -> None:
    def never() -> Iterator[Problem]:
        yield pytest.fail("an article was read")

    with pytest.raises(StoreDamaged, match="to begin anew"):
        build(never(), Plan(str(gone)), settings=Settings())


def test_a_store_that_is_gone_comes_back_from_its_ledger(gone: Path) -> None:
    wanted = nquads(filled(gone.parent / "other"))
    result = CliRunner().invoke(app, ["check", "--store", str(gone)])
    assert (result.exit_code, result.output) == (0, f"{gone} was gone, and was built anew from its ledger: mended\n1 damaged, 1 mended\n")
    assert nquads(gone) == wanted


def test_without_its_ledger_a_store_that_is_gone_begins_anew(gone: Path) -> None:
    ledger_path(gone).unlink()
    assert nquads(filled(gone, range(2))) == nquads(filled(gone.parent / "other", range(2)))


def test_a_store_without_its_mark_is_damaged_not_gone(tmp_path: Path) -> None:
    path = filled(tmp_path / "store")
    (path / "CURRENT").unlink()
    for read_only in (True, False):
        with pytest.raises(StoreDamaged, match=r"is damaged \(it has no CURRENT\), its ledger is not: run kg check"):
            LocalStore(path, create=not read_only, read_only=read_only)
