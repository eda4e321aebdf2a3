"""There and back again: a buyer sends something back, staff look at it, and the money goes back."""

import pytest
from playwright.sync_api import FilePayload, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, shot
from tests.e2e.shop import Shop
from tests.e2e.till import buy_and_complete, enter_as_staff, go_to_till, pay
from tests.support.pictures import png


def test_a_buyer_sends_something_back_and_gets_the_money(shop: Shop, visitor: Visitor) -> None:
    goods = shop.goods("keychron-k3", stock=7)
    buyer = visitor(shop.url)
    go_to_till(buyer, goods)
    pay(buyer)
    expect(buyer.get_by_test_id("outcome")).to_contain_text("Thank you")
    order_id = buyer.url.split("?")[0].rsplit("/", 1)[-1]
    main = buyer.get_by_role("main")
    expect(main.get_by_role("link", name="Send something back")).to_have_count(0)

    staff = visitor(shop.url)
    refused: list[str] = []  # nobody asks for what they cannot do any more
    for page in (buyer, staff):
        page.on("response", lambda it: refused.append(it.url) if it.status == 409 else None)
    enter_as_staff(staff)
    staff.goto(f"/staff/orders/{order_id}")
    staff.get_by_role("button", name="Mark as completed").click()
    dialog = staff.get_by_role("dialog")
    dialog.get_by_role("button", name="Mark as completed").click()
    expect(staff.get_by_test_id("standing")).to_contain_text("Completed")

    # The buyer, who looked on, may send it back now.
    buyer.get_by_role("link", name="Send something back").click()
    expect(buyer.get_by_role("heading", level=1)).to_contain_text("Send back from order")
    buyer.get_by_role("button", name="Continue").click()
    expect(main.get_by_text("Choose at least one item")).to_be_visible()
    buyer.get_by_label("How many of").select_option("1")
    buyer.get_by_label("Why are you sending back").select_option("does-not-fit")
    shot(buyer, "return-choose")
    assert_clean_everywhere(buyer, "return-choose")
    buyer.get_by_role("button", name="Continue").click()
    total = buyer.get_by_test_id("return-sum")
    expect(total).not_to_contain_text("…")
    buyer.get_by_label("Anything the shop should know").fill("Too small for my hands")
    shot(buyer, "return-check")
    assert_clean_everywhere(buyer, "return-check")
    buyer.get_by_role("button", name="Request the return").click()
    requested = buyer.get_by_test_id("return-asked")
    expect(requested).to_contain_text("Your return is requested")
    seen: FilePayload = {"name": "key.png", "mimeType": "image/png", "buffer": png(60)}
    requested.locator("input[type=file]").set_input_files(seen)
    expect(requested.get_by_role("button", name="Photo 1")).to_be_visible()
    shot(buyer, "return-asked")
    assert_clean_everywhere(buyer, "return-asked")
    buyer.get_by_role("link", name="Back to the order").click()
    one = buyer.get_by_test_id("return-1")
    expect(one).to_contain_text("Requested")

    staff.goto("/staff/returns?status=requested")
    shot(staff, "staff-returns")
    row = staff.get_by_role("row").filter(has_text="Does not fit").first
    row.get_by_role("link").first.click()
    expect(staff.get_by_role("main")).to_contain_text("Too small for my hands")
    staff.get_by_role("button", name="Approve").click()
    dialog.get_by_label("What the customer should know").fill("Put the slip on top")
    dialog.get_by_role("button", name="Approve").click()
    expect(dialog).to_have_count(0)
    expect(one).to_contain_text("Approved")
    expect(one).to_contain_text("Put the slip on top")
    shot(buyer, "return-approved")
    staff.route("**/preview", lambda route: route.fulfill(status=500, body="{}"))
    staff.get_by_role("button", name="Mark as received").click()
    again = staff.get_by_role("button", name="Try again")
    expect(again).to_be_visible()
    expect(staff.get_by_role("button", name="Finish", exact=True)).to_be_disabled()
    staff.unroute("**/preview")
    again.click()
    expect(staff.get_by_test_id("inspect-sum")).to_contain_text("Refund")
    expect(one).to_contain_text("Received")
    expect(one.get_by_role("button", name="Keep it after all")).to_have_count(0)

    staff.get_by_label("Written off").select_option("1")
    expect(staff.get_by_label("Back on sale")).to_have_value("0")
    staff.get_by_label("Deduct").fill("1")
    staff.get_by_role("button", name="Finish and refund").click()
    expect(staff.get_by_role("main")).to_contain_text("Enter a reason")
    staff.get_by_label("Why it is written off").fill("A key is broken")
    staff.get_by_label("Why", exact=True).fill("No box")
    shot(staff, "staff-return-inspect")
    assert_clean_everywhere(staff, "staff-return-inspect")
    staff.get_by_role("button", name="Finish and refund").click()
    expect(staff.get_by_role("main")).to_contain_text("Deducted: No box")
    expect(staff.get_by_role("main")).to_contain_text("1 written off, A key is broken")
    expect(one).to_contain_text("Done")
    expect(one).to_contain_text("Deducted: No box")
    shot(buyer, "return-done")
    assert_clean_everywhere(buyer, "return-done")
    history = buyer.get_by_role("list", name="Order history")
    expect(history).to_contain_text("Return inspected")
    staff.goto(f"/staff/orders/{order_id}")
    expect(staff.get_by_test_id("return-1")).to_contain_text("Done")
    told = staff.get_by_role("list", name="Order history")
    expect(told.get_by_text("Return approved")).to_have_count(1)
    expect(told.get_by_text("return.")).to_have_count(0)
    staff.goto("/staff/returns")
    expect(staff.get_by_role("row").filter(has_text="Done").first).to_be_visible()
    assert_clean_everywhere(staff, "staff-returns")
    assert refused == []


