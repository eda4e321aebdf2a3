"""On the way from a product to its payment: what is bought, for how much, and what stops it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e.choosing import choose
from tests.e2e.conftest import Visitor
from tests.e2e.looks import settled, toast
from tests.e2e.member import Member
from tests.e2e.shop import Goods, Shop
from tests.e2e.till import (
    add_to_cart,
    go_to_payment,
    hears_nothing,
    order_id,
    pay,
    put_in_cart,
    supply,
)

Join = Callable[[], Member]
HEIGHT = 900  # of a visitor's screen


def buy_now(page: Page, goods: Goods) -> None:
    page.goto(goods.page)
    page.get_by_role("button", name="Buy now").click()


def height(part: Locator) -> float:
    box = part.bounding_box()
    assert box is not None
    return box["height"]


def bottom(part: Locator) -> float:
    box = part.bounding_box()
    assert box is not None
    return box["y"] + box["height"]


def till(page: Page) -> None:
    expect(page.get_by_role("timer")).to_be_visible()


def test_buy_now_buys_only_what_it_stands_beside_at_the_best_price(
    shop: Shop, visitor: Visitor, member: Join
) -> None:
    dear, mouse = shop.goods("sony-a7-iv", stock=5), shop.goods("mx-master-3s", stock=5)
    price, someone = int(shop.variant(mouse)["price"]), member()
    small = someone.coupon(shop.campaign(value=10))
    large = someone.coupon(shop.campaign(value=20))
    wallet = someone.wallet("RUB", price)
    page = someone.enter(visitor(shop.url))
    add_to_cart(page, dear)
    buy_now(page, mouse)
    till(page)

    # The best coupon is chosen, and what it saves is said.
    coupons = page.get_by_label("Coupon", exact=True)
    expect(coupons).to_have_value(large["id"])
    expect(page.get_by_text(re.compile("Best coupon: you save"))).to_be_visible()
    order = shop.order(order_id(page))
    assert [item["productId"] for item in order["items"]] == [mouse.product_id]
    assert order["total"] == price - price * 20 // 100
    assert shop.variant(dear)["held"] == 0

    # Another, or none: the goods stay held, and not for longer.
    coupons.select_option(small["id"])
    expect(page.get_by_test_id("discount")).to_be_visible()
    expect(coupons).to_be_enabled()
    expect(coupons).to_have_value(small["id"])
    coupons.select_option("")
    expect(page.get_by_test_id("discount")).to_have_count(0)
    now = shop.order(order["id"])
    assert (now["total"], now["couponId"], now["expiresAt"]) == (price, None, order["expiresAt"])
    coupons.select_option(large["id"])
    expect(page.get_by_test_id("discount")).to_be_visible()

    choose(page.get_by_role("radio", name="wallet"))
    page.get_by_role("button", name=re.compile(r"^Pay .*wallet")).click()
    expect(page).to_have_url(re.compile("/orders/"))
    paid = shop.order(order["id"])
    assert (paid["status"], paid["total"]) == ("paid", order["total"])
    assert someone.balance(wallet) == price - order["total"]
    expect(page.get_by_role("link", name="Cart, 1 item")).to_be_visible()


def test_buy_now_of_the_last_one_that_just_went_says_what_there_is_instead(
    shop: Shop, visitor: Visitor
) -> None:
    last, other = shop.goods("playstation-5", stock=1), shop.goods("homepod-mini", stock=5)
    winner, loser = visitor(shop.url), visitor(shop.url)
    add_to_cart(loser, other)
    # What the page cannot know: nobody tells it, and its asking finds nobody.
    hears_nothing(loser)
    loser.goto(last.page)
    buy_now(winner, last)
    till(winner)
    loser.get_by_role("button", name="Buy now").click()
    told = loser.get_by_test_id("lost-race")
    expect(told).to_contain_text(last.name)
    expect(told.get_by_role("link", name="Back to the product")).to_be_visible()
    expect(loser.get_by_role("link", name="Cart, 1 item")).to_be_visible()
    winner.get_by_role("button", name="Cancel and release items").click()
    expect(winner.get_by_test_id("given-back")).to_be_visible()
    loser.get_by_role("button", name="Try again").click()
    till(loser)
    pay(loser)
    expect(loser).to_have_url(re.compile("/orders/"))
    expect(loser.get_by_role("link", name="Cart, 1 item")).to_be_visible()


@pytest.mark.long
def test_offline_nothing_is_taken_and_nothing_happens_later(shop: Shop, visitor: Visitor) -> None:
    goods = shop.goods("instax-mini-12", stock=3)
    page = visitor(shop.url)
    add_to_cart(page, goods)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))

    page.context.set_offline(True)
    expect(page.get_by_test_id("offline-note")).to_contain_text("You are offline")
    for name in ("Buy now", "Add to cart"):
        button = page.get_by_role("button", name=name)
        expect(button).to_be_disabled()
        button.click(force=True)
    page.get_by_role("link", name=re.compile("^Cart, 1")).click()
    expect(page.get_by_role("button", name="Checkout")).to_be_disabled()
    note = page.get_by_role("dialog").get_by_test_id("offline-note")
    expect(note).to_contain_text("You are offline")
    page.get_by_role("button", name="Checkout").click(force=True)

    drawer = page.get_by_role("dialog")
    drawer.get_by_role("button", name="Increase").click()
    expect(drawer.get_by_text("cannot be reached")).to_be_visible()
    expect(drawer.get_by_role("textbox")).to_have_value("1")
    drawer.get_by_role("button", name="Remove").click()
    expect(toast(page, "cannot be reached")).to_be_visible()
    expect(drawer.get_by_role("textbox")).to_have_value("1")

    page.context.set_offline(False)
    expect(page.get_by_role("link", name="Checkout")).to_be_visible()
    expect(drawer.get_by_text("cannot be reached")).to_have_count(0)
    assert shop.variant(goods)["held"] == 0
    assert [one for one in asked if one.startswith("POST") and "/api/orders" in one] == []
    go_to_payment(page)
    page.context.set_offline(True)
    expect(page.get_by_role("button", name=re.compile("^Pay "))).to_be_disabled()
    page.context.set_offline(False)
    pay(page)
    expect(page).to_have_url(re.compile("/orders/"))


def test_a_line_that_cannot_be_had_offers_what_can_and_stops_until_decided(
    shop: Shop, visitor: Visitor
) -> None:
    goods = shop.goods("marshall-major-iv", stock=3)
    page = visitor(shop.url)
    page.goto(goods.page)
    quantity = page.get_by_role("textbox", name="Quantity")
    quantity.fill("5")
    quantity.blur()
    expect(page.get_by_test_id("fewer")).to_contain_text("Only 3 left")
    page.get_by_test_id("fewer").get_by_role("button", name="Add 3").click()
    expect(page.get_by_text("Added to cart")).to_be_visible()
    page.get_by_role("button", name="Add to cart").click()
    expect(page.get_by_test_id("fewer")).to_contain_text("all there are right now")

    page.goto("/cart")
    expect(page.get_by_role("link", name="Checkout")).to_be_visible()
    shop.set_free(goods, 1)
    line = page.get_by_test_id("short-line")
    expect(line).to_contain_text("Only 1 left")
    expect(page.get_by_role("button", name="Checkout")).to_be_disabled()
    expect(page.get_by_test_id("undecided")).to_be_visible()
    line.get_by_role("button", name="Take 1").click()
    expect(line).to_have_count(0)
    expect(page.get_by_role("link", name="Checkout")).to_be_visible()
    shop.set_free(goods, 0)
    expect(line).to_contain_text("None can be bought right now")
    expect(page.get_by_role("button", name="Checkout")).to_be_disabled()
    line.get_by_role("button", name=re.compile("^Remove")).click()
    expect(page.get_by_text("Your cart is empty")).to_be_visible()


def test_on_a_phone_the_ways_to_buy_stay_in_reach(shop: Shop, visitor: Visitor) -> None:
    goods = shop.goods("homepod-mini", stock=5)
    page = visitor(shop.url, width=360)
    page.goto(goods.page)
    bar = page.get_by_test_id("buy-bar")
    assert bottom(bar) == HEIGHT
    settled(page).evaluate("scrollTo(0, document.body.scrollHeight)")
    assert bottom(bar) == HEIGHT
    assert bottom(page.get_by_role("contentinfo")) < HEIGHT - height(bar) + 2
    assert height(page.get_by_test_id("demo-strip")) < 50
    bar.get_by_role("button", name="Buy now").click()
    till(page)


@pytest.mark.long
def test_who_is_logged_in_waits_beyond_the_tab(shop: Shop, visitor: Visitor, member: Join) -> None:
    goods, someone = shop.goods("steam-deck-oled", stock=0), member()
    page = someone.enter(visitor(shop.url))
    page.goto(goods.page)
    expect(page.get_by_test_id("none-free")).to_be_visible()
    page.get_by_role("button", name="Notify me when available").click()
    expect(page.get_by_text("on your next visit")).to_be_visible()
    page.reload()
    expect(page.get_by_text("on your next visit")).to_be_visible()
    page.goto("about:blank")

    shop.set_free(goods, 1)
    later = someone.enter(visitor(shop.url))
    later.goto("/coupons")
    told = later.get_by_test_id("free-again")
    expect(told).to_contain_text(goods.name)
    told.get_by_role("link", name="Back to the product").click()
    expect(later.get_by_role("button", name="Buy now")).to_be_visible()
    expect(told).to_have_count(0)
    later.reload()
    expect(later.get_by_role("button", name="Buy now")).to_be_visible()
    expect(told).to_have_count(0)


@pytest.mark.long
def test_the_supply_bar_means_the_same_in_every_tab(shop: Shop, visitor: Visitor) -> None:
    goods = shop.goods("mx-master-3s", stock=2)
    said = shop.variant(goods)
    assert said["full"] >= said["stock"] == 2
    one = visitor(shop.url)
    one.goto(goods.page)
    bar = supply(one, "bar")
    expect(bar).to_have_attribute("data-low", "true")
    two = visitor(shop.url)
    two.goto(goods.page)
    for page in (one, two):
        bar = supply(page, "bar")
        share = bar.evaluate("bar => bar.children[0].style.width")
        assert abs(float(share.rstrip("%")) - 200 / said["full"]) < 0.01
    shop.set_free(goods, 7)
    for page in (one, two):
        bar = supply(page, "bar")
        expect(bar).not_to_have_attribute("data-low", "true")
        expect(bar).to_be_visible()
    shop.set_free(goods, 40)
    for page in (one, two):
        expect(supply(page, "bar")).to_be_hidden()
        expect(supply(page)).to_contain_text("in stock")


def test_two_tabs_that_go_to_the_till_at_once_hold_the_goods_once(
    shop: Shop, visitor: Visitor
) -> None:
    goods = shop.goods("keychron-k3", stock=5)
    page = visitor(shop.url)
    put_in_cart(page, goods)
    other = page.context.new_page()
    waiting: list[Route] = []
    page.route("**/api/orders/reserve", lambda route: waiting.append(route))
    with page.expect_request("**/api/orders/reserve"):
        page.goto("/checkout")
    other.goto("/checkout")
    other.wait_for_function("navigator.locks.query().then(({ pending }) => pending.length > 0)")
    waiting[0].continue_()
    till(page)
    till(other)
    assert order_id(page) == order_id(other)
    held = shop.variant(goods)
    assert (held["stock"], held["held"]) == (4, 1)
