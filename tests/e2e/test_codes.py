"""Goods that are codes: staff bring them, a buyer pays and looks at theirs."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, shot
from tests.e2e.shop import Shop
from tests.e2e.till import enter_as_staff, go_to_till, order_id, pay

pytestmark = pytest.mark.long


def test_codes_are_brought_sold_and_looked_at(shop: Shop, visitor: Visitor) -> None:
    name = f"Licence {uuid4().hex[:8]}"
    goods = shop.new_goods(name)
    staff = visitor(shop.url)
    enter_as_staff(staff)
    staff.goto(f"/staff/stock?q={name.split()[1]}")
    staff.get_by_role("button", name=f"Change stock of {name}").click()
    dialog = staff.get_by_role("dialog")
    dialog.get_by_role("button", name="Codes").click()
    dialog.get_by_role("button", name="Deliver as codes").click()
    expect(dialog).to_have_count(0)

    staff.get_by_role("button", name=f"Change stock of {name}").click()
    dialog.get_by_role("button", name="Add codes").click()
    expect(dialog.get_by_text("Enter at least one code")).to_be_visible()
    first, second = f"KEY-{uuid4().hex}", f"KEY-{uuid4().hex}"
    dialog.get_by_label("Codes to add").fill(f"{first}\n\n{second}\n")
    expect(dialog.get_by_text("2 codes", exact=True)).to_be_visible()
    dialog.get_by_role("button", name="Add codes").click()
    expect(dialog).to_have_count(0)
    staff.get_by_role("button", name=f"Change stock of {name}").click()
    expect(dialog.get_by_test_id("code-counts")).to_contain_text("2")
    assert first not in dialog.inner_text()
    shot(staff, "codes-staff")
    assert_clean_everywhere(staff, "codes of a variant")

    buyer = visitor(shop.url)
    go_to_till(buyer, goods)
    pay(buyer)
    expect(buyer.get_by_test_id("outcome")).to_contain_text("Thank you")
    buyer.goto(f"/orders/{order_id(buyer)}")
    code = buyer.get_by_test_id("order-code")
    expect(code).to_contain_text(name)
    assert "KEY-" not in buyer.get_by_role("main").inner_text()
    code.get_by_role("button", name=f"Show the code of {name}").click()
    expect(code.locator("code")).to_have_text(re.compile(f"{first}|{second}"))
    expect(code).to_contain_text("First shown")
    shot(buyer, "order-codes")
    assert_clean_everywhere(buyer, "an order's codes")
