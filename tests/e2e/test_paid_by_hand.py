"""A shop without a payment provider: its buyer pays on pick-up, and staff say so."""

import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.api.operating.test_commands import holdfast
from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean, assert_fits, toast
from tests.e2e.till import order_id
from tests.support.market import expect as answered
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess

EMAIL, PASSWORD = "olga@shop.example", "a long enough password"


@pytest.fixture
def own_shop(prepared: PreparedShops) -> Iterator[ServerProcess]:
    """`holdfast serve` without --demo, and its owner."""
    folder = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
    with ServerProcess(prepared.put(folder / "data")) as running:
        words = ("user", "add", EMAIL, "--role", "admin", "--password-stdin")
        made = holdfast(*words, "--data", str(running.data), given=f"{PASSWORD}\n")
        assert made.returncode == 0, made.stderr
        yield running
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def staff(own_shop: ServerProcess) -> Iterator[httpx.Client]:
    """The owner, over HTTP."""
    made = holdfast("token", EMAIL, "--data", str(own_shop.data), "--json")
    bearer = {"Authorization": f"Bearer {json.loads(made.stdout)['token']}"}
    with httpx.Client(base_url=own_shop.url, headers=bearer, timeout=60) as opened:
        yield opened


def settings(owner: Page) -> Page:
    owner.goto("/login?next=/staff/settings%23payment")
    owner.get_by_label("Email").fill(EMAIL)
    owner.get_by_label("Password").fill(PASSWORD)
    owner.get_by_role("button", name="Log in", exact=True).click()
    expect(owner.get_by_role("heading", name="Payment")).to_be_visible()
    return owner


def test_paid_on_pick_up_and_refunded(
    own_shop: ServerProcess, staff: httpx.Client, visitor: Visitor
) -> None:
    answered(staff.patch("/api/staff/settings", json={"currency": "EUR"}))
    asked = {"name": "Mug", "status": "active", "variants": [{"price": 900, "stock": 2}]}
    product = answered(staff.post("/api/staff/products", json=asked), 201)["product"]

    # The owner says how; what is wrong is named at its field.
    owner = settings(visitor(own_shop.url))
    owner.get_by_label("Instructions for the customer").fill("Harbour Street 9, open until six.")
    kept = owner.get_by_label("Hold items for")
    kept.fill("90")
    save = owner.get_by_role("button", name="Save: Payment")
    save.click()
    expect(owner.get_by_text("Enter a time from 1 minute to 30 days")).to_be_visible()
    expect(kept).to_be_focused()
    expect(kept).to_have_value("90")
    kept.fill("2")
    save.click()
    expect(toast(owner, "Saved")).to_be_visible()
    assert_clean(owner, "/staff/settings")

    # A shop that nobody can pay sells nothing, and says so.
    by_hand = owner.get_by_label("Customers can pay on pick-up or by invoice")
    by_hand.uncheck()
    expect(owner.get_by_text("Without it the shop takes no orders")).to_be_visible()
    save.click()
    expect(owner.get_by_test_id("not-selling")).to_be_visible()
    shopper = visitor(own_shop.url, width=360)
    shopper.goto(f"/product/{product['handle']}")
    expect(shopper.get_by_test_id("closed")).to_contain_text("not taking orders right now")
    expect(shopper.get_by_role("button", name="Add to cart")).to_have_count(0)
    assert_clean(shopper, "a product of a closed shop")
    assert_fits(shopper, "a product of a closed shop")
    by_hand.check()
    save.click()
    expect(owner.get_by_test_id("not-selling")).to_have_count(0)

    # Held, ordered, and to be paid on pick-up.
    shopper.reload()
    shopper.get_by_role("button", name="Buy now").click()
    expect(shopper.get_by_role("heading", name="Pay on pick-up")).to_be_visible()
    expect(shopper.get_by_text("We hold your items for 2 days")).to_be_visible()
    shopper.get_by_role("button", name="Add a note").click()
    shopper.get_by_label("Your note").fill("A gift: no price in it.")
    shopper.get_by_role("button", name=re.compile("^Place order")).click()
    expect(shopper.get_by_test_id("outcome")).to_contain_text("Harbour Street 9")
    assert_fits(shopper, "an order to be paid on pick-up")
    assert_clean(shopper, "an order with a note")
    order = f"/api/staff/orders/{order_id(shopper)}"

    paid = answered(staff.post(f"{order}/mark-paid"))["order"]
    assert paid["buyerNote"] == "A gift: no price in it."
    shopper.reload()
    expect(shopper.get_by_test_id("buyer-note")).to_contain_text("A gift")
    receipt = shopper.get_by_role("list", name="Order history")
    expect(receipt).to_contain_text("Paid")

    back = {"amount": paid["total"], "reason": "It was chipped"}
    answered(staff.post(f"{order}/refund", json=back))
    shopper.reload()
    expect(receipt).to_contain_text("Refunded")
    assert_clean(shopper, "a refunded order")
