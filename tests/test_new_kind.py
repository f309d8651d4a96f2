"""A new kind of event is a class, a frame and a sentence: no code."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run

CLASS = """
dip:Serenade a owl:Class ; rdfs:label "serenade"@en ; rdfs:comment "An actor sings for another."@en ;
    rdfs:subClassOf dip:Support ; dcterms:source "a test" ; dip:plover "SUPPORT" .
"""
FRAME = """
[[frame]]
type = "Serenade"
verb = ["serenade"]
source = ["subject"]
target = ["object"]
"""


@pytest.mark.model
def test_a_kind_is_added_without_code(tmp_path: Path, kg: Run) -> None:
    mine = tmp_path / "ontology"
    shutil.copytree(ROOT / "ontology", mine)
    for file, more in ((mine / "diplomacy.ttl", CLASS), (mine / "frames" / "support.toml", FRAME)):
        file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")
    (tmp_path / "song.txt").write_text("France serenaded Germany on Monday. The crowd in Berlin applauded.\n", encoding="utf-8")
    build = ("build", "song.txt", "--published", "2025-04-22", "--store", "s")

    def found(**environment: str) -> list[tuple[str, str, str, str]]:
        assert kg(*build, **environment).returncode == 0
        lines = kg("export", "--store", "s", **environment).stdout.splitlines()
        events = [json.loads(line) for line in lines]
        return [(e["type"], e["category"], e["source"][0]["label"], e["target"][0]["label"]) for e in events if e["type"] == "Serenade"]

    assert found() == []
    assert found(KG_ONTOLOGY_DIR=str(mine)) == [("Serenade", "SUPPORT", "France", "Germany")]
    assert kg("validate", "--store", "s", KG_ONTOLOGY_DIR=str(mine)).returncode == 0
