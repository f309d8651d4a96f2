"""Makes the pictures of the guide anew: python -m tests.browser_shots (needs Chromium and the language model)."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from kg.articles import collect
from kg.build import Plan, build
from kg.graphs import Record
from kg.settings import current
from kg.shelf import stored
from kg.store import open_store
from kg.views import page
from tests.browser_pages import Opened, chromium, show

_ROOT = Path(__file__).parent.parent
SHOTS = {
    "who-met-whom": ("who-met-whom", "", 1280, "light"),
    "who-demanded-what": ("who-demanded-what", "", 1280, "light"),
    "all": ("all", "", 1280, "light"),
    "timeline": ("timeline", "", 1280, "light"),
    "matrix": ("matrix", "", 1280, "light"),
    "evidence-dark": ("all", "#table=true&sel={actor}", 1280, "dark"),
    "narrow": ("all", "#sel={actor}", 360, "light"),
}
ARTICLE = "qatar-2017"


def main() -> None:
    """Writes ``docs/images``."""
    with tempfile.TemporaryDirectory() as folder:
        done = build(collect([str(_ROOT / "examples")], published=None, settings=current()), Plan(f"{folder}/store"), settings=current())
        assert not done.problems, done.problems
        with open_store(f"{folder}/store", read_only=True) as opened:
            records = list(stored(opened))
        pictures(records, folder)


def pictures(records: Sequence[Record], folder: str) -> None:
    """Each view of these events, as somebody sees it who opens it."""
    with chromium() as browser:
        one = [record for record in records if record["doc"] == ARTICLE]
        shot(show(browser, Path(folder), page(one, title="Qatar, June 2017")), ARTICLE)
        iri = next(each["iri"] for record in records for each in record["source"] if each["label"] == "United States")
        for name, (view, fragment, width, scheme) in SHOTS.items():
            at = fragment.format(actor="actor%2F" + iri.rpartition("/")[2])
            shown = show(browser, Path(folder), page(records, view=view), fragment=at, width=width, scheme=scheme)
            shot(shown, f"view-{name}")


def shot(shown: Opened, name: str) -> None:
    """One picture of a page, which is closed then."""
    shown.page.wait_for_timeout(300)
    shown.page.screenshot(path=_ROOT / "docs" / "images" / f"{name}.png")
    shown.page.close()


if __name__ == "__main__":
    main()
