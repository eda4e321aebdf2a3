"""Staff edit what an unpaid order is of, on its page; its buyer sees it at once."""

from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, assert_fits, shot, toast
from tests.e2e.shop import Shop
from tests.e2e.till import enter_as_staff


def test_items_are_changed_and_whoever_has_the_link_sees_it(shop: Shop, visitor: Visitor) -> None:
    goods, more = shop.goods("ipad-air-11", stock=5), shop.goods("macbook-air-13", stock=5)
    page = visitor(shop.url)
    enter_as_staff(page)
    page.goto("/staff/orders/new")
    find = page.get_by_role("searchbox", name="Add goods")
    find.fill(goods.name)
    expect(page.get_by_role("button", name=goods.name).first).to_be_visible()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Take the order of").click()
    page.wait_for_url(lambda url: "/staff/orders/" in url and not url.endswith("/new"))
    page.get_by_role("button", name="Pay link").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Make a link").click()
    address = dialog.get_by_label("Address").input_value()
    dialog.get_by_role("button", name="Close").last.click()
    payer = visitor(shop.url, width=360)
    payer.goto(address)
    expect(payer.get_by_text(goods.name)).to_be_visible()

    page.get_by_role("button", name="Edit the items").click()
    page.get_by_role("button", name="Increase").first.click()
    find = page.get_by_role("searchbox", name="Add goods")
    find.fill(more.name)
    expect(page.get_by_role("button", name=more.name).first).to_be_visible()
    find.press("Enter")
    price = page.get_by_label("Price of").first
    price.fill("60000")
    save = page.get_by_role("button", name="Save")
    save.click()
    why = page.get_by_label("Reason for the new price")
    expect(why).to_be_focused()
    expect(page.get_by_text("Enter a reason for the new price.")).to_be_visible()
    price.fill("9999999")
    why.fill("A scratch")
    save.click()
    expect(price).to_have_attribute("aria-invalid", "true")
    price.fill("60000")
    shot(page, "edit-order-1280")
    assert_clean_everywhere(page, "editing an order")
    page.set_viewport_size({"width": 360, "height": 800})
    assert_fits(page, "editing an order on a phone")
    shot(page, "edit-order-360")
    save.click()
    expect(toast(page, "is changed")).to_be_visible()
    expect(page.get_by_text(more.name).first).to_be_visible()
    expect(page.get_by_text("Order changed", exact=True)).to_be_visible()
    expect(payer.get_by_text(more.name)).to_be_visible()
