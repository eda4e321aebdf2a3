"""The documentation in a browser: read on any screen, and a call tried out from the page."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.support.server import ServerProcess


def is_accessible(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found] == []


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def unfold(page: Page, method: str, path: str) -> None:
    """Open a call of the reference, or close it."""
    row = page.locator(f".opblock-{method.lower()}").filter(
        has=page.locator(f"[data-path='{path}']")
    )
    row.locator("button.opblock-summary-control").click()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_the_pages_are_read_on_any_screen(
    server: ServerProcess, visitor: Visitor, scheme: str, width: int
) -> None:
    page = visitor(server.url, scheme=scheme, width=width)
    page.goto("/docs")
    for name in ("Guide", "A client in five minutes", "Sockets"):
        page.get_by_role("navigation").get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
        fits(page)
        is_accessible(page)
    page.get_by_role("link", name="API reference").click()
    unfold(page, "GET", "/api/products/best-sellers")
    expect(page.get_by_role("button", name="Execute")).to_be_visible()
    fits(page)
    is_accessible(page)


def test_a_call_is_tried_out_from_the_page(server: ServerProcess, visitor: Visitor) -> None:
    page = visitor(server.url)
    refused: list[str] = []
    page.on("requestfailed", lambda request: refused.append(request.url))
    page.goto("/docs/reference")
    unfold(page, "POST", "/api/session/login")
    with page.expect_response("**/api/session/login") as answered:
        page.get_by_role("button", name="Execute").click()
    assert answered.value.status == 200, answered.value.text()
    unfold(page, "POST", "/api/session/login")
    unfold(page, "GET", "/api/session")
    with page.expect_response("**/api/session") as asked:
        page.get_by_role("button", name="Execute").click()
    assert "manager" in json.loads(asked.value.text())["roles"]
    assert refused == []
