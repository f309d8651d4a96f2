"""What is claimed is there: commands, questions and settings are documented, and links lead somewhere."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from kg import queries
from kg.settings import Settings
from tests.test_cli import COMMANDS

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
TEXTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "ontology").rglob("*.md")])


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_guide(command: str) -> None:
    assert f"`kg {command}" in GUIDE


@pytest.mark.parametrize("name", [query.name for query in queries.named()])
def test_every_question_is_in_the_guide(name: str) -> None:
    assert f"`{name}`" in GUIDE


@pytest.mark.parametrize("name", [field.name for field in fields(Settings)])
def test_every_setting_is_in_the_guide(name: str) -> None:
    assert f"`KG_{name.upper()}`" in GUIDE


@pytest.mark.parametrize("part", ["main job", "tests"])
def test_ci_runs_the_readmes_commands(part: str) -> None:
    block = re.search(rf"<!-- run: {part} -->\n```sh\n(.+?)\n```", README, re.S)
    assert block is not None and "pip install" in block.group(1)
    assert part in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    for link in re.findall(r"\]\(([^)#]+)[^)]*\)", path.read_text(encoding="utf-8")):
        if "://" not in link:
            assert (path.parent / link).exists(), link
