"""Staff take an order on the phone, by the keyboard alone; its page says who it is for and where it
goes."""

from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, assert_fits, shot
from tests.e2e.shop import Shop
from tests.e2e.till import enter_as_staff


def test_an_order_is_taken_for_a_caller_and_sent_to_their_address(
    shop: Shop, visitor: Visitor
) -> None:
    goods = shop.goods("ipad-air-11", stock=5)
    page = visitor(shop.url)
    enter_as_staff(page)
    page.goto("/staff/orders")
    page.get_by_role("link", name="Take an order").click()
    take = page.get_by_role("button", name="Take the order of")
    find = page.get_by_role("searchbox", name="Add goods")
    page.get_by_role("button", name="Take an order").press("Enter")
    expect(find).to_be_focused()
    expect(page.get_by_role("alert")).to_have_text("Add at least one product.")
    page.keyboard.type("no such goods at all")
    expect(page.get_by_text("Nothing found.")).to_be_visible()
    find.fill(goods.name)
    expect(page.get_by_role("button", name=goods.name).first).to_be_visible()
    page.keyboard.press("Enter")
    expect(find).to_be_focused()
    expect(find).to_have_value("")
    expect(page.get_by_role("alert")).to_have_count(0)
    # Looking for more goods sends nothing.
    page.keyboard.type("no such goods at all")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing found.")).to_be_visible()
    find.fill("")
    page.get_by_label("Their email").fill("caller@example.com")
    page.get_by_label("Ship it to an address").check()
    page.get_by_label("Country").select_option("DE")
    take.click()
    name = page.get_by_label("Name", exact=True)
    expect(name).to_be_focused()
    name.fill("Clara Caller")
    page.get_by_label("Street and number").fill("Torstr. 1")
    page.get_by_label("Postal code").fill("10119")
    page.get_by_label("City").fill("Berlin")
    expect(page.get_by_text("This field is required.")).to_have_count(0)  # what stands there now
    shot(page, "take-order-1280")
    assert_clean_everywhere(page, "taking an order")
    page.set_viewport_size({"width": 360, "height": 800})
    assert_fits(page, "taking an order on a phone")
    shot(page, "take-order-360")
    take.click()
    page.wait_for_url(lambda url: "/staff/orders/" in url and not url.endswith("/new"))
    expect(page.get_by_role("link", name="Clara Caller").first).to_be_visible()
    expect(page.get_by_text("Torstr. 1")).to_be_visible()
    expect(page.get_by_text("caller@example.com")).to_be_visible()
    expect(page.get_by_test_id("standing")).to_contain_text("Awaiting payment")
    shot(page, "taken-order-360")
    page.get_by_role("button", name="Pay link").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Make a link").click()
    address = dialog.get_by_label("Address").input_value()
    assert_fits(page, "a pay link on a phone")
    shot(page, "pay-link-360", whole=False)
    dialog.get_by_role("button", name="Close").last.click()
    # Whoever has it sees the order, and pays it without signing in.
    payer = visitor(shop.url, width=360)
    payer.goto(address)
    expect(payer.get_by_text(goods.name)).to_be_visible()
    expect(payer.get_by_test_id("left")).to_contain_text("left")
    shot(payer, "paid-by-link-360")
    assert_clean_everywhere(payer, "a pay link")
    payer.get_by_role("button", name="Pay:").click()
    expect(payer.get_by_text("Paid. Thank you.")).to_be_visible()
    expect(page.get_by_test_id("standing")).to_contain_text("Paid")