@pytest.mark.long
def test_a_buyer_exchanges_something_for_another_one(shop: Shop, visitor: Visitor) -> None:
    goods, other = shop.goods("keychron-k3", stock=7), shop.goods("keychron-k3", 1, stock=3)
    buyer = visitor(shop.url)
    staff = visitor(shop.url)
    buy_and_complete(buyer, staff, goods)

    buyer.get_by_role("link", name="Send something back").click()
    buyer.get_by_label("How many of").select_option("1")
    buyer.get_by_label("Why are you sending back").select_option("does-not-fit")
    instead = buyer.get_by_label("What do you want instead of")
    instead.select_option(other.variant_id)
    shot(buyer, "exchange-choose")
    assert_clean_everywhere(buyer, "exchange-choose")
    buyer.get_by_role("button", name="Continue").click()
    total = buyer.get_by_test_id("return-sum")
    expect(total).to_contain_text("Counted towards the exchange")
    shot(buyer, "exchange-check")
    buyer.get_by_role("button", name="Request the return").click()
    expect(buyer.get_by_test_id("return-asked")).to_be_visible()
    assert (shop.variant(other)["stock"], shop.variant(other)["held"]) == (2, 1)
    buyer.get_by_role("link", name="Back to the order").click()
    one = buyer.get_by_test_id("return-1")
    expect(one).to_contain_text("Held for the exchange")

    staff.goto("/staff/returns?status=requested")
    staff.get_by_role("row").filter(has_text="Does not fit").first.get_by_role("link").first.click()
    staff.get_by_role("button", name="Approve").click()
    dialog = staff.get_by_role("dialog")
    expect(dialog).to_contain_text("Customers are not told where to send it")
    dialog.get_by_role("button", name="Approve").click()
    expect(one).to_contain_text("Ask the shop where to send it")
    expect(one.get_by_role("link", name="Print the label")).to_have_count(0)
    staff.get_by_role("button", name="Mark as received").click()
    expect(staff.get_by_test_id("inspect-sum")).to_contain_text("Counted towards the exchange")
    shot(staff, "exchange-inspect")
    staff.get_by_role("button", name="Finish and send the exchange").click()
    expect(one).to_contain_text("Exchanged for")
    shot(buyer, "exchange-done")
    one.get_by_role("link", name="The order with what is sent instead").click()
    expect(buyer.get_by_role("main")).to_contain_text("Paid")
    expect(buyer.get_by_test_id("exchange-of")).to_contain_text("sent back from order")
