"""Goods that are announced: staff say when, a buyer orders them before they are there, and has them
once they come."""

from uuid import uuid4

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, shot
from tests.e2e.shop import Shop
from tests.e2e.till import add_to_cart, enter_as_staff, go_to_payment, order_id, pay


def test_goods_are_announced_ordered_and_come(shop: Shop, visitor: Visitor) -> None:
    name = f"Novelty {uuid4().hex[:8]}"
    goods = shop.new_goods(name)
    buyer, staff = visitor(shop.url), visitor(shop.url)
    buyer.goto(goods.page)
    expect(buyer.get_by_test_id("supply-words")).to_contain_text("Sold out")
    enter_as_staff(staff)
    _announce(staff, name)

    expect(buyer.get_by_test_id("supply-words")).to_contain_text("Pre-order, ships about Dec 12")
    expect(buyer.get_by_test_id("preorder-note")).to_contain_text("Dec 12")
    shot(buyer, "preorder-product")
    assert_clean_everywhere(buyer, "a product to be pre-ordered")
    add_to_cart(buyer, goods)
    buyer.goto("/cart")
    expect(buyer.get_by_test_id("supply-words")).to_contain_text("Pre-order")
    shot(buyer, "preorder-cart")
    go_to_payment(buyer)
    pay(buyer)
    expect(buyer.get_by_test_id("outcome")).to_contain_text("Thank you")
    order = order_id(buyer)
    buyer.goto(f"/orders/{order}")
    expect(buyer.get_by_test_id("preorder")).to_contain_text("ships about Dec 12")
    shot(buyer, "preorder-order")

    staff.goto(f"/staff/orders/{order}")
    expect(staff.get_by_test_id("awaited")).to_contain_text("1 pre-ordered unit is still to come")
    shot(staff, "preorder-staff-order")
    staff.goto("/staff/preorders")
    row = staff.locator("tbody tr", has_text=name)
    expect(row).to_contain_text("1 order")
    shot(staff, "preorders")
    assert_clean_everywhere(staff, "pre-orders")
    row.get_by_role("button", name=f"Receive {name}").click()
    dialog = staff.get_by_role("dialog")
    dialog.get_by_label("Came").fill("2")
    dialog.get_by_role("button", name="Save what came").click()
    expect(dialog).to_have_count(0)

    expect(buyer.get_by_test_id("preorder")).to_contain_text("it is here")
    staff.goto(f"/staff/orders/{order}")
    expect(staff.get_by_role("button", name="Pack everything")).to_be_visible()
    buyer.goto(goods.page)
    expect(buyer.get_by_test_id("supply-words")).to_contain_text("1 left")


def _announce(staff: Page, name: str) -> None:
    staff.goto(f"/staff/stock?q={name.split()[1]}")
    staff.get_by_role("button", name=f"Change stock of {name}").click()
    dialog = staff.get_by_role("dialog")
    dialog.get_by_role("button", name="Pre-order").click()
    dialog.get_by_label("Units to come").fill("3")
    dialog.get_by_role("button", name="Announce").click()
    expect(dialog).to_contain_text("Choose a day")
    dialog.get_by_label("Expected on").fill("2099-12-12")
    shot(staff, "preorder-announce")
    assert_clean_everywhere(staff, "announcing a pre-order")
    dialog.get_by_role("button", name="Announce").click()
    expect(dialog).to_have_count(0)
