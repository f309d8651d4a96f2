"""What can't be done: one clear line that names the thing, the exit code of the contract, nothing half written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.test_cli import NEWS, run

REFUSED: list[tuple[str, list[str], str]] = [
    ("a file that is not there", ["build", "nowhere.txt"], "nowhere.txt"),
    ("a glob that finds nothing", ["build", "no*.txt"], "no*.txt"),
    ("a folder without articles", ["build", "{empty}"], "no article in the folder"),
    ("a format that is not known", ["build", "{strange}"], ".docx"),
    ("a web address", ["build", "https://example.org/a"], "not supported yet"),
    ("a web archive", ["build", "{warc}"], "not supported yet"),
    ("a feed", ["build", "{feed}"], "not supported yet"),
    ("another engine", ["build", "{news}", "--engine", "spark"], "'spark' is not supported yet"),
    ("a date that is none", ["build", "{news}", "--published", "yesterday"], "no date: 'yesterday'"),
    ("the 30th of February", ["build", "{news}", "--published", "2025-02-30"], "2025-02-30"),
    ("a page into a folder", ["build", "{news}", "--store", "{new}", "--html", "{empty}"], "is a folder: name a file"),
    ("a page below a file", ["build", "{news}", "--store", "{new}", "--html", "{news}/page.html"], "can't be written"),
    ("a store that is a file", ["build", "{news}", "--store", "{news}"], "name a new folder"),
    ("a store among other things", ["build", "{news}", "--store", "{full}"], "name a new folder"),
    ("a model that is not there", ["build", "{news}", "--store", "{new}", "--model", "en_nowhere"], "en_nowhere"),
    ("no store to ask", ["query", "timeline", "--store", "{new}"], "no store in"),
    ("no store to ask in a folder", ["query", "timeline", "--store", "{full}"], "no store in"),
    ("no store to view", ["view", "--store", "{new}", "--out", "{new}.html"], "no store in"),
    ("no store to export", ["export", "--store", "{new}"], "no store in"),
    ("no store to count", ["stats", "--store", "{new}"], "no store in"),
    ("no store to validate", ["validate", "--store", "{new}"], "no store in"),
    ("no store to take from", ["remove", "a", "--store", "{new}"], "no store in"),
    ("no store to check", ["check", "--store", "{new}"], "no store in"),
    ("no server there", ["query", "timeline", "--store", "http://127.0.0.1:9/sparql"], "http://127.0.0.1:9/sparql"),
    ("a question that has no name", ["query", "who-kissed-whom", "--store", "{store}"], "'who-kissed-whom'"),
    ("a query file that is not there", ["query", "mine.rq", "--store", "{store}"], "mine.rq"),
    ("bad SPARQL", ["query", "SELECT ?x WHERE {{ ?x", "--store", "{store}"], "SPARQL"),
    ("an update", ["query", "INSERT DATA {{ GRAPH <a:b> {{ <a:b> <a:b> <a:b> }} }}", "--store", "{store}"], ""),
    ("a call to another server", ["query", "SELECT * WHERE {{ SERVICE <http://127.0.0.1:9/> {{ ?s ?p ?o }} }}", "--store", "{store}"], "SERVICE"),
    ("a parameter that is none", ["query", "timeline", "--param", "who=Iran", "--store", "{store}"], "'who'"),
    ("a day that is none", ["query", "timeline", "--param", "since=someday", "--store", "{store}"], "someday"),
    ("rows as a graph", ["query", "timeline", "--format", "ttl", "--store", "{store}"], "ttl"),
    ("a view that is none", ["view", "everything", "--store", "{store}", "--out", "{new}.html"], "everything"),
    ("a view since no day", ["view", "--since", "someday", "--store", "{store}", "--out", "{new}.html"], "no date: 'someday'"),
    ("an export into a folder", ["export", "--out", "{empty}", "--store", "{store}"], "is a folder"),
    ("a gold folder that is none", ["score", "{empty}"], "no annotated articles in"),
    ("a gold folder that is not there", ["score", "{new}"], "no annotated articles in"),
    ("gold that is no JSON", ["score", "{badgold}"], "a.json can't be scored"),
    ("gold without its text", ["score", "{lonegold}"], "a.json can't be scored"),
    ("a backup onto a folder", ["backup", "{empty}", "--store", "{store}"], "exists already"),
]


@pytest.fixture
def places(tmp_path: Path, sample_store: Path) -> dict[str, Path]:
    names = {name: tmp_path / name for name in ("empty", "full", "badgold", "lonegold")}
    for folder in names.values():
        folder.mkdir()
    names |= {"news": tmp_path / "news.txt", "strange": tmp_path / "a.docx", "warc": tmp_path / "a.warc.gz", "feed": tmp_path / "a.xml"}
    for file in (names["news"], names["strange"], names["warc"], names["feed"], names["full"] / "mine.txt", names["badgold"] / "a.txt"):
        file.write_text(NEWS, encoding="utf-8")
    (names["badgold"] / "a.json").write_text("{", encoding="utf-8")
    (names["lonegold"] / "a.json").write_text('{"events": []}', encoding="utf-8")
    return {**names, "store": sample_store, "new": tmp_path / "new"}


def tree(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.stat().st_size for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize(("name", "arguments", "told"), REFUSED, ids=[name for name, _, _ in REFUSED])
def test_one_line_exit_1_and_nothing_written(name: str, arguments: list[str], told: str, places: dict[str, Path], tmp_path: Path) -> None:
    before = tree(tmp_path)
    result = run(*(each.format(**places) for each in arguments))
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("kg: ")
    assert told in line
    assert len(line) < 600
    assert {name: size for name, size in tree(tmp_path).items() if "store" not in name} == {
        name: size for name, size in before.items() if "store" not in name
    }


SET_ASIDE: list[tuple[str, str, bytes, str]] = [
    ("empty", "a.txt", b"", "is empty"),
    ("only space", "a.txt", b" \n\t\n ", "is empty"),
    ("binary", "a.txt", bytes(range(256)) * 20, "binary"),
    ("a PDF", "a.txt", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "binary"),
    ("no words", "a.txt", b"1234 5678 +++ 9", "no words"),
    ("German", "a.txt", "Der Minister sprach gestern in Berlin mit dem Präsidenten über den Vertrag. ".encode() * 5, "not in English"),
    ("Russian", "a.txt", "Министр встретился с президентом в Москве. ".encode() * 8, "not in English"),
    ("no JSON", "a.json", b'{"text": ', "no JSON"),
    ("no text in it", "a.json", b'{"title": "x"}', "no 'text'"),
    ("no records", "a.json", b"7", "no 'text'"),
    ("a line that is no JSON", "a.jsonl", b"nonsense\n", "line 1"),
    ("a table without text", "a.csv", b"title,body\nx,y\n", "no column 'text'"),
    ("a page without an article", "a.html", b"<html><head><title>x</title></head><body></body></html>", "no article"),
    ("a date that is none", "a.json", b'{"text": "France met Iran.", "published": "someday"}', "no date: 'someday'"),
]


@pytest.mark.parametrize(("name", "file", "data", "told"), SET_ASIDE, ids=[name for name, *_ in SET_ASIDE])
def test_an_article_that_can_not_be_read_is_set_aside(name: str, file: str, data: bytes, told: str, tmp_path: Path) -> None:
    (tmp_path / file).write_bytes(data)
    result = run("build", tmp_path / file, "--store", tmp_path / "s")
    assert result.exit_code == 3, result.output
    first, last = result.stderr.splitlines()
    assert first.startswith("kg: set aside: ") and str(tmp_path / file) in first and told in first
    assert "1 of 1 articles set aside" in last
    assert result.stdout == "0 articles, 0 events, 0 actors\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([file, "quarantine.jsonl"])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_rights(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NEWS, encoding="utf-8")
    (tmp_path / "a.txt").chmod(0)
    result = run("build", tmp_path / "a.txt", "--store", tmp_path / "s")
    assert result.exit_code == 3
    assert "can't be read: Permission denied" in result.stderr


def test_a_folder_named_like_an_article(tmp_path: Path) -> None:
    """The nearest thing to an unreadable file that root can have."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a.txt").symlink_to(tmp_path / "gone.txt")
    result = run("build", tmp_path / "folder", "--store", tmp_path / "s")
    assert result.exit_code == 3
    assert "can't be read: No such file or directory" in result.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_no_room_for_what_is_printed(shared_store: Path) -> None:
    import subprocess
    import sys

    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "kg", "export", "--store", str(shared_store)], stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=60
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == "kg: the system refused (No space left on device): make room or look at rights, then try again\n"


def test_a_setting_that_is_none(shared_store: Path, kg: Run) -> None:
    done = kg("stats", "--store", shared_store, KG_QUERY_MAX_ROWS="many")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "kg: KG_QUERY_MAX_ROWS must be a number, not 'many'\n"


def test_an_ontology_that_is_none(shared_store: Path, tmp_path: Path, kg: Run) -> None:
    done = kg("query", "timeline", "--store", shared_store, KG_ONTOLOGY_DIR=str(tmp_path))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1 and "holds no diplomacy.ttl" in done.stderr
