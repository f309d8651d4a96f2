"""Every control of the page in a real browser: what it shows before and after."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser_pages import Opened, Opener, marks

pytestmark = marks


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


def test_a_new_page_at_the_same_address_shows_the_same(open_page: Opener) -> None:
    page = open_page(fragment="#view=who-demanded-what&codes=REQUEST%2CTHREATEN&table=true&sel=actor%2Firan")
    assert (page.lines, page.events, page.heading()) == (4, 4, "Iran")
    assert page.page.locator("#table tbody tr").count() == 4


def test_people_can_stand_for_their_states(open_page: Opener) -> None:
    page = open_page(fragment="#fold=true")
    assert page("kg.lines().some((line) => kg.lineTitle(line) === 'Germany → Oman')")
    assert page("kg.lines().some((line) => kg.lineTitle(line).includes('Brandt'))") is False


def test_a_pair_has_one_line_where_it_met_and_lines_that_lie_apart_elsewhere(open_page: Opener) -> None:
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


def test_a_demand_is_written_on_its_line(open_page: Opener) -> None:
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


def test_a_line_shows_its_events(open_page: Opener) -> None:
    page = open_page(view="who-met-whom")
    (x, y), (u, v) = page.at("France"), page.at("Iran")
    page.page.mouse.click((x + u) / 2, (y + v) / 2)
    assert page.heading() == "France and Iran"
    assert page("document.querySelectorAll('#panel .event').length") == 3


def test_all_facts_of_an_event_are_there(open_page: Opener) -> None:
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


def test_an_address_that_is_none_of_the_web_is_no_link(open_page: Opener) -> None:
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
