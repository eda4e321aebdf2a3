"""What time does: holds that end, payments that come late."""

import re

from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.shop import Shop
from tests.e2e.till import choose_scenario, end_hold, go_to_till, pay
from tests.support.server import ServerProcess, until


def test_a_hold_that_ends_says_what_happens_next(brief_shop: Shop, visitor: Visitor) -> None:
    goods = brief_shop.goods("marshall-major-iv", stock=2)
    page = visitor(brief_shop.url)
    go_to_till(page, goods)
    expect(page.locator("[data-phase=last-minute]")).to_be_visible()

    ended = page.get_by_test_id("time-up")
    expect(ended).to_contain_text("Time is up")
    expect(ended).to_contain_text("2 left")
    expect(page.get_by_role("link", name="Cart, 1 item", exact=True)).to_be_visible()

    page.get_by_role("link", name="Hold them again").click()
    expect(page.get_by_role("timer")).to_be_visible()
    pay(page)
    expect(page.get_by_text("Thank you for your order")).to_be_visible()


def test_a_success_after_the_end_takes_the_goods_anew(brief_shop: Shop, visitor: Visitor) -> None:
    goods = brief_shop.goods("marshall-major-iv", 1, stock=2)
    page = visitor(brief_shop.url)
    go_to_till(page, goods)
    choose_scenario(page, "Approved too late")

    pay(page)

    expect(page.get_by_test_id("outcome")).to_contain_text("Processing payment")
    expect(page.get_by_text("Thank you for your order")).to_be_visible()
    receipt = page.get_by_role("list", name="Order history")
    expect(receipt).to_contain_text("Hold expired")
    assert brief_shop.variant(goods)["stock"] == 1


def test_a_success_after_the_end_is_refunded_if_the_goods_are_gone(
    brief_server: ServerProcess, brief_shop: Shop, visitor: Visitor
) -> None:
    """The hold ends before its time here, so that the goods are gone long before the success."""
    goods = brief_shop.goods("fujifilm-x100vi", stock=1)
    page = visitor(brief_shop.url)
    go_to_till(page, goods)
    choose_scenario(page, "Approved too late")
    pay(page)
    expect(page.get_by_test_id("outcome")).to_contain_text("Processing payment")

    end_hold(brief_server, page)
    until(lambda: brief_shop.variant(goods)["stock"] == 1, 60, "the hold is over")
    brief_shop.set_free(goods, 0)

    reason = re.compile("Payment time expired|Cancelled and refunded")
    expect(page.get_by_test_id("outcome")).to_contain_text(reason)
    expect(page.get_by_test_id("outcome")).to_contain_text("Refunded in full")
