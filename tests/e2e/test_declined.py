"""A declined card in a shop that keeps its hold: the buyer tries another in the time that is left.

In a shop that does not, the goods go back (test_purchase, and specification A)."""

import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean, assert_fits
from tests.e2e.shop import Shop
from tests.e2e.till import choose_scenario, go_to_till, pay
from tests.support.prepared import PreparedShops


@pytest.fixture
def patient_shop(prepared: PreparedShops) -> Iterator[Shop]:
    """A shop that keeps what is held after a decline."""
    with prepared.opened(HOLDFAST_LIMITS="off") as running, Shop(running.url) as shop:
        with httpx.Client(base_url=running.url, timeout=60) as owner:
            users = owner.get("/api/config").json()["demoUsers"]
            admin = next(user for user in users if "admin" in user["roles"])
            words = {"email": admin["email"], "password": admin["password"]}
            owner.post("/api/session/login", json=words).raise_for_status()
            answer = owner.patch("/api/staff/settings", json={"declineKeepsHold": True})
            answer.raise_for_status()
        yield shop


def test_another_card_pays_for_what_is_still_held(patient_shop: Shop, visitor: Visitor) -> None:
    shop = patient_shop
    goods = shop.goods("keychron-k3", stock=1)
    page = visitor(shop.url, width=360)
    go_to_till(page, goods)
    choose_scenario(page, "Declined by the bank")
    pay(page)

    told = page.get_by_test_id("declined")
    expect(told).to_contain_text(re.compile(r"Try another card or way to pay, 1[34]:\d\d left"))
    expect(page.get_by_role("timer")).to_be_visible()
    assert shop.variant(goods)["held"] == 1
    assert_clean(page, "a decline")
    assert_fits(page, "a decline")

    told.get_by_role("button", name="Switch to: Pay on pick-up").click()
    expect(page.get_by_role("button", name=re.compile("^Place order"))).to_be_focused()
    choose_scenario(page, "Approved The usual")
    pay(page)
    expect(page.get_by_text("Thank you for your order")).to_be_visible()
    assert (shop.variant(goods)["stock"], shop.variant(goods)["held"]) == (0, 0)
