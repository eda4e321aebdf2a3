"""A paid order is changed on staff's page: its buyer sees what is asked, pays, or declines."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, assert_clean_in, in_all_looks, shot, toast
from tests.e2e.shop import Goods, Shop
from tests.e2e.till import enter_as_staff, go_to_till, order_id, pay

pytestmark = pytest.mark.long


def change(staff: Page, order: str, goods: Goods, *, off: bool) -> None:
    """As far as what it comes to."""
    staff.goto(f"/staff/orders/{order}")
    staff.get_by_role("button", name="Change the order").click()
    find = staff.get_by_role("searchbox", name="Add goods")
    find.fill(goods.name)
    expect(staff.get_by_role("button", name=goods.name).first).to_be_visible()
    find.press("Enter")
    if off:
        staff.get_by_label("How many of").first.select_option("1")
    staff.get_by_label("Reason").fill("Asked on the phone")
    expect(staff.get_by_test_id("edit-sums")).to_be_visible()


def test_the_dearer_one_instead_is_asked_for_and_paid(shop: Shop, visitor: Visitor) -> None:
    had, other = shop.new_goods("Plain vase"), shop.new_goods("Glazed vase")
    cheap = shop.new_goods("Small vase")
    for goods, price in ((had, 900), (other, 1400), (cheap, 400)):
        shop.reprice(goods, price)
        shop.set_free(goods, 3)
    buyer, staff = visitor(shop.url), visitor(shop.url)
    enter_as_staff(staff)
    go_to_till(buyer, had)
    pay(buyer)
    expect(buyer.get_by_test_id("outcome")).to_contain_text("Thank you")
    order = order_id(buyer)

    change(staff, order, other, off=True)
    sums = staff.get_by_test_id("edit-sums")
    expect(sums).to_contain_text("To pay₽5")
    in_all_looks(staff, "edit-paid")
    assert_clean_everywhere(staff, "changing a paid order")
    staff.get_by_role("button", name="Ask for ₽5").click()
    expect(toast(staff, "is asked for")).to_be_visible()
    expect(staff.get_by_test_id("staff-edit")).to_contain_text("Waits for ₽5")
    in_all_looks(staff, "edit-paid-waits")
    assert_clean_everywhere(staff, "a change that waits")

    asked = buyer.get_by_test_id("order-edit")
    expect(asked).to_contain_text("The shop asks ₽5")
    expect(asked).to_contain_text("Taken off: 1 × Plain vase")
    # Till that is decided it is not cancelled: nobody is led into a refusal.
    waits_for = buyer.get_by_test_id("change-waits")
    expect(waits_for).to_contain_text("decline it before you cancel")
    expect(buyer.get_by_role("button", name="Cancel")).to_have_count(0)
    in_all_looks(buyer, "edit-asked")
    assert_clean_everywhere(buyer, "a change that is asked for")
    for locale in ("ru-RU", "ko-KR"):
        other_words = visitor(shop.url, locale=locale, width=360)
        other_words.context.add_cookies(buyer.context.cookies())  # type: ignore[arg-type]
        other_words.goto(f"/orders/{order}")
        expect(other_words.get_by_test_id("order-edit")).to_be_visible()
        shot(other_words, f"edit-asked-{locale}")
        assert_clean_in(other_words, "a change that is asked for", locale)
    asked.get_by_role("button", name="Decline").click()
    buyer.get_by_role("dialog").get_by_role("button", name="Decline").click()
    expect(asked).to_contain_text("the order stayed as it was")
    expect(waits_for).to_have_count(0)
    expect(buyer.get_by_role("button", name="Cancel and refund")).to_be_visible()
    assert (shop.variant(other)["stock"], shop.variant(other)["held"]) == (3, 0)

    change(staff, order, other, off=True)
    staff.get_by_role("button", name="Ask for ₽5").click()
    expect(staff.get_by_test_id("staff-edit").last).to_contain_text("Waits for ₽5")
    waits = asked.filter(has_text="The shop asks")
    waits.get_by_role("link", name="Pay").click()
    pay(buyer)
    expect(buyer.get_by_test_id("outcome")).to_contain_text("Thank you")
    expect(buyer.get_by_role("link", name="Added to order")).to_be_visible()
    added = order_id(buyer)
    buyer.goto(f"/orders/{order}")
    expect(asked.last).to_contain_text("The order was changed")
    shot(buyer, "edit-done")
    assert (shop.variant(other)["stock"], shop.variant(other)["held"]) == (2, 0)
    assert shop.variant(had)["stock"] == 3

    # What was added goes out as any order; one for less is done at once.
    staff.goto(f"/staff/orders/{order}")
    expect(staff.get_by_test_id("staff-edit").last).to_contain_text("The order was changed")
    shot(staff, "edit-paid-done")
    staff.goto(f"/staff/orders/{added}")
    staff.get_by_role("button", name="Refund", exact=True).click()
    staff.get_by_label("How many of").first.select_option("1")
    elsewhere = staff.get_by_test_id("paid-elsewhere")
    expect(elsewhere).to_contain_text("₽9 of these goods was paid with order")
    assert_clean_everywhere(staff, "a refund of what another order pays for")


def test_the_cheaper_one_instead_is_done_at_once_and_what_waits_is_withdrawn(
    shop: Shop, visitor: Visitor
) -> None:
    had, cheap = shop.new_goods("Tall vase"), shop.new_goods("Low vase")
    for goods, price in ((had, 900), (cheap, 400)):
        shop.reprice(goods, price)
        shop.set_free(goods, 3)
    buyer, staff = visitor(shop.url), visitor(shop.url)
    enter_as_staff(staff)
    go_to_till(buyer, had)
    pay(buyer)
    expect(buyer.get_by_test_id("outcome")).to_contain_text("Thank you")
    order = order_id(buyer)

    change(staff, order, cheap, off=False)
    staff.get_by_role("button", name="Ask for ₽4").click()
    edit = staff.get_by_test_id("staff-edit")
    expect(edit).to_contain_text("Waits for ₽4")
    edit.get_by_role("button", name="Withdraw the change").click()
    dialog = staff.get_by_role("dialog")
    dialog.get_by_label("Reason").fill("Not any more")
    dialog.get_by_role("button", name="Withdraw the change").click()
    expect(edit).to_contain_text("the order stayed as it was")

    change(staff, order, cheap, off=True)
    expect(staff.get_by_test_id("edit-sums")).to_contain_text("Goes back₽5")
    shot(staff, "edit-paid-cheaper")
    staff.get_by_role("button", name="Change the order").click()
    expect(staff.get_by_test_id("staff-edit").last).to_contain_text("₽5 is refunded")
    expect(buyer.get_by_test_id("order-edit").last).to_contain_text("₽5 is refunded")
    assert (shop.variant(had)["stock"], shop.variant(cheap)["stock"]) == (3, 2)


def test_with_a_deduction_staff_read_what_another_order_paid_for_what_came_back(
    shop: Shop, visitor: Visitor
) -> None:
    had, other = shop.new_goods("Round vase"), shop.new_goods("Square vase")
    for goods, price in ((had, 900), (other, 1400)):
        shop.reprice(goods, price)
        shop.set_free(goods, 3)
    buyer, staff = visitor(shop.url), visitor(shop.url)
    enter_as_staff(staff)
    go_to_till(buyer, had)
    pay(buyer)
    expect(buyer.get_by_test_id("outcome")).to_contain_text("Thank you")
    change(staff, order_id(buyer), other, off=True)
    staff.get_by_role("button", name="Ask for ₽5").click()
    buyer.get_by_test_id("order-edit").get_by_role("link", name="Pay").click()
    pay(buyer)
    expect(buyer.get_by_test_id("outcome")).to_contain_text("Thank you")
    staff.goto(f"/staff/orders/{order_id(buyer)}")
    staff.get_by_role("button", name="Mark as completed").click()
    staff.get_by_role("dialog").get_by_role("button", name="Mark as completed").click()

    buyer.get_by_role("link", name="Send something back").click()
    buyer.get_by_label("How many of").select_option("1")
    buyer.get_by_label("Why are you sending back").select_option("changed-mind")
    buyer.get_by_role("button", name="Continue").click()
    buyer.get_by_role("button", name="Request the return").click()
    staff.get_by_test_id("return-1").get_by_role("link", name="Open return").click()
    staff.get_by_role("button", name="Approve").click()
    staff.get_by_role("dialog").get_by_role("button", name="Approve").click()
    staff.get_by_role("button", name="Mark as received").click()
    expect(staff.get_by_test_id("inspect-sum")).to_contain_text("Also refunded, with order")
    expect(staff.get_by_test_id("elsewhere-kept")).to_have_count(0)
    staff.get_by_label("Deduct").fill("1")
    kept = staff.get_by_test_id("elsewhere-kept")
    expect(kept).to_contain_text("₽9 for these goods was paid with order")
    expect(staff.get_by_test_id("inspect-sum")).not_to_contain_text("Also refunded")
    in_all_looks(staff, "inspect-elsewhere")
    assert_clean_everywhere(staff, "a deduction of what another order paid")
