"""From the shelf to the receipt."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import settled
from tests.e2e.member import Member
from tests.e2e.shop import Shop
from tests.e2e.till import add_to_cart, choose_scenario, go_to_payment, go_to_till, order_id, pay


def test_a_purchase_from_the_shelf_to_the_receipt(shop: Shop, visitor: Visitor) -> None:
    goods = shop.goods("keychron-k3", stock=7)
    page = visitor(shop.url)
    page.goto("/")
    page.get_by_label("Search the shop").fill("keychron")
    page.get_by_label("Search the shop").press("Enter")
    expect(page.locator("article")).to_have_count(1)
    page.get_by_role("link", name=re.compile("Keychron")).click()
    add_to_cart(page, goods)
    go_to_payment(page)
    expect(page.get_by_role("timer")).to_have_text(re.compile(r"1[45]:\d\d"))
    assert shop.variant(goods)["held"] == 1

    pay(page)

    expect(page.get_by_text("Thank you for your order")).to_be_visible()
    receipt = page.get_by_role("list", name="Order history")
    expect(receipt).to_contain_text("Held for you")
    expect(receipt).to_contain_text("Paid")
    expect(page.get_by_role("link", name="Cart, 0 items")).to_be_visible()
    assert shop.variant(goods)["stock"] == 6
    assert shop.variant(goods)["held"] == 0
    page.goto("/orders")
    expect(page.get_by_role("listitem").get_by_text("Paid", exact=True)).to_be_visible()


def test_a_declined_payment_charges_nothing_and_keeps_the_cart(
    shop: Shop, visitor: Visitor
) -> None:
    goods = shop.goods("keychron-k3", 1, stock=4)
    page = visitor(shop.url)
    go_to_till(page, goods)
    choose_scenario(page, "Declined by the bank")

    pay(page)

    expect(page.get_by_test_id("declined")).to_contain_text("Payment declined")
    expect(page.get_by_role("link", name="Cart, 1 item", exact=True)).to_be_visible()
    assert shop.variant(goods)["stock"] == 4

    expect(page.get_by_role("link", name="Hold them again")).to_be_visible()
    page.goto(f"/orders/{order_id(page)}")
    outcome = page.get_by_test_id("outcome")
    expect(outcome).to_contain_text("Payment failed")
    expect(outcome).to_contain_text("still in your cart")
    outcome.get_by_role("link", name="Hold them again").click()
    expect(page.get_by_role("timer")).to_be_visible()
    choose_scenario(page, "Approved The usual")
    pay(page)
    expect(page.get_by_text("Thank you for your order")).to_be_visible()
    assert shop.variant(goods)["stock"] == 3


@pytest.mark.long
def test_what_is_told_to_be_off_is_not_entered_again_while_its_answer_is_due(
    shop: Shop, visitor: Visitor
) -> None:
    goods = shop.goods("keychron-k3", 1, stock=4)
    page = visitor(shop.url)
    go_to_till(page, goods)
    choose_scenario(page, "Declined by the bank")
    first = order_id(page)
    unanswered: list[Route] = []
    page.route(f"**/api/orders/{first}", lambda route: unanswered.append(route))

    pay(page)
    page.get_by_role("link", name="Hold them again").click()

    expect(page.get_by_role("timer")).to_be_visible()
    assert order_id(page) != first
    page.get_by_role("button", name="Cancel and release items").click()
    expect(page.get_by_test_id("given-back")).to_be_visible()


def test_a_payment_that_the_bank_confirms_takes_the_buyer_there_and_back(
    shop: Shop, visitor: Visitor
) -> None:
    goods = shop.goods("keychron-k3", stock=4)
    page = visitor(shop.url)
    go_to_till(page, goods)
    choose_scenario(page, "Confirmed at the bank")

    with page.expect_navigation(url=re.compile(r"/orders/")):  # from the bank, a page load
        pay(page)

    expect(page.get_by_text("Thank you for your order")).to_be_visible()
    assert shop.order(order_id(page))["status"] == "paid"
    assert shop.variant(goods)["stock"] == 3


def test_a_success_that_arrives_twice_is_paid_once(shop: Shop, visitor: Visitor) -> None:
    goods = shop.goods("keychron-k3", 2, stock=4)
    page = visitor(shop.url)
    go_to_till(page, goods)
    choose_scenario(page, "Approved, reported twice")

    pay(page)

    expect(page.get_by_text("Thank you for your order")).to_be_visible()
    moments = [each["what"] for each in shop.order(order_id(page))["timeline"]]
    assert moments.count("paid") == 1
    assert shop.variant(goods)["stock"] == 3


def test_a_paid_order_is_cancelled_and_refunded(shop: Shop, visitor: Visitor) -> None:
    goods = shop.goods("jbl-charge-5", stock=5)
    page = visitor(shop.url)
    go_to_till(page, goods)
    pay(page)
    page.get_by_role("button", name="Cancel and refund").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel and refund").click()

    expect(page.get_by_text("Cancelled and refunded")).to_be_visible()
    expect(page.get_by_text("Refunded in full", exact=True)).to_be_visible()
    assert shop.variant(goods)["stock"] == 5


@pytest.mark.long
def test_giving_the_goods_back_leaves_the_cart_as_it_was(shop: Shop, visitor: Visitor) -> None:
    goods = shop.goods("jbl-charge-5", 1, stock=3)
    page = visitor(shop.url)
    go_to_till(page, goods)

    page.get_by_role("button", name="Cancel and release items").click()

    expect(page.get_by_test_id("given-back")).to_be_visible()
    expect(page.get_by_role("link", name="Cart, 1 item", exact=True)).to_be_visible()
    assert shop.variant(goods)["stock"] == 3


def test_a_reload_of_the_till_finds_the_same_hold(shop: Shop, visitor: Visitor) -> None:
    goods = shop.goods("jbl-charge-5", 2, stock=3)
    page = visitor(shop.url)
    go_to_till(page, goods)
    first = order_id(page)
    page.reload()
    expect(page.get_by_role("timer")).to_be_visible()
    page.goto("/checkout")
    expect(page.get_by_role("timer")).to_be_visible()
    assert order_id(page) == first
    assert shop.variant(goods)["held"] == 1
    page.goto("/")
    expect(page.get_by_role("link", name=re.compile("Continue to payment"))).to_be_visible()


@pytest.mark.long
def test_who_has_paid_asks_no_more_what_could_pay(
    shop: Shop, visitor: Visitor, member: Callable[[], Member]
) -> None:
    """What could pay, or lower the price, is refused of an order that is paid."""
    page = member().enter(visitor(shop.url))
    go_to_till(page, shop.goods("mx-master-3s", stock=20))
    settled(page)
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    pay(page)
    expect(page.get_by_test_id("outcome")).to_contain_text("Thank you")
    settled(page)
    assert not [url for url in asked if re.search(r"/payments/sources/|/orders/[^/]+/coupons", url)]
