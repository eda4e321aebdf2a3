"""Paid by YooKassa in a shop that sends receipts: a guest says where theirs goes, pays there, and
staff see to the receipt that the tax service refuses."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, assert_fits, shot
from tests.e2e.shop import Shop
from tests.e2e.till import choose_scenario, enter_as_staff, go_to_till, order_id, pay
from tests.support.prepared import PreparedShops
from tests.support.yookassa import YooKassaServer

pytestmark = pytest.mark.long

YOOKASSA = "^Card On the secure page"


@pytest.fixture(scope="module")
def yookassa() -> Iterator[YooKassaServer]:
    with YooKassaServer.running() as running:
        running.book.receipts = "yookassa"
        yield running


@pytest.fixture(scope="module")
def russian_shop(prepared: PreparedShops, yookassa: YooKassaServer) -> Iterator[Shop]:
    """In roubles, with receipts made by YooKassa."""
    settings = {
        "HOLDFAST_LIMITS": "off",
        **yookassa.settings,
    }
    with prepared.opened(**settings) as running, Shop(running.url) as shop:
        receipts = {"by": "yookassa", "vat": 11, "deliveryVat": 1}
        shop.settle_on(currency="RUB", receipts=receipts)
        yield shop


def at_yookassa(page: Page, yookassa: YooKassaServer) -> str:
    """YooKassa's name of the payment whose page is open."""
    expect(page).to_have_url(re.compile(f"^{yookassa.url}/pay/"))
    return page.url.rpartition("/")[2]


def test_a_guest_says_where_the_receipt_goes_and_staff_make_a_refused_one_by_hand(
    russian_shop: Shop, visitor: Visitor, yookassa: YooKassaServer
) -> None:
    yookassa.book.registers = "canceled"
    page = visitor(russian_shop.url, width=360)
    go_to_till(page, russian_shop.goods("keychron-k3", stock=2))
    choose_scenario(page, YOOKASSA)
    pay(page)
    expect(page.get_by_role("alert").first).to_contain_text("receipt")
    assert_fits(page, "a till that needs an address for the receipt")
    shot(page, "till-receipt-360")
    assert_clean_everywhere(page, "a till that needs an address for the receipt")
    page.get_by_label("Your email").fill("ann@shop.example")
    choose_scenario(page, YOOKASSA)
    pay(page)
    name = at_yookassa(page, yookassa)
    page.get_by_role("button", name="Pay", exact=True).click()
    expect(page.get_by_text("Thank you for your order")).to_be_visible()
    order = order_id(page)
    (receipt,) = yookassa.book.payment(name)["_receipts"]
    assert receipt["customer"] == {"email": "ann@shop.example"}

    staff = visitor(russian_shop.url)
    enter_as_staff(staff)
    staff.goto(f"/staff/orders/{order}")
    expect(staff.get_by_text("Refused by the tax service")).to_be_visible()
    shot(staff, "order-receipt-refused")
    staff.goto("/staff")
    staff.get_by_role("main").locator("a[href='/staff/payments']").first.click()
    refused = staff.get_by_test_id("unregistered")
    expect(refused.get_by_role("row").filter(has_text=name)).to_be_visible()
    shot(staff, "receipts-refused")
    assert_clean_everywhere(staff, "receipts that were refused")
    staff.set_viewport_size({"width": 360, "height": 800})
    assert_fits(staff, "refused receipts on a phone")
    shot(staff, "receipts-refused-360")
    refused.get_by_role("button", name="Done by hand").click()
    expect(refused).to_have_count(0)
    staff.goto(f"/staff/orders/{order}")
    expect(staff.get_by_text("Made by hand")).to_be_visible()
