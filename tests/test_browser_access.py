"""The page for everybody: axe-core finds nothing wrong with it, on any tab, light and dark, wide and narrow."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests.browser_pages import Opened, marks, show
from tests.browser_records import sample

_ROOT = Path(__file__).parent.parent
_PLACES = (os.environ.get("KG_AXE", ""), _ROOT / "node_modules" / "axe-core" / "axe.min.js")
AXE = next((Path(place) for place in _PLACES if place and Path(place).is_file()), None)
pytestmark = [*marks, pytest.mark.skipif(AXE is None, reason="needs axe-core: npm install --no-save axe-core, or its axe.min.js in KG_AXE")]


def violations(page: Opened) -> list[str]:
    assert AXE is not None
    page(AXE.read_text(encoding="utf-8") + "; 0")
    found = page("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    return [f"{each['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}" for each in found for node in each["nodes"]]


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(width: int, scheme: str, browser: Any, tmp_path: Path) -> None:
    page = show(browser, tmp_path, sample(), width=width, scheme=scheme)
    page("kg.at('rail').classList.add('open')")
    states = (
        "kg.set({ tab: 'network', table: true })",
        "kg.set({ tab: 'timeline', sel: 'actor/iran', focus: 'actor/iran', only: 'actor/iran' })",
        "kg.set({ tab: 'matrix', and: 'actor/oman', focus: '', only: '', since: '2025-01-01' })",
        "kg.reset(); kg.choose({ event: 'event/3' }); kg.at('save').open = true; kg.at('find').value = 'an'; kg.at('find').dispatchEvent(new Event('input'))",
        "kg.set({ view: 'who-demanded-what', type: 'Meeting' })",
    )
    for state in states:
        page(state)
        assert violations(page) == []
    page.page.close()


def test_axe_would_notice(browser: Any, tmp_path: Path) -> None:
    page = show(browser, tmp_path, sample())
    page("document.querySelector('label[for=find]').remove(); document.documentElement.removeAttribute('lang')")
    ids = {each.partition(":")[0] for each in violations(page)}
    assert "html-has-lang" in ids
    page.page.close()


def test_whoever_wants_no_motion_gets_none(browser: Any, tmp_path: Path) -> None:
    page = show(browser, tmp_path, sample())
    page.page.emulate_media(reduced_motion="reduce")
    moving = "[...document.querySelectorAll('*')].filter((node) => /[1-9]/.test(getComputedStyle(node).transitionDuration + getComputedStyle(node).animationDuration)).length"
    assert page(moving) == 0
    page.page.close()


def test_every_control_can_be_reached_with_the_tabulator_and_shows_it(browser: Any, tmp_path: Path) -> None:
    page = show(browser, tmp_path, sample(), fragment="#table=true")
    wanted = page("[...document.querySelectorAll('button, input, select, summary, [tabindex=\"0\"]')].filter((node) => node.checkVisibility() && node.tabIndex >= 0 && !(node.type === 'radio' && !node.checked)).length")
    seen = []
    for _ in range(wanted + 5):
        page.page.keyboard.press("Tab")
        seen.append(page("[document.activeElement.outerHTML.slice(0, 120), getComputedStyle(document.activeElement).outlineStyle, document.activeElement.type]"))
    reached = {html for html, _, _ in seen if not html.startswith("<body")}
    assert len(reached) >= wanted * 0.75  # buttons of the same words count once here
    assert [html for html, outline, kind in seen if outline == "none" and not html.startswith("<body") and kind != "radio"] == []
    page.page.close()
