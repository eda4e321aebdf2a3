"""Tax, delivery and promotions in the browser: what staff set up is what buyers see, and pay."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.choosing import choose
from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, settled, shot
from tests.e2e.shop import Shop
from tests.e2e.till import (
    enter_as_staff,
    fill_in,
    open_section,
    order_id,
    pay,
    put_in_cart,
    saved,
)
from tests.support.prepared import PreparedShops


@pytest.fixture(scope="module")
def shop(prepared: PreparedShops) -> Iterator[Shop]:
    """One of these tests' own: others keep their totals."""
    with prepared.opened(HOLDFAST_LIMITS="off") as running, Shop(running.url) as opened:
        opened.settle_on(preset="none")
        yield opened


def parts(page: Page) -> Locator:
    return page.get_by_test_id("price-parts").locator("dt")


def test_staff_try_a_promotion_on_carts_and_a_buyer_uses_it(shop: Shop, visitor: Visitor) -> None:
    goods = shop.goods("mx-master-3s", stock=20)
    shop.settle_on(preset="marketplace")
    page = visitor(shop.url)
    enter_as_staff(page)
    page.goto("/staff/promotions")
    expect(page.get_by_text("No promotions yet")).to_be_visible()
    page.get_by_role("link", name="New promotion").click()
    page.get_by_role("button", name="Start promotion").click()
    expect(page.get_by_label("Name")).to_be_focused()
    page.get_by_label("Name").fill("Autumn of the shop")
    page.get_by_text("Name in other languages").click()
    page.get_by_label("한국어", exact=True).fill("가게의 가을")
    choose(page.get_by_role("radio", name="With a code"))
    page.get_by_label("Code", exact=True).fill("autumn")
    page.get_by_label("Discount", exact=True).last.fill("20")
    scope = page.get_by_role("group", name="Only for these products")
    scope.get_by_label("Find a product to add").fill(goods.name)
    scope.get_by_role("button", name=goods.name, exact=True).click()
    expect(scope.get_by_role("button", name=f"Remove {goods.name}")).to_be_visible()
    example = page.get_by_test_id("example")
    expect(example.filter(has_text=goods.name).first).to_contain_text("20% off")
    expect(example.filter(has_text="none of these goods").first).to_be_visible()
    settled(page).evaluate("scrollTo(0, 0)")
    shot(page, "promotion-new")
    assert_clean_everywhere(page, "a new promotion")
    page.get_by_role("button", name="Start promotion").click()
    row = page.locator("tr[data-row]", has_text="Autumn of the shop")
    expect(row).to_contain_text("AUTUMN")
    expect(row).to_contain_text("−20%")
    assert_clean_everywhere(page, "promotions")

    korean = visitor(shop.url, locale="ko-KR", width=360)
    put_in_cart(korean, goods)
    korean.goto("/cart")
    korean.get_by_label("프로모션 코드").fill("autumn")
    korean.get_by_role("button", name="적용").click()
    expect(parts(korean)).to_have_text(
        [re.compile(f"^{name}") for name in ("상품", "가게의 가을", "배송", "세금")]
    )

    buyer = visitor(shop.url)
    put_in_cart(buyer, goods)
    buyer.goto("/cart")
    expect(buyer.get_by_test_id("price-parts")).to_contain_text("Tax")
    code = buyer.get_by_label("Promo code")
    code.fill("winter")
    buyer.get_by_role("button", name="Apply").click()
    expect(buyer.get_by_text("There is no such code, or its time is over.")).to_be_visible()
    code.fill("autumn")
    buyer.get_by_role("button", name="Apply").click()
    expect(buyer.get_by_test_id("discount")).to_contain_text("20% off")
    settled(buyer)
    shot(buyer, "cart-with-code")
    assert_clean_everywhere(buyer, "a cart with a code")
    shown = buyer.get_by_test_id("price-parts").inner_text()
    buyer.get_by_role("link", name="Checkout").click()
    expect(buyer.get_by_role("timer")).to_be_visible()
    begin = ("Goods", "Autumn of the shop", "Delivery", "Tax")
    expect(parts(buyer)).to_have_text([re.compile(f"^{name}") for name in begin])
    expect(buyer.get_by_test_id("price-parts")).to_have_text(shown, use_inner_text=True)
    shot(buyer, "till-with-parts")
    made = order_id(buyer)
    buyer.get_by_label("Country").select_option("DE")
    fill_in(
        buyer, name="Anna Beispiel", street="Invalidenstr. 116", postalCode="10115", city="Berlin"
    )
    pay(buyer)
    expect(buyer).to_have_url(re.compile("/orders/"))
    order = shop.order(made)
    price = int(shop.variant(goods)["price"])
    off = price * 20 // 100
    assert (order["status"], order["discount"], order["promoCode"]) == ("paid", off, "AUTUMN")
    expect(buyer.get_by_test_id("discount").first).to_be_visible()
    assert_clean_everywhere(buyer, "an order with parts")
    page.goto(f"/staff/orders/{made}")
    expect(page.get_by_test_id("price-parts")).to_contain_text("20% off")
    shot(page, "staff-order-with-parts")
    assert_clean_everywhere(page, "staff's order with parts")


