"""Coupons: what is left moves in every browser, one person gets one, and the rest a kind word."""

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.member import Member
from tests.e2e.shop import Shop
from tests.e2e.till import enter_as_staff

Join = Callable[[], Member]
GET = "Get a coupon"


def soon(seconds: float) -> str:
    return (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat()


def test_a_coupon_is_had_and_kept(shop: Shop, visitor: Visitor, member: Join) -> None:
    campaign = shop.campaign(name="Spring", quantity=3)
    page = member().enter(visitor(shop.url))
    page.goto("/coupons")
    offers = page.get_by_role("region", name="Available now").get_by_role("article")
    offer = offers.filter(has=page.locator(f'a[href="/coupons/{campaign}"]'))
    expect(offer).to_contain_text("Get a coupon")
    offer.get_by_role("link").click()
    expect(page.get_by_test_id("coupons-left")).to_have_text("3 of 3 left")
    page.get_by_role("button", name=GET).click()
    mine = page.get_by_test_id("your-coupon")
    expect(mine).to_contain_text("Coupon received")
    expect(mine).to_contain_text("30 days left")
    expect(page.get_by_test_id("coupons-left").first).to_have_text("2 of 3 left")

    page.reload()
    expect(page.get_by_test_id("your-coupon")).to_contain_text("You already have this coupon")
    expect(page.get_by_role("button", name=GET)).to_have_count(0)
    page.goto("/coupons")
    card = page.get_by_role("region", name="My coupons").get_by_role("article")
    expect(card).to_contain_text("Active")
    expect(card).to_contain_text("2 of 3 left")
    expect(offer).to_be_visible()
    expect(offer).not_to_contain_text("Get a coupon")


@pytest.mark.long
def test_what_remains_is_live_and_the_last_one_is_told_as_gone(
    shop: Shop, visitor: Visitor, member: Join
) -> None:
    campaign = shop.campaign(quantity=2)
    watcher, guest = member().enter(visitor(shop.url)), visitor(shop.url)
    for page in (watcher, guest):
        page.goto(f"/coupons/{campaign}")
        expect(page.get_by_test_id("coupons-left")).to_have_text("2 of 2 left")
        expect(page.locator("[data-link=live]").first).to_be_visible()
    for left in ("1 of 2 left", "All 2 claimed"):
        member().coupon(campaign)
        for page in (watcher, guest):
            expect(page.get_by_test_id("coupons-left")).to_have_text(left)
    for page in (watcher, guest):
        expect(page.get_by_test_id("no-coupon")).to_contain_text(
            "Coupons already received stay valid"
        )
        expect(page.get_by_role("button", name=GET)).to_have_count(0)
    watcher.get_by_role("link", name="See other coupons").click()
    expect(watcher.get_by_role("heading", name="Available now")).to_be_visible()


def test_two_ask_for_the_last_one_and_the_loser_is_told_in_place(
    shop: Shop, visitor: Visitor, member: Join
) -> None:
    campaign = shop.campaign(quantity=1)
    page = member().enter(visitor(shop.url))
    # No news: the loser's page still believes that there is one.
    page.route_web_socket(re.compile("socket.io"), lambda socket: socket.close())
    page.goto(f"/coupons/{campaign}")
    button = page.get_by_role("button", name=GET)
    expect(button).to_be_visible()
    page.route(re.compile(rf"coupon-campaigns/{campaign}$"), lambda route: route.abort())
    member().coupon(campaign)
    button.click()
    expect(page.get_by_test_id("no-coupon")).to_contain_text("All coupons are claimed")


def test_a_campaign_opens_before_ones_eyes(shop: Shop, visitor: Visitor, member: Join) -> None:
    far = shop.campaign(opensAt=soon(3 * 86_400), quantity=1)
    page = member().enter(visitor(shop.url))
    begun = time.monotonic()
    page.goto(f"/coupons/{far}")
    expect(page.get_by_test_id("not-open")).to_be_visible()
    expect(page.get_by_role("timer")).to_have_text(re.compile(r"^[23] days \d+:\d\d"))
    # The page opens with the next whole second, so a little after the shop does: later than it
    # takes to come to the page, however slow the machine.
    seconds = 5 + 5 * (time.monotonic() - begun)
    opens_at = (datetime.now(UTC) + timedelta(seconds=seconds)).replace(microsecond=100_000)
    near = shop.campaign(opensAt=opens_at.isoformat(), quantity=1)
    page.goto(f"/coupons/{near}")
    expect(page.get_by_role("timer")).to_have_text(re.compile(r"^\d\d:\d\d$"))
    expect(page.get_by_role("button", name=GET)).to_have_count(0)
    page.get_by_role("button", name=GET).click()
    expect(page.get_by_test_id("your-coupon")).to_contain_text("Coupon received")


@pytest.mark.long
def test_a_campaign_that_is_over_says_so(shop: Shop, visitor: Visitor) -> None:
    campaign = shop.campaign(opensAt=soon(-60), closesAt=soon(-30))
    page = visitor(shop.url)
    page.goto(f"/coupons/{campaign}")
    expect(page.get_by_test_id("no-coupon")).to_contain_text("This campaign has ended")
    page.goto("/coupons/no-such-campaign")
    expect(page.get_by_text("Page not found")).to_be_visible()


@pytest.mark.long
def test_a_guest_logs_in_for_it_and_comes_back(shop: Shop, visitor: Visitor) -> None:
    campaign = shop.campaign()
    page = visitor(shop.url)
    page.goto(f"/coupons/{campaign}")
    page.get_by_role("link", name="Log in to get it").click()
    page.get_by_role("button", name="customer@example.com").click()
    page.get_by_role("button", name="Log in", exact=True).click()
    page.get_by_role("button", name=GET).click()
    expect(page.get_by_test_id("your-coupon")).to_be_visible()


def test_staff_make_a_campaign_and_see_it_go(shop: Shop, visitor: Visitor, member: Join) -> None:
    page = visitor(shop.url)
    enter_as_staff(page)
    page.goto("/staff/campaigns")
    page.get_by_role("button", name="New campaign").click()
    dialog = page.get_by_role("dialog")
    make = dialog.get_by_role("button", name="New campaign")
    make.click()
    expect(dialog.get_by_text("Enter a name")).to_be_visible()
    expect(dialog.get_by_label("Name")).to_be_focused()
    dialog.get_by_label("Name").fill("Autumn of the shop")
    dialog.get_by_label("Discount", exact=True).last.fill("15")
    dialog.get_by_label("Maximum discount").fill("500")
    dialog.get_by_label("Number of coupons").fill("2")
    make.click()
    expect(dialog.get_by_text("Choose a currency for the amount")).to_be_visible()
    expect(dialog.get_by_label("Currency")).to_be_focused()
    dialog.get_by_label("Currency").select_option("RUB")
    dialog.get_by_label("Find a product to add").fill("keychron")
    dialog.get_by_role("listitem").get_by_role("button").first.click()
    expect(dialog.get_by_role("button", name=re.compile("Remove Keychron"))).to_be_visible()
    make.click()

    row = page.locator("tr[data-row]", has_text="Autumn of the shop")
    expect(row).to_contain_text("−15%")
    expect(row).to_contain_text("Up to ₽500 off, for selected products")
    expect(row).to_contain_text("2 of 2 left")
    page.get_by_role("link", name="Autumn of the shop").click()
    page.wait_for_url(re.compile(r"/coupons/[0-9a-f-]{36}$"))
    campaign = page.url.rsplit("/", 1)[1]
    page.go_back()
    member().coupon(campaign)
    expect(row).to_contain_text("1 of 2 left")
