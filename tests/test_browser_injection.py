"""No text of an article, of a name or of an option becomes a part of the page: tried with what would run elsewhere."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.graphs import Record
from kg.records import records
from kg.views import neighbourhood
from kg.views import page as make_page
from tests import rdf_samples
from tests.browser_pages import Opened, marks
from tests.browser_records import BASE

pytestmark = marks

PAYLOADS = (
    "<script>hit('script')</script>",
    "</script><script>hit('close')</script>",
    "<img src=x onerror=hit('img')>",
    "<svg onload=hit('svg')></svg>",
    "\"><img src=x onerror=hit('quote')>",
    "'><svg/onload=hit('apostrophe')>",
    "\" autofocus onfocus=hit('focus') x=\"",
    "<a href=\"javascript:hit('link')\">link</a>",
    "<iframe srcdoc=\"<script>parent.hit('frame')</script>\"></iframe>",
    "<details open ontoggle=hit('toggle')>x</details>",
    "<input autofocus onfocus=hit('input')>",
    "</title></style><img src=http://evil.test/a>",
    "<link rel=stylesheet href=http://evil.test/b><style>@import 'http://evil.test/c';</style>",
    "<meta http-equiv=refresh content=\"0;url=http://evil.test/d\"><base href=http://evil.test/>",
    "--><!-- ]]> <object data=http://evil.test/e></object><video src=http://evil.test/f onerror=hit('video')></video>",
    "{{constructor.constructor('hit(1)')()}}${hit(2)}<%= hit(3) %> href=\"javascript:hit(4)\"",
)
_WATCH = "window.hits = []; window.hit = (name) => { window.hits.push(name); return name; };"


def poisoned(number: int, text: str) -> Record:
    """An event whose every text is the payload."""

    def actor(role: str) -> dict[str, Any]:
        return {"label": f"{text} {role}", "iri": f"{BASE}actor/{number}-{role}", "kind": "Person", "country": text, "wikidata": f"Q1{text}", "aliases": [f"alias {text}"], "role": text, "mention": text, "start": 0, "end": len(text)}  # fmt: skip

    day = f"2024-01-{number + 1:02d}"
    return {
        "id": f"{BASE}event/{number}",
        "doc": f"doc {number} {text}",
        "article": {"iri": f"{BASE}article/{number}", "title": text, "published": day, "url": ["javascript:hit('url')", f"https://a.test/{text}", text][number % 3], "publisher": text},
        "type": f"Type{text}",
        "category": ("REQUEST", "CONSULT", text)[number % 3],
        "source": [actor("source")],
        "target": [actor("target"), {**actor("shared"), "iri": f"{BASE}actor/shared", "label": f"shared {PAYLOADS[2]}"}],
        "content": text,
        "condition": text,
        "place": {"label": text, "country": text, "wikidata": text, "mention": text, "text": text},
        "time": {"text": text, "start": day, "end": day},
        "modality": ("actual", "planned", "denied")[number % 3],
        "attributed_to": [actor("by")],
        "trigger": text,
        "confidence": 0.5,
        "about": [],
        "evidence": {"text": f"{text} in a sentence", "start": 0, "end": len(text) + 14},
        "spans": {"trigger": {"start": 0, "end": len(text)}},
    }  # fmt: skip


class Watched:
    """A page that notes what ran, what was asked for, and which dialogs came up."""

    def __init__(self, browser: Any) -> None:
        self.page = browser.new_page(viewport={"width": 1280, "height": 800})
        self.page.add_init_script(_WATCH)
        self.page.on("dialog", self._dismiss)
        self.ran: list[str] = []
        self.asked: list[str] = []
        self.page.route(re.compile("^https?://"), self._refuse)  # asked only for what would be sent

    def _dismiss(self, dialog: Any) -> None:
        self.ran.append("dialog")
        dialog.dismiss()

    def _refuse(self, route: Any) -> None:
        self.asked.append(route.request.url)
        route.abort()

    def harm(self) -> list[str]:
        """What ran or was asked for."""
        self.page.wait_for_timeout(150)
        return [*self.ran, *map(str, self.page.evaluate("window.hits")), *self.asked]

    def strange(self) -> list[str]:
        """Elements that none of our scripts makes."""
        found: list[str] = self.page.evaluate(
            """[...document.querySelectorAll('img, iframe, object, embed, video, link, base, svg[onload], [onerror], [onload], [onfocus], [ontoggle], a[href^="javascript" i], meta[http-equiv=refresh]')].map((node) => node.outerHTML.slice(0, 80))"""
        )
        return found


@pytest.fixture
def watched(browser: Any) -> Iterator[Watched]:
    opened = Watched(browser)
    yield opened
    opened.page.close()


def everywhere(page: Opened) -> Iterator[str]:
    """Every place in which the page shows a text, one after the other."""
    for tab in ("network", "timeline", "matrix"):
        page(f"kg.set({{ tab: '{tab}', table: true }})")
        yield tab
    for view in ("who-met-whom", "who-demanded-what", "all"):
        page(f"kg.set({{ tab: 'network', view: '{view}' }})")
        yield view
    people: list[str] = page("kg.data.actors.map((actor) => actor.id)")
    for number in range(len(PAYLOADS)):
        page("(id) => kg.choose({ event: id })", f"event/{number}")
        yield "event"
    for person in people:
        page("(id) => { kg.choose({ sel: id }); kg.show(id); }", person)
        yield "actor"
    page("(id) => kg.set({ sel: id, and: 'actor/shared', only: id, focus: id, since: '2024-01-01' })", people[0])
    yield "two, chips"
    page("kg.reset(); for (const line of kg.lines()) kg.choose({ tie: line.key }); for (const key of kg.shown().pairs.keys()) kg.choose({ tie: key });")
    yield "lines"
    for text in ("<", "script", "alias", "href"):
        page("(text) => { kg.at('find').focus(); kg.at('find').value = text; kg.at('find').dispatchEvent(new Event('input')); }", text)
        yield "search"
    box = page.page.locator("#network").bounding_box()
    for step in range(60):
        page.page.mouse.move(box["x"] + box["width"] * (step % 10) / 10, box["y"] + box["height"] * (step // 10) / 6)
    page("for (const line of kg.drawn.lines) { kg.at('tip').replaceChildren(kg.lineTitle(line), kg.lineWords(line)); }")
    yield "hints"


def test_nothing_runs_and_nothing_is_asked_for_in_any_place(watched: Watched, tmp_path: Path) -> None:
    events = [poisoned(number, text) for number, text in enumerate(PAYLOADS)]
    (tmp_path / "view.html").write_text(make_page(events, title=" ".join(PAYLOADS)), encoding="utf-8")
    page = Opened(watched.page)
    watched.page.goto((tmp_path / "view.html").as_uri())
    svg = page("kg.svg()")
    assert len(list(everywhere(page))) > 60
    assert (watched.harm(), watched.strange(), page.problems) == ([], [], [])
    assert watched.page.title() == " ".join(" ".join(PAYLOADS).split())
    (tmp_path / "picture.svg").write_text(svg, encoding="utf-8")
    watched.page.goto((tmp_path / "picture.svg").as_uri())
    assert (watched.harm(), watched.page.evaluate("document.documentElement.tagName")) == ([], "svg")


def texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a record with where it stands."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from texts(each, f"{path}.{name}".lstrip("."))
    elif isinstance(value, list):
        for each in value:
            yield from texts(each, path)


def test_every_text_of_a_record_is_tried() -> None:
    """A field that is new in records must be poisoned here, too."""
    quads = rdf_samples.quads()
    known = {path for record in records(quads) for path, _ in texts(record)}
    tried = {path for path, text in [*(each for n in range(3) for each in texts(poisoned(n, "PAYLOAD"))), *texts(strange(0, "PAYLOAD"))] if "PAYLOAD" in text}
    assert {path.replace("attributed_to", "source").replace("target", "source") for path in known} - tried == {"about"}


def strange(number: int, text: str) -> Record:
    """The payload also where a store of ours has words of its own, a date or a name: others can write stores, too."""
    record = poisoned(number, text)
    people = [{**each, "kind": text, "iri": f"{each['iri']}{text}"} for each in (*record["source"], *record["target"])]
    article = {**record["article"], "published": text, "iri": f"{record['article']['iri']}{text}"}
    return {**record, "id": f"{record['id']}{text}", "source": people[:1], "target": people[1:], "article": article, "modality": text, "time": {"text": text, "start": text, "end": text}, "place": {**record["place"], "iri": text}}  # fmt: skip


def test_nothing_runs_where_words_of_ours_are_expected(watched: Watched, tmp_path: Path) -> None:
    """Such a page does no harm, and shows what it can."""
    page = Opened(watched.page)
    for name, events in {"all": [strange(n, text) for n, text in enumerate(PAYLOADS)], "some": [strange(0, PAYLOADS[1]), poisoned(1, PAYLOADS[2])]}.items():
        (tmp_path / f"{name}.html").write_text(make_page(events), encoding="utf-8")
        for tab in ("network", "timeline", "matrix"):
            watched.page.goto((tmp_path / f"{name}.html").as_uri() + f"#tab={tab}&table=true")
            page("for (const { id } of [...kg.data.events]) kg.choose({ event: id }); for (const { id } of [...kg.data.actors]) kg.choose({ sel: id });")
            assert (watched.harm(), watched.strange(), page.problems) == ([], [], [])


def test_what_is_saved_holds_every_payload_as_text(watched: Watched, tmp_path: Path) -> None:
    (tmp_path / "view.html").write_text(make_page([poisoned(number, text) for number, text in enumerate(PAYLOADS)]), encoding="utf-8")
    watched.page.goto((tmp_path / "view.html").as_uri())
    found = {}
    for tab, button in (("network", "csv"), ("network", "jsonld"), ("network", "png"), ("network", "svg"), ("timeline", "svg")):
        watched.page.evaluate("(tab) => { kg.set({ tab }); document.getElementById('save').open = true; }", tab)
        with watched.page.expect_download() as download:
            watched.page.click(f"#x-{button}")
        found[button if tab == "network" else tab] = Path(download.value.path()).read_bytes()
    assert watched.harm() == []
    rows = list(csv.DictReader(io.StringIO(found["csv"].decode("utf-8-sig"))))
    assert {row["what"].lstrip("'") for row in rows} == {text.lstrip("'") for text in PAYLOADS}
    told = {event.get("dip:content") for graph in json.loads(found["jsonld"])["@graph"] for event in graph["@graph"]}
    assert set(PAYLOADS) <= told
    assert found["png"].startswith(b"\x89PNG")
    outer = f'<!DOCTYPE html><script type="application/ld+json">{found["jsonld"].decode()}</script>{found["svg"].decode()}{found["timeline"].decode()}<p>end'
    for name, content in {"alone.svg": found["svg"], "timeline.svg": found["timeline"], "embedded.html": outer.encode()}.items():
        (tmp_path / name).write_bytes(content)
        watched.page.goto((tmp_path / name).as_uri())
        assert (watched.harm(), watched.strange()) == ([], [])


def test_nothing_runs_that_a_served_page_loads_later(watched: Watched, tmp_path: Path) -> None:
    (tmp_path / "view.html").write_text(make_page([poisoned(0, "plain"), poisoned(1, "words")], more="/graph.json"), encoding="utf-8")
    watched.page.goto((tmp_path / "view.html").as_uri())
    later = [poisoned(number, text) for number, text in enumerate(PAYLOADS, 2)]
    page = Opened(watched.page)
    page("(more) => { kg.take(more); kg.set({ table: true }); }", neighbourhood(later, f"{BASE}actor/shared"))
    for number in range(2, len(PAYLOADS) + 2):
        page("(id) => { kg.choose({ event: id }); kg.choose({ sel: id.replace('event', 'actor') + '-source' }); }", f"event/{number}")
    for tab in ("timeline", "matrix", "network"):
        page("(tab) => kg.set({ tab })", tab)
    assert page("kg.data.events.length") == len(PAYLOADS) + 2
    assert (watched.harm(), watched.strange(), page.problems) == ([], [], [])


@pytest.mark.parametrize("text", ["<img src=x onerror=hit(1)>", "javascript:hit(2)", "%"])
def test_the_address_can_bring_nothing_in(text: str, watched: Watched, tmp_path: Path, html: str) -> None:
    path = tmp_path / "view.html"
    path.write_text(html, encoding="utf-8")
    for names in (("sel", "and", "focus", "only"), ("tie", "event"), ("view", "tab", "doc", "since", "until", "sort", "codes", "mod", "type")):
        watched.page.goto(f"{path.as_uri()}#{'&'.join(f'{name}={text}' for name in names)}")
    assert (watched.harm(), watched.strange()) == ([], [])


@pytest.fixture(scope="module")
def html() -> str:
    return make_page([poisoned(0, "plain"), poisoned(1, "words")])


@pytest.mark.parametrize("policy", [True, False])
def test_a_page_that_takes_texts_as_html_is_noticed(policy: bool, watched: Watched, tmp_path: Path, html: str) -> None:
    """The control: the same texts as HTML. With the page's own policy nothing runs even so; without it they run."""
    broken = html if policy else html.replace("Content-Security-Policy", "X-None")
    (tmp_path / "broken.html").write_text(broken, encoding="utf-8")
    watched.page.goto((tmp_path / "broken.html").as_uri())
    watched.page.evaluate("(texts) => { for (const text of texts) { const place = document.createElement('div'); document.getElementById('panel').append(place); place.innerHTML = text; } }", [text for text in PAYLOADS if "refresh" not in text])
    harm = watched.harm()
    assert watched.strange() != []
    if policy:
        assert harm == []
    else:
        assert {"img", "quote", "frame", "toggle"} <= set(harm)
        assert any("evil.test" in url for url in harm)
