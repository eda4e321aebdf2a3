"""A series costs what was shown, and so does a time booked by its id; or nothing is held."""

import httpx

from holdfast.api.contract.services import ServiceAsked
from tests.api.shop.series.scene import SERIES, Json, asked, opened, post, taken, wall
from tests.api.shop.test_what_can_be_moved import changed
from tests.support.market import expect, refusal
from tests.support.server import ServerProcess


def dearer(staff: httpx.Client, service: str, amount: int) -> None:
    changed(staff, f"/api/staff/services/{service}", ServiceAsked, price={"amount": amount})


def test_a_series_costs_what_was_shown_or_nothing_is_held(
    client: httpx.Client,
    demo: ServerProcess,
    staff: httpx.Client,
    service: str,
) -> None:
    with opened(demo) as rival:
        taken(rival, service, wall(10))
    checked = expect(client.post(f"{SERIES}/check", json=asked(service)))
    body: Json = asked(service, take="free", expectedPrice=checked["price"])
    dearer(staff, service, 9_500)
    mine = expect(client.get("/api/bookings"))["bookings"]
    refused = refusal(post(client, "", body), 409, "price-changed")
    assert refused["field"] == "expectedPrice"
    assert (refused["expected"]["total"], refused["quote"]["total"]) == (27_000, 28_500)
    assert expect(client.get("/api/bookings"))["bookings"] == mine, "nothing is held"
    made = expect(post(client, "", body | {"expectedPrice": 28_500}), 201)
    assert (made["price"], len(made["bookings"])) == (28_500, 3)


def test_a_time_that_is_booked_by_its_id_costs_what_was_shown(
    client: httpx.Client,
    staff: httpx.Client,
    service: str,
) -> None:
    span = {"service": service, "from": wall(5, "09:00"), "to": wall(5, "18:00")}
    first = expect(client.get("/api/slots", params=span))["times"][0]["combinations"][0]
    user = expect(staff.get("/api/session"))["user"]["id"]
    by_id = {"user_id": user, "slot_id": first["slotId"], "expectedPrice": 9_000}
    dearer(staff, service, 9_500)
    assert refusal(staff.post("/api/book", json=by_id), 409, "price-changed")["quote"] == {
        "total": 9_500, "currency": "EUR",
    }  # fmt: skip
    booked = expect(staff.post("/api/book", json=by_id | {"expectedPrice": 9_500}))
    assert booked["booking"]["price"] == 9_500
