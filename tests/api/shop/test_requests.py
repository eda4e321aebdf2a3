"""A booking on request over HTTP: asked for, answered in time by whoever is asked and nobody else,
countered, and refused to whom nobody takes."""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.conftest import MANAGER
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import add_person, log_in, token_for
from tests.support.postgres import fetch
from tests.support.server import ServerProcess, until
from tests.support.studio import Someone, day_ahead, move_in

MINE, ASKED, LIST = "/api/bookings", "/api/staff/booking-requests", "/api/staff/not-taken"
ANNA, PAUL, CLIENT = "anna@requests.example", "paul@requests.example", "client@requests.example"


@pytest.fixture(scope="module")
def studio(shop: ServerProcess, shop_database_url: str) -> Iterator[dict[str, Any]]:
    """Anna is booked on request, Paul is not; both, a manager and a client are logged in."""
    people, ids = {}, {}
    for email, role in ((ANNA, "photographer"), (PAUL, "photographer"), (CLIENT, "customer")):
        add_person(shop_database_url, email, [role])
        token = token_for(shop_database_url, email)
        people[email] = httpx.Client(
            base_url=shop.url, timeout=PATIENCE, headers={"Authorization": f"Bearer {token}"}
        )
        ids[email] = expect(people[email].get("/api/session"))["user"]["id"]
    anna = Someone(
        kind="photographer",
        name="Anna",
        zone="Europe/Berlin",
        more={"user_id": ids[ANNA], "request_hours": 12},
    )
    paul = Someone(
        kind="photographer", name="Paul", zone="Europe/Berlin", more={"user_id": ids[PAUL]}
    )
    asyncio.run(move_in(shop_database_url, anna, paul))
    manager = httpx.Client(base_url=shop.url, timeout=PATIENCE)
    log_in(manager, MANAGER)
    asked = {
        "name": "Portrait",
        "currency": "EUR",
        "lengths": {"minutes": [60]},
        "grid": {"step": 30},
        "price": {"rule": "flat", "amount": 9_000},
        "needs": [{"role": "who", "kind": "photographer", "resources": [str(anna.id)]}],
    }
    named = [str(anna.id), str(paul.id)]
    either = asked | {"needs": [{"role": "who", "kind": "photographer", "resources": named}]}
    said = asked | {"needs": [{"role": "who", "kind": "photographer", "resources": named[1:]}]}
    services = [asked, either, said | {"requestHours": 48}]
    made = [expect(manager.post("/api/staff/services", json=one), 201) for one in services]
    yield {
        "anna": people[ANNA],
        "paul": people[PAUL],
        "client": people[CLIENT],
        "manager": manager,
        "service": made[0]["id"],
        "either": made[1]["id"],
        "said": made[2],
        "resources": named,
    }
    for one in (*people.values(), manager):
        one.close()


def ask(who: httpx.Client, service: str, days: int, hour: str = "10:00") -> dict[str, Any]:
    asked = {"serviceId": service, "start": f"{day_ahead(days)}T{hour}", "note": "With a dog"}
    return expect(who.post(f"{MINE}/hold", json=asked))


def answered(who: httpx.Client, booking: str, how: str, **body: Any) -> dict[str, Any]:
    return expect(who.post(f"{ASKED}/{booking}/{how}", json=body))


def open_now(who: httpx.Client) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in expect(who.get(ASKED))["requests"]}


