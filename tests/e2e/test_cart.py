"""The cart: on the server, the same in every tab, and it tells what has changed since."""

import asyncio
import json
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_in_both_schemes, assert_fits, shot, toast
from tests.e2e.member import Member
from tests.e2e.shop import Goods, Shop
from tests.e2e.till import add_to_cart, pay, put_in_cart
from tests.support.people import PASSWORD
from tests.support.postgres import fetch
from tests.support.server import ServerProcess

REVISED = "UPDATE products SET revision = revision + 1, status = $2 WHERE id::text = $1"
REPRICED = "UPDATE variants SET price = price * $2::int / 100 WHERE id::text = $1"


def sql(server: ServerProcess, statement: str, *values: object) -> None:
    with ThreadPoolExecutor(1) as aside:  # this thread runs the browser's event loop
        aside.submit(asyncio.run, fetch(server.database_url, statement, *values)).result()


def mark(page: Page, count: int) -> None:
    """How many pieces the header says there are."""
    expect(page.get_by_role("banner").locator("a[href='/cart']")).to_have_text(str(count))


def line(page: Page, goods: Goods) -> Locator:
    return page.locator(f"[data-line='{goods.variant_id}']")


def test_two_tabs_have_one_cart(shop: Shop, visitor: Visitor) -> None:
    """A guest's: known from the first piece on, and both follow each other from there."""
    goods, other = shop.goods("ipad-air-11", stock=9), shop.goods("homepod-mini", stock=9)
    page = visitor(shop.url)
    page.goto("/")
    tab = page.context.new_page()
    tab.goto("/cart")
    expect(tab.get_by_text("Your cart is empty")).to_be_visible()
    add_to_cart(page, goods)
    count = line(tab, goods).get_by_role("textbox")
    expect(count).to_have_value("1")
    for _ in range(2):
        line(tab, goods).get_by_role("button", name="Increase").click()
    mark(page, 3)
    add_to_cart(page, other)
    expect(tab.locator("[data-line]")).to_have_count(2)
    line(tab, other).get_by_role("button", name="Remove").click()
    mark(page, 3)
    toast(tab, re.compile("removed")).get_by_role("button", name="Undo").click()
    mark(page, 4)
    tab.reload()
    expect(count).to_have_value("3")


