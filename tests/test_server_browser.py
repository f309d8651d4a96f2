"""The query page in a browser that has no network but the server."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from kg import queries
from tests import rdf_samples
from tests.servers import Running

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")]


@pytest.fixture(scope="module")
def server(shared_store: Path) -> Iterator[Running]:
    running = Running(shared_store, KG_QUERY_MAX_ROWS="7")
    try:
        yield running
    finally:
        running.stop()


@pytest.fixture
def expected() -> str:
    """A word of the error that the browser is to log; empty: none."""
    return ""


@pytest.fixture
def page(server: Running, expected: str) -> Iterator[Page]:
    """A page; what it asks of other servers, what its policy stops and what fails in it ends the test."""
    wrong: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        made = browser.new_page(base_url=server.address)
        ours = (server.address, "data:", "blob:")
        made.on("request", lambda request: wrong.extend([] if request.url.startswith(ours) else [request.url]))
        made.on("console", lambda message: wrong.extend([message.text] if message.type == "error" else []))
        made.on("pageerror", lambda error: wrong.append(str(error)))
        yield made
        browser.close()
    assert [each for each in wrong if not expected or expected not in each] == []


def test_every_named_question_has_a_tab_and_is_answered(page: Page) -> None:
    page.goto("/query")
    assert {tab.inner_text() for tab in page.locator(".tabsList .tab a span").all()} >= {each.name for each in queries.named()}
    page.locator(".tabsList .tab a", has_text="who-met-whom").click()
    page.locator(".yasqe_queryButton:visible").click()
    page.locator(".yasr:visible td", has_text="Lena Brandt").first.wait_for()
    assert "Who met whom" in page.locator("#note").inner_text()


def test_a_cut_answer_is_said_to_be_cut(page: Page) -> None:
    page.goto("/query")
    page.evaluate("[...document.querySelectorAll('.CodeMirror')].find((each) => each.offsetParent).CodeMirror.setValue('SELECT * { ?s ?p ?o }')")
    page.locator(".yasqe_queryButton:visible").click()
    page.locator("#note.cut").wait_for()
    assert page.locator("#note").inner_text().startswith("Cut")


def test_the_editor_needs_no_style_of_its_own(page: Page) -> None:
    """A wrong line, its hint, every way of showing an answer, a column made wider: the policy stops nothing (see `page`)."""
    page.goto("/query")
    code = "[...document.querySelectorAll('.CodeMirror')].find((each) => each.offsetParent).CodeMirror.setValue"
    page.evaluate(f"{code}('SELEC * {{ ?s ?p ?o }}')")
    page.locator(".parseErrorIcon:visible").first.hover()
    page.evaluate(f"{code}('SELECT * {{ ?s ?p ?o }}')")
    page.locator(".yasqe_queryButton:visible").click()
    page.locator(".yasr:visible td").first.wait_for()
    handle = page.locator(".grip-handle:visible").first.bounding_box()
    assert handle is not None
    page.mouse.move(handle["x"] + 5, handle["y"] + 5)
    page.mouse.down()
    page.mouse.move(handle["x"] + 60, handle["y"] + 5)
    page.mouse.up()
    for button in page.locator(".yasr:visible .yasr_btnGroup .yasr_btn:enabled").all():
        button.click()


@pytest.mark.parametrize("expected", ["403"])
def test_a_wrong_query_shows_why(page: Page, expected: str) -> None:
    page.goto("/query")
    page.evaluate("[...document.querySelectorAll('.CodeMirror')].find((each) => each.offsetParent).CodeMirror.setValue('SELECT * { SERVICE <http://a/> { ?s ?p ?o } }')")
    page.locator(".yasqe_queryButton:visible").click()
    page.locator("#note", has_text="SERVICE is not taken").wait_for(timeout=5000)


@pytest.mark.parametrize("path", ["/", f"/id/event/{rdf_samples.DEMAND.id}", "/ontology"])
def test_pages_ask_nobody_else(page: Page, path: str) -> None:
    page.goto(path)
    page.wait_for_load_state("networkidle")
    assert page.title()
