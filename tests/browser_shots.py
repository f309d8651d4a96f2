"""Makes the pictures of the guide anew: python -m tests.browser_shots (needs Chromium and the language model)."""

from __future__ import annotations

import tempfile
from pathlib import Path

from kg.articles import collect
from kg.build import Plan, build
from kg.settings import current
from kg.shelf import stored
from kg.store import open_store
from kg.views import page
from tests.browser_pages import chromium, show

_ROOT = Path(__file__).parent.parent
SHOTS = {
    "who-met-whom": ("who-met-whom", "", 1280, "light"),
    "who-demanded-what": ("who-demanded-what", "", 1280, "light"),
    "all": ("all", "", 1280, "light"),
    "timeline": ("timeline", "", 1280, "light"),
    "matrix": ("matrix", "", 1280, "light"),
    "evidence-dark": ("all", "#table=true&sel={actor}", 1280, "dark"),
    "narrow": ("all", "", 360, "light"),
}


def main() -> None:
    """Writes ``docs/images``."""
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        build(collect([str(_ROOT / "examples")], published=None, settings=current()), Plan(f"{folder}/store"), settings=current())
        with open_store(f"{folder}/store", read_only=True) as opened:
            records = list(stored(opened))
        iri = next(each["iri"] for record in records for each in record["source"] if each["label"] == "United States")
        for name, (view, fragment, width, scheme) in SHOTS.items():
            at = fragment.format(actor="actor%2F" + iri.rpartition("/")[2])
            shown = show(browser, Path(folder), page(records, view=view), fragment=at, width=width, scheme=scheme)
            shown.page.wait_for_timeout(300)
            shown.page.screenshot(path=_ROOT / "docs" / "images" / f"view-{name}.png")
            shown.page.close()


if __name__ == "__main__":
    main()
