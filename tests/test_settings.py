"""Every setting can be set, is checked, and does something."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from kg.errors import SettingsError
from kg.settings import Settings, current

PACKAGE = Path(__file__).parent.parent / "kg"
CODE = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.glob("**/*.py") if path.name != "settings.py")
CODE += (PACKAGE / "settings.py").read_text(encoding="utf-8").partition("def current")[2]


@pytest.mark.parametrize("name", [each.name for each in fields(Settings)])
def test_a_setting_is_read_somewhere(name: str) -> None:
    assert f".{name}" in CODE or f"KG_{name.upper()}" in CODE


def test_a_setting_comes_from_the_environment() -> None:
    assert current({"KG_QUERY_TIMEOUT_S": "2.5"}).query_timeout_s == 2.5


@pytest.mark.parametrize("text", ["much", "-1"])
def test_an_impossible_value_is_named(text: str) -> None:
    with pytest.raises(SettingsError, match="KG_QUERY_MAX_ROWS"):
        current({"KG_QUERY_MAX_ROWS": text})