def test_it_waits_for_who_is_asked_who_agrees_and_then_it_is_paid(studio: dict[str, Any]) -> None:
    client, anna = studio["client"], studio["anna"]

    def waiting() -> int:
        return int(expect(studio["manager"].get("/api/staff/home"))["toDo"]["bookingRequests"])

    before = waiting()
    held = ask(client, studio["service"], 6)
    booking = held["booking"]
    assert waiting() == before + 1
    assert (booking["status"], booking["onRequest"], booking["canMove"]) == (
        "requested", True, False,
    )  # fmt: skip
    assert booking["answerBy"] is not None
    assert held["expiresAt"] > held["serverTime"]
    pay = {"reservationId": held["reservationId"], "provider": "manual"}
    refusal(client.post("/api/payments", json=pay), 409, "not-agreed")
    move = {"start": f"{day_ahead(7)}T10:00"}
    refusal(client.post(f"{MINE}/{booking['id']}/move", json=move), 409, "not-agreed")
    refusal(
        studio["manager"].post(f"/api/staff/bookings/{booking['id']}/confirm"), 409, "not-agreed"
    )
    order = expect(client.get(f"/api/orders/{held['orderId']}"))["order"]
    assert order["answerDue"] == {"by": "studio", "until": booking["answerBy"]}
    shown = open_now(anna)[booking["id"]]
    assert (shown["note"], shown["status"]) == ("With a dog", "requested")
    assert booking["id"] in open_now(studio["manager"])
    assert booking["id"] not in open_now(studio["paul"])
    for how in ("agree", "decline"):  # not theirs to answer
        url = f"{ASKED}/{booking['id']}/{how}"
        refusal(studio["paul"].post(url, json={}), 404, "booking-not-found")
        refusal(client.post(url, json={}), 403, "forbidden")
    refusal(anna.post(f"{ASKED}/{uuid4()}/agree", json={}), 404, "booking-not-found")
    key = {"Idempotency-Key": str(uuid4())}
    url = f"{ASKED}/{booking['id']}/agree"
    done = expect(anna.post(url, json={"note": "Gladly"}, headers=key))
    assert expect(anna.post(url, json={"note": "Gladly"}, headers=key)) == done
    refusal(anna.post(url, json={"note": "x" * 501}), 422, "invalid-request")
    refusal(studio["manager"].post(url, json={}), 409, "request-answered")
    mine = expect(client.get(f"{MINE}/{booking['id']}"))
    assert (mine["status"], mine["answerNote"]) == ("held", "Gladly")
    held_until, told = (datetime.fromisoformat(one["expiresAt"]) for one in (mine, done))
    assert abs(held_until - told) < timedelta(seconds=10)
    expect(client.post("/api/payments", json=pay | {"reservationId": mine["reservationId"]}))
    expect(studio["manager"].post(f"/api/staff/bookings/{booking['id']}/confirm"))
    mine = expect(client.get(f"{MINE}/{booking['id']}"))
    assert [one["what"] for one in mine["timeline"]] == ["requested", "agreed", "confirmed"]
    assert mine["canMove"] is False
    refusal(client.post(f"{MINE}/{booking['id']}/move", json=move), 409, "on-request")
    assert booking["id"] not in open_now(anna)


def test_a_guest_says_who_asks_and_where_they_are_reached(
    studio: dict[str, Any], client: httpx.Client
) -> None:
    asked = {"serviceId": studio["service"], "start": f"{day_ahead(9)}T10:00"}
    wrong = {"name": "Mia", "email": None, "phone": "call me"}
    refused = refusal(client.post(f"{MINE}/hold", json=asked | {"contact": wrong}), 422,
                      "contact-invalid")  # fmt: skip
    assert refused["field"] == "phone", "and nothing is asked for"
    contact = {"name": " Mia ", "email": "mia@clients.example", "phone": "+4930901820"}
    held = expect(client.post(f"{MINE}/hold", json=asked | {"contact": contact}))
    order = expect(client.get(f"/api/orders/{held['orderId']}"))["order"]
    assert [order[one] for one in ("contactName", "contactEmail", "contactPhone")] == [
        "Mia", "mia@clients.example", "+4930901820",
    ]  # fmt: skip
    until(
        lambda: open_now(studio["anna"])[held["bookingId"]]["client"] == "Mia",
        PATIENCE,
        "who is asked reads who asks",
    )
    member = studio["client"].post(f"{MINE}/hold", json=asked | {"contact": contact})
    refusal(member, 409, "contact-of-account")


