"""How the page reads: what is said is so, nothing lies over another, and whoever chose something is not lost."""

from __future__ import annotations

import pytest

from kg.graphs import Record
from tests.browser_pages import Opener, marks
from tests.browser_records import BASE, crowd, event, sample

pytestmark = marks


def busy(count: int) -> list[Record]:
    """Many events of one day, others some months before and after it."""
    others = [event(900 + n, "Meeting CONSULT met", "france iran", "", "They met then.", start=day) for n, day in enumerate(("2024-11-05", "2025-06-20"))]
    return [*others, *(event(n, "Meeting CONSULT met", "france iran", "", f"They met, {n}.", start="2025-03-03") for n in range(count))]


# Words


def test_the_heading_says_what_is_shown(open_page: Opener) -> None:
    page = open_page(view="who-demanded-what")
    seen = []
    for act in ("[value=all]", "[value=who-met-whom]", "#tab-timeline", "[value=all]", "#tab-matrix"):
        page.click(act)
        seen.append(page.page.locator("h1").inner_text())
        assert page.page.title() == seen[-1]
    assert seen == ["Who did what to whom", "Who met whom", "Who met whom", "Who did what to whom, and when", "Who dealt with whom, counted"]


def test_a_title_of_the_users_own_stays(open_page: Opener) -> None:
    page = open_page(view="who-met-whom", title="My dossier")
    page.click("[value=all]")
    assert (page.page.locator("h1").inner_text(), page.page.title()) == ("My dossier", "My dossier")


def test_a_pair_is_called_the_same_in_the_list_and_in_the_evidence(open_page: Opener) -> None:
    page = open_page(view="who-demanded-what")
    for n in range(3):
        page("kg.choose({})")
        name = page.page.locator("#panel .tie .words").nth(n).inner_text()
        page.page.locator("#panel .tie").nth(n).click()
        assert page.heading() == name
        assert " → " in name


def test_whom_a_person_acts_for_is_said_by_its_name(open_page: Opener) -> None:
    page = open_page(fragment="#sel=actor%2Fbrandt")
    assert "acts for Germany" in page.page.locator("#panel").inner_text()


def test_a_long_demand_stands_on_its_line_by_its_begin(open_page: Opener) -> None:
    words = "that Iran open every one of its sites to visitors from abroad without any delay"
    page = open_page([event(n, "Demand REQUEST demanded", *who, f"A demand, {n}.", content=f"{words} {n}") for n, who in enumerate((("france", "iran"), ("iran", "oman"), ("un", "iran")))], view="who-demanded-what")  # fmt: skip
    assert page("new Set(kg.labels.lines.map((label) => label.key)).size") == 3


def test_whole_years_are_called_by_their_number(open_page: Opener) -> None:
    records = [event(1, "Meeting CONSULT met", "france iran", "", "They met in the seventies.", start="1970-01-01", end="1979-12-31"), *busy(2)]
    ticks = open_page(records)("[...document.querySelectorAll('#histogram .tick')].map((tick) => tick.textContent)")
    assert ticks[0] == "1970"


# The picture


def test_the_hint_goes_when_something_is_chosen(open_page: Opener) -> None:
    page = open_page()
    x, y = page.at("Oman")
    page.page.mouse.move(x + 2, y)
    page.page.mouse.move(x, y)
    assert page.page.locator("#tip").is_visible()
    page.page.mouse.click(x, y)
    assert page.page.locator("#tip").is_hidden()


def test_among_many_lines_those_of_one_event_step_back(open_page: Opener) -> None:
    page = open_page([{**record, "source": [record["source"][0], {**record["source"][-1], "iri": f"{BASE}actor/x{n % 250}", "label": f"Other {n % 250}"}]} for n, record in enumerate(crowd(90, 500))])  # fmt: skip
    assert page.lines > 200
    looks = page("[...new Set(kg.drawn.lines.map((line) => `${line.events.size > 1} ${kg.lineOf(line, kg.drawn.colors, false).color.opacity}`))].sort()")
    assert looks == ["false 0.4", "true 0.95"]


def test_where_some_have_very_many_events_the_others_are_thin_and_small(open_page: Opener) -> None:
    many = [event(n, "Meeting CONSULT met", "france iran", "", f"They met, {n}.") for n in range(900)]
    some = [event(1000 + n, "Meeting CONSULT met", "oman un", "", f"They talked, {n}.") for n in range(12)]
    page = open_page([*many, *some], view="who-met-whom")
    widths = page("Object.fromEntries(kg.drawn.lines.map((line) => [line.events.size, kg.width(line) / kg.grown]))")
    assert widths["900"] > 9
    assert widths["12"] < 3.5
    sizes = page("['france', 'oman'].map((name) => kg.drawn.nodes.get(kg.numbers.get('actor/' + name)).size / kg.grown)")
    assert sizes[0] > 30
    assert sizes[1] < 10
    few = open_page()
    assert few("Math.max(...kg.drawn.lines.map((line) => kg.width(line))) / kg.grown") > 3


def test_only_what_changes_is_drawn_anew(open_page: Opener) -> None:
    page = open_page()
    page("window.updates = 0; kg.picture.body.data.edges.on('*', (what, { items }) => { window.updates += items.length; })")
    page("kg.set({ sort: '1' })")
    assert page("window.updates") == 0
    page.click("#g-harm")
    assert page("window.updates") == 1


# The timeline


