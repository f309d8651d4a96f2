"""The page of a view, before any browser: its data, its policy, its places, its words."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import re
from typing import Any

import numpy as np
import pytest

from kg import kinds
from kg.errors import ViewError
from kg.graphs import Filters, graph
from kg.views import VIEWS, found, neighbourhood, page
from kg.views.data import payload
from kg.views.layout import home, positions, states
from kg.views.words import CATEGORY_WORDS, GROUPS
from tests.browser_records import BASE, crowd, event, sample


def data_of(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.S)
    assert found is not None
    data: dict[str, Any] = json.loads(found.group(1))
    return data


def shown(records: Any, **limits: int) -> dict[str, Any]:
    return payload(records, filters=Filters(), most_actors=limits.get("actors", 400), most_events=limits.get("events", 20_000))


@pytest.mark.parametrize(("view", "tab", "first"), [("all", "network", "all"), ("timeline", "timeline", "all"), ("matrix", "matrix", "all")])
def test_a_view_opens_its_tab(view: str, tab: str, first: str) -> None:
    data = data_of(page(sample(), view=view))
    assert (data["tab"], set(data["views"])) == (tab, set(VIEWS))
    assert f'<h1 id="title">{VIEWS[view]}</h1>' in page(sample(), view=view)


def test_an_unknown_view_is_named() -> None:
    with pytest.raises(ViewError, match="'map'"):
        page([], view="map")


def test_a_title_is_text() -> None:
    html = page([], title="<b>Talks & more</b>")
    assert '<h1 id="title">&lt;b&gt;Talks &amp; more&lt;/b&gt;</h1>' in html
    assert "<b>Talks" not in html


def test_the_policy_names_the_hash_of_the_only_script_and_style() -> None:
    html = page(sample())
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy is not None
    rules = policy.group(1).replace("&#39;", "'")
    for kind, name in (("script", "script-src"), ("style", "style-src")):
        (body,) = re.findall(rf"<{kind}>(.*?)</{kind}>", html, re.S)
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert f"{name} 'sha256-{digest}'" in rules
    assert "default-src 'none'" in rules
    assert "unsafe" not in rules
    assert "connect-src" not in rules
    assert "connect-src 'self'" in page(sample(), more="/view-more").replace("&#39;", "'")


def test_the_page_names_no_address_to_fetch_from() -> None:
    html = page(sample())
    rest = html.replace(re.findall(r"<script>(.*?)</script>", html, re.S)[0], "")
    assert not re.findall(r"<(?:link|img|iframe|script|object|embed)\b[^>]*(?:src|href)=", rest)


def test_the_frame_is_at_most_a_megabyte_and_a_half() -> None:
    assert len(page([]).encode()) < 1_500_000


def test_the_same_events_give_the_same_bytes() -> None:
    assert page(sample()) == page(sample())


@pytest.mark.parametrize("text", ["</script><b>", "<!--<script>", "\u2028 \u2029", "&amp; 'x' \"y\""])
def test_data_can_hold_any_text(text: str) -> None:
    html = page([event(1, "Talks CONSULT talks", "france iran", "", "Talks.", content=text)])
    assert data_of(html)["events"][0]["content"] == text
    assert html.count("</script>") == page([]).count("</script>")


def test_filters_say_which_events_the_page_holds() -> None:
    assert len(data_of(page(sample(), filters=Filters(type=("Demand",))))["events"]) == 2


def test_a_text_and_an_actor_are_there_once() -> None:
    data = shown([*sample(), event(30, "Warning THREATEN threatened", "iran", "france", "Iran threatened France.")])
    assert len(data["sentences"]) == len(set(data["sentences"]))
    assert sum(each["label"] == "Iran" for each in data["actors"]) == 1


@pytest.mark.parametrize(
    ("number", "marked"),
    [
        (4, [("France", "source"), ("demanded", "trigger"), ("Iran", "target")]),
        (14, [("Iran", "source"), ("demanded", "trigger"), ("United Nations", "target")]),
        (3, [("France", "source"), ("Iran", "source"), ("meet", "trigger")]),
    ],
)
def test_marks_stand_where_the_offsets_say(number: int, marked: list[tuple[str, str]]) -> None:
    data = shown(sample())
    found = data["events"][number - 1]
    sentence = data["sentences"][found["sentence"]]
    assert [(sentence[start:end], role) for start, end, role in found["marks"]] == marked


def test_a_mention_outside_the_sentence_is_not_marked_and_marks_do_not_overlap() -> None:
    record = event(1, "Demand REQUEST demanded", "france", "iran", "France demanded it of Iran.")
    record["source"][0].update(start=3, end=9)  # in another sentence
    record["target"][0].update(start=107, end=115)  # where the trigger stands
    assert shown([record])["events"][0]["marks"] == [[7, 15, "trigger"]]


@pytest.mark.parametrize(
    ("url", "kept"),
    [("https://a.example/x", True), ("HTTP://a.example", True), ("javascript:alert(1)", False), (" javascript:alert(1)", False), ("data:text/html,x", False), (None, False)],
)  # fmt: skip
def test_only_addresses_of_the_web_are_kept(url: str | None, kept: bool) -> None:
    record = event(1, "Talks CONSULT talks", "france iran", "", "Talks.")
    record["article"]["url"] = url
    assert ("url" in shown([record])["articles"][0]) is kept


def test_pyvis_makes_a_line_for_each_pair_direction_category_and_certainty() -> None:
    data = shown(sample())
    names = [each["label"] for each in data["actors"]]
    lines = {(names[tie["from"]], names[tie["to"]], tie["category"], tie["modality"], tie["mutual"]): tie["events"] for tie in data["ties"]}
    assert lines["France", "Iran", "CONSULT", "actual", True] == [0, 1]
    assert lines["France", "Iran", "CONSULT", "planned", True] == [2]
    assert lines["Iran", "France", "THREATEN", "actual", False] == [5]
    assert {node["shape"] for node in data["nodes"]} == {"dot", "triangle", "square", "diamond"}
    assert data["options"]["physics"] == {"enabled": False}


def test_a_person_can_be_folded_into_a_state_that_no_article_names() -> None:
    data = shown(sample())
    (germany,) = [each for each in data["actors"] if each["country" if "country" in each else "id"] == "DEU" and each["kind"] == "State"]
    assert germany["label"] == "Germany"
    assert data["actors"].index(germany) in {node["id"] for node in data["nodes"]}


def test_what_is_left_out_is_counted() -> None:
    data = shown(crowd(60, 200), actors=10, events=50)
    assert (len(data["nodes"]), len(data["events"]), data["totals"]) == (10, 50, {"events": 200, "actors": 60, "drawn": 10})


def test_of_too_many_events_the_newest_stay_in_their_order() -> None:
    days = ["2020-01-02", "2024-05-05", "2019-01-01", "2023-01-01"]
    records = [event(n, "Talks CONSULT talks", "france iran", "", f"Talks {n}.", start=day) for n, day in enumerate(days)]
    assert [each["start"] for each in shown(records, events=2)["events"]] == ["2024-05-05", "2023-01-01"]


def test_every_category_has_words_and_one_group() -> None:
    codes = [code for _, each in GROUPS.values() for code in each]
    assert sorted(codes) == sorted(CATEGORY_WORDS) == sorted(kinds.categories())


def test_a_category_without_words_goes_by_its_code() -> None:
    data = data_of(page([event(1, "Trial COURT tried", "france", "iran", "France tried Iran.")]))
    assert data["groups"]["other"]["codes"] == ["COURT"]
    assert "COURT" in data["views"]["all"]["on"]


def test_the_neighbourhood_of_an_actor() -> None:
    own = neighbourhood(sample(), f"{BASE}actor/un")
    assert {each["id"] for each in own["events"]} == {"event/10", "event/11", "event/14"}
    assert set(own["homes"]) == {"actor/un", "actor/oman", "actor/iran"}
    further = neighbourhood(sample(), f"{BASE}actor/un", hops=2)
    assert {each["id"] for each in further["events"]} == {f"event/{n}" for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 14)}
    assert len(neighbourhood(sample(), f"{BASE}actor/un", hops=2, most=4)["events"]) == 4
    json.dumps(own)


def test_actors_are_found_by_any_of_their_names() -> None:
    assert [(each["label"], each["events"]) for each in found(sample(), "tehr")] == [("Iran", 8)]
    assert [each["label"] for each in found(sample(), "an")] == ["Iran", "France", "Oman", "Lena Brandt"]
    assert found(sample(), "  ") == []


# Places


def moved(records: list[Any], fewer: list[Any]) -> Any:
    before, after = positions(graph(fewer)), positions(graph(records))
    kept = sorted(before)
    old, new = (np.array([places[node] for node in kept], dtype=float) for places in (before, after))
    return np.linalg.norm((new - new.mean(axis=0)) - (old - old.mean(axis=0)), axis=1) / np.ptp(new, axis=0).max()


def many() -> list[Any]:
    """Sixty states in six articles that overlap, as those of one year do."""
    codes = sorted(states())[:60]
    found = []
    for n in range(240):
        record = dict(event(n, "Meeting CONSULT met", "france iran", "", "They met."))
        record["source"] = [{**record["source"][0], "iri": f"{BASE}actor/{code}", "label": states()[code].label, "country": code} for code in (codes[n % 60], codes[(n * 7 + n // 40 + 1) % 60])]  # fmt: skip
        found.append({**record, "doc": f"article-{n // 40}"})
    return found


def test_one_more_article_moves_the_others_little() -> None:
    records = many()
    for doc in {each["doc"] for each in records}:
        shift = moved(records, [each for each in records if each["doc"] != doc])
        assert np.median(shift) < 0.05
        assert np.quantile(shift, 0.9) < 0.12


def test_places_that_do_not_hold_on_to_a_home_would_fail_that(monkeypatch: pytest.MonkeyPatch) -> None:
    records = many()
    fewer = [each for each in records if each["doc"] != "article-5"]
    rng = np.random.default_rng(0)
    monkeypatch.setattr("kg.views.layout.home", lambda node, facts: tuple(rng.random(2)))
    assert np.median(moved(records, fewer)) > 0.1


def test_places_are_the_same_in_any_order_and_apart() -> None:
    places = positions(graph(many()))
    assert positions(graph(reversed(many()))) == places
    assert all(abs(a[0] - b[0]) > 20 or abs(a[1] - b[1]) > 20 for a, b in itertools.combinations(places.values(), 2))


def test_states_stand_as_on_a_map_and_people_by_their_state() -> None:
    usa, france, japan, kenya = (home("x", {"kind": "State", "country": code}) for code in ("USA", "FRA", "JPN", "KEN"))
    assert usa[0] < france[0] < japan[0]
    assert kenya[1] > france[1]
    envoy = home("an envoy", {"kind": "Person", "country": "FRA"})
    assert 0.04 < np.hypot(envoy[0] - france[0], envoy[1] - france[1]) < 0.11


def test_nobody_has_no_place() -> None:
    assert positions(graph([])) == {}
