"""The documentation in a browser: read on any screen, and a call tried out from the page."""

import json

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean, assert_clean_again, assert_fits, shot
from tests.support.server import ServerProcess


def reads_well(page: Page, where: str) -> None:
    """Wide and light, and narrow and dark."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light")
    assert_clean(page, f"{where}, light")
    assert_fits(page, where)
    page.set_viewport_size({"width": 360, "height": 900})
    page.emulate_media(color_scheme="dark")
    assert_clean_again(page, f"{where}, dark")


def call(page: Page, method: str, path: str) -> Locator:
    """A call of the reference, in its group."""
    return page.locator(f"details.call[data-path='{path}']").filter(
        has=page.locator(f".method.{method.lower()}")
    )


def unfold(page: Page, group: str, method: str, path: str) -> Locator:
    """Open a call of the reference."""
    whole = page.locator(f"details[data-group='{group}']")
    if whole.get_attribute("open") is None:
        whole.locator("> summary").click()
    one = call(page, method, path)
    one.locator("summary").first.click()
    return one


def test_the_pages_are_read_on_any_screen(server: ServerProcess, visitor: Visitor) -> None:
    page = visitor(server.url)
    page.goto("/docs")
    for name in ("Guide", "A client in five minutes", "Sockets"):
        page.get_by_role("navigation").get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
        reads_well(page, name)


@pytest.mark.long
def test_the_reference_is_read_on_any_screen(server: ServerProcess, visitor: Visitor) -> None:
    """By all rules at once it takes as long as ten other pages: each call is on it."""
    page = visitor(server.url)
    page.goto("/docs")
    page.get_by_role("link", name="API reference").click()
    one = unfold(page, "products", "GET", "/api/products/best-sellers")
    expect(one.get_by_role("button", name="Execute")).to_be_visible()
    reads_well(page, "the reference")
    shot(page, "reference")


def test_a_call_is_tried_out_from_the_page(server: ServerProcess, visitor: Visitor) -> None:
    page = visitor(server.url)
    refused: list[str] = []
    page.on("requestfailed", lambda request: refused.append(request.url))
    page.goto("/docs/reference")
    one = unfold(page, "session", "POST", "/api/session/login")
    with page.expect_response("**/api/session/login") as answered:
        one.get_by_role("button", name="Execute").click()
    assert answered.value.status == 200, answered.value.text()
    one = unfold(page, "session", "GET", "/api/session")
    with page.expect_response("**/api/session") as asked:
        one.get_by_role("button", name="Execute").click()
    assert "manager" in json.loads(asked.value.text())["roles"]
    assert refused == []


@pytest.mark.long
def test_a_call_is_found_by_its_words_and_sent_with_a_token(
    server: ServerProcess, visitor: Visitor
) -> None:
    page = visitor(server.url)
    page.goto("/docs/reference")
    find = page.get_by_role("searchbox", name="Find a call")
    find.fill("best sellers")
    one = call(page, "GET", "/api/products/best-sellers")
    expect(one).to_be_visible()
    expect(call(page, "POST", "/api/session/login")).to_be_hidden()
    find.fill("no such words at all")
    expect(page.get_by_role("status")).to_have_text("No call has these words.")
    find.fill("")
    page.get_by_label("Token").fill("hf_not_a_real_one")
    page.goto(f"/docs/reference#{one.get_attribute('id')}")
    with page.expect_request("**/api/products/best-sellers*") as sent:
        one.get_by_role("button", name="Execute").click()
    assert sent.value.headers["authorization"] == "Bearer hf_not_a_real_one"
