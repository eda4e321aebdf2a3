"""Staff order goods from a supplier and take them in; who looks at what is sold out sees when it
arrives, and then that it is there."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, settled, shot
from tests.e2e.shop import Shop
from tests.e2e.till import enter_as_staff

pytestmark = pytest.mark.long


def test_goods_are_ordered_awaited_and_received(shop: Shop, visitor: Visitor) -> None:
    goods = shop.goods("thinkpad-x1-carbon", 1, stock=0)
    sku = shop.variant(goods)["sku"]
    buyer, staff = visitor(shop.url), visitor(shop.url)
    buyer.goto(goods.page)
    expect(buyer.get_by_test_id("none-free")).to_be_visible()
    expect(buyer.get_by_test_id("arrives-on")).to_have_count(0)
    enter_as_staff(staff)
    staff.goto("/staff/purchases")
    staff.get_by_role("button", name="Order goods").click()
    dialog = staff.get_by_role("dialog")
    order = dialog.get_by_role("button", name="Order goods")
    order.click()
    expect(dialog).to_contain_text("Enter the supplier")
    expect(dialog).to_contain_text("Add at least one product")
    dialog.get_by_label("Supplier").fill("Lamps and Sons")
    dialog.get_by_label("Arrives on").fill("2099-06-01")
    dialog.get_by_label("Add a product or SKU").fill(sku)
    dialog.get_by_role("listitem").get_by_role("button").first.click()
    dialog.get_by_label("Quantity").fill("5")
    dialog.get_by_label("Cost of one").fill("12.50")
    settled(staff)
    shot(staff, "purchase-new")
    order.click()
    row = staff.locator("tbody tr", has_text="Lamps and Sons")
    expect(row).to_contain_text("Ordered")
    expect(buyer.get_by_test_id("arrives-on")).to_contain_text("Arrives on Jun 1")
    shot(buyer, "arrives-on")
    shot(staff, "purchases")
    assert_clean_everywhere(staff, "purchase orders")

    row.get_by_role("link").click()
    staff.get_by_role("button", name="Receive goods").click()
    dialog.get_by_role("textbox").fill("6")
    dialog.get_by_role("button", name="Receive 6").click()
    expect(dialog).to_contain_text("Only 5 to come")
    dialog.get_by_role("textbox").fill("3")
    settled(staff)
    shot(staff, "purchase-receive")
    dialog.get_by_role("button", name="Receive 3").click()
    expect(dialog).to_have_count(0)
    expect(staff.get_by_text("Partly received")).to_be_visible()
    expect(buyer.get_by_test_id("none-free")).to_have_count(0)
    staff.get_by_role("button", name="Cancel the rest").click()
    dialog.get_by_label("Reason").fill("Not made any more")
    dialog.get_by_role("button", name="Cancel the rest").click()
    expect(staff.get_by_text("Cancelled", exact=True)).to_be_visible()
    expect(staff.get_by_role("button", name="Receive goods")).to_have_count(0)
    settled(staff)
    shot(staff, "purchase")
    assert_clean_everywhere(staff, "purchase order")
