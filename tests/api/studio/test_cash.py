"""Who photographed takes what is due of a session in cash, and the studio settles so much less with
them."""

import asyncio
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from tests.api.studio.own_clients import Two, send, two_photographers
from tests.api.studio.sessions import begun
from tests.support.market import expect, refusal
from tests.support.people import add_person, log_in
from tests.support.postgres import fetch
from tests.support.server import ServerProcess
from tests.support.studio import Someone, move_in


@pytest.fixture(scope="module")
def two(shop: ServerProcess, shop_database_url: str) -> Iterator[Two]:
    with two_photographers(shop, shop_database_url) as opened:
        yield opened


def rest_paid(who: httpx.Client, booking: str, key: str = "") -> httpx.Response:
    return send(who, f"/api/studio/bookings/{booking}/rest-paid", {}, key)


def statement(two: Two) -> dict[str, Any]:
    at = f"/api/staff/resources/{two.ids['ann']}"
    found = expect(two.ann.get(f"{at}/statement", params={"currency": "EUR"}))["movements"]
    (standing,) = expect(two.staff.get(f"{at}/money"))["standings"]
    return {"owed": standing["owed"], "moves": [(one["kind"], one["change"]) for one in found]}


async def test_cash_is_taken_once_and_stands_in_what_the_studio_settles(two: Two) -> None:
    client = {"name": "Nadia", "phone": f"+4930{uuid4().int % 10**7:07}", "email": ""}
    asked = two.asked(12, "12:00", newClient=client, later=True)
    held = expect(send(two.ann, "/api/studio/bookings/hold", asked))
    booking = held["bookingId"]
    refusal(rest_paid(two.ann, booking), 409, "not-begun")
    await begun(two.database_url, {"id": booking})
    refusal(rest_paid(two.bo, booking), 404, "booking-not-found")
    refusal(rest_paid(two.visitor("eva-pays"), booking), 403, "forbidden")
    key = uuid4().hex
    for _ in range(2):
        assert rest_paid(two.ann, booking, key).status_code == 204
    refusal(rest_paid(two.ann, booking), 409, "nothing-due")
    found = expect(two.staff.get(f"/api/bookings/{booking}"))
    assert found["dueNow"] == found["price"] == 9_000
    assert statement(two) == {"owed": 9_000, "moves": [("cash", -9_000)]}
    log = "SELECT actor, data FROM audit_log WHERE subject = $1 AND action = 'booking.paid'"
    ((actor, _),) = await fetch(two.database_url, log, booking)
    assert str(actor).startswith("user:")


async def of_eva(two: Two, clock: str, paid: int, *, kept: bool) -> tuple[str, str, httpx.Client]:
    """A session of Ann's with Eva, of whose price she chose to pay so much at the desk: ``kept``,
    or still to be paid; its order's id as well, and Eva."""
    eva = two.visitor(f"eva-{uuid4().hex[:6]}")
    mine = expect(eva.get("/api/session"))["user"]["id"]
    more = {"resources": [str(two.ids["ann"])], "client": mine, "later": True}
    asked = two.asked(16, clock, **more)
    booking = expect(send(two.staff, "/api/bookings/hold", asked))["bookingId"]
    await begun(two.database_url, {"id": booking})
    rest = expect(send(eva, f"/api/bookings/{booking}/rest", {}))
    part = {"reservationId": rest["reservationId"], "provider": "manual", "amount": paid}
    expect(eva.post("/api/payments", json=part))
    if kept:
        expect(two.staff.post(f"/api/staff/orders/{rest['orderId']}/mark-paid", json={}))
    return booking, rest["orderId"], eva


async def test_only_what_was_due_by_then_is_taken(two: Two) -> None:
    before = statement(two)
    booking, order, eva = await of_eva(two, "09:00", 3_000, kept=True)
    assert rest_paid(two.ann, booking).status_code == 204
    now = statement(two)
    assert now["owed"] - before["owed"] == 6_000, "3,000 of it the studio has"
    assert now["moves"][0] == ("cash", -6_000)
    found = expect(two.staff.get(f"/api/staff/orders/{order}"))
    assert sorted(one["amount"] for one in found["payments"]) == [3_000, 6_000]
    told = "SELECT data->>'amount' FROM events WHERE type = 'booking.cash-taken' AND subject = $1"
    assert await fetch(two.database_url, told, booking) == [("6000",)]
    history = expect(eva.get(f"/api/bookings/{booking}"))["timeline"]
    (taken,) = (one["data"] for one in history if one["what"] == "cash-taken")
    assert taken == {"amount": 6_000, "name": "Ann"}, "to whom, for its client"


async def test_all_that_is_due_is_taken_whatever_part_waits_for_staff(two: Two) -> None:
    before = statement(two)
    booking, order, _ = await of_eva(two, "16:00", 3_000, kept=False)
    assert rest_paid(two.ann, booking).status_code == 204
    assert expect(two.staff.get(f"/api/bookings/{booking}"))["dueNow"] == 9_000
    assert statement(two)["owed"] - before["owed"] == 9_000
    assert expect(two.staff.get(f"/api/staff/orders/{order}"))["order"]["status"] == "paid"


def handed(
    who: httpx.Client, two: Two, amount: int, key: str = "", currency: str = "EUR"
) -> httpx.Response:
    path = f"/api/staff/resources/{two.ids['ann']}/cash-handed"
    asked = {"amount": amount, "currency": currency, "note": "At the desk"}
    return send(who, path, asked, key)