def test_a_guests_cart_comes_along_when_logging_in(
    shop: Shop, visitor: Visitor, member: Callable[[], Member]
) -> None:
    someone, goods, own = (
        member(),
        shop.goods("ipad-air-11", stock=9),
        shop.goods("jbl-charge-5", 0, 9),
    )
    asked = {"productId": own.product_id, "variantId": own.variant_id, "quantity": 2}
    someone.http.post("/api/cart/items", json=asked).raise_for_status()
    elsewhere = someone.enter(visitor(shop.url))
    elsewhere.goto("/")
    mark(elsewhere, 2)
    page = visitor(shop.url)
    add_to_cart(page, goods)
    page.goto("/login?next=/cart")
    page.get_by_label("Email").fill(someone.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    expect(page.locator("[data-line]")).to_have_count(2)
    mark(page, 3)
    mark(elsewhere, 3)


def test_what_costs_roubles_and_what_costs_points_are_bought_in_turn(
    shop: Shop, visitor: Visitor
) -> None:
    """Each with its own sum and its own way to the till; the other stays in the cart. The till's
    bare address asks which of them it is to be."""
    speaker, mug = shop.goods("jbl-charge-5", stock=9), shop.goods("holdfast-mug", stock=9)
    page = visitor(shop.url, scheme="dark", width=360)
    put_in_cart(page, speaker, mug)
    page.goto("/checkout")
    expect(page.get_by_role("alert")).to_contain_text("items in different currencies")
    page.get_by_role("link", name="Edit cart").click()
    expect(
        page.get_by_text("Items in different currencies are paid for separately.")
    ).to_be_visible()
    assert_fits(page, "a cart of two currencies")
    page.get_by_role("link", name="Checkout: Points").click()
    expect(page.get_by_role("timer")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Holdfast mug")
    expect(page.get_by_role("main")).not_to_contain_text("JBL")
    page.goto("/cart")
    page.get_by_role("link", name="Checkout: Russian Ruble").click()
    expect(page.get_by_role("main")).to_contain_text("JBL Charge 5")
    pay(page)
    expect(page.get_by_text("Thank you for your order")).to_be_visible()
    page.goto("/cart")
    expect(line(page, mug)).to_be_visible()
    expect(line(page, speaker)).to_have_count(0)
    expect(page.get_by_role("link", name="Checkout", exact=True)).to_be_visible()


@pytest.mark.parametrize(
    ("locale", "width"), [("en-US", 1280), ("ru-RU", 360), ("ko-KR", 360)], ids=str
)
def test_the_drawer_shows_the_cart_beside_the_page(
    shop: Shop, visitor: Visitor, member: Callable[[], Member], locale: str, width: int
) -> None:
    someone, goods = member(), shop.goods("ipad-air-11", stock=9)
    page = someone.enter(visitor(shop.url, locale=locale, width=width))
    page.goto("/")
    cart = page.get_by_role("banner").locator("a[href='/cart']")
    cart.click()
    drawer = page.get_by_role("dialog")
    expect(drawer).to_be_visible()
    assert_clean_in_both_schemes(page, "an empty drawer")
    page.keyboard.press("Escape")
    expect(cart).to_be_focused()
    asked = {"productId": goods.product_id, "variantId": goods.variant_id, "quantity": 2}
    someone.http.post("/api/cart/items", json=asked).raise_for_status()
    mark(page, 2)  # told live
    page.keyboard.press("Enter")
    expect(drawer.locator("[data-line]")).to_have_count(1)
    assert_clean_in_both_schemes(page, "a drawer")
    assert_fits(page, f"drawer {locale} {width}")
    shot(page, f"drawer-{locale[:2]}-{width}")
    drawer.locator("a[href='/cart']").click()
    expect(page).to_have_url(re.compile("/cart$"))
    expect(drawer).to_have_count(0)
    assert_clean_in_both_schemes(page, "a cart")
    assert_fits(page, f"cart {locale} {width}")
    shot(page, f"own-cart-{locale[:2]}-{width}")


def test_the_cart_tells_what_has_changed_since(
    shop: Shop, server: ServerProcess, visitor: Visitor
) -> None:
    dearer, gone = shop.goods("garmin-fenix-7", stock=9), shop.goods("jbl-charge-5", stock=9)
    page = visitor(shop.url)
    put_in_cart(page, dearer, gone)
    sql(server, REPRICED, dearer.variant_id, 200)
    sql(server, REVISED, dearer.product_id, "active")
    sql(server, REVISED, gone.product_id, "archived")
    try:
        page.goto("/cart")
        change = page.get_by_test_id("price-change")
        expect(change).to_contain_text("The price went up. It was")
        expect(page.get_by_test_id("gone-line")).to_contain_text("No longer on sale.")
        expect(page.get_by_role("button", name="Checkout")).to_be_disabled()
        assert_clean_in_both_schemes(page, "a changed cart")
        shot(page, "cart-changed-en-1280")
        change.get_by_role("button").click()
        expect(change).to_have_count(0)
        page.get_by_test_id("gone-line").get_by_role("button").click()
        expect(page.locator("[data-line]")).to_have_count(1)
        expect(page.get_by_role("link", name="Checkout")).to_be_visible()
    finally:
        sql(server, REPRICED, dearer.variant_id, 50)
        sql(server, REVISED, dearer.product_id, "active")
        sql(server, REVISED, gone.product_id, "active")


@pytest.mark.long
def test_more_than_there_are_is_refused_in_place(shop: Shop, visitor: Visitor) -> None:
    goods = shop.goods("marshall-major-iv", stock=3)
    page = visitor(shop.url)
    put_in_cart(page, goods)
    page.goto("/cart")
    box = page.get_by_role("textbox", name="Quantity of")
    box.fill("5")
    box.press("Enter")
    expect(page.get_by_test_id("refused-line")).to_contain_text("Only 3 left.")
    expect(box).to_have_value("1")
    box.fill("3")
    with page.expect_response("**/api/cart/items/*"):
        box.press("Enter")
    expect(page.get_by_test_id("refused-line")).to_have_count(0)
    page.reload()
    expect(box).to_have_value("3")


@pytest.mark.long
def test_what_lay_in_the_browser_is_carried_over_once(shop: Shop, visitor: Visitor) -> None:
    goods, few = shop.goods("ipad-air-11", stock=9), shop.goods("jbl-charge-5", stock=1)
    old = [
        {
            "productId": one.product_id, "variantId": one.variant_id, "handle": one.handle,
            "name": one.name, "options": one.options, "quantity": 2, "price": 100,
            "currency": "RUB", "imageUrl": None,
        }
        for one in (goods, few)
    ]  # fmt: skip
    page = visitor(shop.url)
    page.goto("/")
    page.evaluate("text => localStorage.setItem('holdfast.cart', text)", json.dumps(old))
    page.reload()
    mark(page, 3)  # of the second there is one
    page.goto("/cart")
    expect(page.locator("[data-line]")).to_have_count(2)
    page.reload()
    mark(page, 3)
    assert page.evaluate("localStorage.getItem('holdfast.cart')") is None
