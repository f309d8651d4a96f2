"""Imports point one way, modules stay short, and only some touch the disk or print."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

KG = Path(__file__).parent.parent / "kg"
MODULES = sorted(path for path in KG.rglob("*.py") if "train" not in path.parts)
LOW = {"errors": 0, "settings": 1, "kinds": 1, "vocab": 1, "bases": 1, "model": 1}
HIGH = {"extract": 3, "build": 3, "engines": 3, "score": 3, "coded": 3, "cli": 4, "server": 4, "__main__": 5}


def part(path: Path) -> str:
    return path.relative_to(KG).parts[0].removesuffix(".py")


def layer(name: str) -> int:
    return LOW.get(name, HIGH.get(name, 2))


def imported(path: Path) -> Iterator[str]:
    """The parts of kg that a module imports anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.ImportFrom) and node.module == "kg":
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("kg."):
            names = [node.module.split(".")[1]]
        elif isinstance(node, ast.Import):
            names = [alias.name.split(".")[1] for alias in node.names if alias.name.startswith("kg.")]
        yield from (name for name in names if not name.startswith("__"))


def called(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(KG)))
def test_imports_point_down(path: Path) -> None:
    wrong = [name for name in imported(path) if layer(name) > layer(part(path)) and name != part(path)]
    assert wrong == []


def test_the_lowest_layers_stay_apart() -> None:
    assert [name for name in imported(KG / "errors.py")] == []
    assert set(imported(KG / "settings.py")) == {"errors"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(KG)))
def test_a_module_is_short(path: Path) -> None:
    assert path.read_text(encoding="utf-8").count("\n") <= 300


@pytest.mark.parametrize("path", [path for path in MODULES if part(path) not in ("cli", "language")], ids=lambda path: str(path.relative_to(KG)))
def test_only_the_command_line_prints(path: Path) -> None:
    assert "print" not in set(called(path))


def test_iris_are_written_in_one_place() -> None:
    known = ("https://w3id.org/diplomacy-kg", "http://www.w3.org/", "https://schema.org/", "http://semanticweb.cs.vu.nl/")
    allowed = {"vocab.py", "settings.py"}
    found = []
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        texts = {id(node.body[0].value) for node in ast.walk(tree) if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and node.body and isinstance(node.body[0], ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith(known) and id(node) not in texts:
                found.append(f"{path.name}:{node.lineno}")
    assert [each for each in found if each.split(":")[0] not in allowed] == []


def test_the_check_can_fail(tmp_path: Path) -> None:
    module = tmp_path / "x.py"
    module.write_text("from kg import cli\nimport kg.server\nfrom kg.build import build\nprint(1)\n", encoding="utf-8")
    assert sorted(imported(module)) == ["build", "cli", "server"]
    assert "print" in set(called(module))
