"""A booking of which a bank has a part until it decides: that is the studio's until it is lost, so
a cancellation costs what its policy says; what would have to go back of it waits for the bank."""

from collections.abc import Callable
from typing import Any

from tests.api.hooks.stripe_shop import begun, pays_there
from tests.support.market import STAFF, Buyer, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.photo_studio import hold, set_up
from tests.support.stripe import StripeServer

Visit = Callable[..., Buyer]
DEPOSIT = {"rule": "percent", "value": 50}  # of 90.00


async def test_of_a_disputed_booking_as_much_is_kept_as_its_policy_says(
    shop: Market, stripe: StripeServer, visit: Visit
) -> None:
    client = visit(shop)
    held, _ = await _disputed(shop, stripe, client, percent=50)
    at = f"/api/bookings/{held['bookingId']}"
    shown = expect(await client.get(f"{at}/cancellation"))
    assert (shown["paid"], shown["penalty"], shown["refund"]) == (9_000, 4_500, 4_500)
    gone = expect(await client.post(f"{at}/cancel", {"expectedRefund": 4_500}))
    assert (gone["penalty"], gone["refund"]) == (4_500, 4_500), "of what the bank does not have"


async def test_what_a_bank_has_of_a_booking_goes_back_once_it_has_decided(
    shop: Market, stripe: StripeServer, visit: Visit
) -> None:
    client, staff = visit(shop), visit(shop)
    expect(await staff.post("/api/session/login", STAFF))
    held, dispute = await _disputed(shop, stripe, client, percent=0)
    at = f"/api/bookings/{held['bookingId']}"
    refusal(await client.post(f"{at}/cancel", {}), 409, "payment-disputed")
    change = f"/api/staff/bookings/{held['bookingId']}/change"
    cheaper = {"price": 1_000, "reason": "agreed"}
    refusal(await staff.post(change, cheaper), 409, "payment-disputed")
    expect(await staff.post(change, {"price": 5_000, "reason": "agreed"}))
    dispute["status"] = "won"
    stripe.send(shop.url, "charge.dispute.closed", dispute)

    async def is_off() -> bool:
        return (await client.post(f"{at}/cancel", {})).status_code == 200

    await eventually(is_off, PATIENCE, "it is cancelled")
    order = expect(await staff.get(f"/api/staff/orders/{held['orderId']}"))["order"]
    assert (order["refunded"], order["status"]) == (4_500, "cancelled")


async def _disputed(
    shop: Market, stripe: StripeServer, client: Buyer, *, percent: int
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The booking, and the dispute about its deposit; the rest was paid by another card."""
    steps = [{"minutes": 500_000, "percent": percent}]
    studio = set_up(shop, deposit=DEPOSIT, policy={"steps": steps})
    held: dict[str, Any] = expect(await hold(client, studio, 10, 10))
    payment = await begun(client, held)
    name = pays_there(stripe, payment)
    expect(await client.create(held, payment))
    at = f"/api/bookings/{held['bookingId']}"

    async def rest() -> dict[str, Any] | None:
        found = await client.post(f"{at}/rest", {})
        return expect(found) if found.status_code == 200 else None

    later = await eventually(rest, PATIENCE, "the rest is ordered")
    expect(await client.create(later, expect(await client.pay(later))))
    dispute = stripe.book.open_dispute(stripe.book.session(name)["payment_intent"])
    stripe.send(shop.url, "charge.dispute.created", dispute)

    async def known() -> bool:
        shown = expect(await client.get(at))
        found = expect(shop.staff.get("/api/staff/disputes"))["disputes"]
        frozen = [one["frozen"] for one in found if one["reference"] == dispute["id"]]
        return shown["dueNow"] == 9_000 and frozen == [4_500]

    await eventually(known, PATIENCE, "all of it is paid, and the bank has a half")
    return held, dispute
