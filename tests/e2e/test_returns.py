"""There and back again: a buyer sends something back, staff look at it, and the money goes back."""

from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, shot
from tests.e2e.shop import Shop
from tests.e2e.till import add_to_cart, enter_as_staff, go_to_payment, pay


def test_a_buyer_sends_something_back_and_gets_the_money(shop: Shop, visitor: Visitor) -> None:
    goods = shop.goods("keychron-k3", stock=7)
    buyer = visitor(shop.url)
    add_to_cart(buyer, goods)
    go_to_payment(buyer)
    pay(buyer)
    expect(buyer.get_by_test_id("outcome")).to_contain_text("Thank you")
    order_id = buyer.url.split("?")[0].rsplit("/", 1)[-1]
    main = buyer.get_by_role("main")
    expect(main.get_by_role("link", name="Send something back")).to_have_count(0)

    staff = visitor(shop.url)
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
    expect(main.get_by_text("Choose at least one piece")).to_be_visible()
    buyer.get_by_label("Pieces of").select_option("1")
    buyer.get_by_label("Why do you send back").select_option("does-not-fit")
    shot(buyer, "return-choose")
    assert_clean_everywhere(buyer, "return-choose")
    buyer.get_by_role("button", name="Continue").click()
    total = buyer.get_by_test_id("return-sum")
    expect(total).not_to_contain_text("…")
    buyer.get_by_label("Anything the shop should know").fill("Too small for my hands")
    shot(buyer, "return-check")
    assert_clean_everywhere(buyer, "return-check")
    buyer.get_by_role("button", name="Ask for the return").click()
    expect(buyer.get_by_test_id("return-asked")).to_contain_text("Your return is asked for")
    buyer.get_by_role("link", name="Back to the order").click()
    one = buyer.get_by_test_id("return-1")
    expect(one).to_contain_text("Asked for")

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
    staff.get_by_role("button", name="Mark as received").click()
    expect(staff.get_by_test_id("inspect-sum")).to_contain_text("Refund")
    expect(one).to_contain_text("Received")
    expect(one.get_by_role("button", name="Keep it after all")).to_have_count(0)

    staff.get_by_label("Back on sale").select_option("0")
    staff.get_by_label("Written off").select_option("1")
    staff.get_by_label("Deduct").fill("1")
    staff.get_by_role("button", name="Finish and refund").click()
    expect(staff.get_by_role("main")).to_contain_text("Say why")
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
    expect(history).to_contain_text("Return looked at")
    staff.goto(f"/staff/orders/{order_id}")
    expect(staff.get_by_test_id("return-1")).to_contain_text("Done")
    staff.goto("/staff/returns")
    expect(staff.get_by_role("row").filter(has_text="Done").first).to_be_visible()
    assert_clean_everywhere(staff, "staff-returns")