def test_a_mark_stands_at_its_day(open_page: Opener) -> None:
    page = open_page(busy(60), view="timeline")
    marks = page("[...document.querySelectorAll('.mark:not(.rest)')].map((mark) => [Number(mark.dataset.event), mark.transform.baseVal.consolidate().matrix.e])")
    before, after, new = ([x for n, x in marks if n in numbers] for numbers in ({0}, {1}, set(range(2, 62))))
    assert max(new) - min(new) <= 4 * 11 + 1
    assert min(new) - max(before) > 100
    assert min(after) - max(new) > 100
    rest = page("[...document.querySelectorAll('.mark.rest text')].map((text) => Number(text.textContent))")
    assert len(new) + sum(rest) == 2 * 60
    assert len(rest) == 2


def test_what_finds_no_room_is_shown_when_its_number_is_pressed(open_page: Opener) -> None:
    page = open_page(busy(60), view="timeline")
    page.page.locator(".mark.rest").first.click()
    assert (page("kg.state.since"), page("kg.state.until"), page.events) == ("2025-03-03", "2025-03-03", 60)
    assert page("document.querySelectorAll('.mark:not(.rest)').length") == 120
    assert page("document.querySelectorAll('.mark.rest').length") == 0
    page.page.locator("#chips .chip").click()
    assert page.events == 62


def test_no_mark_lies_over_another(open_page: Opener) -> None:
    page = open_page(busy(60), view="timeline")
    places = page("[...document.querySelectorAll('.mark:not(.rest)')].map((mark) => { const { e, f } = mark.transform.baseVal.consolidate().matrix; return `${Math.round(e)} ${Math.round(f)}`; })")
    assert len(places) == len(set(places))


def test_on_a_small_screen_names_stay_and_the_newest_is_seen_first(open_page: Opener) -> None:
    page = open_page([*busy(9), *sample()], view="timeline", width=360)
    assert page("document.getElementById('timeline-pane').scrollLeft") > 0
    assert page("document.querySelector('.lanes .names').getBoundingClientRect().left") == 0
    assert page("(() => { const pane = document.getElementById('timeline-pane').getBoundingClientRect(); return [...document.querySelectorAll('.mark')].some((mark) => mark.dataset.event === '2' && mark.getBoundingClientRect().right <= pane.right + 1); })()")
    widths = page("[...document.querySelectorAll('.name text')].map((text) => text.getBBox()).map((box) => [box.x, box.x + box.width])")
    assert all(left >= 0 and right <= 105 for left, right in widths)


# Small screens, tables


def test_on_a_small_screen_the_sentence_is_in_sight_after_one_click(open_page: Opener) -> None:
    page = open_page(width=360)
    x, y = page.at("Oman")
    page.page.mouse.click(x, y)
    box = page.page.locator("#panel h2").bounding_box()
    assert 0 <= box["y"] < 800
    assert page.at("Oman")[1] < page.page.locator("#panel").bounding_box()["y"]
    page.page.locator("#panel .tie, #panel .chip").first.click()
    assert page("(() => { const box = document.querySelector('#panel blockquote').getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight; })()")
    page.click("#panel .close")
    assert page("getComputedStyle(document.getElementById('panel')).position") == "static"


def test_the_rows_of_the_table_are_no_higher_than_their_longest_text(open_page: Opener) -> None:
    title = "A title of an article that is as long as titles of articles are, and then a little longer than that"
    records = [{**each, "article": {**each["article"], "title": title}} for each in sample()]
    page = open_page(records, fragment="#table=true")
    assert page("Math.max(...[...document.querySelectorAll('#table tbody tr')].map((row) => row.getBoundingClientRect().height))") < 110


# Keys


@pytest.mark.parametrize(
    ("fragment", "first"),
    [("#tab=timeline", ".mark[tabindex='0']"), ("#tab=matrix", "#matrix-pane td button"), ("#table=true", "#table td button"), ("#tab=timeline", ".name")],
)
def test_whoever_opens_something_with_the_keyboard_stays_where_it_was(fragment: str, first: str, open_page: Opener) -> None:
    page = open_page(fragment=fragment)
    page.page.locator(first).first.focus()
    name = page("document.activeElement.id")
    page.page.keyboard.press("Enter")
    assert page.page.locator("#panel .event").count() > 0
    assert name
    assert page("document.activeElement.id") == name


def test_escape_leads_back_from_the_evidence(open_page: Opener) -> None:
    page = open_page()
    page.page.focus("#network")
    page.page.keyboard.press("n")
    page.page.keyboard.press("Enter")
    page.page.keyboard.press("Tab")
    page.page.keyboard.press("Escape")
    assert (page("kg.state.sel"), page("document.activeElement.id")) == ("", "network")


def test_in_the_evidence_the_focus_stays_in_it(open_page: Opener) -> None:
    page = open_page()
    page.page.locator("#panel .tie").first.focus()
    page.page.keyboard.press("Enter")
    assert page("document.getElementById('panel').contains(document.activeElement)")


# Time


def test_while_a_stretch_is_drawn_its_days_are_named(open_page: Opener) -> None:
    page = open_page()
    box = page.page.locator("#histogram").bounding_box()
    page.page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 20)
    page.page.mouse.down()
    page.page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + 20, steps=3)
    named = page.page.locator("#histogram .stretch").text_content()
    assert (page.events, page.page.locator("#histogram .shade").count()) == (14, 2)
    page.page.mouse.up()
    assert page.events < 14
    assert named == page("`${kg.date(kg.state.since)} to ${kg.date(kg.state.until)}`")


def test_handles_can_not_pass_each_other(open_page: Opener) -> None:
    page = open_page(fragment="#until=2025-03-04")
    box = page.page.locator("#histogram").bounding_box()
    handle = page.page.locator("#h-since").bounding_box()
    page.page.mouse.move(handle["x"] + 6, handle["y"] + 10)
    page.page.mouse.down()
    page.page.mouse.move(box["x"] + box["width"] - 4, box["y"] + 10, steps=3)
    page.page.mouse.up()
    assert page("kg.state.since <= kg.state.until")
    assert page.events > 0
