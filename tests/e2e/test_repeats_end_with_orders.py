"""By clicks: a shopper, or staff, who cancel an order that is repeated are asked whether the repeat
order ends, too."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, settled, shot
from tests.e2e.member import Member
from tests.e2e.test_repeat_orders import desk_of, pay_at_once
from tests.support.prepared import PreparedShops
from tests.support.repeating import RULES
from tests.support.server import ServerProcess

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def repeating(prepared: PreparedShops) -> Iterator[ServerProcess]:
    with prepared.opened(HOLDFAST_LIMITS="off") as opened:
        yield opened


def ordered_again(page: Page, desk: Page, shop: ServerProcess) -> dict[str, Any]:
    """An order that is repeated, paid."""
    api = f"{shop.url}/api"
    assert desk.request.patch(f"{api}/staff/settings", data={"repeats": RULES}).ok
    listed = page.request.get(f"{api}/products?limit=1&inStock=true").json()
    found = listed["products"][0]["id"]
    product = page.request.get(f"{api}/products/{found}").json()["product"]
    path = f"{api}/staff/products/{product['id']}/repeats"
    assert desk.request.put(path, data={"repeatable": True}).ok
    line = {
        "productId": product["id"],
        "variantId": product["variants"][0]["id"],
        "quantity": 1,
    }
    asked = {"items": [line], "repeatEvery": "4w"}
    order: dict[str, Any] = page.request.post(f"{api}/orders/reserve", data=asked).json()
    pay_at_once(page, shop, order)
    return order


def _asked(page: Page) -> Locator:
    expect(page.get_by_test_id("end-repeat")).to_contain_text("Every 4 weeks, next on")
    return page.get_by_role("checkbox", name="End the repeat order, too")


def test_who_cancels_says_whether_it_ends_and_reads_what_happens_else(
    repeating: ServerProcess, visitor: Visitor
) -> None:
    desk = desk_of(repeating, visitor)
    with Member(repeating) as ann:
        page = ann.enter(visitor(repeating.url))
        order = ordered_again(page, desk, repeating)
        page.goto(f"/orders/{order['orderId']}")
        page.get_by_role("button", name="Cancel and refund").click()
        expect(_asked(page)).to_be_checked()
        shot(settled(page), "repeats-cancel")
        assert_clean_everywhere(page, "asking whether the repeat order ends")
        _asked(page).uncheck()
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("button", name="Cancel and refund").click()
        expect(dialog).to_have_count(0)
        page.goto("/repeat-orders")
        expect(page.get_by_test_id("repeat-order").get_by_text("Active")).to_be_visible()

    with Member(repeating) as ben:
        page = ben.enter(visitor(repeating.url))
        order = ordered_again(page, desk, repeating)
        desk.goto(f"/staff/orders/{order['orderId']}")
        desk.get_by_role("button", name=re.compile("^Cancel")).first.click()
        expect(_asked(desk)).to_be_checked()
        shot(settled(desk), "repeats-cancel-staff")
        assert_clean_everywhere(desk, "staff are asked whether the repeat order ends")
        dialog = desk.get_by_role("dialog")
        dialog.get_by_role("textbox").fill("Moved abroad")
        dialog.get_by_role("button", name=re.compile("^Cancel")).click()
        expect(dialog).to_have_count(0)
        page.goto("/repeat-orders")
        card = page.get_by_test_id("repeat-order")
        expect(card.get_by_text("It ended with one of its orders")).to_be_visible()