async def test_what_is_handed_over_is_owed_no_more_once_and_never_more_than_that(two: Two) -> None:
    booking, _, _ = await of_eva(two, "12:30", 1, kept=False)
    assert rest_paid(two.ann, booking).status_code == 204
    before = statement(two)
    for who in (two.ann, two.bo, two.visitor(f"eva-{uuid4().hex[:6]}")):
        refusal(handed(who, two, 1), 403, "forbidden")
    refused = refusal(handed(two.staff, two, before["owed"] + 1), 409, "more-than-owed")
    assert (refused["owed"], refused["field"]) == (before["owed"], "amount")
    refusal(handed(two.staff, two, 1, currency="USD"), 409, "more-than-owed")
    key = uuid4().hex
    first, again = (expect(handed(two.staff, two, 4_000, key), 201)["id"] for _ in range(2))
    assert first == again
    refusal(handed(two.staff, two, 4_001, key), 422, "idempotency-key-reused")
    rest = before["owed"] - 4_000
    now = statement(two)
    assert (now["owed"], now["moves"][0]) == (rest, ("handed", 4_000))
    expect(handed(two.staff, two, rest), 201)
    assert statement(two)["owed"] == 0
    log = "SELECT count(*) FROM audit_log WHERE subject = $1 AND action = 'cash.handed'"
    assert await fetch(two.database_url, log, str(two.ids["ann"])) == [(2,)]


async def test_what_was_noted_wrongly_is_taken_back_once_and_a_debt_is_written_off(
    two: Two,
) -> None:
    booking, _, _ = await of_eva(two, "14:30", 1, kept=False)
    assert rest_paid(two.ann, booking).status_code == 204
    owed = statement(two)["owed"]
    wrong = expect(handed(two.staff, two, 2_500), 201)["id"]
    ann = f"/api/staff/resources/{two.ids['ann']}"
    path, why = f"{ann}/cash-handed/{wrong}/take-back", {"reason": "It was Bo's"}
    for who in (two.ann, two.bo):
        refusal(send(who, path, why), 403, "forbidden")
    of_bo = path.replace(str(two.ids["ann"]), str(two.ids["bo"]))
    refusal(send(two.staff, of_bo, why), 404, "cash-handed-not-found")
    key = uuid4().hex
    for _ in range(2):
        assert expect(send(two.staff, path, why, key))["takenBack"] is True
    refusal(send(two.staff, path, why), 409, "cash-taken-back")
    now = statement(two)
    assert (now["owed"], now["moves"][0]) == (owed, ("handed-back", -2_500))
    page = expect(two.staff.get(f"{ann}/cash-handed", params={"limit": 1}))
    (last,) = page["handed"]
    assert (last["id"], last["note"], last["takenBack"]) == (wrong, "At the desk", True)
    older = {"limit": 1, "cursor": page["nextCursor"]}
    (first,) = expect(two.staff.get(f"{ann}/cash-handed", params=older))["handed"]
    assert first["takenBack"] is False
    debt = {"currency": "EUR", "amount": owed, "reason": "They moved away"}
    refusal(send(two.ann, f"{ann}/write-off", debt), 403, "forbidden")
    refusal(send(two.staff, f"{ann}/write-off", debt | {"amount": 1}), 409, "debt-changed")
    (standing,) = expect(send(two.staff, f"{ann}/write-off", debt))["standings"]
    assert standing["owed"] == 0
    assert statement(two)["moves"][0] == ("written-off", owed)
    log = "SELECT action FROM audit_log WHERE subject = $1 ORDER BY id DESC LIMIT 2"
    told = await fetch(two.database_url, log, str(two.ids["ann"]))
    assert told == [("resource.written-off",), ("cash.taken-back",)]


async def test_whose_work_is_narrowed_makes_no_debt_of_their_own_less(two: Two) -> None:
    email = f"{uuid4().hex[:8]}@two.example"
    roles, duties = ["manager", "photographer"], ["books:read", "books:write"]
    await asyncio.to_thread(add_person, two.database_url, email, roles, duties)
    mina = two.visitor()
    log_in(mina, email)
    user = UUID(expect(mina.get("/api/session"))["user"]["id"])
    own = Someone(kind="photographer", name="Mina", zone="Europe/Berlin", more={"user_id": user})
    await move_in(two.database_url, own)
    asked = {"amount": 1, "currency": "USD"}
    path = f"/api/staff/resources/{own.id}/cash-handed"
    refusal(send(mina, path, asked), 403, "own-standing")
    refusal(send(two.staff, path, asked), 409, "more-than-owed")
    refusal(handed(mina, two, 1, currency="USD"), 409, "more-than-owed")
    # Nor is it paid to them once more, since they say that it never came.
    payout = str(uuid4())
    await fetch(
        two.database_url,
        "INSERT INTO payouts (id, resource_id, currency, amount, status, reference, settled_at)"
        " VALUES ($1::uuid, $2, 'USD', 500, 'paid', 'SEPA 3', now())",
        payout,
        own.id,
    )
    failed = f"/api/staff/payouts/{payout}/failed"
    refusal(send(mina, failed, {"reason": "never came"}), 403, "own-standing")
    refusal(send(mina, f"/api/staff/payouts/{uuid4()}/failed", {"reason": "x"}), 404,
            "payout-not-found")  # fmt: skip
    await fetch(two.database_url, "DELETE FROM payouts WHERE id = $1::uuid", payout)
