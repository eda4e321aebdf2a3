"""Paying from the wallet, and with a coupon: all at once, or every reason why not."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.choosing import choose
from tests.e2e.conftest import Visitor
from tests.e2e.looks import toast
from tests.e2e.member import Member
from tests.e2e.shop import Goods, Shop
from tests.e2e.till import go_to_payment, go_to_till, hears_nothing, order_id, pay, put_in_cart

Join = Callable[[], Member]


def price_of(shop: Shop, goods: Goods) -> int:
    return int(shop.variant(goods)["price"])


def from_wallet(page: Page) -> None:
    """The cart, to be paid from the wallet."""
    with page.expect_response("**/api/orders/quote"):  # coupons find their place first
        page.goto("/cart")
    expect(page.get_by_role("heading", name="Total")).to_be_visible()
    choose(page.get_by_role("radio", name="Wallet"))


def buy(page: Page) -> None:
    page.get_by_role("button", name=re.compile("from the wallet")).click()


def choose_coupon(page: Page, coupon: str) -> None:
    page.get_by_label("Coupon", exact=True).select_option(coupon)


def test_a_cart_is_paid_from_the_wallet_with_a_coupon(
    shop: Shop, visitor: Visitor, member: Join
) -> None:
    goods = shop.goods("garmin-fenix-7", stock=5)
    price, someone = price_of(shop, goods), member()
    off = price // 10
    wallet = someone.wallet("RUB", price)
    coupon = someone.coupon(shop.campaign())
    page, other = (someone.enter(visitor(shop.url)) for _ in range(2))
    other.goto(f"/wallet/{wallet}")
    put_in_cart(page, goods)
    from_wallet(page)
    expect(page.get_by_test_id("wallet-pay")).to_contain_text("Balance after payment")
    choose_coupon(page, coupon["id"])
    expect(page.get_by_test_id("discount")).to_contain_text("−")
    buy(page)

    expect(page.get_by_text("Thank you for your order")).to_be_visible()
    order = shop.order(order_id(page))
    assert (order["total"], order["discount"], order["couponId"]) == (
        price - off,
        off,
        coupon["id"],
    )
    expect(page.get_by_test_id("discount").first).to_be_visible()  # and on the paper
    expect(page.get_by_role("link", name="Cart, 0 items")).to_be_visible()
    assert shop.variant(goods)["stock"] == 4
    assert someone.balance(wallet) == off
    statement = other.get_by_role("list", name="Statement")
    expect(statement.get_by_role("link", name="Purchase")).to_be_visible()
    page.goto("/coupons")
    expect(page.get_by_role("region", name="My coupons")).to_contain_text("Used")

    page.goto(f"/orders/{order['id']}")
    page.get_by_role("button", name="Cancel and refund").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel and refund").click()
    expect(page.get_by_test_id("outcome")).to_contain_text("Refunded in full")
    expect(statement.get_by_role("link", name="Refund")).to_be_visible()
    assert someone.balance(wallet) == price


def test_everything_that_is_missing_is_named_at_once(
    shop: Shop, visitor: Visitor, member: Join
) -> None:
    few, other = shop.goods("marshall-major-iv", stock=2), shop.goods("homepod-mini", 2, stock=5)
    someone = member()
    wallet = someone.wallet("RUB", 100)
    coupon = someone.coupon(shop.campaign())
    page = someone.enter(visitor(shop.url))
    put_in_cart(page, few, other)
    from_wallet(page)
    choose_coupon(page, coupon["id"])
    expect(page.get_by_test_id("wallet-pay")).to_contain_text("Missing")
    # What the page cannot know yet: somebody else was faster, and so were we in another place.
    hears_nothing(page)
    page.reload()
    expect(page.get_by_test_id("wallet-pay")).to_contain_text("Missing")
    shop.set_free(few, 0)
    line = {"productId": other.product_id, "variantId": other.variant_id}
    asked = {"items": [line], "couponId": coupon["id"]}
    someone.http.post("/api/orders/reserve", json=asked).raise_for_status()
    buy(page)

    told = page.get_by_test_id("cannot-buy")
    expect(told).to_contain_text(few.name)
    expect(told).not_to_contain_text(other.name)
    expect(told).to_contain_text("your balance is ₽1")
    expect(told).to_contain_text("The coupon is in use in another order of yours")
    expect(told).to_contain_text("You were not charged")
    expect(page.get_by_role("link", name="Cart, 2 items")).to_be_visible()
    assert someone.balance(wallet) == 100

    told.get_by_role("link", name="Top up").click()
    expect(page).to_have_url(re.compile(rf"/wallet/{wallet}\?amount=\d+"))
    expect(page.get_by_label("Amount", exact=True)).to_have_value(re.compile(r"^\d+"))


@pytest.mark.long
def test_without_a_wallet_the_way_to_one_is_shown(
    shop: Shop, visitor: Visitor, member: Join
) -> None:
    goods = shop.goods("jbl-charge-5", stock=2)
    page = member().enter(visitor(shop.url))
    put_in_cart(page, goods)
    from_wallet(page)
    expect(page.get_by_test_id("wallet-pay")).to_contain_text("wallet yet")
    page.get_by_test_id("wallet-pay").get_by_role("link", name="Open a wallet").click()
    expect(page.get_by_role("heading", name="Wallet", exact=True)).to_be_visible()


@pytest.mark.long
def test_a_coupon_that_is_not_for_this_cart_says_why(
    shop: Shop, visitor: Visitor, member: Join
) -> None:
    goods, other = shop.goods("keychron-k3", stock=3), shop.goods("homepod-mini")
    price, someone = price_of(shop, goods), member()
    scoped = someone.coupon(shop.campaign(scope=[other.product_id]))
    large = someone.coupon(shop.campaign(currency="RUB", minimum=price + 12_300))
    page = someone.enter(visitor(shop.url))
    put_in_cart(page, goods)
    page.goto("/cart")
    choose_coupon(page, scoped["id"])
    expect(page.get_by_text("The coupon is for other products")).to_be_visible()
    choose_coupon(page, large["id"])
    expect(page.get_by_text("Add ₽123 more")).to_be_visible()
    page.get_by_role("link", name="Checkout").click()
    trouble = page.get_by_test_id("coupon-trouble")
    expect(trouble).to_contain_text("₽123 more")
    trouble.get_by_role("button", name="Continue without it").click()
    expect(page.get_by_role("timer")).to_be_visible()


def test_a_held_cart_is_paid_with_its_coupon(shop: Shop, visitor: Visitor, member: Join) -> None:
    goods = shop.goods("keychron-k3", 1, stock=3)
    price, someone = price_of(shop, goods), member()
    coupon = someone.coupon(shop.campaign())
    page = someone.enter(visitor(shop.url))
    put_in_cart(page, goods)
    page.goto("/cart")
    choose_coupon(page, coupon["id"])
    go_to_payment(page)
    expect(page.get_by_test_id("discount")).to_be_visible()
    page.goto("/cart")
    expect(page.get_by_label("Coupon", exact=True)).to_have_value(coupon["id"])
    go_to_payment(page)
    assert shop.variant(goods)["held"] == 1
    pay(page)
    expect(page.get_by_text("Thank you for your order")).to_be_visible()
    assert shop.order(order_id(page))["total"] == price - price // 10
    page.goto("/cart")
    expect(page.get_by_label("Coupon", exact=True)).to_have_count(0)


@pytest.mark.long
def test_what_is_held_does_not_stand_in_the_way_of_the_wallet(
    shop: Shop, visitor: Visitor, member: Join
) -> None:
    goods = shop.goods("fujifilm-x100vi", stock=1)
    price, someone = price_of(shop, goods), member()
    someone.wallet("RUB", price)
    page = someone.enter(visitor(shop.url))
    go_to_till(page, goods)
    from_wallet(page)
    buy(page)
    expect(page.get_by_text("Thank you for your order")).to_be_visible()
    assert shop.variant(goods)["stock"] == 0
    assert shop.variant(goods)["held"] == 0


def test_an_order_turns_before_ones_eyes(shop: Shop, visitor: Visitor, member: Join) -> None:
    """Reserved in one browser, paid in another."""
    goods = shop.goods("keychron-k3", 2, stock=3)
    someone = member()
    page, till = (someone.enter(visitor(shop.url)) for _ in range(2))
    go_to_till(till, goods)
    page.goto("/orders")
    expect(page.get_by_role("listitem").get_by_text("Awaiting payment", exact=True)).to_be_visible()
    pay(till)
    expect(page.get_by_role("listitem").get_by_text("Paid", exact=True)).to_be_visible()
    expect(toast(page, re.compile("^Order .*: Paid"))).to_be_visible()
