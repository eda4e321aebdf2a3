"""What is paid first, over HTTP: the deposit, or all at once; chosen with the hold, or while it
runs."""

from typing import Any
from uuid import uuid4

import httpx

from tests.api.shop.test_booking_dues import (
    MINE,
    a_service,
    anna,
    client,
    demo,
    hold,
    pay,
    rival,
    staff,
)
from tests.support.market import expect, refusal
from tests.support.studio import Someone, day_ahead

__all__ = ["anna", "client", "demo", "rival", "staff"]

DEPOSIT = {"rule": "percent", "value": 30}


def choose(by: httpx.Client, held: dict[str, Any], pays: str, key: str = "") -> httpx.Response:
    headers = {"Idempotency-Key": key or uuid4().hex}
    path = f"{MINE}/{held['bookingId']}/pay-first"
    return by.post(path, json={"pay": pays}, headers=headers)


def test_a_client_chooses_with_the_hold_or_while_it_runs(
    client: httpx.Client, rival: httpx.Client, staff: httpx.Client, anna: Someone
) -> None:
    service, day = a_service(staff, anna, deposit=DEPOSIT), day_ahead(25)
    held = expect(hold(client, service, f"{day}T10:00"))
    assert (held["total"], held["booking"]["dueNow"], held["booking"]["deposit"]) == (
        2_700, 2_700, 2_700,
    )  # fmt: skip
    refusal(choose(rival, held, "all"), 404, "booking-not-found")
    refusal(choose(client, held, "some"), 422, "invalid-request")
    chosen = expect(choose(client, held, "all", "first"))
    assert (chosen["total"], chosen["expiresAt"]) == (9_000, held["expiresAt"])
    assert chosen["reservationId"] != held["reservationId"]
    assert expect(choose(client, held, "all", "first")) | {"serverTime": ""} == chosen | {
        "serverTime": ""
    }
    # The page that still shows the deposit takes nothing.
    stale = {"reservationId": held["reservationId"], "provider": "demo"}
    refusal(client.post("/api/payments", json=stale), 404, "reservation-not-found")
    pay(client, chosen["reservationId"])
    booking = expect(client.get(f"{MINE}/{held['bookingId']}"))
    assert (booking["status"], booking["dueNow"], booking["deposit"]) == ("confirmed", 9_000, None)
    refusal(client.post(f"{MINE}/{held['bookingId']}/rest"), 409, "nothing-due")
    refusal(choose(client, held, "deposit"), 409, "booking-ended")
    gone = expect(client.get(f"{MINE}/{held['bookingId']}/cancellation"))
    assert (gone["paid"], gone["refund"]) == (9_000, 9_000)

    whole = expect(hold(client, service, f"{day}T12:00", pay="all"))
    assert (whole["total"], whole["booking"]["deposit"]) == (9_000, 2_700)
    changed = expect(choose(client, whole, "deposit"))
    assert changed["total"] == 2_700
    pay(client, changed["reservationId"])
    booking = expect(client.get(f"{MINE}/{whole['bookingId']}"))
    assert (booking["status"], booking["dueNow"]) == ("confirmed", 2_700)
    assert expect(client.post(f"{MINE}/{whole['bookingId']}/rest"))["total"] == 6_300


def test_where_there_is_no_choice_it_is_refused(
    client: httpx.Client, staff: httpx.Client, anna: Someone
) -> None:
    service, day = a_service(staff, anna), day_ahead(26)
    told = refusal(hold(client, service, f"{day}T10:00", pay="deposit"), 409, "nothing-to-choose")
    assert told["field"] == "pay"
    held = expect(hold(client, service, f"{day}T10:00", pay="all"))
    assert (held["total"], held["booking"]["deposit"]) == (9_000, None)
    for pays in ("all", "deposit"):
        refusal(choose(client, held, pays), 409, "nothing-to-choose")
    later = {"client": "guest", "later": True, "pay": "all"}
    refusal(hold(staff, service, f"{day}T12:00", **later), 409, "nothing-to-choose")


def test_a_series_is_paid_whole_at_once_if_its_client_wants(
    client: httpx.Client, staff: httpx.Client, anna: Someone
) -> None:
    service = a_service(staff, anna, deposit=DEPOSIT, series=6)
    asked = {"serviceId": service, "start": f"{day_ahead(3)}T16:00", "rule": {"count": 3}}
    assert expect(client.post("/api/series/check", json=asked))["dueNow"] == 8_100
    whole = asked | {"pay": "all"}
    assert expect(client.post("/api/series/check", json=whole))["dueNow"] == 27_000
    headers = {"Idempotency-Key": uuid4().hex}
    series = expect(client.post("/api/series", json=whole, headers=headers), 201)
    assert (series["dueNow"], series["due"]) == (27_000, 0)
    paid = expect(client.post(f"/api/series/{series['id']}/pay", json={"provider": "demo"}))
    assert (paid["paid"], paid["series"]["due"], paid["series"]["dueNow"]) == (3, 0, 0)
    later = whole | {"client": "guest", "later": True, "start": f"{day_ahead(4)}T16:00"}
    refusal(staff.post("/api/series", json=later), 409, "nothing-to-choose")
