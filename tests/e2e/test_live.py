"""Numbers that move by themselves, and what the shop says when they cannot."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.choosing import choose
from tests.e2e.conftest import Visitor
from tests.e2e.shop import Shop
from tests.e2e.till import supply
from tests.support.server import ServerProcess


def test_a_change_by_staff_is_seen_by_the_shopper_at_once(shop: Shop, visitor: Visitor) -> None:
    goods = shop.goods("airpods-pro-2", stock=12)
    shopper, staff = visitor(shop.url), visitor(shop.url)
    shopper.goto(goods.page)
    words = supply(shopper)
    expect(words).to_contain_text("12 left")
    expect(shopper.locator("[data-link=live]").first).to_be_visible()

    staff.goto("/staff/stock")
    staff.get_by_role("main").get_by_role("link", name="Log in").click()
    staff.get_by_role("button", name="manager@example.com").click()
    staff.get_by_role("button", name="Log in", exact=True).click()
    staff.get_by_role("main").get_by_role("searchbox").fill("airpods")
    expect(staff.locator("tr[data-row]")).to_have_count(1)
    staff.get_by_role("main").get_by_role("searchbox").press("Escape")
    staff.keyboard.press("j")
    staff.keyboard.press("Enter")
    dialog = staff.get_by_role("dialog")
    choose(dialog.get_by_role("radio", name="Remove"))
    dialog.get_by_role("textbox", name="Quantity").fill("9")
    dialog.get_by_role("textbox", name="Reason").fill("Damaged in the store")
    dialog.get_by_role("button", name="Save").click()

    undo = staff.get_by_role("button", name="Undo")
    undo.hover()  # what one points at stays
    expect(words).to_contain_text("3 left")
    undo.click()
    expect(words).to_contain_text("12 left")

    staff.goto(f"/staff/log?variantId={goods.variant_id}")
    rows = staff.locator("tr[data-row]")
    expect(rows.nth(0)).to_contain_text("Undo: Damaged in the store")
    expect(rows.nth(1)).to_contain_text("Damaged in the store")
    with staff.expect_download() as saved:
        staff.get_by_role("link", name="Download CSV").click()
    assert "Damaged in the store" in saved.value.path().read_text()


@pytest.mark.long
def test_the_grid_counts_down_while_others_buy(shop: Shop, visitor: Visitor) -> None:
    goods = shop.goods("gopro-hero12", stock=3)
    page = visitor(shop.url)
    page.goto("/?q=gopro")
    card = page.locator("article", has_text="GoPro")
    expect(card).to_contain_text("3 left")
    expect(page.locator("[data-link=live]").first).to_be_visible()
    for left in ("2 left", "1 left", "None available right now"):
        assert shop.reserve(goods).status_code == 200
        expect(card).to_contain_text(left)


def test_a_lost_server_is_said_and_its_return_too(
    brief_server: ServerProcess, brief_shop: Shop, visitor: Visitor
) -> None:
    goods = brief_shop.goods("kindle-paperwhite", stock=9)
    page = visitor(brief_shop.url)
    page.goto(goods.page)
    words = supply(page)
    expect(words).to_contain_text("9 left")
    expect(page.locator("[data-link=live]").first).to_be_visible()

    brief_server.stop()
    banner = page.get_by_test_id("link-banner")
    expect(banner).to_contain_text(re.compile(r"You are offline\. Stock is as of \d\d:\d\d"))
    expect(page.locator("[data-link=offline]").first).to_be_attached()
    expect(words).to_contain_text("9 left")

    brief_server.start().wait_ready()
    with Shop(brief_server.url) as again:
        again.set_free(goods, 4)
    expect(words).to_contain_text("4 left")
    expect(page.locator("[data-link=live]").first).to_be_visible()
    expect(banner.get_by_role("button")).to_have_count(0)


@pytest.mark.long
def test_without_sockets_the_numbers_come_by_asking(shop: Shop, visitor: Visitor) -> None:
    goods = shop.goods("galaxy-watch-6", stock=8)
    page = visitor(shop.url)
    page.route_web_socket(re.compile("socket.io"), lambda socket: socket.close())
    page.goto(goods.page)
    words = supply(page)
    expect(words).to_contain_text("8 left")
    expect(page.get_by_test_id("link-banner")).to_contain_text("every few seconds")
    shop.set_free(goods, 2)
    expect(words).to_contain_text("2 left")
