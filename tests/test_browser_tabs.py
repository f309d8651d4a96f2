"""Search, time, timeline, matrix and the page as a whole, in a real browser."""

from __future__ import annotations

import pytest

from tests.browser_pages import Opened, Opener, marks
from tests.browser_records import crowd

pytestmark = marks

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


def test_only_the_events_of_one(open_page: Opener) -> None:
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


def test_the_timeline_has_a_mark_for_each_event_of_each_lane(open_page: Opener) -> None:
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


def test_the_matrix_counts_both_ways_what_is_mutual(open_page: Opener) -> None:
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


def test_without_events_it_says_so(open_page: Opener) -> None:
    for tab in ("network", "timeline", "matrix"):
        page = open_page([], fragment=f"#tab={tab}&table=true")
        assert page.page.locator(f"#{tab}-pane .empty").is_visible()
        assert page.page.locator("#table .empty").is_visible()


def test_a_broken_address_does_no_harm(open_page: Opener) -> None:
    page = open_page(fragment="#view=__proto__&tab=constructor&least=-3&sel=nobody&tie=9%7C99%3E&event=x&hops=zz&type=None&__proto__=1")
    assert (page.lines, page.events) == (12, 14)


def test_it_says_what_it_leaves_out_and_how_to_see_it(open_page: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_VIEW_MAX_ACTORS", "20")
    monkeypatch.setenv("KG_VIEW_MAX_EVENTS", "100")
    page = open_page(list(crowd(50, 300)))
    text = page.page.locator("#left-out").inner_text()
    assert "The newest 100 of 300 events. Drawn: the 20 actors with the most events of 50." in text
    assert "kg view --actor NAME" in text
    assert page.page.locator("#summary").inner_text().startswith("100 events of 300,")
    assert page("kg.drawn.nodes.size") <= 20
    assert "left-out" in page("document.getElementById('left-out').id")


@pytest.mark.parametrize("tab", ["network", "timeline", "matrix"])
def test_on_a_narrow_screen_nothing_lies_beside_it(tab: str, open_page: Opener) -> None:
    page = open_page(width=360, fragment=f"#tab={tab}&table=true&sel=actor%2Firan")
    assert page("document.documentElement.scrollWidth") <= 360
    assert page.page.locator("#rail").is_hidden()
    page.click("#rail-toggle")
    assert page.page.locator("#rail").is_visible()
    assert page("document.documentElement.scrollWidth") <= 360


def test_light_and_dark(open_page: Opener) -> None:
    papers = {scheme: open_page(scheme=scheme)("getComputedStyle(document.getElementById('stage')).backgroundColor") for scheme in ("light", "dark")}
    assert papers == {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 24, 28)"}


def test_the_skip_link_leads_to_the_evidence(open_page: Opener) -> None:
    page = open_page()
    page.page.keyboard.press("Tab")
    assert page("document.activeElement.id") == "skip"
    page.page.keyboard.press("Enter")
    assert page("document.activeElement.id") == "panel"
