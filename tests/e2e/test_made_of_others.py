"""A set that is made of other goods: staff change what it is made of, not its stock, and who packs
it reads what to put in."""

from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, assert_fits
from tests.e2e.shop import Shop
from tests.e2e.till import enter_as_staff, go_to_till, order_id, pay


def test_staff_read_of_what_a_set_is_made(shop: Shop, visitor: Visitor) -> None:
    mouse, kit = shop.goods("mx-master-3s", stock=4), shop.new_goods("Desk kit")
    shop.make_of(kit, (mouse, 2))
    buyer = visitor(shop.url)
    go_to_till(buyer, kit)
    pay(buyer)
    expect(buyer.get_by_text("Thank you for your order")).to_be_visible()
    bought = order_id(buyer)

    page = visitor(shop.url, width=360)
    enter_as_staff(page)
    page.goto("/staff/stock?q=Desk+kit")
    row = page.locator("tr[data-row]", has_text="Desk kit")
    expect(row).to_contain_text("Made of other goods")
    row.get_by_role("button", name="Made of: Desk kit").click()
    dialog = page.get_by_role("dialog", name="Made of")
    expect(dialog.get_by_role("textbox", name=mouse.name)).to_have_value("2")
    expect(dialog.get_by_role("radio")).to_have_count(0)
    assert_fits(page, "what a set is made of")
    page.keyboard.press("Escape")

    page.goto(f"/staff/orders/{bought}")
    made = page.get_by_role("list", name="Made of")
    expect(made).to_contain_text(f"2 × {mouse.name}")
    assert_clean_everywhere(page, "an order of a set")
