"""What of a booking is paid after its own order, over HTTP: the rest of a deposit, a dearer time;
and a booking made on the phone, paid at a secret address."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from tests.support.market import STAFF, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.postgres import fetch
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess, until
from tests.support.studio import Someone, day_ahead, move_in

HOLD, MINE, DESK = "/api/bookings/hold", "/api/bookings", "/api/staff/bookings"


@pytest.fixture(scope="module")
def demo(prepared: PreparedShops) -> Iterator[ServerProcess]:
    with prepared.opened(HOLDFAST_LIMITS="off") as running:
        yield running


@pytest.fixture(scope="module")
def anna(demo: ServerProcess) -> Someone:
    one = Someone(kind="photographer", name="Anna", zone="Europe/Berlin")
    asyncio.run(move_in(demo.database_url, one))
    return one


def opened(demo: ServerProcess) -> httpx.Client:
    return httpx.Client(base_url=demo.url, timeout=PATIENCE)


@pytest.fixture
def client(demo: ServerProcess) -> Iterator[httpx.Client]:
    with opened(demo) as one:
        yield one


@pytest.fixture
def rival(demo: ServerProcess) -> Iterator[httpx.Client]:
    with opened(demo) as one:
        yield one


@pytest.fixture
def staff(demo: ServerProcess) -> Iterator[httpx.Client]:
    with opened(demo) as one:
        expect(one.post("/api/session/login", json=STAFF))
        yield one


def a_service(staff: httpx.Client, who: Someone, **more: Any) -> str:
    asked = {
        "name": "Portrait",
        "currency": "EUR",
        "lengths": {"minutes": [60, 120]},
        "grid": {"step": 30},
        "price": {"rule": "hourly", "amount": 9_000},
        "needs": [{"role": "who", "kind": "photographer", "resources": [str(who.id)]}],
    } | more
    return str(expect(staff.post("/api/staff/services", json=asked), 201)["id"])


def hold(by: httpx.Client, service: str, start: str, **more: Any) -> httpx.Response:
    key = {"Idempotency-Key": uuid4().hex}
    return by.post(HOLD, json={"serviceId": service, "start": start} | more, headers=key)


def pay(client: httpx.Client, reservation: str) -> None:
    asked = {"reservationId": reservation, "provider": "demo"}
    begun = expect(client.post("/api/payments", json=asked))
    created = {"reservationId": reservation, "paymentId": begun["paymentId"]}
    expect(client.post("/api/orders/create", json=created))


def test_the_rest_is_paid_later_and_a_booking_on_the_phone_by_a_link(
    client: httpx.Client, staff: httpx.Client, rival: httpx.Client, anna: Someone
) -> None:
    deposit = {"rule": "percent", "value": 30}
    service, day = a_service(staff, anna, deposit=deposit), day_ahead(15)
    refusal(hold(client, service, f"{day}T13:00", client="guest"), 403, "forbidden")
    refusal(hold(staff, service, f"{day}T13:00", client=str(uuid4())), 422, "client-unknown")
    held = expect(hold(staff, service, f"{day}T13:00", client="guest", note="Mr Kim"))
    assert (held["total"], held["booking"]["price"]) == (2_700, 9_000)
    assert held["booking"]["userId"].startswith("guest:")
    at = f"{DESK}/{held['bookingId']}"
    refusal(client.post(f"{at}/pay-link", json={}), 401, "login-required")
    first = expect(staff.post(f"{at}/pay-link", json={"hours": 48}))
    link = expect(staff.post(f"{at}/pay-link", json={"hours": 48}))
    assert link["expiresAt"] > held["expiresAt"]
    assert (link["path"], link["orderId"]) == (first["path"], held["orderId"])  # it can be shown
    path = f"/api{link['path']}"
    shown = expect(rival.get(path))
    assert (shown["total"], shown["state"], shown["booking"]["number"]) == (
        2_700, "open", held["number"],
    )  # fmt: skip
    # It shows and pays one thing, and is nobody's session.
    refusal(rival.get(f"{MINE}/{held['bookingId']}"), 404, "booking-not-found")
    refusal(rival.post(path, json={"provider": "none"}), 422, "provider-unknown")
    paid_by_link = expect(rival.post(path, json={"provider": "demo"}))
    assert paid_by_link["status"] == "succeeded"
    assert expect(rival.get(path))["state"] == "paid"
    refusal(rival.post(path, json={"provider": "demo"}), 409, "already-paid")
    booking = expect(staff.get(at))
    assert (booking["status"], booking["price"] - booking["dueNow"]) == ("confirmed", 6_300)
    # The rest: seen by staff, paid by another link, or at the desk.
    dues = expect(staff.get("/api/staff/dues", params={"days": 30}))
    rests = {one["bookingId"]: one for one in dues["rests"]}
    assert rests[held["bookingId"]]["rest"] == 6_300
    assert not rests[held["bookingId"]]["overdue"]
    rest = expect(staff.post(f"{at}/pay-link", json={}))
    assert expect(rival.get(f"/api{rest['path']}"))["total"] == 6_300
    named = {"Idempotency-Key": uuid4().hex}
    for _ in range(2):  # sent again, it is answered as it was, and nothing is taken twice
        assert staff.post(f"{at}/rest-paid", headers=named).status_code == 204
        assert expect(staff.get(at))["dueNow"] == 9_000
    refusal(
        staff.post(f"{at}/rest-paid", headers=named, json={"reason": "Cash"}),
        422, "idempotency-key-reused",
    )  # fmt: skip
    refusal(staff.post(f"{at}/rest-paid"), 409, "nothing-due")
    refusal(client.post(f"{MINE}/{held['bookingId']}/rest"), 404, "booking-not-found")
    # A client's own, dearer: the difference is an order, and the worker counts what is paid.
    held = expect(hold(client, service, f"{day}T10:00"))
    pay(client, held["reservationId"])
    rest = expect(client.post(f"{MINE}/{held['bookingId']}/rest"))
    assert (rest["total"], rest["currency"]) == (6_300, "EUR")
    pay(client, rest["reservationId"])
    settled(client, held["bookingId"], lambda one: one["dueNow"] == 9_000)
    move = {"start": f"{day}T10:00", "length": 120}
    refusal(client.post(f"{MINE}/{held['bookingId']}/move", json=move), 409, "costs-more")
    moved = expect(
        client.post(f"{MINE}/{held['bookingId']}/move", json=move | {"payDifference": True})
    )
    assert moved["booking"]["end"] == held["booking"]["end"]
    pay(client, moved["reservationId"])
    settled(client, held["bookingId"], lambda one: one["price"] == 18_000)


def settled(client: httpx.Client, booking: str, holds: Callable[[dict[str, Any]], bool]) -> None:
    """The worker counts what was paid."""
    until(lambda: holds(expect(client.get(f"{MINE}/{booking}"))), PATIENCE, "what was paid counts")


async def test_staff_find_what_is_due_remind_and_take_it_with_a_reason(
    client: httpx.Client, staff: httpx.Client, demo: ServerProcess, anna: Someone
) -> None:
    service, day = a_service(staff, anna, deposit={"rule": "percent", "value": 30}), day_ahead(20)
    held = expect(hold(client, service, f"{day}T10:00", note="Blue backdrop"))
    pay(client, held["reservationId"])
    at, number = f"{DESK}/{held['bookingId']}", held["booking"]["number"]

    def due(**more: Any) -> list[dict[str, Any]]:
        found = expect(staff.get("/api/staff/dues", params={"days": 60, "q": number} | more))
        rests: list[dict[str, Any]] = found["rests"]
        return rests

    (one,) = due(limit=1)
    assert (one["rest"], one["paid"], one["price"]) == (6_300, 2_700, 9_000)
    assert (one["canRemind"], one["remindedAt"], one["overdue"]) == (False, None, False)
    assert one["local"].startswith(f"{day}T10:00")
    assert due(q="blue back")[0]["number"] == number
    assert due(q="nobody has it") == due(days=2) == due(overdue=True) == []
    refusal(client.get("/api/staff/dues"), 401, "login-required")
    refusal(staff.get("/api/staff/dues", params={"cursor": "x"}), 400, "bad-cursor")

    refusal(client.post(f"{at}/remind"), 401, "login-required")
    refusal(staff.post(f"{at}/remind"), 409, "nobody-to-mail")
    address = f"{uuid4().hex}@x.example"
    expect(client.put(f"/api/orders/{held['orderId']}/contact", json={"email": address}))
    key = {"Idempotency-Key": uuid4().hex}
    assert [staff.post(f"{at}/remind", headers=key).status_code for _ in range(2)] == [204, 204]
    refusal(staff.post(f"{at}/remind"), 409, "reminded-lately")
    (told,) = await fetch(
        demo.database_url,
        "SELECT count(*) FROM events WHERE type = 'booking.rest-due' AND subject = $1",
        held["bookingId"],
    )
    assert told[0] == 1
    (one,) = due()
    assert one["canRemind"] and one["remindedAt"]

    await fetch(
        demo.database_url,
        "UPDATE bookings SET starts_at = starts_at - interval '30 days',"
        " ends_at = ends_at - interval '30 days' WHERE id = $1",
        UUID(held["bookingId"]),
    )
    assert [late["overdue"] for late in due(overdue=True, days=0)] == [True]
    assert expect(staff.get("/api/staff/home"))["toDo"]["restsOverdue"] >= 1
    assert staff.post(f"{at}/rest-paid", json={"reason": "Cash, Monday"}).status_code == 204
    assert due() == []
    refusal(staff.post(f"{at}/remind"), 409, "nothing-due")
    said = await fetch(
        demo.database_url,
        "SELECT data FROM audit_log WHERE action = 'order.marked-paid' ORDER BY id DESC LIMIT 20",
    )
    assert any("Cash, Monday" in row[0] for row in said)


def test_who_did_not_come_pays_all_beforehand_for_a_year(
    demo: ServerProcess, client: httpx.Client, rival: httpx.Client, staff: httpx.Client,
    anna: Someone,
) -> None:  # fmt: skip
    service, day = a_service(staff, anna, deposit={"rule": "percent", "value": 30}), day_ahead(18)

    def asked(by: httpx.Client, hour: int) -> Any:
        return expect(hold(by, service, f"{day}T{hour}:00"))

    missed = asked(client, 10)
    assert missed["total"] == 2_700
    pay(client, missed["reservationId"])
    for hour, (ago, total) in enumerate((("364 days", 9_000), ("366 days", 2_700)), start=12):
        asyncio.run(fetch(demo.database_url, _MISSED, UUID(missed["bookingId"]), ago))
        again = asked(client, hour)
        assert (again["total"], again["booking"]["dueNow"]) == (total, total)
        chosen = client.post(f"{MINE}/{again['bookingId']}/pay-first", json={"pay": "deposit"})
        if total == 9_000:  # no deposit is enough of them
            refusal(chosen, 409, "nothing-to-choose")
            asked_so = hold(client, service, f"{day}T14:00", pay="deposit")
            refusal(asked_so, 409, "nothing-to-choose")
    assert asked(rival, 15)["total"] == 2_700


_MISSED = """
UPDATE bookings
SET status = 'no_show', ended_at = now(), starts_at = now() - $2::text::interval
WHERE id = $1
"""


def test_a_move_to_a_dearer_time_that_is_asked_again_keeps_the_order_that_it_made(
    client: httpx.Client, staff: httpx.Client, anna: Someone
) -> None:
    service, day = a_service(staff, anna), day_ahead(17)
    held = expect(hold(client, service, f"{day}T10:00"))
    pay(client, held["reservationId"])
    asked = {"start": f"{day}T14:00", "length": 120, "payDifference": True}
    key = {"Idempotency-Key": uuid4().hex}
    path = f"{MINE}/{held['bookingId']}/move"
    made, again = (expect(client.post(path, json=asked, headers=key)) for _ in range(2))
    assert again["orderId"] == made["orderId"]
    order = expect(client.get(f"/api/orders/{made['orderId']}"))["order"]
    assert order["status"] == "pending"
    pay(client, made["reservationId"])
    settled(client, held["bookingId"], lambda one: one["price"] == 18_000)
