"""Staff know their clients: written down, found, told of, merged; what they ask for goes over a
board by keys and by dragging."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, settled, shot, toast
from tests.e2e.shop import Shop
from tests.e2e.till import enter_as_staff

pytestmark = pytest.mark.long


def test_a_client_is_known_and_their_request_goes_over_the_board(
    shop: Shop, visitor: Visitor
) -> None:
    page = visitor(shop.url)
    enter_as_staff(page)
    page.goto("/staff/clients")
    mark = uuid4().hex[:6]
    for name in (f"Ada Lens {mark}", f"Ada L. {mark}"):
        page.get_by_role("button", name="New client").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("button", name="Save", exact=True).click()
        expect(dialog.get_by_label("Name")).to_be_focused()
        dialog.get_by_label("Name").fill(name)
        dialog.get_by_label("Email").fill("nobody")
        dialog.get_by_role("button", name="Save", exact=True).click()
        expect(dialog.get_by_label("Email")).to_be_focused()
        dialog.get_by_label("Email").fill(f"ada-{mark}@example.com")
        dialog.get_by_label("Tags").fill("portrait, vip")
        dialog.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_role("heading", name=name)).to_be_visible()
        page.goto("/staff/clients")
    page.get_by_role("searchbox").fill(mark)
    expect(page.get_by_role("row")).to_have_count(3)
    shot(page, "clients-en-1280")
    assert_clean_everywhere(page, "clients")

    page.get_by_role("link", name=f"Ada Lens {mark}").click()
    expect(page.get_by_text("May be the same person")).to_be_visible()
    page.get_by_label("Note", exact=True).fill("Not of the other")
    page.get_by_role("link", name=f"Ada L. {mark}").click()
    page.get_by_role("button", name="Discard changes").click()
    expect(page.get_by_role("heading", name=f"Ada L. {mark}")).to_be_visible()
    expect(page.get_by_label("Note", exact=True)).to_have_value("")
    page.go_back()
    expect(page.get_by_role("heading", name=f"Ada Lens {mark}")).to_be_visible()
    page.get_by_label("Note", exact=True).fill("Prefers the left side")
    page.get_by_role("button", name="Add note").click()
    expect(page.get_by_label("Note", exact=True)).to_have_value("")
    page.get_by_label("What is to be done").fill("Send proofs")
    page.get_by_label("Due").fill("2001-02-03")
    page.get_by_role("button", name="Add task").click()
    expect(page.get_by_text("Overdue")).to_be_visible()
    page.get_by_role("button", name="Merge").click()
    page.get_by_role("dialog").get_by_role("button", name="Merge").click()
    expect(toast(page, "Merged")).to_be_visible()
    expect(page.get_by_text("May be the same person")).to_have_count(0)
    for title in (f"Second {mark}", f"First {mark}"):
        page.get_by_role("button", name="New request").click()
        page.get_by_role("dialog").get_by_label("What is asked for").fill(title)
        page.get_by_role("dialog").get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_role("dialog")).to_have_count(0)
    shot(page, "client-en-1280")
    assert_clean_everywhere(page, "a client")

    page.goto("/staff/requests")
    first, second = (page.get_by_role("group", name=f"{one} {mark}") for one in ("First", "Second"))
    offered = page.get_by_role("region", name="Offered")
    first.focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(offered.get_by_role("group", name=f"First {mark}")).to_be_focused()
    second.focus()
    settled(page)  # what is being read is not asked for once more
    card = page.request.get("/api/staff/client-requests").json()["requests"][0]
    page.request.post(
        "/api/staff/client-requests",
        headers={"Idempotency-Key": uuid4().hex},
        data={"clientId": card["clientId"], "title": f"Third {mark}"},
    )
    page.evaluate("document.dispatchEvent(new Event('visibilitychange', {bubbles: true}))")
    expect(page.get_by_role("group", name=f"Third {mark}")).to_be_visible()
    expect(second).to_be_focused()
    second.drag_to(offered.get_by_role("group", name=f"First {mark}"))
    expect(offered.get_by_role("group").first).to_contain_text("Second")
    second.get_by_role("button").click()
    page.get_by_role("menuitem", name="To: Shot").click()
    shown = page.get_by_role("region", name="Shot")
    expect(shown.get_by_role("group", name=f"Second {mark}")).to_be_visible()
    shot(page, "requests-en-1280")
    assert_clean_everywhere(page, "the board")
    page.set_viewport_size({"width": 360, "height": 800})
    shot(page, "requests-en-360")
    page.reload()
    expect(offered.get_by_role("group", name=f"First {mark}")).to_be_visible()
