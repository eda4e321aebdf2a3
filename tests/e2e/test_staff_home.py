"""Staff begin where it says what needs doing, and go from there to where it is done."""

import re
from uuid import uuid4

import httpx
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.shop import Shop
from tests.e2e.till import enter_stock_table


def order_by_hand(shop: Shop) -> str:
    """Somebody takes something to the till and will pay on pick-up; the order's number."""
    goods = shop.goods("ipad-air-11", 2, stock=5)
    line = {"productId": goods.product_id, "variantId": goods.variant_id, "quantity": 1}
    buyer = {"X-User-Id": f"eve-{uuid4().hex[:8]}"}
    with httpx.Client(base_url=shop.url, timeout=60, headers=buyer) as client:
        reserved = client.post("/api/orders/reserve", json={"items": [line]}).raise_for_status()
        asked = {"reservationId": reserved.json()["reservationId"], "provider": "manual"}
        client.post("/api/payments", json=asked).raise_for_status()
        number: str = reserved.json()["number"]
        return number


def test_an_order_to_be_paid_by_hand_is_found_from_home_by_keyboard(
    shop: Shop, visitor: Visitor
) -> None:
    number = order_by_hand(shop)
    page = visitor(shop.url)
    enter_stock_table(page)
    page.get_by_role("navigation", name="Staff pages").get_by_role(
        "link", name="Home", exact=True
    ).click()
    expect(page.get_by_role("heading", level=1, name="Home")).to_be_visible()
    line = page.locator("[data-todo=unpaid]")
    expect(line).to_contain_text(re.compile(r"^\d+\+?Orders awaiting payment"))
    expect(page.get_by_test_id("today")).to_contain_text("Paid orders")
    latest = page.get_by_test_id("latest-orders").get_by_role("listitem")
    expect(latest.filter(has_text=number)).to_contain_text("Awaiting payment")
    line.press("Enter")
    expect(page).to_have_url(re.compile(r"/staff/orders\?.*provider=manual"))
    page.get_by_role("link", name=number).click()
    page.get_by_role("button", name="Mark as paid").click()
    page.get_by_role("dialog").get_by_role("button", name="Mark as paid").click()
    expect(page.get_by_test_id("standing")).to_contain_text("Paid")
    page.goto("/staff")
    expect(page.locator("[data-todo=toSend]")).to_be_visible()
