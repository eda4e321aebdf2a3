"""A change of an order whose payment is disputed: what is to go back of it waits for the bank."""

from holdfast.views.agreement import audit_shop
from tests.api.hooks.dispute_desk import Desk
from tests.support.market import Market, eventually, expect
from tests.support.patience import PATIENCE
from tests.support.postgres import fetch
from tests.support.stripe import StripeServer


async def test_what_had_stayed_for_goods_that_are_off_goes_back_when_the_bank_has_decided(
    desk: Desk, shop: Market, stripe: StripeServer
) -> None:
    path = f"/api/staff/orders/{desk.order['orderId']}"
    instead = {"add": [shop.goods(1).line()], "lines": [{"line": 0, "quantity": 1}]}
    made = expect(await desk.staff.post(f"{path}/edits", {**instead, "reason": "the blue"}), 201)
    edit = made["edit"]
    assert (edit["status"], edit["due"]) == ("done", 0)
    dispute = stripe.book.open_dispute(desk.intent, desk.total)
    desk.says(dispute, "created")
    await desk.becomes(dispute, status="open", frozen=desk.total)
    added = f"/api/staff/orders/{edit['addedId']}"
    expect(await desk.staff.post(f"{added}/cancel", {"reason": "none is left"}))

    async def tried() -> bool:
        rows = await fetch(
            shop.database_url,
            "SELECT attempts_count FROM jobs WHERE queue = 'settle-edit' AND attempts_count > 0",
        )
        return bool(rows)

    await eventually(tried, PATIENCE, "what had stayed is to go back, and cannot")
    assert await desk.money() == (0, desk.total, 0)
    desk.says(dispute, "closed", status="won")
    await desk.given(desk.total)
    (now,) = expect(await desk.staff.get(f"{path}/edits"))["edits"]
    assert (now["status"], await desk.money()) == ("undone", (0, 0, desk.total))
    report = await audit_shop(shop.database_url)
    assert report.clean, report.text()
