"""The commands: what they print where, their exit codes, and that they leave nothing by half."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from typer.testing import CliRunner

from kg import __version__
from kg.cli import app
from kg.cli.base import stop_again
from kg.records import records
from kg.store import open_store
from tests import rdf_samples
from tests.conftest import ROOT, Run

COMMANDS = sorted(command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands)
CONTRACT = {"build", "query", "view", "export", "serve", "validate", "score", "stats", "remove", "explain"}
NEWS = "Ceasefire talks\n\nFrance demanded on Monday that Iran release two sailors. Iran rejected the demand.\n"


def run(*arguments: str | Path) -> Any:
    return CliRunner().invoke(app, [str(each) for each in arguments])


def keys(store: Path) -> list[str]:
    result = run("query", "articles", "--store", store, "--format", "json")
    return [row["key"]["value"] for row in json.loads(result.stdout)["results"]["bindings"]]


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "talks.txt"
    path.write_text(NEWS, encoding="utf-8")
    return path


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_that_ends_with_an_example(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert re.search(rf"Example:\s+kg {command}\b", result.stdout)


def test_the_commands_of_the_contract_are_there() -> None:
    assert set(COMMANDS) >= CONTRACT


def test_the_version() -> None:
    assert run("--version").stdout == f"kg {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("nope",), ("build",), ("build", "x.txt", "--engine", "flink"), ("build", "x.txt", "--workers", "0"), ("build", "x.txt", "--nope"),
        ("export", "--format", "docx"), ("query", "timeline", "--format", "docx"), ("query", "timeline", "--param", "actor"),
        ("remove",), ("score",), ("serve", "--port", "99999"),
    ],
)  # fmt: skip
def test_wrong_usage_is_exit_2(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Error" in result.stderr


@pytest.mark.model
class TestBuild:
    def test_it_tells_what_it_found_and_where_all_lies(self, news: Path, tmp_path: Path) -> None:
        store, html = tmp_path / "s", tmp_path / "page.html"
        result = run("build", news, "--store", store, "--published", "2025-04-22", "--html", html)
        assert result.exit_code == 0, result.output
        lines = result.stdout.splitlines()
        assert re.fullmatch(r"1 articles, \d+ events, \d+ actors", lines[0])
        assert lines[-2:] == [f"store: {store}", f"view: {html}"]
        assert any(line.split() == ["1", "Demand"] for line in lines)
        assert html.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")

    def test_building_again_changes_nothing(self, news: Path, tmp_path: Path) -> None:
        exported = []
        for _ in range(2):
            assert run("build", news, "--store", tmp_path / "s").exit_code == 0
            exported.append(run("export", "--format", "nquads", "--store", tmp_path / "s").stdout)
        assert exported[0] == exported[1] != ""

    def test_building_again_replaces(self, news: Path, tmp_path: Path) -> None:
        run("build", news, "--store", tmp_path / "s")
        news.write_text(NEWS.replace("France", "Spain"), encoding="utf-8")
        run("build", news, "--store", tmp_path / "s")
        found = run("export", "--store", tmp_path / "s").stdout
        assert "Spain" in found and "France" not in found

    def test_two_processes_give_what_one_gives(self, news: Path, tmp_path: Path, kg: Run) -> None:
        (tmp_path / "other.txt").write_text(NEWS.replace("Iran", "Oman"), encoding="utf-8")
        files = (news, tmp_path / "other.txt")
        done = kg("build", *files, "--store", tmp_path / "two", "--workers", "2")
        assert done.returncode == 0, done.stderr
        run("build", *files, "--store", tmp_path / "one")
        exported = [run("export", "--format", "nquads", "--store", tmp_path / name).stdout for name in ("one", "two")]
        assert exported[0] == exported[1] != ""

    def test_standard_input(self, tmp_path: Path) -> None:
        result = CliRunner().invoke(app, ["build", "-", "--store", str(tmp_path / "s")], input=NEWS)
        assert result.exit_code == 0, result.output
        assert keys(tmp_path / "s")[0].startswith("stdin-")

    def test_some_set_aside_is_exit_3_and_they_are_named(self, news: Path, tmp_path: Path) -> None:
        (tmp_path / "empty.txt").write_bytes(b"")
        (tmp_path / "letter.txt").write_text("Der Minister hat gestern in Berlin mit dem Präsidenten über den Vertrag gesprochen. " * 5)
        result = run("build", tmp_path, "--store", tmp_path / "s")
        assert result.exit_code == 3
        aside = [json.loads(line) for line in (tmp_path / "quarantine.jsonl").read_text(encoding="utf-8").splitlines()]
        assert [(Path(each["source"]).name, each["article"]) for each in aside] == [("empty.txt", None), ("letter.txt", "letter")]
        assert "is empty" in aside[0]["reason"] and "not in English" in aside[1]["reason"]
        assert f"2 of 3 articles set aside, named in {tmp_path / 'quarantine.jsonl'}" in result.stderr
        assert keys(tmp_path / "s") == ["talks"]

    def test_a_clean_build_clears_the_names(self, news: Path, tmp_path: Path) -> None:
        (tmp_path / "quarantine.jsonl").write_text("{}\n")
        run("build", news, "--store", tmp_path / "s")
        assert not (tmp_path / "quarantine.jsonl").exists()

    def test_where_nothing_can_be_read_no_store_is_made(self, tmp_path: Path) -> None:
        (tmp_path / "empty.txt").write_bytes(b"")
        assert run("build", tmp_path / "empty.txt", "--store", tmp_path / "s").exit_code == 3
        assert not (tmp_path / "s").exists()

    def test_stopped_by_ctrl_c(self, tmp_path: Path) -> None:
        """A stop is one line and exit 130; what the store holds is whole."""
        for number in range(200):
            (tmp_path / f"{number:03}.txt").write_text(NEWS, encoding="utf-8")
        command = [sys.executable, "-m", "kg", "build", str(tmp_path), "--store", str(tmp_path / "s")]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "KG_BATCH_ARTICLES": "1"}
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not (tmp_path / "s").exists():
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
        assert process.returncode == 130
        assert said.splitlines()[-1] == "kg: stopped; what was stored before stays"
        assert run("validate", "--store", tmp_path / "s").exit_code == 0


class TestStop:
    """A stop that falls into a finaliser, whose errors Python only prints."""

    def test_it_comes_again(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "unraisablehook", stop_again)

        class Late:
            def __del__(self) -> None:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            Late()
            time.sleep(5)

    def test_other_errors_are_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        told: list[object] = []
        monkeypatch.setattr(sys, "__unraisablehook__", told.append)
        stop_again(SimpleNamespace(exc_type=ValueError))
        assert len(told) == 1


@pytest.mark.model
class TestExplain:
    def test_it_tells_mentions_frames_and_events(self, news: Path) -> None:
        result = run("explain", news, "--published", "2025-04-22")
        assert result.exit_code == 0, result.output
        for needed in ("France demanded on Monday", "Iran (State, IRN)", "frame", "EVENT", "Demand", "France → Iran", "release two sailors”", "2025-04-21"):
            assert needed in result.stdout, needed

    def test_it_tells_why_a_candidate_was_dropped(self, tmp_path: Path) -> None:
        path = tmp_path / "weather.txt"
        path.write_text("Heavy rain threatened the harvest. The bill requires a signature. The plan demanded patience.\n", encoding="utf-8")
        told = run("explain", path).stdout
        assert "dropped" in told and "EVENT" not in told

    def test_colour_only_on_a_terminal(self, news: Path, kg: Run) -> None:
        assert "\x1b[" not in run("explain", news).stdout
        assert "\x1b[1" in kg("explain", news, FORCE_COLOR="1").stdout

    def test_an_article_of_the_store(self, sample_store: Path) -> None:
        told = run("explain", "sailors", "--store", sample_store)
        assert "Lena Brandt met Iran in Muscat last week." in told.stdout

    def test_neither_file_nor_article(self, sample_store: Path) -> None:
        result = run("explain", "nothing", "--store", sample_store)
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr == "kg: nothing is neither a file nor an article in the store: kg query articles lists them\n"


def test_query_lists_its_questions() -> None:
    lines = run("query").stdout.splitlines()
    assert lines[0].split("\t") == ["name", "question", "parameters"]
    assert "who-met-whom\tWho met whom, how often, when first and when last?\tactor, since, until" in lines


@pytest.mark.parametrize(
    ("form", "start"),
    [
        ("table", "one\tother\tmeetings\tfirst\tlast\nIran\tLena Brandt\t1\t2025-04-22\t2025-04-22\n"),
        ("csv", "one,other,meetings,first,last\nIran,Lena Brandt,1,2025-04-22,2025-04-22\n"),
        ("tsv", '?one\t?other\t?meetings\t?first\t?last\n"Iran"\t"Lena Brandt"\t'),
        ("json", '{"head"'),
        ("xml", "<?xml"),
    ],
)
def test_rows_in_every_format(shared_store: Path, form: str, start: str) -> None:
    assert run("query", "who-met-whom", "--store", shared_store, "--format", form).stdout.replace("{\n ", "{").startswith(start)


def test_any_sparql(shared_store: Path, tmp_path: Path) -> None:
    select = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?e dip:trigger ?t } }"
    (tmp_path / "mine.rq").write_text("PREFIX dip: <https://w3id.org/diplomacy-kg/ontology#> " + select, encoding="utf-8")
    for given in (select, tmp_path / "mine.rq"):
        assert run("query", given, "--store", shared_store).stdout == "n\n6\n"
    assert run("query", "ASK { GRAPH ?g { ?s dip:metWith ?o } }", "--store", shared_store).stdout == "yes\n"
    turtle = run("query", "CONSTRUCT { ?s dip:metWith ?o } WHERE { GRAPH ?g { ?s dip:metWith ?o } }", "--store", shared_store, "--format", "ttl")
    assert turtle.stdout.count("dip:metWith") == 2


def test_a_parameter_is_bound(shared_store: Path) -> None:
    result = run("query", "who-demanded-what", "--param", "actor=tehran", "--store", shared_store, "--format", "csv")
    assert result.stdout.count("\n") == 2
    assert run("query", "who-demanded-what", "--param", "actor=Oman", "--store", shared_store, "--format", "csv").stdout.count("\n") == 1


def test_counts(shared_store: Path) -> None:
    lines = [line.split("\t") for line in run("stats", "--store", shared_store).stdout.splitlines()]
    quads = str(len(rdf_samples.quads()))
    assert lines[:5] == [["count", "of"], ["1", "articles"], ["6", "events"], ["4", "actors"], [quads, "quads"]]
    assert ["2", "CONSULT"] in lines


def test_json_lines_are_the_contracts(shared_store: Path) -> None:
    result = run("export", "--store", shared_store)
    assert [json.loads(line) for line in result.stdout.splitlines()] == records(rdf_samples.quads())


@pytest.mark.parametrize("form", ["jsonl", "csv", "nquads", "trig", "turtle", "jsonld", "graphml", "gexf"])
def test_every_export_goes_to_a_file_or_to_standard_output(shared_store: Path, tmp_path: Path, form: str) -> None:
    printed = run("export", "--format", form, "--store", shared_store)
    written = run("export", "--format", form, "--store", shared_store, "--out", tmp_path / "deep" / "out")
    assert printed.exit_code == written.exit_code == 0
    assert written.stdout == ""
    assert printed.stdout == (tmp_path / "deep" / "out").read_text(encoding="utf-8") != ""


def test_validate(sample_store: Path) -> None:
    assert run("validate", "--store", sample_store).stdout == "1 of 1 articles conform\n"
    broken = [quad for quad in rdf_samples.quads() if not quad.predicate.value.endswith("#modality")]
    with open_store(str(sample_store)) as store:
        store.put([(rdf_samples.GRAPH.value, broken)])
    result = run("validate", "--store", sample_store)
    assert result.exit_code == 1
    assert result.stdout.count("an event needs one modality") == 6
    assert result.stdout.splitlines()[-1] == "0 of 1 articles conform"


def test_remove(sample_store: Path) -> None:
    result = run("remove", "sailors", "elsewhere", "--store", sample_store)
    assert result.exit_code == 1
    assert "no article in the store is called elsewhere" in result.stderr
    assert keys(sample_store) == ["sailors"]
    assert run("remove", "sailors", "--store", sample_store).stdout == "1 taken out\n"
    assert keys(sample_store) == []


def test_a_view_is_a_file(sample_store: Path, tmp_path: Path) -> None:
    result = run("view", "who-met-whom", "--store", sample_store, "--out", tmp_path / "met.html")
    assert (result.exit_code, result.stdout) == (0, f"{tmp_path / 'met.html'}\n")
    assert "Lena Brandt" in (tmp_path / "met.html").read_text(encoding="utf-8")


def test_settings_come_from_the_environment(shared_store: Path, kg: Run) -> None:
    assert kg("stats", KG_STORE=str(shared_store)).stdout.startswith("count\tof\n1\tarticles\n")
    cut = kg("query", "evidence", "--store", shared_store, "--format", "csv", KG_QUERY_MAX_ROWS="3")
    assert cut.stdout.count("\n") == 4
    assert cut.stderr == "kg: cut after 3 rows: --no-limits shows all\n"
    assert kg("query", "evidence", "--store", shared_store, "--no-limits", KG_QUERY_MAX_ROWS="3").stdout.count("\n") > 4


def test_python_dash_m_is_the_command(kg: Run) -> None:
    assert kg("--version").stdout == f"kg {__version__}\n"


def test_a_reader_that_goes_away_is_no_error(shared_store: Path) -> None:
    command = f"{sys.executable} -m kg export --format nquads --store {shared_store} | head -1"
    done = subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.count("\n") == 1
    assert "Traceback" not in done.stderr