def test_another_time_is_offered_and_taken_or_not(
    studio: dict[str, Any], client: httpx.Client
) -> None:
    mine, anna = studio["client"], studio["anna"]
    booking = ask(mine, studio["service"], 8)["bookingId"]
    other = {"start": f"{day_ahead(8)}T10:30"}
    url = f"{ASKED}/{booking}/counter"
    refusal(anna.post(url, json={"start": f"{day_ahead(8)}T22:00"}), 409, "closed")
    refusal(anna.post(url, json=other | {"length": 90}), 422, "not-offered")
    refusal(anna.post(url, json={"start": f"{day_ahead(8)}T10:00"}), 409, "time-taken")
    refusal(studio["paul"].post(url, json=other), 404, "booking-not-found")
    done = answered(anna, booking, "counter", keep=True, note="Better light", **other)
    assert done["status"] == "countered"
    shown = expect(mine.get(f"{MINE}/{booking}"))
    assert shown["local"][11:16] == "10:30"
    assert (shown["asked"]["local"][11:16], shown["asked"]["kept"]) == ("10:00", True)
    assert shown["answerNote"] == "Better light"
    refusal(anna.post(f"{ASKED}/{booking}/agree", json={}), 409, "request-answered")
    refusal(client.post(f"{MINE}/{booking}/accept"), 404, "booking-not-found")
    again = expect(mine.post(f"{MINE}/{booking}/refuse"))
    assert (again["status"], again["local"][11:16], again["asked"]) == ("requested", "10:00", None)
    refusal(mine.post(f"{MINE}/{booking}/accept"), 409, "request-answered")
    answered(anna, booking, "counter", **other)
    taken = expect(mine.post(f"{MINE}/{booking}/accept"))
    assert (taken["status"], taken["local"][11:16]) == ("held", "10:30")
    told = [one["what"] for one in expect(mine.get(f"{MINE}/{booking}"))["timeline"]]
    assert told == ["requested", "countered", "asked-again", "countered", "agreed"]
    expect(mine.post(f"{MINE}/{booking}/cancel", json={}))
    declined = ask(mine, studio["service"], 8)["bookingId"]
    answered(studio["manager"], declined, "decline", note="On holiday")
    shown = expect(mine.get(f"{MINE}/{declined}"))
    assert (shown["status"], shown["reason"], shown["answerBy"]) == ("cancelled", "declined", None)


def test_hours_pay_of_another_time_what_the_service_costs_then(studio: dict[str, Any]) -> None:
    mine, manager = studio["client"], studio["manager"]
    dearer = {"weekdays": [day_ahead(20).isoweekday()], "percent": 100}
    asked = {name: it for name, it in studio["said"].items() if name not in ("id", "revision")} | {
        "price": {"rule": "flat", "amount": 9_000, "uplifts": [dearer]},
        "extras": [{"id": "retouch", "name": "Retouching", "price": 900}],
    }
    service = expect(manager.post("/api/staff/services", json=asked), 201)["id"]
    hours = {"kind": "hours", "units": 600, "price": 50_000}
    package = {"name": "Ten hours", "currency": "EUR", "items": [hours]}
    given = {
        "packageId": expect(manager.post("/api/staff/packages", json=package), 201)["id"],
        "email": CLIENT, "reason": "a present",
    }  # fmt: skip
    expect(manager.post("/api/staff/prepaid", json=given), 201)
    body = {"serviceId": service, "start": f"{day_ahead(19)}T10:00", "extras": ["retouch"]}
    booking = expect(mine.post(f"{MINE}/hold", json=body))["bookingId"]

    def paid_by_hours(said: dict[str, Any]) -> int:
        at = f"/api/payments/sources/{said['reservationId']}"
        found = expect(mine.get(at))["sources"]
        (amount,) = (one["amount"] for one in found if one["kind"] == "hours")
        return int(amount)

    answered(manager, booking, "counter", keep=True, start=f"{day_ahead(20)}T10:00")
    expect(mine.post(f"{MINE}/{booking}/refuse"))
    answered(manager, booking, "counter", start=f"{day_ahead(20)}T11:00")
    expect(mine.post(f"{MINE}/{booking}/accept"))
    shown = expect(mine.get(f"{MINE}/{booking}"))
    assert (shown["price"], paid_by_hours(shown)) == (18_900, 18_000)
    expect(mine.post(f"{MINE}/{booking}/cancel", json={}))


def test_a_service_is_on_request_for_clients_and_not_for_staff_and_bad_settings_are_refused(
    studio: dict[str, Any], client: httpx.Client
) -> None:
    said = studio["said"]
    held = ask(client, said["id"], 9)
    assert held["booking"]["status"] == "requested"
    full = {"serviceId": said["id"], "start": f"{day_ahead(9)}T12:00"}
    expect(client.post(f"{MINE}/{held['bookingId']}/cancel", json={}))
    by_staff = expect(studio["manager"].post(f"{MINE}/hold", json=full | {"client": "guest"}))
    assert by_staff["booking"]["status"] == "held"
    (found,) = [
        one for one in expect(client.get("/api/services"))["services"] if one["id"] == said["id"]
    ]
    assert found["requestHours"] == 48
    named = {one["id"]: one for one in expect(client.get("/api/photographers"))["photographers"]}
    hours = [named[one]["requestHours"] for one in studio["resources"]]
    assert hours == [12, None]
    for wrong in (0, 337, "1"):
        body = {"kind": "photographer", "name": "X", "zone": "UTC", "requestHours": wrong}
        refusal(studio["manager"].post("/api/staff/resources", json=body), 422, "invalid-request")


