"""From the shelf to the buyer's door: packed, sent, delivered, while the buyer looks on."""

import re

from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, shot
from tests.e2e.shop import Shop
from tests.e2e.till import enter_as_staff, go_to_till, pay


def test_an_order_is_packed_sent_and_delivered_while_its_buyer_looks_on(
    shop: Shop, visitor: Visitor
) -> None:
    goods = shop.goods("keychron-k3", stock=7)
    buyer = visitor(shop.url)
    go_to_till(buyer, goods)
    pay(buyer)
    expect(buyer.get_by_test_id("outcome")).to_contain_text("Thank you")
    order_id = buyer.url.split("?")[0].rsplit("/", 1)[-1]
    main = buyer.get_by_role("main")
    expect(main.get_by_role("button", name="Cancel and refund")).to_be_visible()

    staff = visitor(shop.url)
    enter_as_staff(staff)
    staff.goto(f"/staff/orders/{order_id}")
    expect(staff.get_by_text("Nothing is packed yet.")).to_be_visible()
    shot(staff, "parcels-none")
    staff.get_by_role("button", name="Choose what goes in a parcel").click()
    dialog = staff.get_by_role("dialog")
    dialog.get_by_role("button", name="Make the parcel").click()
    expect(dialog.get_by_text("Choose at least one item")).to_be_visible()
    shot(staff, "parcels-choose")
    dialog.get_by_role("button", name="Back").click()
    staff.get_by_role("button", name="Pack everything").click()
    one = staff.get_by_test_id("parcel-1")
    expect(one).to_contain_text("Packed")
    # The buyer is told, and cannot cancel any more.
    expect(buyer.get_by_test_id("parcel-1")).to_contain_text("Packed")
    expect(main).to_contain_text("It is packed, so it cannot be cancelled any more.")
    expect(main.get_by_role("button", name="Cancel and refund")).to_have_count(0)
    one.get_by_text("Not available now").click()
    expect(one).to_contain_text("Mark as delivered: it has not left")
    expect(one).to_contain_text("Split: one piece cannot be split")
    with staff.expect_download() as saved:
        one.get_by_role("link", name="Packing slip").click()
    assert saved.value.path().read_bytes().startswith(b"%PDF")

    one.get_by_role("button", name="Mark as shipped").click()
    dialog = staff.get_by_role("dialog")
    dialog.get_by_role("button", name="Mark as shipped").click()
    expect(dialog.get_by_text("Enter the carrier")).to_be_visible()
    dialog.get_by_label("Carrier").fill("Post")
    dialog.get_by_label("Tracking number").fill("RR123456785EE")
    dialog.get_by_role("button", name="Mark as shipped").click()
    expect(one).to_contain_text("Post, number RR123456785EE")
    expect(staff.get_by_test_id("standing")).to_contain_text("Paid; everything was sent")
    shot(staff, "parcels-sent")
    assert_clean_everywhere(staff, "staff-parcels")

    expect(buyer.get_by_test_id("parcel-1")).to_contain_text("On its way")
    expect(main).to_contain_text("Your order is on its way.")
    shot(buyer, "order-parcels")
    assert_clean_everywhere(buyer, "order-parcels")
    link = buyer.get_by_role("link", name="Track parcel 1").get_attribute("href") or ""
    friend = visitor(shop.url)  # no login, no cookie: the address is enough
    friend.goto(link)
    expect(friend.get_by_role("heading", level=1)).to_have_text("Parcel 1")
    expect(friend.get_by_role("main")).to_contain_text("Handed to the carrier")
    shot(friend, "track")
    assert_clean_everywhere(friend, "track")
    friend.goto(link[:-1])
    expect(friend.get_by_role("main")).to_contain_text("There is no such parcel.")

    one.get_by_role("button", name="Mark as delivered").click()
    dialog = staff.get_by_role("dialog")
    dialog.get_by_role("button", name="Mark as delivered").click()
    expect(dialog).to_have_count(0)
    expect(staff.get_by_test_id("standing")).to_contain_text("Completed")
    expect(buyer.get_by_test_id("parcel-1")).to_contain_text("Delivered")
    expect(main.get_by_text("Completed", exact=True).first).to_be_visible()
    history = buyer.get_by_role("list", name="Order history")
    expect(history.get_by_role("listitem")).to_contain_text(
        [
            re.compile(word)
            for word in ("Held", "Paid", "assigned", "Packed", "carrier", "Delivered")
        ]
    )
