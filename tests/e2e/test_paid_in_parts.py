"""An order of which a part is paid: its page says what is due, and takes the rest."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, shot
from tests.e2e.shop import Shop
from tests.e2e.till import enter_as_staff, go_to_till, order_id, pay

pytestmark = pytest.mark.long

PART = """async ([orderId, amount]) => {
  const ask = async (path, body) => {
    const answer = await fetch("/api" + path, body && {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    })
    return answer.json()
  }
  const { reservationId } = (await ask(`/orders/${orderId}`)).order
  const { paymentId } = await ask("/payments", { reservationId, amount, provider: "demo" })
  return (await ask("/orders/create", { reservationId, paymentId })).status
}"""


def test_a_part_is_paid_and_then_the_rest(shop: Shop, visitor: Visitor) -> None:
    goods = shop.goods("keychron-k3", stock=1)
    page = visitor(shop.url)
    go_to_till(page, goods)
    assert page.evaluate(PART, [order_id(page), 1000]) == "pending"
    due = page.get_by_test_id("due")
    expect(due).to_contain_text("Already paid")  # told live
    expect(due).to_contain_text("Still due")
    assert_clean_everywhere(page, "a part is paid")
    for width in (1280, 360):
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            shot(page, f"part-paid-{width}-{scheme}")

    staff = visitor(shop.url)
    enter_as_staff(staff)
    staff.goto(f"/staff/orders/{order_id(page)}")
    expect(staff.get_by_role("main")).to_contain_text("Paid in part")
    expect(staff.get_by_role("main")).to_contain_text("Still due")
    assert_clean_everywhere(staff, "staff's side of it")
    shot(staff, "part-paid-staff")

    pay(page)
    expect(page.get_by_text("Thank you for your order")).to_be_visible()
    expect(due).to_have_count(0)
    assert (shop.variant(goods)["stock"], shop.variant(goods)["held"]) == (0, 0)
