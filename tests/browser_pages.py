"""Chromium for the tests of the view: opens a page without a network, and notes what it asks for and what goes wrong."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from kg.graphs import Record
from kg.views import page as make_page

CHROMIUM = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)
marks = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: install the package chromium of the system"),
]


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser; it is ended on leaving."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install playwright")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        try:
            yield browser
        finally:
            browser.close()


class Opened:
    """A page in the browser: what it asked for, what it complained of, and short ways to look and act."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.asked: list[str] = []
        self.problems: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", lambda said: self.problems.append(said.text) if said.type in ("error", "warning") else None)

    def __call__(self, script: str, *given: Any) -> Any:
        """What a script gives in the page."""
        return self.page.evaluate(script, *given)

    def wait(self, script: str, *given: Any) -> None:
        """Until a script gives something true; the page's policy forbids Playwright's own way of waiting."""
        for _ in range(200):
            if self(script, *given):
                return
            time.sleep(0.025)
        raise AssertionError(f"still not so after 5 s: {script}")

    @property
    def lines(self) -> int:
        """Number of lines in the picture."""
        count: int = self("kg.lines().length")
        return count

    @property
    def events(self) -> int:
        """Number of events that the filters leave."""
        count: int = self("kg.events().length")
        return count

    def click(self, selector: str) -> None:
        """Press an element, be it covered by its label."""
        self.page.locator(selector).first.click(force=True)

    def number(self, name: str) -> int:
        """The number of an actor, by its label."""
        number: int = self("(name) => kg.data.actors.findIndex((actor) => actor.label === name)", name)
        return number

    def at(self, name: str) -> tuple[float, float]:
        """Where an actor stands in the window, pixels."""
        x, y = self(
            """(n) => { const box = document.getElementById("network").getBoundingClientRect();
            const at = kg.picture.canvasToDOM(kg.picture.getPositions([n])[n]); return [box.left + at.x, box.top + at.y]; }""",
            self.number(name),
        )
        return x, y

    def heading(self) -> str:
        """The title of the evidence."""
        text: str = self.page.locator("#panel h2").inner_text()
        return text


def show(
    browser: Any, folder: Path, records: list[Record] | str, *, fragment: str = "", width: int = 1280, scheme: str = "light", **options: Any
) -> Opened:
    """Open the page of some events from a file.

    Args:
        browser: of `chromium`.
        folder: where to write the file.
        records: the events, or a whole page as HTML.
        fragment: of the address.
        width: of the window, pixels.
        scheme: light or dark.
        options: of `kg.views.page`.
    """
    html = records if isinstance(records, str) else make_page(records, **options)
    path = folder / "view.html"
    path.write_text(html, encoding="utf-8")
    opened = Opened(browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme, accept_downloads=True))
    opened.page.goto(path.as_uri() + fragment)
    opened.wait("Boolean(kg.picture) || kg.state.tab !== 'network'")
    return opened


Opener = Callable[..., Opened]
"""What the fixture ``open_page`` gives: events and options → a page that is open."""
