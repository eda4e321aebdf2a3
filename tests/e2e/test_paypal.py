"""Paid by PayPal: back without paying, declined there and chosen anew, the tab closed, and a part
given back."""

import asyncio
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, shot
from tests.e2e.shop import Shop
from tests.e2e.till import choose_scenario, enter_as_staff, go_to_till, order_id, pay
from tests.support.patience import PATIENCE
from tests.support.paypal import PayPalServer
from tests.support.postgres import execute
from tests.support.prepared import PreparedShops

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def paypal() -> Iterator[PayPalServer]:
    with PayPalServer.running() as running:
        yield running


@pytest.fixture(scope="module")
def paypal_shop(prepared: PreparedShops, paypal: PayPalServer) -> Iterator[Shop]:
    """A shop in euros, since PayPal takes no roubles, which keeps its hold after a decline."""
    in_euros = "UPDATE products SET currency = 'EUR'"
    with prepared.opened(HOLDFAST_LIMITS="off", **paypal.settings) as running:
        with ThreadPoolExecutor(1) as aside:  # this thread runs the browser's event loop
            aside.submit(asyncio.run, execute(running.database_url, in_euros)).result()
        running.restart()  # what it had read was in roubles
        with Shop(running.url) as shop:
            shop.settle_on(currency="EUR", declineKeepsHold=True)
            yield shop


def at_paypal(page: Page, paypal: PayPalServer) -> str:
    """PayPal's name of the order whose page is open."""
    expect(page).to_have_url(re.compile(f"^{paypal.url}/pay/"))
    return page.url.rpartition("/")[2]


def click(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_an_order_is_paid_there_at_the_second_try_and_a_part_goes_back(
    paypal_shop: Shop, visitor: Visitor, paypal: PayPalServer
) -> None:
    page = visitor(paypal_shop.url, width=360)
    go_to_till(page, paypal_shop.goods("keychron-k3", stock=2))
    choose_scenario(page, "PayPal On the secure page")
    shot(page, "till-paypal")
    assert_clean_everywhere(page, "the till of a shop with PayPal")

    pay(page)
    at_paypal(page, paypal)
    click(page, "Cancel and return")
    expect(page).to_have_url(re.compile(r"/checkout/"))
    expect(page.get_by_role("timer")).to_be_visible()

    choose_scenario(page, "PayPal On the secure page")
    pay(page)
    declined = at_paypal(page, paypal)
    click(page, "Pay by a card that is declined")
    expect(page.get_by_test_id("declined")).to_be_visible()
    shot(page, "till-paypal-declined")

    choose_scenario(page, "PayPal On the secure page")
    pay(page)
    name = at_paypal(page, paypal)
    assert name != declined
    click(page, "Pay Now")
    expect(page).to_have_url(re.compile(r"/orders/"))
    expect(page.get_by_text("Thank you for your order")).to_be_visible()
    order = order_id(page)
    assert paypal_shop.order(order)["status"] == "paid"

    staff = visitor(paypal_shop.url)
    enter_as_staff(staff)
    asked = {"amount": 100, "reason": "asked for"}
    assert staff.request.post(f"/api/staff/orders/{order}/refund", data=asked).ok
    staff.goto(f"/staff/orders/{order}")
    deadline = time.monotonic() + PATIENCE
    while str(paypal.book.given_back(name)) != "1.00":  # by a job
        assert time.monotonic() < deadline, "PayPal is asked for the refund"
        staff.reload()
    staff.goto("/staff/payments")
    row = staff.get_by_role("row").filter(has_text="PayPal").last
    expect(row).to_contain_text("€11,490€1€0€344.70")  # taken, refunded, disputed, fee
    shot(staff, "payments-paypal")


def test_the_event_pays_the_order_of_who_closed_the_tab(
    paypal_shop: Shop, visitor: Visitor, paypal: PayPalServer
) -> None:
    page = visitor(paypal_shop.url)
    go_to_till(page, paypal_shop.goods("keychron-k3", stock=2))
    choose_scenario(page, "PayPal On the secure page")
    pay(page)
    name = at_paypal(page, paypal)
    goes = paypal.visit(name, "pay")  # and the browser goes nowhere after it
    assert goes is not None
    order = paypal.book.order(name)
    assert paypal.send(paypal_shop.url, "CHECKOUT.ORDER.APPROVED", order).is_success
    page.goto(goes)
    expect(page.get_by_text("Thank you for your order")).to_be_visible()
    assert paypal_shop.order(order_id(page))["status"] == "paid"
    assert len(order["purchase_units"][0]["payments"]["captures"]) == 1
