"""Two people, one unit: one gets it, the other is told at once, in place, and loses nothing.

How soon "at once" is is asserted with ``HOLDFAST_PROOF=long`` only, on a machine that does nothing
else.
"""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import toast
from tests.e2e.shop import Shop
from tests.e2e.till import add_to_cart, go_to_payment, hears_nothing, pay, supply
from tests.support.length import LONG

AT_ONCE = 500  # ms from the winner's answer to the loser's screen

WHEN_TOLD = """new Promise(resolve => {
  const look = () => document.querySelector('[role=alert]') && resolve(Date.now());
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
})"""


def test_the_loser_of_the_last_unit_is_told_at_once_on_the_product_page(
    shop: Shop, visitor: Visitor
) -> None:
    goods = shop.goods("playstation-5", stock=1)
    winner, loser = visitor(shop.url), visitor(shop.url)
    add_to_cart(winner, goods)
    loser.goto(goods.page)
    words = supply(loser)
    expect(words).to_contain_text("1 left")
    expect(loser.locator("[data-link=live]").first).to_be_visible()

    loser.evaluate(f"window.told = {WHEN_TOLD}; null")
    with winner.expect_response("**/api/orders/reserve") as answer:
        go_to_payment(winner)
    times = answer.value.request.timing
    told = loser.get_by_role("alert")
    expect(told).to_contain_text("Someone else just took the last one")
    later = loser.evaluate("window.told") - (times["startTime"] + times["responseEnd"])
    assert later < AT_ONCE or not LONG

    expect(words).to_contain_text("1 in checkout")
    expect(words).to_contain_text("next may be available in 1")
    loser.get_by_role("button", name="Notify me when available").click()
    winner.get_by_role("button", name="Cancel and release items").click()
    expect(toast(loser, "Available again")).to_be_visible()
    expect(loser.get_by_role("button", name="Add to cart")).to_be_visible()


def test_both_go_to_the_till_and_the_loser_keeps_the_rest_of_the_cart(
    shop: Shop, visitor: Visitor
) -> None:
    last = shop.goods("sony-a7-iv", stock=1)
    other = shop.goods("apple-watch-9", stock=6)
    winner, loser = visitor(shop.url), visitor(shop.url)
    for page in (winner, loser):
        add_to_cart(page, last)
    add_to_cart(loser, other)
    hears_nothing(loser)
    loser.goto("/cart")
    expect(loser.get_by_role("link", name="Checkout")).to_be_visible()
    go_to_payment(winner)

    loser.get_by_role("link", name="Checkout").click()
    told = loser.get_by_test_id("lost-race")
    expect(told).to_contain_text("Someone else was faster")
    expect(told).to_contain_text(last.name)
    expect(told).to_contain_text("1 in checkout")
    expect(told).not_to_contain_text(other.name)
    box = told.get_by_text(last.name).bounding_box()
    assert box is not None
    assert box["height"] < 60
    expect(told.get_by_role("button", name="Notify me when available")).to_be_visible()
    expect(told.get_by_test_id("alternatives").get_by_role("link").first).to_be_visible()
    expect(loser.get_by_role("link", name="Cart, 2 items")).to_be_visible()

    loser.get_by_role("button", name="Continue with what is available").click()
    expect(loser.get_by_role("timer")).to_be_visible()
    for page in (winner, loser):
        pay(page)
        expect(page.get_by_text("Thank you for your order")).to_be_visible()
    assert shop.variant(last)["stock"] == 0
    assert shop.variant(other)["stock"] == 5


@pytest.mark.long
def test_a_quantity_that_went_short_is_told_in_the_cart(shop: Shop, visitor: Visitor) -> None:
    goods = shop.goods("garmin-fenix-7", stock=3)
    page = visitor(shop.url)
    page.goto(goods.page)
    page.get_by_role("button", name="Increase").click()
    page.get_by_role("button", name="Increase").click()
    page.get_by_role("button", name="Add to cart").click()
    page.get_by_role("link", name="View cart").click()

    assert shop.reserve(goods, 2).status_code == 200

    expect(page.get_by_text("Only 1 left.")).to_be_visible()
    expect(page.get_by_role("textbox", name="Quantity of")).to_have_value("3")
    page.get_by_role("button", name="Take 1").click()
    expect(page.get_by_role("textbox", name="Quantity of")).to_have_value("1")