def test_a_price_that_changed_on_the_way_is_shown_and_accepted(
    shop: Shop, visitor: Visitor
) -> None:
    goods = shop.goods("sony-a7-iv", stock=5)
    shop.settle_on(preset="none")
    buyer = visitor(shop.url)
    put_in_cart(buyer, goods)
    buyer.goto("/cart")
    settled(buyer)
    shop.settle_on(taxRates=[{"name": "VAT", "rate": 10_000}])
    buyer.get_by_role("link", name="Checkout").click()
    changed = buyer.get_by_test_id("price-changed")
    expect(changed).to_contain_text("The price has changed")
    assert shop.variant(goods)["held"] == 0
    shot(buyer, "price-changed")
    assert_clean_everywhere(buyer, "a price that changed")
    changed.get_by_role("button", name=re.compile("Order for")).click()
    expect(buyer.get_by_role("timer")).to_be_visible()
    order = shop.order(order_id(buyer))
    price = int(shop.variant(goods)["price"])
    assert (order["total"], order["tax"]) == (price + (price + 5) // 10, (price + 5) // 10)
    shop.settle_on(preset="none")


@pytest.mark.long
def test_what_costs_something_else_on_the_way_is_named(shop: Shop, visitor: Visitor) -> None:
    goods, same = shop.new_goods("A lamp to reprice"), shop.new_goods("A lamp as it was")
    for one in (goods, same):
        shop.set_free(one, 3)
    buyer = visitor(shop.url)
    for one in (goods, same):
        put_in_cart(buyer, one)
    buyer.goto("/cart")
    settled(buyer)
    shop.reprice(goods, 1_100)
    buyer.get_by_role("link", name="Checkout").click()
    changed = buyer.get_by_test_id("price-changed")
    expect(changed.get_by_test_id("repriced")).to_contain_text("A lamp to reprice")
    expect(changed.get_by_test_id("repriced")).not_to_contain_text("A lamp as it was")
    shot(buyer, "price-changed-named")
    assert_clean_everywhere(buyer, "which price changed")


@pytest.mark.long
def test_buy_now_at_another_price_than_its_page_showed_says_so(
    shop: Shop, visitor: Visitor
) -> None:
    goods = shop.new_goods("A lamp for now")
    shop.set_free(goods, 3)
    buyer = visitor(shop.url)
    buyer.goto(f"/product/{goods.product_id}")
    now = buyer.get_by_role("button", name="Buy now")
    expect(now).to_be_enabled()
    shop.reprice(goods, 1_100)
    now.click()
    changed = buyer.get_by_test_id("unit-price-changed")
    expect(changed.get_by_test_id("repriced")).to_contain_text("A lamp for now")
    expect(changed).to_contain_text("11")
    shot(buyer, "buy-now-repriced")
    assert_clean_everywhere(buyer, "what is bought now costs something else")


def way_by_keyboard(buyer: Page) -> None:
    """At the till, to another way and back: while the first is priced no other can be chosen, and
    then one goes on where one was."""
    pick_up, courier = (buyer.get_by_role("radio", name=one) for one in ("Pick-up Free", "Courier"))
    courier.focus()
    for key, chosen in (("ArrowUp", pick_up), ("ArrowDown", courier)):
        buyer.keyboard.press(key)
        expect(chosen).to_be_checked()
        expect(chosen).to_be_enabled()
        expect(chosen).to_be_focused()


def test_a_merchant_sets_tax_and_delivery(shop: Shop, visitor: Visitor) -> None:
    shop.settle_on(preset="none")
    page = visitor(shop.url)
    enter_as_staff(page)
    page.goto("/staff/settings#delivery")
    page.get_by_role("button", name="Add a way of delivery").click()
    page.get_by_role("button", name="Add a way of delivery").click()
    names = page.get_by_label("Name", exact=True)
    names.nth(0).fill("Courier")
    page.get_by_label("Price", exact=True).nth(0).fill("500")
    page.get_by_role("button", name="Save: Delivery").click()
    expect(page.get_by_text("Enter a name").first).to_be_visible()
    names.nth(1).fill("Pick-up")
    page.get_by_role("button", name="Save: Delivery").click()
    expect(page.get_by_text("Saved", exact=True).first).to_be_visible()
    page.get_by_role("button", name="Move Pick-up up").click()
    page.get_by_role("button", name="Save: Delivery").click()
    saved(page.get_by_role("button", name="Save: Delivery"))
    open_section(page, "Tax")
    page.get_by_role("button", name="Add a rate").click()
    page.get_by_label("Name", exact=True).last.fill("НДС")
    page.get_by_label("Rate").fill("20")
    page.get_by_label("Prices include the tax").check()
    settled(page)
    shot(page, "settings-charges")
    assert_clean_everywhere(page, "settings with tax and delivery")
    page.get_by_role("button", name="Save: Tax").click()
    saved(page.get_by_role("button", name="Save: Tax"))

    buyer = visitor(shop.url, width=360)
    put_in_cart(buyer, shop.goods("mx-master-3s", stock=20))
    buyer.goto("/cart")
    expect(buyer.get_by_test_id("price-parts")).to_contain_text("incl.")
    expect(buyer.get_by_role("radio", name="Pick-up")).to_be_checked()
    choose(buyer.get_by_role("radio", name="Courier"))
    expect(buyer.get_by_test_id("price-parts")).to_contain_text("Courier")
    shot(buyer, "cart-narrow")
    buyer.get_by_role("link", name="Checkout").click()
    expect(buyer.get_by_role("timer")).to_be_visible()
    way_by_keyboard(buyer)
    order = shop.order(order_id(buyer))
    assert (order["shipping"], order["taxIncluded"], order["shippingMethod"]) == (
        50_000, True, "way-1",
    )  # fmt: skip
    page.goto("/staff/settings#tax")
    page.get_by_role("button", name="No tax, no delivery charge").click()
    expect(page.get_by_text("Saved", exact=True).first).to_be_visible()
    expect(page.get_by_label("Rate")).to_have_count(0)


@pytest.mark.long
def test_one_product_has_a_tax_of_its_own(shop: Shop, visitor: Visitor) -> None:
    shop.settle_on(preset="none")
    goods = shop.goods("mx-master-3s", stock=20)
    page = visitor(shop.url)
    enter_as_staff(page)
    page.goto("/staff/settings#tax")
    page.get_by_role("button", name="Add a rate").click()
    page.get_by_label("Name", exact=True).fill("Reduced")
    page.get_by_label("Rate").fill("10")
    page.get_by_label("What is taxed").select_option("One product")
    page.get_by_role("button", name="Save: Tax").click()
    expect(page.get_by_text("Choose a product, once for each place")).to_be_visible()
    page.get_by_label("Find a product to add").fill(goods.name)
    page.get_by_role("button", name=goods.name, exact=True).click()
    assert_clean_everywhere(page, "settings with a tax of one product")
    page.get_by_role("button", name="Save: Tax").click()
    saved(page.get_by_role("button", name="Save: Tax"))
    page.reload()
    expect(page.get_by_role("button", name=f"Remove {goods.name}")).to_be_visible()
    put_in_cart(page, goods)
    page.goto("/cart")
    expect(page.get_by_test_id("price-parts")).to_contain_text("Reduced")
    page.goto("/staff/settings#tax")
    page.get_by_role("button", name="Add a rate").click()
    page.get_by_label("Name", exact=True).nth(1).fill("VAT")
    page.get_by_label("Rate").nth(1).fill("20")
    page.get_by_label("What is taxed").nth(1).select_option("Sessions and prepaid hours")
    expect(page.get_by_text("The price contains it")).to_be_visible()
    page.get_by_role("button", name="Save: Tax").click()
    saved(page.get_by_role("button", name="Save: Tax"))
    page.reload()
    of_what = page.get_by_label("What is taxed").nth(1)
    expect(of_what.locator("option:checked")).to_have_text("Sessions and prepaid hours")
    assert_clean_everywhere(page, "settings with a tax of sessions")


@pytest.mark.long
def test_beside_a_price_that_was_lowered_stands_the_least_it_cost_before(
    shop: Shop, visitor: Visitor
) -> None:
    goods = shop.new_goods("Teapot of a sale")
    shop.reprice(goods, 1500)
    page = visitor(shop.url, width=360)
    page.goto(f"/products/{goods.handle}")
    expect(page.get_by_role("heading", level=1, name=goods.name)).to_be_visible()
    expect(page.get_by_test_id("lowest-before")).to_have_count(0)
    shop.discount(goods, 20)
    page.reload()
    least = page.get_by_test_id("lowest-before")
    expect(least).to_have_text(re.compile(r"^Lowest price in the 30 days before the .*: ₽9$"))
    assert_clean_everywhere(page, "a price that was lowered")
    page.goto("/?sort=new")
    card = page.locator(f"[data-product='{goods.handle}']")
    expect(card.get_by_test_id("lowest-before")).to_have_text("Lowest in 30 days before: ₽9")


@pytest.mark.long
def test_staff_say_what_one_holds_and_buyers_see_what_a_litre_costs(
    shop: Shop, visitor: Visitor
) -> None:
    goods = shop.new_goods("Oil by the litre")
    page = visitor(shop.url)
    enter_as_staff(page)
    page.goto(f"/staff/products/{goods.product_id}")
    page.get_by_text("Discount, weight, barcode, price by measure").click()
    holds = page.get_by_label("One holds")
    holds.fill("much")
    page.get_by_role("button", name="Save").click()
    expect(holds).to_be_focused()
    expect(page.get_by_text("Type how much one holds, as 750 or 0.75.")).to_be_visible()
    holds.fill("750")
    page.get_by_label("Unit", exact=True).select_option("ml")
    expect(page.get_by_label("Price shown for")).to_have_value("1 l")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text(f"{goods.name} saved").first).to_be_visible()
    page.reload()
    expect(page.get_by_label("One holds")).to_have_value("750")
    assert_clean_everywhere(page, "a product with a measure")

    buyer = visitor(shop.url, locale="ru-RU", width=360)
    buyer.goto(f"/product/{goods.handle}")
    expect(buyer.get_by_test_id("unit-price")).to_have_text(re.compile("^12\\s₽ за л$"))
    buyer.goto("/?sort=new")
    card = buyer.locator(f"[data-product='{goods.handle}']")
    expect(card.get_by_test_id("unit-price")).to_have_text(re.compile("^12\\s₽ за л$"))
    assert_clean_everywhere(buyer, "cards with a price by measure")
