"""axe-core finds nothing on any page of the shop, in either scheme; all fit a small phone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import (
    assert_clean,
    assert_clean_everywhere,
    assert_clean_in_both_schemes,
    assert_fits,
    look_through,
    settled,
)
from tests.e2e.member import Member
from tests.e2e.shop import Shop
from tests.e2e.till import add_to_cart, go_to_payment, pay


def test_the_shop_pages_are_clean(shop: Shop, visitor: Visitor) -> None:
    goods = shop.goods("ipad-air-11", stock=3)
    sold_out = shop.goods("ipad-air-11", 1, stock=0)
    page = visitor(shop.url)
    look_through(page, ("/", goods.page, sold_out.page, "/cart", "/orders", "/nowhere"))
    look_through(page, ("/?q=nothing+like+that", "/orders/nope", "/product/nope"))
    look_through(page, ("/login", "/signup", "/setup", "/password#a-link-of-nobody"))
    add_to_cart(page, goods)
    page.goto("/cart")
    assert_clean_everywhere(page, "a full cart")
    go_to_payment(page)
    assert_clean_everywhere(page, "the till")
    pay(page)
    expect(page.get_by_text("Thank you for your order")).to_be_visible()
    assert_clean_everywhere(page, "an order")
    page.get_by_role("button", name="Cancel and refund").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert_clean(page, "a dialog")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Menu").click()
    assert_clean(page, "the menu", but="region")  # a popup belongs to no landmark
    look_through(page, ("/orders",))


def test_a_customer_s_own_pages_are_clean(
    shop: Shop, visitor: Visitor, member: Callable[[], Member]
) -> None:
    someone, goods = member(), shop.goods("ipad-air-11", 4, stock=3)
    line = {"productId": goods.product_id, "variantId": goods.variant_id, "quantity": 1}

    def asked(path: str, **body: object) -> dict[str, str]:
        found: dict[str, str] = someone.http.post(path, json=body).raise_for_status().json()
        return found

    by_hand, refunded = (asked("/api/orders/reserve", items=[line]) for _ in range(2))
    asked("/api/payments", reservationId=by_hand["reservationId"], provider="manual")
    held = refunded["reservationId"]
    paid = asked("/api/payments", reservationId=held, provider="demo")["paymentId"]
    asked("/api/orders/create", reservationId=held, paymentId=paid)
    asked("/api/orders/cancel", orderId=refunded["orderId"])
    page = someone.enter(visitor(shop.url))
    look_through(page, ("/account", *(f"/orders/{one['orderId']}" for one in (by_hand, refunded))))
    asked("/api/orders/cancel", orderId=by_hand["orderId"])


def test_the_moment_of_loss_is_clean(shop: Shop, visitor: Visitor) -> None:
    goods = shop.goods("ipad-air-11", 2, stock=1)
    page = visitor(shop.url)
    add_to_cart(page, goods)
    assert shop.reserve(goods).status_code == 200
    expect(page.get_by_role("alert")).to_contain_text("the last one")
    assert_clean_in_both_schemes(page, "a lost product page")
    page.goto("/checkout")
    expect(page.get_by_test_id("lost-race")).to_be_visible()
    assert_clean_everywhere(page, "a lost race")


def test_guests_find_clean_pages_too(shop: Shop, visitor: Visitor) -> None:
    page = visitor(shop.url, width=360)
    for path in ("/wallet", "/coupons"):
        page.goto(path)
        assert_clean(page, path)
        assert_fits(page, path)


def test_the_components_are_clean_in_both_schemes_at_once(shop: Shop, visitor: Visitor) -> None:
    page = visitor(shop.url)
    page.goto("/components")
    assert_clean(page, "/components", but="landmark-unique")  # everything is there twice
    page.set_viewport_size({"width": 360, "height": 900})
    assert_fits(page, "/components")


@pytest.mark.parametrize("locale", ["ru-RU", "ko-KR"])
def test_nothing_is_wider_than_a_small_phone(shop: Shop, visitor: Visitor, locale: str) -> None:
    """In words that are longer than those of the tests above."""
    goods = shop.goods("ipad-air-11", 3, stock=3)
    page = visitor(shop.url, locale=locale, width=360)
    page.goto(goods.page)
    settled(page)
    page.get_by_role("button").filter(has_text=re.compile("корзину|장바구니")).click()
    for path in ("/", goods.page, "/cart", "/checkout", "/orders", "/login", "/components"):
        page.goto(path)
        settled(page)
        assert_fits(page, path)
