"""A set that is made of other goods: staff change what it is made of, not its stock; who buys
it reads what is in it, and who packs it what to put in."""

from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, assert_fits, shot
from tests.e2e.shop import Shop
from tests.e2e.till import enter_as_staff, go_to_till, order_id, pay


def test_buyers_and_staff_read_of_what_a_set_is_made(shop: Shop, visitor: Visitor) -> None:
    mouse, kit = shop.goods("mx-master-3s", stock=4), shop.new_goods("Desk kit")
    shop.make_of(kit, (mouse, 2))
    buyer = visitor(shop.url)
    buyer.goto(kit.page)
    inside = buyer.get_by_role("list", name="What is in it")
    expect(inside.get_by_role("listitem")).to_have_count(1)
    expect(inside).to_contain_text("2 ×")
    expect(inside.get_by_role("link", name=mouse.name)).to_be_visible()
    shot(buyer, "inside-a-set")
    assert_clean_everywhere(buyer, "the page of a set")
    buyer.get_by_role("button", name="Add to cart", exact=True).click()
    expect(buyer.get_by_text("Added to cart").first).to_be_visible()
    buyer.goto("/cart")
    expect(buyer.locator("[data-line]")).to_contain_text(f"In it: 2 × {mouse.name}")
    buyer.goto(mouse.page)
    expect(buyer.get_by_role("list", name="What is in it")).to_have_count(0)
    go_to_till(buyer, kit)
    pay(buyer)
    expect(buyer.get_by_text("Thank you for your order")).to_be_visible()
    bought = order_id(buyer)
    expect(buyer.get_by_test_id("made-of").first).to_contain_text(f"In it: 2 × {mouse.name}")

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
    expect(made).to_contain_text(f"4 × {mouse.name}")  # two were bought
    assert_clean_everywhere(page, "an order of a set")
