"""The page's colours: told apart by people who see colours otherwise, and against both papers."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import kg.views
from kg.views.words import GROUPS

_SIGHT = {
    "all cones": np.eye(3),
    "no red cones": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    "no green cones": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]),
    "no blue cones": np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]),
}
"""Linear RGB as such eyes see it: Machado, Oliveira and Fernandes 2009, full severity."""


def palettes() -> dict[str, dict[str, str]]:
    style = (Path(kg.views.__file__).parent / "static" / "page.css").read_text(encoding="utf-8")
    light, dark = re.findall(r":root \{(.*?)\}", style, re.S)[:2]
    return {name: dict(re.findall(r"--(\w+): (#[0-9a-f]{6})\b", text)) for name, text in (("light", light), ("dark", dark))}


def linear(colour: str) -> NDArray[np.float64]:
    parts = np.array([int(colour[n : n + 2], 16) for n in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """Source: WCAG 2.2, contrast ratio."""
    darker, lighter = sorted(float(linear(each) @ [0.2126, 0.7152, 0.0722]) for each in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


def lab(rgb: NDArray[np.float64]) -> NDArray[np.float64]:
    """CIELAB, D65."""
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ np.clip(rgb, 0, 1) / [0.9505, 1, 1.089]
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def nearest(colours: dict[str, str], sight: NDArray[np.float64]) -> float:
    """The smallest difference of two colours, CIE 1976."""
    seen = {name: lab(sight @ linear(colour)) for name, colour in colours.items()}
    return min(float(np.linalg.norm(seen[a] - seen[b])) for a, b in itertools.combinations(seen, 2))


@pytest.mark.parametrize("paper", ["light", "dark"])
@pytest.mark.parametrize("sight", _SIGHT)
def test_groups_are_told_apart(paper: str, sight: str) -> None:
    colours = {name: palettes()[paper][name] for name in GROUPS}
    assert nearest(colours, _SIGHT[sight]) > 15


def test_red_and_green_would_fail_that() -> None:
    assert nearest({"good": "#2ca02c", "bad": "#b5651d"}, _SIGHT["no green cones"]) < 15


@pytest.mark.parametrize("paper", ["light", "dark"])
def test_contrast(paper: str) -> None:
    colours = palettes()[paper]
    for back in ("paper", "back"):
        assert all(contrast(colours[name], colours[back]) >= 4.5 for name in ("ink", "soft", "accent"))
    assert all(contrast(colours[name], colours["paper"]) >= 3 for name in GROUPS)
