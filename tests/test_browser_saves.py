"""What the page gives away: table, picture, statements; and what a served page asks for."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as Tree

import pytest
from rdflib import Dataset, URIRef

from kg import vocab
from kg.records import records
from kg.views import found, neighbourhood, page
from tests import rdf_samples
from tests.browser_pages import Opened, marks, show
from tests.browser_records import crowd, sample

pytestmark = marks


@pytest.fixture(scope="module")
def opened(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    page = show(browser, tmp_path_factory.mktemp("saves"), sample(), title="Talks & more")
    yield page
    assert page.problems == []


def saved(page: Opened, button: str) -> tuple[str, bytes]:
    page("document.getElementById('save').open = true")
    with page.page.expect_download() as download:
        page.page.click(button)
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def test_the_table_as_csv(opened: Opened) -> None:
    name, content = saved(opened, "#x-csv")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert (name, len(rows)) == ("events.csv", 14)
    demand = next(row for row in rows if row["id"].endswith("event/4"))
    assert (demand["who"], demand["to whom"], demand["what"], demand["condition"], demand["category"]) == ("France", "Iran", "that Iran open its sites", "before June", "REQUEST")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_no_cell_begins_like_a_formula(opened: Opened, text: str) -> None:
    assert opened("(text) => { const kept = kg.rows; kg.rows = () => [[text]]; const csv = kg.csv(); kg.rows = kept; return csv; }", text) == f'"\'{text}"\r\n'


def test_the_table_is_sorted_by_any_column(opened: Opened) -> None:
    opened("kg.set({ table: true, sort: '' })")
    for n in range(11):
        opened.page.click(f"#sort-{n}")
        for direction in ("ascending", "descending"):
            assert opened.page.locator(f"th[aria-sort={direction}]").count() == 1
            cells = opened(f"[...document.querySelectorAll('#table tbody tr')].map((row) => row.cells[{n}].textContent.trim())")
            assert cells == opened("([cells, down]) => cells.sort((a, b) => a.localeCompare(b) * (down ? -1 : 1))", [cells, direction == "descending"])
            if direction == "ascending":
                opened.page.click(f"#sort-{n}")
    opened.page.locator("#table tbody tr button").first.click()
    assert opened("kg.state.event") != ""
    opened.page.click("#table-toggle")
    assert opened.page.locator("#table").is_hidden()


def test_a_long_table_shows_a_part_and_then_more(browser: Any, tmp_path: Path) -> None:
    page = show(browser, tmp_path, list(crowd(20, 250)), fragment="#table=true")
    counts = [page.page.locator("#table tbody tr").count()]
    for _ in range(2):
        page.page.click("#table > button")
        counts.append(page.page.locator("#table tbody tr").count())
    assert counts == [100, 200, 250]
    page.page.close()


def test_the_picture_as_png(opened: Opened) -> None:
    name, content = saved(opened, "#x-png")
    assert (name, content[:8]) == ("network.png", b"\x89PNG\r\n\x1a\n")
    size = tuple(int.from_bytes(content[at : at + 4], "big") for at in (16, 20))
    root = Tree.fromstring(opened("kg.svg()"))
    assert size == tuple(2 * int(root.get(side) or 0) for side in ("width", "height"))
    assert len(content) > 10_000


def test_the_picture_as_svg(opened: Opened) -> None:
    name, content = saved(opened, "#x-svg")
    root = Tree.fromstring(content)
    space = "{http://www.w3.org/2000/svg}"
    assert (name, root.tag) == ("network.svg", f"{space}svg")
    assert root.findtext(f"{space}title") == "Talks & more"
    titles = [each.findtext(f"{space}title") for each in root.iter(f"{space}path")]
    assert sum(title is not None and (" → " in title or " and " in title) for title in titles) == opened.lines
    assert {"France", "Iran", "Lena Brandt"} <= {each.text for each in root.iter(f"{space}text")} | set(titles)


def words_in(svg: str) -> list[str]:
    return [each.text or "" for each in Tree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def test_a_saved_picture_says_what_its_signs_mean(opened: Opened) -> None:
    words = words_in(opened("kg.svg()"))
    assert {"Talks & more", "met or talked", "threatened", "planned", "denied", "state", "person"} <= set(words)
    assert any(word.startswith("14 events of 14") for word in words)
    opened("kg.set({ view: 'who-met-whom', mod: 'actual' })")
    assert {"threatened", "planned", "group"} & set(words_in(opened("kg.svg()"))) == set()
    opened("kg.reset(); kg.set({ view: 'all' })")


def test_a_saved_picture_shows_what_is_in_sight(opened: Opened) -> None:
    whole = opened("kg.svg()")
    opened("kg.picture.moveTo({ position: kg.nodes.get(kg.numbers.get('actor/oman')), scale: 4, animation: false })")
    part = opened("kg.svg()")
    box = [float(each) for each in next(each for each in Tree.fromstring(part).iter() if each.get("overflow") == "hidden").get("viewBox", "").split()]
    oman, france = (opened("(id) => kg.nodes.get(kg.numbers.get(id))", f"actor/{name}") for name in ("oman", "france"))
    assert box[0] < oman["x"] < box[0] + box[2]
    assert not box[0] < france["x"] < box[0] + box[2]
    assert "Oman" in words_in(part)
    opened("kg.fit()")
    assert words_in(opened("kg.svg()")) == words_in(whole)


def test_the_timeline_is_saved_as_it_is_seen(browser: Any, tmp_path: Path) -> None:
    page = show(browser, tmp_path, sample(), view="timeline")
    name, content = saved(page, "#x-svg")
    root = Tree.fromstring(content)
    space = "{http://www.w3.org/2000/svg}"
    marks = [each for each in root.iter(f"{space}g") if any(child.tag == f"{space}path" for child in each) and each.find(f"{space}title") is not None]
    assert (name, len(marks), page("kg.state.tab")) == ("timeline.svg", 27, "timeline")
    hollow = [each for each in marks if next(iter(each.iter(f"{space}path"))).get("fill") == "rgb(255, 255, 255)"]
    assert len(hollow) == 6
    assert {"Iran", "Lena Brandt"} <= {"".join(each.itertext()) for each in root.iter(f"{space}text")}
    assert any(word.startswith("Hollow") for word in words_in(content.decode()))
    name, content = saved(page, "#x-png")
    assert (name, int.from_bytes(content[16:20], "big")) == ("timeline.png", 2 * int(root.get("width") or 0))
    page.page.close()


def test_the_statements_as_jsonld_are_those_of_the_store(browser: Any, tmp_path: Path) -> None:
    quads = list(rdf_samples.quads())
    page = show(browser, tmp_path, list(records(quads)))
    _, content = saved(page, "#x-jsonld")
    dataset = Dataset()
    dataset.parse(data=content.decode(), format="json-ld")
    ours = {(str(quad.subject.value), str(quad.predicate.value), str(quad.object.value), str(quad.graph_name.value)) for quad in quads}  # type: ignore[union-attr]
    theirs = {(str(s), str(p), str(o), str(g)) for s, p, o, g in dataset.quads((None, None, None, None))}
    assert theirs - ours == set()
    events = {s for s, p, o, _ in ours if p == str(vocab.iri("rdf:type").value) and o == str(vocab.iri("dip:Event").value)}
    assert events == {s for s, p, o, _ in theirs if o == str(vocab.iri("dip:Event").value)}
    assert {(s, o) for s, p, o, _ in theirs if p.endswith("#source")} == {(s, o) for s, p, o, _ in ours if p.endswith("#source")}
    assert isinstance(next(iter(dataset.graphs())).identifier, URIRef)
    page.page.close()


def test_the_filters_hold_for_what_is_saved(opened: Opened) -> None:
    opened("kg.set({ type: 'Demand' })")
    found = json.loads(saved(opened, "#x-jsonld")[1])
    assert sum("dip:Event" in node.get("@type", ()) for graph in found["@graph"] for node in graph["@graph"]) == 2
    opened("kg.reset()")


# A page that is served


@pytest.fixture
def served(browser: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opened]:
    """A page that holds four actors and may ask for the rest; the server is made up within the browser."""
    monkeypatch.setenv("KG_VIEW_MAX_ACTORS", "4")
    monkeypatch.setenv("KG_VIEW_MAX_EVENTS", "3")
    html = page(sample(), more="/more")

    def answer(route: Any) -> None:
        asked = parse_qs(urlsplit(route.request.url).query)
        if "/more" not in route.request.url:
            route.fulfill(body=html, content_type="text/html")
        elif "find" in asked:
            route.fulfill(json=found(sample(), asked["find"][0]))
        else:
            route.fulfill(json=neighbourhood(sample(), asked["actor"][0], hops=int(asked["hops"][0])))

    opened = Opened(browser.new_page(viewport={"width": 1280, "height": 800}))
    opened.page.route("http://view.test/**", answer)
    opened.page.goto("http://view.test/")
    yield opened
    assert opened.problems == []
    opened.page.close()


def test_a_served_page_loads_what_it_left_out(served: Opened) -> None:
    assert served.events == 3
    served.page.focus("#find")
    served.page.keyboard.type("rebels")
    served.page.wait_for_selector("#found [role=option]")
    served.page.keyboard.press("Enter")
    served.wait("kg.events().length === 4")
    assert served.heading() == "rebels"
    assert "The newest 3 of 14 events, and 1 loaded since." in served.page.locator("#left-out").inner_text()
    served.page.click("text=Only its neighbours")
    assert served.lines == 1
    served.page.click("text=Load all that the store has of it")
    served.wait("document.getElementById('find-said').textContent.includes('already')")
    assert served("kg.data.events.length") == 4


def test_a_page_in_a_file_offers_no_loading(opened: Opened) -> None:
    opened("kg.choose({ sel: 'actor/iran' })")
    assert opened.page.locator("text=Load all that the store has of it").count() == 0


