"""Flash sales: staff make one, its page counts down and tells what is left as it goes, a customer
buys, and staff see it run and end it."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, settled, shot
from tests.e2e.member import Member
from tests.e2e.shop import Shop
from tests.e2e.till import choose_scenario, enter_as_staff, order_id, pay
from tests.support.flash_sales import moment

Join = Callable[[], Member]
BUY = "Buy now"


def test_a_sale_is_made_sold_watched_and_ended(shop: Shop, visitor: Visitor, member: Join) -> None:
    goods = shop.goods("thinkpad-x1-carbon", 1, stock=5)
    staff = visitor(shop.url)
    enter_as_staff(staff)
    staff.goto("/staff/flash-sales")
    staff.get_by_role("button", name="New flash sale").click()
    dialog = staff.get_by_role("dialog")
    make = dialog.get_by_role("button", name="New flash sale")
    make.click()
    expect(dialog.get_by_text("Choose a product")).to_be_visible()
    dialog.get_by_label("Find a product or SKU").fill(shop.variant(goods)["sku"])
    dialog.get_by_role("listitem").get_by_role("button").first.click()
    dialog.get_by_label("Quantity").fill("3")
    dialog.get_by_label("Price").fill("99990")
    dialog.get_by_label("Ends").fill("2099-01-01T10:00")
    make.click()
    expect(dialog.get_by_text("A sale lasts 366 days at most.")).to_be_visible()
    dialog.get_by_label("Ends").fill(moment(7 * 86_400)[:16])
    make.click()
    row = staff.get_by_role("row", name=goods.name).filter(has_text=goods.options["memory"])
    expect(row).to_contain_text("6 days 23:")
    expect(row.get_by_test_id("sale-left")).to_have_text("3 of 3 left")
    assert shop.variant(goods)["stock"] == 2
    assert_clean_everywhere(staff, "staff flash sales")
    shot(staff, "staff-flash-sales")

    guest = visitor(shop.url)
    guest.goto("/")
    found = guest.get_by_role("region", name="Flash sales")
    expect(found.get_by_test_id("sale-left")).to_have_text("3 of 3 left")
    shot(guest, "home-flash-sale")
    assert_clean_everywhere(guest, "home with a flash sale")
    found.get_by_role("link", name="All flash sales").click()
    expect(guest).to_have_url("/flash-sales")
    looking = visitor(shop.url)
    looking.goto("/?q=ThinkPad")
    card = looking.locator(f"[data-product={goods.handle}]").get_by_test_id("card-flash-sale")
    expect(card).to_contain_text(re.compile("In a flash sale: .*99,990.* until "))
    assert_clean_everywhere(looking, "a list with what is in a flash sale")
    shot(looking, "card-flash-sale")
    at_goods = visitor(shop.url)
    at_goods.goto(goods.page)
    told = at_goods.get_by_test_id("in-flash-sale")
    expect(told).to_be_visible()
    guest.goto(goods.page)
    guest.get_by_test_id("in-flash-sale").get_by_role("link", name="To the sale").click()
    expect(guest.get_by_test_id("sale-left")).to_have_text("3 of 3 left")
    expect(guest.get_by_role("timer")).to_be_visible()
    expect(guest.get_by_role("link", name="Log in to buy")).to_be_visible()
    address = guest.url
    somebody = member()
    buyer = somebody.enter(visitor(shop.url))
    buyer.goto(address)
    settled(buyer)
    assert_clean_everywhere(buyer, "flash sale")
    shot(buyer, "flash-sale")
    buyer.get_by_role("button", name=BUY).click()
    expect(buyer).to_have_url(re.compile("/checkout/"))
    expect(buyer.get_by_text("99,990").first).to_be_visible()
    for page in (guest, staff):
        expect(page.get_by_test_id("sale-left").first).to_have_text("2 of 3 left, 1 being paid for")
    buyer.goto(address)
    expect(buyer.get_by_test_id("sale-yours")).to_contain_text("1 is held for you")
    expect(buyer.get_by_role("button", name=BUY)).to_have_count(0)
    other = member().enter(visitor(shop.url))
    other.goto(address)
    other.get_by_role("button", name=BUY).click()
    expect(other.get_by_role("timer")).to_be_visible()
    choose_scenario(other, "Declined by the bank")
    pay(other)
    expect(other.get_by_test_id("declined")).to_contain_text("Payment declined")
    other.goto(f"/orders/{order_id(other)}")
    outcome = other.get_by_test_id("outcome")
    expect(outcome).to_contain_text("Payment failed")
    shot(other, "flash-sale-declined")
    assert_clean_everywhere(other, "the order of a flash sale whose payment was declined")
    outcome.get_by_role("link", name="To the sale").click()
    expect(other.get_by_role("button", name=BUY)).to_be_visible()
    elsewhere = somebody.enter(visitor(shop.url))
    elsewhere.goto(address)
    elsewhere.get_by_role("button", name=BUY).click()
    limit = elsewhere.get_by_test_id("sale-limit")
    expect(limit).to_contain_text("as many as one customer can have")

    row.get_by_role("button", name="End the sale").click()
    ask = staff.get_by_role("dialog")
    ask.get_by_label("Reason").fill("Enough")
    ask.get_by_role("button", name="End now").click()
    expect(row).to_contain_text("Ended")
    expect(told).to_have_count(0)
    expect(card).to_have_count(0)  # as it ends, not when the list is asked for anew
    for page in (guest, buyer):
        expect(page.get_by_test_id("sale-over")).to_be_visible()
    assert shop.variant(goods)["stock"] == 4
    guest.goto("/flash-sales")
    expect(guest.get_by_role("heading", name="Flash sales")).to_be_visible()
    settled(guest)
    assert_clean_everywhere(guest, "flash sales")
    guest.goto("/flash-sales/no-such-sale")
    expect(guest.get_by_text("Page not found")).to_be_visible()
