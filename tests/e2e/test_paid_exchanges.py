"""An exchange for what is dearer: sent back, looked at, and the difference paid."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, shot
from tests.e2e.shop import Goods, Shop
from tests.e2e.till import buy_and_complete, pay

pytestmark = pytest.mark.long


def test_a_buyer_pays_the_difference_of_a_dearer_one(shop: Shop, visitor: Visitor) -> None:
    goods, other = shop.goods("pixel-8-pro", stock=7), shop.goods("pixel-8-pro", 1, stock=3)
    order_id, buyer, staff = exchanged_by_staff(shop, visitor, goods, other)
    one = buyer.get_by_test_id("return-1")
    difference = one.get_by_test_id("difference")
    expect(difference).to_contain_text("is to be paid until")
    outcome = buyer.get_by_test_id("outcome")
    expect(outcome).to_contain_text("to pay for your exchange")
    expect(outcome).not_to_contain_text("Paid in full")
    shot(buyer, "exchange-difference")
    assert_clean_everywhere(buyer, "exchange-difference")
    expect(staff.get_by_test_id("difference")).to_contain_text("The customer is to pay")
    staff.get_by_role("link", name="The order with what is sent instead").click()
    expect(staff.get_by_test_id("exchange-of")).to_contain_text("sent back from order")
    staff.get_by_test_id("exchange-of").get_by_role("link").click()
    expect(staff.get_by_test_id("difference")).to_be_visible()
    staff.goto(f"/staff/orders/{order_id}")
    expect(staff.get_by_test_id("difference")).to_contain_text("The customer is to pay")
    assert (shop.variant(other)["stock"], shop.variant(other)["held"]) == (2, 1)
    outcome.get_by_role("link", name="Pay").click()
    expect(buyer).to_have_url(re.compile("/checkout/"))
    buyer.go_back()
    difference.get_by_role("link", name="Pay").click()
    expect(buyer.get_by_test_id("outcome")).to_contain_text("Awaiting payment")
    expect(buyer.get_by_test_id("exchange-of").get_by_role("link")).to_have_attribute(
        "href", f"/orders/{order_id}"
    )
    shot(buyer, "exchange-to-pay")
    buyer.get_by_test_id("outcome").get_by_role("link", name="Pay").click()
    shot(buyer, "exchange-till")
    pay(buyer)
    expect(buyer.get_by_test_id("outcome")).to_contain_text("Thank you")
    buyer.goto(f"/orders/{order_id}")
    expect(one).to_contain_text("In exchange")
    expect(difference).to_have_count(0)
    assert (shop.variant(other)["stock"], shop.variant(other)["held"]) == (2, 0)


def exchanged_by_staff(
    shop: Shop, visitor: Visitor, goods: Goods, other: Goods
) -> tuple[str, Page, Page]:
    """An order of which a buyer has sent one back for the other, which staff have looked at; and
    the pages of both."""
    buyer = visitor(shop.url)
    staff = visitor(shop.url)
    order_id = buy_and_complete(buyer, staff, goods)

    buyer.get_by_role("link", name="Send something back").click()
    buyer.get_by_label("How many of").select_option("1")
    buyer.get_by_role("button", name="Continue").click()
    reason = buyer.get_by_label("Why are you sending back")
    expect(reason).to_be_focused()
    reason.select_option("changed-mind")
    instead = buyer.get_by_label("What do you want instead of")
    instead.select_option(other.variant_id)
    expect(instead).to_contain_text("more each")
    buyer.get_by_role("button", name="Continue").click()
    expect(buyer.get_by_test_id("return-sum")).to_contain_text("You pay for the exchange")
    expect(buyer.get_by_text(re.compile("In exchange: .+ · "))).to_be_visible()
    shot(buyer, "exchange-dearer-check")
    assert_clean_everywhere(buyer, "exchange-dearer-check")
    buyer.get_by_role("button", name="Request the return").click()
    buyer.get_by_role("link", name="Back to the order").click()
    expect(buyer.get_by_test_id("return-1")).to_contain_text("Held for the exchange")

    staff.get_by_test_id("return-1").get_by_role("link", name="Open return").click()
    staff.get_by_role("button", name="Approve").click()
    staff.get_by_role("dialog").get_by_role("button", name="Approve").click()
    staff.get_by_role("button", name="Mark as received").click()
    expect(staff.get_by_test_id("inspect-sum")).to_contain_text("The customer pays")
    shot(staff, "exchange-dearer-inspect")
    assert_clean_everywhere(staff, "exchange-dearer-inspect")
    staff.get_by_role("button", name="Finish and ask for the difference").click()
    return order_id, buyer, staff
