"""What a buyer may still do once an order is paid: cancel a part, send it elsewhere, order again;
and finding it among others."""

from collections.abc import Iterator
from typing import Any, Final

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, settled, shot
from tests.e2e.member import Member
from tests.e2e.shop import Goods, Shop
from tests.e2e.test_addresses import METHOD
from tests.e2e.test_orders import paid
from tests.e2e.till import enter_as_staff
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess

pytestmark = pytest.mark.long

UNITS: Final = "**/cancel-units"
BERLIN = {
    "country": "DE", "name": "Anna Beispiel", "street": "Invalidenstraße 116",
    "postalCode": "10115", "city": "Berlin",
}  # fmt: skip


@pytest.fixture(scope="module")
def running(prepared: PreparedShops) -> Iterator[ServerProcess]:
    with prepared.opened(HOLDFAST_LIMITS="off") as server:
        yield server


@pytest.fixture(scope="module")
def shop(running: ServerProcess) -> Iterator[Shop]:
    with Shop(running.url) as opened:
        opened.settle_on(shippingMethods=[METHOD])
        yield opened


def bought(someone: Member, *lines: tuple[Goods, int]) -> str:
    items = [
        {"productId": goods.product_id, "variantId": goods.variant_id, "quantity": units}
        for goods, units in lines
    ]
    asked = {"items": items, "shippingAddress": BERLIN}
    answer = someone.http.post("/api/orders/reserve", json=asked)
    reservation: dict[str, Any] = answer.raise_for_status().json()
    paid(someone, reservation)
    order_id: str = reservation["orderId"]
    return order_id


def test_a_paid_order_is_cancelled_in_part_sent_elsewhere_and_ordered_again(
    running: ServerProcess, shop: Shop, visitor: Visitor
) -> None:
    mouse, keys = shop.goods("mx-master-3s", stock=20), shop.goods("keychron-k3", stock=20)
    with Member(running) as member:
        order = bought(member, (mouse, 3), (keys, 1))
        page = member.enter(visitor(shop.url))
        part_cancelled(page, order)
        sent_elsewhere(page)
        assert shop.order(order)["shippingAddress"]["city"] == "Potsdam"
        ordered_again(page, shop, mouse, keys)
        found_again(page, shop.order(order)["number"])
    put_back_by_staff(visitor(shop.url), order, shop, mouse)


def lost(route: Route) -> None:
    """It is done, and nobody hears of it."""
    route.fetch()
    route.fulfill(status=503, headers={"Retry-After": "0.01"}, json={"code": "database-away"})


def part_cancelled(page: Page, order: str) -> None:
    page.goto(f"/orders/{order}")
    page.get_by_role("button", name="Cancel some items").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Cancel these items")).to_be_disabled()
    dialog.get_by_label("How many of").first.select_option("2")
    settled(page)
    shot(page, "order-cancel-units")
    # The answer is lost on its way, however often: asked again it is the same cancelling.
    page.route(UNITS, lost)
    dialog.get_by_role("button", name="Cancel these items").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    page.unroute(UNITS)
    dialog.get_by_role("button", name="Cancel these items").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("2 cancelled")).to_be_visible()
    expect(page.get_by_test_id("refunded")).to_be_visible()
    expect(page.get_by_test_id("outcome")).to_contain_text("of it went back to you")
    expect(page.get_by_text("Items cancelled, back on sale")).to_be_visible()


def sent_elsewhere(page: Page) -> None:
    page.get_by_role("button", name="Change", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.locator("[name=postalCode]").fill("14467")
    dialog.locator("[name=city]").fill("Potsdam")
    settled(page)
    shot(page, "order-elsewhere")
    dialog.get_by_role("button", name="Use this address").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("14467 Potsdam")).to_be_visible()


def ordered_again(page: Page, shop: Shop, mouse: Goods, keys: Goods) -> None:
    shop.set_free(keys, 0)
    shop.change(mouse, price={"by": "amount", "value": 100_000})
    page.get_by_role("button", name="Order again").click()
    said = page.get_by_test_id("order-again")
    expect(said).to_contain_text("What is available is in your cart")
    expect(said).to_contain_text("not available")
    expect(said).to_contain_text("now")
    settled(page)
    shot(page, "order-again")
    assert_clean_everywhere(page, "a paid order, ordered again")


def found_again(page: Page, number: str) -> None:
    page.goto("/orders")
    page.get_by_label("Search your orders").fill(number)
    expect(page).to_have_url(f"/orders?q={number}")
    expect(page.get_by_role("link", name=f"Open order {number}")).to_be_visible()
    page.get_by_label("Status").select_option("cancelled")
    expect(page.get_by_text("No orders match")).to_be_visible()
    page.reload()
    expect(page.get_by_text("No orders match")).to_be_visible()
    shot(page, "orders-none-match")
    page.get_by_role("link", name="Clear filters").click()
    expect(page.get_by_role("link", name=f"Open order {number}")).to_be_visible()
    settled(page)
    shot(page, "orders-filters")
    assert_clean_everywhere(page, "one's own orders")


def put_back_by_staff(page: Page, order: str, shop: Shop, mouse: Goods) -> None:
    before = shop.variant(mouse)["stock"]
    enter_as_staff(page)
    page.goto(f"/staff/orders/{order}")
    page.get_by_test_id("standing").get_by_role("button", name="Refund").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("How many of").first.select_option("1")
    expect(dialog.get_by_label("Not sent: cancel them, back on sale")).to_be_checked()
    dialog.get_by_label("Reason").fill("The last one is scratched")
    settled(page)
    shot(page, "staff-refund-units")
    dialog.get_by_role("button", name="Refund").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("3 cancelled")).to_be_visible()
    assert shop.variant(mouse)["stock"] == before + 1
    shot(page, "staff-order-cancelled-units")
