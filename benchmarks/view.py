"""How fast a view opens and moves, beside a plain pyvis page of the same graph; and `kg view` on a large store.

    python -m benchmarks.view                    # pages of 50, 400 and 5,000 actors
    python -m benchmarks.view --events 100000    # also a store of so many events (minutes to make, 1 GB)

Both pages are opened in Chromium without a network, in one run. *Ready*: the picture stands still and
can be used. Plain pyvis arranges its nodes in the page; it is given two minutes for that.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import networkx as nx
from playwright.sync_api import sync_playwright
from pyoxigraph import Quad, RdfFormat, parse, serialize
from pyvis.network import Network

from kg import shelf, triples, vocab
from kg.model import Actor, Article, Event, Participant, Span, When
from kg.store import open_store
from kg.views import page

_LIMIT_S = 120.0
_PAINT = "(performance.getEntriesByName('first-contentful-paint')[0] || {}).startTime"
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
    paint = _first_paint(opened) if seconds < _LIMIT_S else float("nan")
    frames = opened.evaluate(_PAN) if seconds < _LIMIT_S else float("nan")
    opened.close()
    return Measured(seconds, paint, frames, path.stat().st_size / 1e6)


def _first_paint(opened: Any) -> float:
    """Seconds until the first text or picture stood on the screen; the browser notes it only after the frame is out."""
    begin, found = time.perf_counter(), None
    while found is None and time.perf_counter() - begin < 30:
        found = opened.evaluate(_PAINT)
        time.sleep(0.02)
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


def articles(events: int) -> Iterator[tuple[str, list[Quad]]]:
    """Graphs of twelve events each: one made by the library, the others copies with names and days of their own."""
    pattern = "".join(sorted(_template().splitlines(keepends=True)))
    for number in range(events // 12):
        day = date(2000, 1, 1) + timedelta(number % 9000)
        text = pattern.replace("-0000-", f"-{number:05}-").replace("1999-12-31", str(day)).replace("Crowd", f"Crowd {number % 400}").replace("crowd", f"crowd-{number % 400}")
        quads = list(parse(text, format=RdfFormat.N_QUADS))
        yield str(getattr(quads[0].graph_name, "value", "")), quads


def _template() -> str:
    states = [Actor("France", "State", "FRA", "Q142", listed=True), Actor("Iran", "State", "IRN", "Q794", listed=True), Actor("Oman", "State", "OMN", "Q842", listed=True)]  # fmt: skip
    sentence = "France and the Crowd held talks about the sites on Monday. "
    when = When("Monday", date(1999, 12, 31), date(1999, 12, 31))
    found = []
    for n in range(12):
        at = n * len(sentence)
        who = (Participant(states[n % 3], Span(at, at + 6, "France")),)
        whom = (Participant(Actor("Crowd", "Organization"), Span(at + 15, at + 20, "Crowd")),)
        said, sites, trigger = (Span(at + a, at + b, sentence[a:b]) for a, b in ((0, 58), (32, 47), (26, 31)))
        found.append(Event(f"e-0000-{n}", "Demand", "REQUEST", who, whom, trigger, said, content=sites, time=when, confidence=0.9))
    article = Article("a-0000-", sentence * 12, "Talks", "1999-12-31")
    quads = triples.quads(article, found, generated_by=triples.Activity("benchmark", "none"))
    data = (serialize(quads, format=RdfFormat.N_QUADS) or b"").decode()
    # What the library names by a hash gets a name that the copies can change.
    for kind in ("evidence", "quote", "position", "activity"):
        for name in sorted({line.split(f"/{kind}/")[1].split(">")[0] for line in data.splitlines() if f"/{kind}/" in line}):
            data = data.replace(f"/{kind}/{name}", f"/{kind}/x-0000-{name}")
    return data.replace(vocab.article_iri("a-0000-").value, vocab.minted("article", "a-0000-x").value)


def store(events: int) -> Iterator[str]:
    """Makes a store and draws it with the command."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "store")
        with open_store(str(place), create=True) as opened:
            batch: list[tuple[str, list[Quad]]] = []
            for graph in articles(events):
                batch.append(graph)
                if len(batch) == 100:
                    opened.put(batch)
                    shelf.keep(opened, batch)
                    batch = []
            opened.put(batch)
            shelf.keep(opened, batch)
        begin = time.perf_counter()
        out = Path(folder, "view.html")
        subprocess.run([sys.executable, "-m", "kg", "view", "--store", str(place), "--out", str(out)], check=True, stdout=subprocess.DEVNULL)
        yield f"kg view on a store of {events // 12 * 12} events: {time.perf_counter() - begin:.1f} s, {out.stat().st_size / 1e6:.1f} MB"


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--actors", type=int, nargs="*", default=[50, 400, 5000])
    parser.add_argument("--events", type=int, default=0, help="also a store of so many events")
    given = parser.parse_args()
    for line in pages(given.actors) if given.actors else ():
        print(line, flush=True)
    for line in store(given.events) if given.events else ():
        print(line, flush=True)


if __name__ == "__main__":
    main()
