"""Every control of the page in a real browser: what it shows before and after."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser_pages import Opened, chromium, marks, show
from tests.browser_records import crowd, sample

pytestmark = marks


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as running:
        yield running


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    opened: list[Opened] = []

    def opener(records: Any = None, **options: Any) -> Opened:
        opened.append(show(browser, tmp_path, sample() if records is None else records, **options))
        return opened[-1]

    yield opener
    for each in opened:
        each.page.close()
        assert each.problems == []
        assert [url for url in each.asked if not url.startswith(("file:", "blob:", "data:"))] == []


@pytest.fixture(scope="module")
def held(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    opened = show(browser, tmp_path_factory.mktemp("held"), sample())
    yield opened
    assert opened.problems == []


@pytest.fixture
def same(held: Opened) -> Opened:
    """One page for many tests, as new: an empty address takes every choice back."""
    held("location.hash = ''")
    held.wait("JSON.stringify(kg.state) === kg.first")
    held("kg.fit()")
    return held


def choose(selector: str, value: str) -> Callable[[Opened], None]:
    return lambda page: page.page.select_option(selector, value)


def fill(selector: str, value: str) -> Callable[[Opened], None]:
    def act(page: Opened) -> None:
        page.page.fill(selector, value)
        page.page.dispatch_event(selector, "change")

    return act


def press(*selectors: str) -> Callable[[Opened], None]:
    def act(page: Opened) -> None:
        for selector in selectors:
            if page.page.locator(selector).count():
                page.click(selector)

    return act


FILTERS: dict[str, tuple[Callable[[Opened], None], int, int]] = {
    "met": (press("[value=who-met-whom]"), 2, 4),
    "demanded": (press("[value=who-demanded-what]"), 3, 3),
    "demanded, with threats": (press("[value=who-demanded-what]", "#g-threaten"), 4, 4),
    "without talks": (press("#g-meet"), 9, 10),
    "without rejections": (press("#o-oppose[aria-expanded=false]", "#c-REJECT"), 11, 13),
    "without what took place": (press("#m-actual"), 3, 3),
    "without what is planned": (press("#m-planned"), 11, 13),
    "without the hypothetical": (press("#m-hypothetical"), 11, 13),
    "without the denied": (press("#m-denied"), 11, 13),
    "one kind": (choose("#f-type", "Demand"), 2, 2),
    "one article": (choose("#f-doc", "paris"), 5, 6),
    "two events a pair": (fill("#f-least", "2"), 7, 8),
    "since": (fill("#f-since", "2025-04-10"), 5, 6),
    "until": (fill("#f-until", "1998-12-31"), 2, 2),
    "only dated": (press("#f-undated"), 4, 4),
    "people as states": (press("#f-fold"), 11, 14),
}


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_changes_the_numbers_and_moves_nothing(name: str, same: Opened) -> None:
    act, lines, events = FILTERS[name]
    assert (same.lines, same.events) == (12, 14)
    places, camera = same("kg.picture.getPositions()"), same("[kg.picture.getScale(), kg.picture.getViewPosition()]")
    act(same)
    assert (same.lines, same.events) == (lines, events)
    assert same("document.getElementById('summary').textContent").startswith(f"{events} event")
    now = same("kg.picture.getPositions()")
    assert {key: now[key] for key in now if key in places} == {key: places[key] for key in now if key in places}
    assert same("[kg.picture.getScale(), kg.picture.getViewPosition()]") == camera
    assert same("kg.rows().length - 1") == events


@pytest.mark.parametrize("name", FILTERS)
def test_the_address_restores_what_was_chosen(name: str, same: Opened) -> None:
    act, lines, events = FILTERS[name]
    act(same)
    address, state = same("location.hash"), same("JSON.stringify(kg.state)")
    same("location.hash = ''")
    same.wait("JSON.stringify(kg.state) === kg.first")
    assert same.events == 14
    same("(hash) => { location.hash = hash; }", address)
    same.wait("(state) => JSON.stringify(kg.state) === state", state)
    assert (same.lines, same.events) == (lines, events)
    same.click("#f-reset")
    assert same("[kg.state.codes, kg.state.mod, kg.state.type, kg.state.doc, kg.state.since, kg.state.until].join('')") == ""


def test_a_new_page_at_the_same_address_shows_the_same(open_page: Callable[..., Opened]) -> None:
    page = open_page(fragment="#view=who-demanded-what&codes=REQUEST%2CTHREATEN&table=true&sel=actor%2Firan")
    assert (page.lines, page.events, page.heading()) == (4, 4, "Iran")
    assert page.page.locator("#table tbody tr").count() == 4


def test_people_can_stand_for_their_states(open_page: Callable[..., Opened]) -> None:
    page = open_page(fragment="#fold=true")
    assert page("kg.lines().some((line) => kg.lineTitle(line) === 'Germany → Oman')")
    assert page("kg.lines().some((line) => kg.lineTitle(line).includes('Brandt'))") is False


def test_a_pair_has_one_line_where_it_met_and_lines_that_lie_apart_elsewhere(open_page: Callable[..., Opened]) -> None:
    page = open_page(view="who-met-whom")
    pair = "kg.drawn.lines.filter((line) => kg.lineTitle(line) === 'France and Iran').map((line) => [kg.lineWords(line), line.modality])"
    assert page(pair) == [["meeting, talks × 3 (1 not certain)", "actual"]]
    page.click("[value=all]")
    leans = page(
        "kg.drawn.lines.filter((line) => /France/.test(kg.lineTitle(line)) && /Iran/.test(kg.lineTitle(line))).map((line) => line.lean * (line.from < line.to ? 1 : -1))"
    )
    assert len(leans) == len({round(lean, 3) for lean in leans}) == 5


def test_certainty_is_seen_in_the_line(same: Opened) -> None:
    page = same
    dashes = page("Object.fromEntries(kg.drawn.lines.map((line) => [line.modality, String(kg.lineOf(line, kg.drawn.colors).dashes)]))")
    assert len(set(dashes.values())) == 4
    assert dashes["actual"] == "false"


def test_names_on_the_picture_do_not_overlap(same: Opened) -> None:
    page = same
    boxes = page("[...kg.labels.actors, ...kg.labels.lines]")
    assert len(boxes) >= 10
    for n, a in enumerate(boxes):
        for b in boxes[n + 1 :]:
            same = a.get("key") and a.get("key") == b.get("key")
            assert same or not (a["left"] < b["right"] and a["right"] > b["left"] and a["top"] < b["bottom"] and a["bottom"] > b["top"])


def test_a_demand_is_written_on_its_line(open_page: Callable[..., Opened]) -> None:
    page = open_page(view="who-demanded-what")
    assert "an apology" in page("kg.labels.lines.map((label) => label.text)")


# Evidence


def test_the_sentence_is_one_click_away(same: Opened) -> None:
    page = same
    page.page.mouse.click(*page.at("United Nations"))
    assert page.heading() == "United Nations"
    assert page("[...document.querySelectorAll('#panel .event')].map((card) => card.dataset.id)") == ["event/14", "event/10", "event/11"]
    card = page.page.locator("#panel .event").first
    assert card.locator("blockquote").inner_text() == "🕊 Iran demanded an apology of the United Nations."
    assert card.locator("mark").all_inner_texts() == ["Iran", "demanded", "United Nations"]


def test_a_line_shows_its_events(open_page: Callable[..., Opened]) -> None:
    page = open_page(view="who-met-whom")
    (x, y), (u, v) = page.at("France"), page.at("Iran")
    page.page.mouse.click((x + u) / 2, (y + v) / 2)
    assert page.heading() == "France and Iran"
    assert page("document.querySelectorAll('#panel .event').length") == 3


def test_all_facts_of_an_event_are_there(open_page: Callable[..., Opened]) -> None:
    page = open_page(fragment="#event=event%2F1")
    text = page.page.locator("#panel .event").inner_text()
    assert all(part in text for part in ("“that day” = 3 Mar 2025", "Muscat", "CONSULT", "confidence 0.90", "Talks in Muscat", "The Post"))
    assert page.page.locator("#panel .from a").get_attribute("href") == "https://example.org/muscat"
    page("location.hash = '#event=event%2F4'")
    page.wait("document.querySelector('#panel').textContent.includes('before June')")
    assert "that Iran open its sites" in page.page.locator("#panel dl").inner_text()
    page("location.hash = '#event=event%2F3'")
    page.wait("Boolean(document.querySelector('#panel .badge.planned'))")
    assert "“in May” = 1 May 2025 to 31 May 2025" in page.page.locator("#panel dl").inner_text()


def test_an_address_that_is_none_of_the_web_is_no_link(open_page: Callable[..., Opened]) -> None:
    page = open_page(fragment="#event=event%2F9")
    assert page.page.locator("#panel .from a").count() == 0
    assert page.page.locator("#panel cite").inner_text() == "An old quarrel"


def test_the_first_look_names_the_strongest_pairs(same: Opened) -> None:
    page = same
    assert page.page.locator("#panel .tie .words").first.inner_text() == "France and Iran"
    page.click("#panel .tie")
    assert page("document.querySelectorAll('#panel .event').length") == 6


# Focus


def test_a_double_click_leaves_the_neighbours_alone(same: Opened) -> None:
    page = same
    page.page.mouse.dblclick(*page.at("rebels"))
    assert (page.lines, page.events) == (1, 1)
    page.click("#chips button[aria-pressed=false]")
    assert (page.lines, page.events) == (4, 4)
    page.click("#chips .chip")
    assert page.lines == 12


def test_what_two_actors_share(same: Opened) -> None:
    page = same
    page.page.mouse.click(*page.at("Iran"))
    page.page.keyboard.down("Control")
    page.page.mouse.click(*page.at("Oman"))
    page.page.keyboard.up("Control")
    assert page.heading() == "Iran and Oman"
    assert page.page.locator(".shared tbody tr").all_inner_texts() == ["United Nations\t1\t2"]


def test_the_same_without_a_pointer(same: Opened) -> None:
    page = same
    page.page.focus("#network")
    page.page.keyboard.press("n")
    assert page.heading() == "Iran"
    page.page.keyboard.press("f")
    assert page("kg.state.focus") == "actor/iran"
    page.page.keyboard.press("Escape")
    assert page("kg.state.focus") == ""
    scale = page("kg.picture.getScale()")
    page.page.keyboard.press("+")
    assert page("kg.picture.getScale()") > scale
    page.page.keyboard.press("ArrowRight")
    page.page.keyboard.press("0")
    assert page("kg.picture.getScale()") == pytest.approx(scale)
    page.page.keyboard.press("Enter")
    assert page("document.activeElement.id") == "panel"
    page.page.select_option("#compare", label="Oman")
    assert page.heading() == "Iran and Oman"


def test_the_buttons_zoom(same: Opened) -> None:
    page = same
    scale = page("kg.picture.getScale()")
    page.click("#zoom-in")
    assert page("kg.picture.getScale()") == pytest.approx(scale * 1.25)
    page.click("#zoom-out")
    page.click("#zoom-fit")
    assert page("kg.picture.getScale()") == pytest.approx(scale)


def test_a_hint_names_what_is_under_the_pointer(same: Opened) -> None:
    page = same
    page.page.mouse.move(*page.at("Oman"))
    assert page.page.locator("#tip").inner_text().startswith("Oman\n4 events")


# Search


def test_an_actor_is_found_by_an_alias_with_the_keyboard(same: Opened) -> None:
    page = same
    page.page.focus("#find")
    page.page.keyboard.type("paris")
    assert page.page.locator("#found [role=option]").all_inner_texts() == ["France (Paris) state, 6 events"]
    page.page.keyboard.press("Enter")
    assert page.heading() == "France"
    page.page.fill("#find", "")
    page.page.focus("#find")
    page.page.keyboard.type("an")
    before = page.page.locator("#find").get_attribute("aria-activedescendant")
    page.page.keyboard.press("ArrowDown")
    assert page.page.locator("#find").get_attribute("aria-activedescendant") != before
    page.page.keyboard.press("Escape")
    assert page.page.locator("#found").is_hidden()
    page.page.fill("#find", "nobody at all")
    assert page.page.locator("#find-said").inner_text() == "No actor has this name."


def test_only_the_events_of_one(open_page: Callable[..., Opened]) -> None:
    page = open_page(fragment="#sel=actor%2Fun")
    page.click("text=Only its events")
    assert page.events == 3
    page.click("#chips .chip")
    assert page.events == 14


# Time


def test_a_stretch_of_time_is_chosen_with_the_pointer(same: Opened) -> None:
    page = same
    box = page.page.locator("#histogram").bounding_box()
    page.page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 20)
    page.page.mouse.down()
    page.page.mouse.move(box["x"] + box["width"] - 1, box["y"] + 20, steps=3)
    page.page.mouse.up()
    assert page("kg.state.since") > "1998-05-02"
    assert 0 < page.events == page("kg.data.events.filter((event) => event.last >= kg.state.since).length") < 14
    page.page.mouse.click(box["x"] + box["width"] * 0.4, box["y"] + 20)
    assert page.events == 14


def test_a_stretch_of_time_is_chosen_with_the_keyboard(same: Opened) -> None:
    page = same
    page.page.focus("#h-since")
    for _ in range(3):
        page.page.keyboard.press("ArrowRight")
    assert (page("kg.state.since"), page("document.activeElement.id")) == ("2025-03-04", "h-since")
    assert page.events == 11
    page.page.focus("#h-until")
    page.page.keyboard.press("ArrowLeft")
    assert page("kg.state.until") < "2025-05-31"
    page.page.keyboard.press("End")
    page.page.focus("#h-since")
    page.page.keyboard.press("Home")
    assert page.events == 14


def test_the_timeline_has_a_mark_for_each_event_of_each_lane(open_page: Callable[..., Opened]) -> None:
    page = open_page(view="timeline")
    assert page("document.querySelectorAll('#timeline-pane .name').length") == 7
    assert page("document.querySelectorAll('#timeline-pane .mark').length") == 27
    assert page("document.querySelectorAll('#timeline-pane .mark .hollow').length") == 6
    shapes = page("['meet', 'ask'].map((group) => document.querySelector('#timeline-pane .mark .' + group).getAttribute('d'))")
    assert shapes[0] != shapes[1]
    page.click("#timeline-pane .mark[data-event='3']")
    assert page.heading() == "demand"
    page.page.locator("#timeline-pane .mark[tabindex='0']").focus()
    first = page("document.activeElement.getAttribute('aria-label')")
    page.page.keyboard.press("ArrowRight")
    assert page("document.activeElement.getAttribute('aria-label')") != first
    page.page.keyboard.press("Enter")
    assert page("kg.state.event").startswith("event/")
    page.page.locator("#timeline-pane .name").first.click()
    assert page.heading() == "Iran"


def test_the_matrix_counts_both_ways_what_is_mutual(open_page: Callable[..., Opened]) -> None:
    page = open_page(view="matrix")
    labels = page("[...document.querySelectorAll('#matrix-pane td button')].map((button) => button.getAttribute('aria-label'))")
    assert "4 events, France to Iran: 3 met or talked; 1 demanded or asked" in labels
    assert "5 events, Iran to France: 3 met or talked; 1 threatened; 1 accused, rejected, protested" in labels
    page.click("#matrix-pane td button[aria-label*='Iran to France']")
    assert (page.heading(), page("document.querySelectorAll('#panel .event').length")) == ("Iran → France", 5)


def test_tabs_with_the_keyboard(same: Opened) -> None:
    page = same
    page.page.focus("#tab-network")
    for name in ("timeline", "matrix", "network"):
        page.page.keyboard.press("ArrowRight")
        assert (page("document.activeElement.id"), page("kg.state.tab")) == (f"tab-{name}", name)
        assert page.page.locator(f"#{name}-pane").is_visible()


# Whole pages


def test_without_events_it_says_so(open_page: Callable[..., Opened]) -> None:
    for tab in ("network", "timeline", "matrix"):
        page = open_page([], fragment=f"#tab={tab}&table=true")
        assert page.page.locator(f"#{tab}-pane .empty").is_visible()
        assert page.page.locator("#table .empty").is_visible()


def test_a_broken_address_does_no_harm(open_page: Callable[..., Opened]) -> None:
    page = open_page(fragment="#view=__proto__&tab=constructor&least=-3&sel=nobody&tie=9%7C99%3E&event=x&hops=zz&type=None&__proto__=1")
    assert (page.lines, page.events) == (12, 14)


def test_it_says_what_it_leaves_out_and_how_to_see_it(open_page: Callable[..., Opened], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_VIEW_MAX_ACTORS", "20")
    monkeypatch.setenv("KG_VIEW_MAX_EVENTS", "100")
    page = open_page(list(crowd(50, 300)))
    text = page.page.locator("#left-out").inner_text()
    assert "The newest 100 of 300 events. Drawn: the 20 actors with the most events of 50." in text
    assert "kg view --actor NAME" in text
    assert page("kg.drawn.nodes.size") <= 20
    assert "left-out" in page("document.getElementById('left-out').id")


@pytest.mark.parametrize("tab", ["network", "timeline", "matrix"])
def test_on_a_narrow_screen_nothing_lies_beside_it(tab: str, open_page: Callable[..., Opened]) -> None:
    page = open_page(width=360, fragment=f"#tab={tab}&table=true&sel=actor%2Firan")
    assert page("document.documentElement.scrollWidth") <= 360
    assert page.page.locator("#rail").is_hidden()
    page.click("#rail-toggle")
    assert page.page.locator("#rail").is_visible()
    assert page("document.documentElement.scrollWidth") <= 360


def test_light_and_dark(open_page: Callable[..., Opened]) -> None:
    papers = {scheme: open_page(scheme=scheme)("getComputedStyle(document.getElementById('stage')).backgroundColor") for scheme in ("light", "dark")}
    assert papers == {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 24, 28)"}


def test_the_skip_link_leads_to_the_evidence(open_page: Callable[..., Opened]) -> None:
    page = open_page()
    page.page.keyboard.press("Tab")
    assert page("document.activeElement.id") == "skip"
    page.page.keyboard.press("Enter")
    assert page("document.activeElement.id") == "panel"
