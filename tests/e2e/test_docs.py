"""The documentation in a browser: read on any screen, and a call tried out from the page."""

import json

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean, assert_clean_again, assert_fits
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


def unfold(page: Page, group: str, method: str, path: str) -> None:
    """Open a call of the reference, or close it."""
    heading = page.locator(f"#operations-tag-{group}")
    if heading.get_attribute("data-is-open") == "false":
        heading.get_by_role("button").first.click()
    row = page.locator(f".opblock-{method.lower()}").filter(
        has=page.locator(f"[data-path='{path}']")
    )
    row.locator("button.opblock-summary-control").click()


def test_the_pages_are_read_on_any_screen(server: ServerProcess, visitor: Visitor) -> None:
    page = visitor(server.url)
    page.goto("/docs")
    for name in ("Guide", "A client in five minutes", "Sockets"):
        page.get_by_role("navigation").get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
        reads_well(page, name)
    page.get_by_role("link", name="API reference").click()
    unfold(page, "products", "GET", "/api/products/best-sellers")
    expect(page.get_by_role("button", name="Execute")).to_be_visible()
    reads_well(page, "the reference")


def test_a_call_is_tried_out_from_the_page(server: ServerProcess, visitor: Visitor) -> None:
    page = visitor(server.url)
    refused: list[str] = []
    page.on("requestfailed", lambda request: refused.append(request.url))
    page.goto("/docs/reference")
    unfold(page, "session", "POST", "/api/session/login")
    with page.expect_response("**/api/session/login") as answered:
        page.get_by_role("button", name="Execute").click()
    assert answered.value.status == 200, answered.value.text()
    unfold(page, "session", "POST", "/api/session/login")
    unfold(page, "session", "GET", "/api/session")
    with page.expect_response("**/api/session") as asked:
        page.get_by_role("button", name="Execute").click()
    assert "manager" in json.loads(asked.value.text())["roles"]
    assert refused == []
