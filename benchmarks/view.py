"""How fast a view opens and moves, beside a plain pyvis page of the same graph; and `kg view` on a large store.

    python -m benchmarks.view                    # pages of 50, 400 and 5,000 actors
    python -m benchmarks.view --events 100000    # also a store of so many events (minutes to make, 2 GB)
    python -m benchmarks.view --actors --store output/store  # kg view alone, on a store that is there

Both pages are opened in Chromium without a network, in one run. *Ready*: the picture stands still and
can be used. Plain pyvis arranges its nodes in the page; it is given two minutes for that. *Paint*: the
first text or picture on the screen; of a page that has painted none (plain pyvis draws an empty frame
first), the first paint at all. Of many actors `kg view` draws the 400 strongest, plain pyvis all.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import networkx as nx
from playwright.sync_api import sync_playwright
from pyvis.network import Network

from benchmarks.large import kg, make
from kg.views import page

_LIMIT_S = 120.0
_PAINT = "(name) => (performance.getEntriesByName(name)[0] || {}).startTime"
_PAN = """async () => {
  const picture = typeof kg === 'object' ? kg.picture : network, begin = performance.now();
  let frames = 0;
  while (performance.now() - begin < 2000) {
    await new Promise(requestAnimationFrame);
    frames += 1;
    picture.moveTo({ position: { x: 40 * Math.sin(frames / 9), y: 40 * Math.cos(frames / 9) }, animation: false });
  }
  return frames / 2;
}"""


@dataclass(frozen=True, slots=True)
class Measured:
    """One page: seconds until it can be used and until something is painted, frames a second, megabytes."""

    ready_s: float
    paint_s: float
    frames: float
    size_mb: float


def records(actors: int) -> list[dict[str, Any]]:
    """A graph in which a few actors deal with many, as records of meetings and demands."""
    network = nx.barabasi_albert_graph(actors, 2, seed=0)
    return [_record(number, one, other) for number, (one, other) in enumerate(sorted(network.edges()))]


def _record(number: int, one: int, other: int) -> dict[str, Any]:
    def actor(n: int) -> dict[str, Any]:
        return {"label": f"Actor {n}", "iri": f"urn:actor:{n}", "kind": "Organization", "country": None, "wikidata": None, "aliases": [], "role": None, "start": None, "end": None}  # fmt: skip

    mutual = number % 2 == 0
    article = {"iri": f"urn:article:{number // 12}", "title": f"Article {number // 12}", "published": str(date(2020, 1, 1) + timedelta(number % 900)), "url": None, "publisher": None}  # fmt: skip
    sentence = f"Actor {one} and Actor {other} held talks, number {number}."
    empty = dict.fromkeys(("content", "condition", "place", "time"))
    kind = {"type": "Talks", "category": "CONSULT"} if mutual else {"type": "Demand", "category": "REQUEST"}
    people = {"source": [actor(one), actor(other)] if mutual else [actor(one)], "target": [] if mutual else [actor(other)]}
    told = {"trigger": "talks", "confidence": 0.9, "modality": "actual", "attributed_to": [], "about": [], "spans": {}}
    evidence = {"text": sentence, "start": 0, "end": len(sentence)}
    return {"id": f"urn:event:{number}", "doc": f"{number // 12}", "article": article, **kind, **people, **empty, **told, "evidence": evidence}


def plain(events: list[dict[str, Any]]) -> str:
    """The page that pyvis makes of the same graph by itself."""
    network = Network(directed=True, cdn_resources="in_line")
    for event in events:
        people = [*event["source"], *event["target"]]
        for each in people:
            network.add_node(each["iri"], label=each["label"])
        network.add_edge(people[0]["iri"], people[1]["iri"], title=event["evidence"]["text"])
    html: str = network.generate_html(notebook=False)
    # A mark for the moment at which it has arranged its nodes and shows them; nothing else is changed.
    return html.replace("return network;", "network.once('stabilizationIterationsDone', () => { window.still = true; }); return network;")


def measure(browser: Any, html: str, ready: str, folder: Path) -> Measured:
    """Open a page and look when it can be used."""
    path = folder / "page.html"
    path.write_text(html, encoding="utf-8")
    opened = browser.new_page(viewport={"width": 1280, "height": 800})
    opened.set_default_timeout(1000 * (_LIMIT_S + 30))
    opened.route(lambda url: url.startswith("http"), lambda route: route.abort())
    begin = time.perf_counter()
    opened.goto(path.as_uri(), wait_until="commit")
    while not opened.evaluate(ready) and time.perf_counter() - begin < _LIMIT_S:
        time.sleep(0.01)
    seconds = time.perf_counter() - begin
    paint = _first_paint(opened)
    frames = opened.evaluate(_PAN) if seconds < _LIMIT_S else float("nan")
    opened.close()
    return Measured(seconds, paint, frames, path.stat().st_size / 1e6)


def _first_paint(opened: Any) -> float:
    """Seconds until the first text or picture, or else anything, stood on the screen; known only after that frame."""
    begin, found = time.perf_counter(), None
    while found is None and time.perf_counter() - begin < 3:
        found = opened.evaluate(_PAINT, "first-contentful-paint")
        time.sleep(0.02)
    found = opened.evaluate(_PAINT, "first-paint") if found is None else found
    return float("nan") if found is None else found / 1000


def pages(sizes: list[int]) -> Iterator[str]:
    """One line for each page, and the ratio of the two."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    yield f"{'actors':>7} {'page':12} {'ready s':>8} {'paint s':>8} {'frames/s':>9} {'MB':>6}"
    yield f"{'none':>7} {'kg view':12} {'':>8} {'':>8} {'':>9} {len(page([]).encode()) / 1e6:6.2f}"
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as running:
        browser = running.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for actors in sizes:
            events = records(actors)
            ours = measure(browser, page(events), "typeof kg === 'object' && Boolean(kg.labels)", Path(folder))
            theirs = measure(browser, plain(events), "window.still === true", Path(folder))
            for name, one in (("kg view", ours), ("plain pyvis", theirs)):
                more = ">" if one.ready_s >= _LIMIT_S else ""
                yield f"{actors:7} {name:12} {more + format(one.ready_s, '.2f'):>8} {one.paint_s:8.2f} {one.frames:9.0f} {one.size_mb:6.2f}"
            yield f"{actors:7} ready in 1/{theirs.ready_s / ours.ready_s:.0f} of the time of plain pyvis"
        browser.close()


# A large store


def store(events: int) -> Iterator[str]:
    """Makes a store with the commands, and draws it."""
    with tempfile.TemporaryDirectory() as folder:
        place, held = make(Path(folder), events)
        yield from drawn(place, f"{held} events, made by kg build, kg export and kg import", Path(folder, "view.html"))


def drawn(place: Path, what: str, out: Path) -> Iterator[str]:
    """Draws a store three times: each run is a process of its own, its start included."""
    for _ in range(3):
        begin = time.perf_counter()
        kg("view", "--store", place, "--out", out)
        yield f"kg view on a store of {what}: {time.perf_counter() - begin:.1f} s, {out.stat().st_size / 1e6:.1f} MB"


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--actors", type=int, nargs="*", default=[50, 400, 5000])
    parser.add_argument("--events", type=int, default=0, help="also a store of so many events")
    parser.add_argument("--store", type=Path, help="also this store")
    given = parser.parse_args()
    for line in pages(given.actors) if given.actors else ():
        print(line, flush=True)
    for line in store(given.events) if given.events else ():
        print(line, flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for line in drawn(given.store.absolute(), str(given.store), Path(folder, "view.html")) if given.store else ():
            print(line, flush=True)


if __name__ == "__main__":
    main()
