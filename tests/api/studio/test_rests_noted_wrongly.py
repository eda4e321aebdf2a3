"""Staff take back that a rest was paid: the client is told that it is due, and may pay it."""

import asyncio
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from tests.api.studio.own_clients import Two, send, two_photographers
from tests.api.studio.sessions import begun
from tests.support.market import eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import add_person, log_in
from tests.support.postgres import fetch
from tests.support.server import ServerProcess
from tests.support.studio import Someone, move_in


@pytest.fixture(scope="module")
def two(shop: ServerProcess, shop_database_url: str) -> Iterator[Two]:
    with two_photographers(shop, shop_database_url) as opened:
        yield opened


def not_paid(who: httpx.Client, booking: str, order: str, key: str = "") -> httpx.Response:
    asked = {"orderId": order, "reason": "It was another client's"}
    return send(who, f"/api/staff/bookings/{booking}/rest-not-paid", asked, key)


def of(two: Two, booking: str) -> dict[str, Any]:
    found: dict[str, Any] = expect(two.staff.get(f"/api/staff/bookings/{booking}"))
    return found


async def taken_of_eva(two: Two, clock: str) -> tuple[str, httpx.Client]:
    """A session of Ann's with Eva, who is said to have paid Ann all of it."""
    eva = two.visitor(f"eva-{uuid4().hex[:6]}")
    mine = expect(eva.get("/api/session"))["user"]["id"]
    more = {"resources": [str(two.ids["ann"])], "client": mine, "later": True}
    held = expect(send(two.staff, "/api/bookings/hold", two.asked(18, clock, **more)))
    booking = held["bookingId"]
    await begun(two.database_url, {"id": booking})
    done = send(two.ann, f"/api/studio/bookings/{booking}/rest-paid", {})
    assert done.status_code == 204
    return booking, eva


async def test_what_was_noted_by_mistake_is_due_again_and_its_client_reads_so(two: Two) -> None:
    booking, eva = await taken_of_eva(two, "09:00")
    found = of(two, booking)
    order = found["restByHand"]["orderId"]
    assert (found["dueNow"], found["restByHand"]["amount"]) == (9_000, 9_000)
    listed = expect(two.staff.get("/api/staff/bookings", params={"q": found["number"]}))
    assert [one["restByHand"] for one in listed["bookings"]] == [found["restByHand"]]
    for who in (two.ann, two.bo, eva, two.visitor()):
        assert not_paid(who, booking, order).status_code in (401, 403)
    refusal(not_paid(two.staff, booking, str(uuid4())), 409, "rest-stands")
    refusal(not_paid(two.staff, str(uuid4()), order), 404, "booking-not-found")
    path = f"/api/staff/bookings/{booking}/rest-not-paid"
    refusal(send(two.staff, path, {"orderId": order, "reason": ""}), 422, "invalid-request")
    key = uuid4().hex
    for _ in range(2):
        assert not_paid(two.staff, booking, order, key).status_code == 204
    refusal(not_paid(two.staff, booking, order), 409, "rest-stands")
    found = of(two, booking)
    assert (found["dueNow"], found["restByHand"]) == (0, None)
    (told,) = (one for one in found["timeline"] if one["what"] == "rest-not-paid")
    assert (told["data"]["amount"], told["data"]["prepaid"]) == (9_000, 0)
    dues = expect(two.staff.get("/api/staff/dues", params={"q": found["number"]}))["rests"]
    assert [one["rest"] for one in dues] == [9_000]
    shown = expect(eva.get(f"/api/orders/{order}"))["order"]
    assert (shown["status"], shown["refund"]) == ("cancelled", "done")
    assert shown["restOf"] == {"bookingId": booking, "notPaid": True}, "not that money came back"
    for who, path in ((eva, "orders"), (two.staff, "staff/orders")):
        history = expect(who.get(f"/api/{path}/{order}"))["order"]["timeline"]
        assert [one["what"] for one in history] == ["held", "notedPaid", "takenBack"], path
    log = "SELECT data FROM audit_log WHERE subject = $1 AND action = 'booking.rest-not-paid'"
    assert len(await fetch(two.database_url, log, booking)) == 1
    # Its client pays it now.
    rest = expect(send(eva, f"/api/bookings/{booking}/rest", {}))
    assert rest["total"] == 9_000


async def test_its_invoice_has_a_credit_note(two: Two) -> None:
    settings = "/api/staff/settings"
    before = expect(two.staff.get(settings))["settings"]["invoiceIssuer"]
    expect(two.staff.patch(settings, json={"invoiceIssuer": "Loft GmbH\nBerlin"}))
    try:
        booking, eva = await taken_of_eva(two, "11:00")
        order = of(two, booking)["restByHand"]["orderId"]

        async def issued(count: int) -> list[tuple[str, int]] | None:
            found = expect(eva.get(f"/api/orders/{order}/invoices"))["invoices"]
            told = [(one["kind"], one["total"]) for one in found]
            return told if len(told) == count else None

        assert await eventually(lambda: issued(1), PATIENCE, "the invoice") == [("invoice", 9_000)]
        assert not_paid(two.staff, booking, order).status_code == 204
        _, note = await eventually(lambda: issued(2), PATIENCE, "the credit note")
        assert note == ("credit-note", 9_000)
    finally:
        expect(two.staff.patch(settings, json={"invoiceIssuer": before}))


async def test_whose_work_is_narrowed_takes_no_cash_of_their_own_back(two: Two) -> None:
    booking, _ = await taken_of_eva(two, "14:00")
    order = of(two, booking)["restByHand"]["orderId"]
    email, duties = f"{uuid4().hex[:8]}@two.example", ["refunds:read", "refunds:write"]
    roles = ["manager", "photographer"]
    await asyncio.to_thread(add_person, two.database_url, email, roles, duties)
    mina = two.visitor()
    log_in(mina, email)
    user = UUID(expect(mina.get("/api/session"))["user"]["id"])
    own = Someone(kind="photographer", name="Mina", zone="Europe/Berlin", more={"user_id": user})
    await move_in(two.database_url, own)
    hers = "UPDATE session_cash SET resource_id = $2 WHERE booking_id = $1"
    await fetch(two.database_url, hers, UUID(booking), own.id)
    refusal(not_paid(mina, booking, order), 403, "own-standing")
    await fetch(two.database_url, hers, UUID(booking), two.ids["ann"])
    assert of(two, booking)["dueNow"] == 9_000
    assert not_paid(mina, booking, order).status_code == 204, "another's"