def test_a_move_to_who_has_to_agree_or_does_not_take_its_client_is_refused(
    studio: dict[str, Any],
) -> None:
    client, anna, (hers, his) = studio["client"], studio["anna"], studio["resources"]
    start = {"start": f"{day_ahead(12)}T10:00"}
    asked = {"serviceId": studio["either"], "resources": [his]} | start
    booking = expect(client.post(f"{MINE}/hold", json=asked))["bookingId"]
    url, to_her = f"{MINE}/{booking}/move", start | {"resources": [hers]}
    refusal(client.post(url, json=to_her), 409, "on-request")
    line = expect(
        anna.post(LIST, json={"bookingId": ask(client, studio["service"], 13)["bookingId"]})
    )
    refusal(client.post(url, json=to_her), 409, "client-not-taken")
    assert anna.delete(f"{LIST}/{line['id']}").status_code == 204
    moved = expect(studio["manager"].post(url, json=to_her))["booking"]
    assert ([one["name"] for one in moved["resources"]], moved["status"]) == (["Anna"], "held")


def test_whom_one_does_not_take_books_others_and_whom_nobody_takes_calls(
    studio: dict[str, Any],
) -> None:
    client, anna, manager = studio["client"], studio["anna"], studio["manager"]
    booking = ask(client, studio["service"], 10)["bookingId"]
    refusal(anna.post(LIST, json={"bookingId": str(uuid4())}), 404, "booking-not-found")
    refusal(studio["paul"].post(LIST, json={"bookingId": booking}), 404, "booking-not-found")
    line = expect(anna.post(LIST, json={"bookingId": booking, "reason": "Never came"}))
    assert line["resourceId"] == studio["resources"][0]
    answered(anna, booking, "decline")
    start = {"start": f"{day_ahead(10)}T10:00"}
    told = {"serviceId": studio["service"]} | start
    refused = refusal(client.post(f"{MINE}/hold", json=told), 409, "client-not-taken")
    assert "Never" not in str(refused)
    other = ask(client, studio["either"], 10)  # with Paul, then
    assert other["booking"]["resources"][0]["name"] == "Paul"
    everywhere = expect(manager.post(LIST, json={"bookingId": other["bookingId"]}))
    assert len(expect(manager.get(LIST))["clients"]) == 2
    assert [one["id"] for one in expect(anna.get(LIST))["clients"]] == [line["id"]]
    either = {"serviceId": studio["either"], "start": f"{day_ahead(10)}T14:00"}
    refusal(client.post(f"{MINE}/hold", json=either), 409, "client-not-taken")
    refusal(anna.delete(f"{LIST}/{everywhere['id']}"), 404, "not-taken-not-found")
    for who, one in ((manager, everywhere), (anna, line)):
        assert who.delete(f"{LIST}/{one['id']}").status_code == 204
    assert expect(manager.get(LIST))["clients"] == []
    ask(client, studio["service"], 10)


def test_a_photographer_reads_no_address_of_who_has_no_name(
    studio: dict[str, Any], shop_database_url: str
) -> None:
    """In their requests and on their list; staff do."""
    client, anna, manager = studio["client"], studio["anna"], studio["manager"]
    booking = ask(client, studio["service"], 16)["bookingId"]

    def called(who: httpx.Client) -> list[str]:
        listed = expect(who.get(LIST))["clients"]
        return [open_now(who)[booking]["client"], *(one["client"] for one in listed)]

    line = expect(anna.post(LIST, json={"bookingId": booking}))
    name = CLIENT.partition("@")[0]
    assert (line["client"], called(anna), called(manager)) == (name, [name] * 2, [name] * 2)
    renamed = "UPDATE users SET name = $2 WHERE email = $1"
    asyncio.run(fetch(shop_database_url, renamed, CLIENT, ""))
    try:
        assert called(anna) == ["c***"] * 2
        assert expect(anna.post(LIST, json={"bookingId": booking}))["client"] == "c***"
        assert called(manager) == [CLIENT] * 2
    finally:
        asyncio.run(fetch(shop_database_url, renamed, CLIENT, name))
        assert anna.delete(f"{LIST}/{line['id']}").status_code == 204
        answered(anna, booking, "decline")
