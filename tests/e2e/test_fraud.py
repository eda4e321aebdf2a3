"""Orders that something speaks against: staff set the rules, see why one is held, let one go and
refuse another; whom they always or never serve."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, shot
from tests.e2e.shop import Shop
from tests.e2e.till import enter_as_staff

pytestmark = pytest.mark.long

HOME = {
    "country": "NL", "name": "An Buyer", "street": "Dam 1", "city": "Amsterdam",
    "postalCode": "1012 JS",
}  # fmt: skip
LARGE = {"kind": "first-order", "points": 60, "amount": 1, "currency": "RUB"}


def asked(page: Page, url: str, path: str, body: Any = None, method: str = "POST") -> Any:
    answer = page.request.fetch(f"{url}{path}", method=method, data=body, headers={"origin": url})
    assert answer.ok, answer.text()
    return answer.json()


def held(staff: Page, visitor: Visitor, shop: Shop) -> tuple[str, str]:
    """A guest's first order, paid at the desk: its id and number."""
    goods = shop.goods("keychron-k3", stock=5)
    buyer = visitor(shop.url)
    items = [{"productId": goods.product_id, "variantId": goods.variant_id, "quantity": 1}]
    wanted = {"items": items, "shippingAddress": HOME}
    order: str = asked(buyer, shop.url, "/api/orders/reserve", wanted)["orderId"]
    asked(staff, shop.url, f"/api/staff/orders/{order}/mark-paid", {})
    # Whoever packs it before the worker has looked at it, looks.
    parcels = f"{shop.url}/api/staff/orders/{order}/parcels"
    answer = staff.request.post(parcels, data={}, headers={"origin": shop.url})
    assert (answer.status, answer.json()["code"]) == (409, "order-held")
    found = asked(staff, shop.url, f"/api/staff/fraud/{order}", None, "GET")["suspect"]
    assert (found["status"], found["score"]) == ("held", 60)
    return order, found["orderNumber"]


def test_what_is_held_is_let_go_or_refused(shop: Shop, visitor: Visitor) -> None:
    staff = visitor(shop.url)
    enter_as_staff(staff)
    settings = f"{shop.url}/api/staff/settings"
    before = staff.request.get(settings).json()["settings"]["fraud"]
    rules = before | {"on": True, "rules": [LARGE]}
    asked(staff, shop.url, "/api/staff/settings", {"fraud": rules}, "PATCH")
    try:
        _decided(staff, visitor, shop)
    finally:
        asked(staff, shop.url, "/api/staff/settings", {"fraud": before}, "PATCH")


def _decided(staff: Page, visitor: Visitor, shop: Shop) -> None:
    staff.goto("/staff/settings#fraud")
    expect(staff.get_by_label("Look at orders")).to_be_checked()
    assert_clean_everywhere(staff, "the rules against fraud")
    order, number = held(staff, visitor, shop)
    staff.goto(f"/staff/orders/{order}")
    staff.get_by_role("button", name="Pack everything").click()
    expect(staff.get_by_text("held until somebody of staff has looked at it")).to_be_visible()
    expect(staff.get_by_test_id("suspect")).to_contain_text("First order, of")
    shot(staff, "order-held")
    staff.goto("/staff")
    staff.get_by_role("link", name="Suspicious orders").click()
    staff.goto("/staff/fraud?status=held")
    one = staff.get_by_role("listitem").filter(has=staff.get_by_role("link", name=number))
    expect(one).to_contain_text("First order, of")
    expect(one).to_contain_text("60 points")
    assert_clean_everywhere(staff, "orders that are held")
    shot(staff, "fraud-held")
    one.get_by_role("button", name=f"Release {number}").click()
    dialog = staff.get_by_role("dialog")
    dialog.get_by_label("Note").fill("Called them")
    dialog.get_by_role("button", name="Release", exact=True).click()
    expect(dialog).to_have_count(0)
    expect(one).to_have_count(0)
    staff.goto(f"/staff/orders/{order}")
    expect(staff.get_by_test_id("suspect")).to_contain_text("Called them")
    staff.get_by_role("button", name="Pack everything").click()
    expect(staff.get_by_test_id("parcel-1")).to_contain_text("Packed")

    _, second = held(staff, visitor, shop)
    staff.goto("/staff/fraud")
    other = staff.get_by_role("listitem").filter(has=staff.get_by_role("link", name=second))
    other.get_by_role("button", name=f"Refuse {second}").click()
    dialog.get_by_role("button", name="Refuse", exact=True).click()
    expect(dialog.get_by_text("Enter a reason")).to_be_visible()
    dialog.get_by_label("Reason").fill("Stolen card")
    dialog.get_by_role("button", name="Refuse", exact=True).click()
    expect(other).to_contain_text("Refused")
    expect(other).to_contain_text("Was fraud")
    row = staff.get_by_role("row").filter(has_text="Large first order")
    expect(row).to_contain_text("50%")

    staff.get_by_role("button", name="Add to the list").click()
    dialog.get_by_label("What it is").select_option(label="Card")
    dialog.get_by_label("Value").fill("stolen-1")
    dialog.get_by_role("button", name="Save", exact=True).click()
    line = staff.get_by_role("row").filter(has_text="stolen-1")
    expect(line).to_contain_text("Refuse")
    expect(dialog).to_have_count(0)
    shot(staff, "fraud-decided")
