"""What the bookings of a studio come to, who answers for its time, and whom it does not take."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.api.studio.house import ASKED, AT, RESOURCES, House, opened_house
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import add_person, token_for
from tests.support.server import ServerProcess, until
from tests.support.studio import day_ahead


@pytest.fixture(scope="module")
def house(shop: ServerProcess, shop_database_url: str) -> Iterator[House]:
    with opened_house(shop, shop_database_url) as opened:
        yield opened


def test_income_counts_a_booking_once_whatever_it_takes(house: House) -> None:
    house.booked("shoot", 12, "10:00", "ann", "white", "lamp")
    house.booked("room", 12, "12:00", "white")
    span = {"from": str(day_ahead(12)), "to": str(day_ahead(13)), "by": "day"}

    def ahead(name: str) -> list[tuple[int, int]]:
        income = expect(house.who[name].get(f"{AT}/income", params=span))["income"]
        return [(one["sessions"], one["ahead"]) for one in income]

    assert ahead("lea") == [(2, 18_000)]
    assert ahead("ann") == [(1, 9_000)]
    assert ahead("max") == []


def test_of_what_is_kept_the_studio_reads_its_own_part(house: House) -> None:
    staff, lea = house.who["staff"], house.who["lea"]
    asked = {
        "name": "Kept",
        "currency": "EUR",
        "lengths": {"minutes": [60]},
        "price": {"amount": 8_000},
        "needs": [
            {"role": "who", "kind": "photographer", "resources": [house.ids["ann"]]},
            {"role": "room", "kind": "room", "resources": [house.ids["white"]]},
        ],
        "policy": {"steps": [{"minutes": 500_000, "percent": 100}]},
        "shares": {"photographer": 6_000, "studio": 2_500},
    }
    house.services["kept"] = expect(staff.post("/api/staff/services", json=asked), 201)["id"]
    booking = house.booked("kept", 18, "10:00", "ann", "white")
    expect(staff.post(f"/api/bookings/{booking['id']}/cancel", json={"cause": "client"}))
    at = f"{AT}/bookings/{booking['id']}/receipt"
    until(lambda: lea.get(at).status_code == 200, PATIENCE, "its part is noted")
    receipt = expect(lea.get(at))
    (share,) = receipt["shares"]
    told = (receipt["kept"], share["part"], share["name"], share["amount"], receipt["platform"])
    assert told == (8_000, "studio", "Loft", 2_000, None)
    assert lea.get(f"{at}.pdf").content.startswith(b"%PDF")
    refusal(house.who["max"].get(at), 404, "booking-not-found")

    def earned() -> bool:
        found = expect(lea.get(f"{RESOURCES}/{house.ids['loft']}/money"))["standings"]
        return [one["earned"] for one in found] == [2_000]

    until(earned, PATIENCE, "it stands in the studio's money")
    path = f"{RESOURCES}/{house.ids['loft']}/statement"
    (moved,) = expect(lea.get(path, params={"currency": "EUR"}))["movements"]
    assert (moved["change"], moved["bookingId"]) == (2_000, booking["id"])


def test_who_is_asked_answers_and_nobody_for_somebody_else(house: House) -> None:
    lea, ann = house.who["lea"], house.who["ann"]

    def waits(name: str) -> set[str]:
        return {one["number"] for one in expect(house.who[name].get(ASKED))["requests"]}

    def refused(name: str, booking: dict[str, Any]) -> None:
        assert booking["number"] not in waits(name)
        for how in ("agree", "decline"):
            at = f"{ASKED}/{booking['id']}/{how}"
            refusal(house.who[name].post(at, json={}), 404, "booking-not-found")

    # The room asks for itself: it is not the photographer's to give.
    of_room = house.booked("shoot", 14, "10:00", "ann", "black", "lamp")
    refused("ann", of_room)
    refused("max", of_room)
    assert of_room["number"] in waits("lea")
    assert of_room["number"] in {one["number"] for one in house.calendar("lea", 14)["bookings"]}
    expect(lea.post(f"{ASKED}/{of_room['id']}/agree", json={}))
    # The service asks: that is the photographer's to say, whose room it is sees it.
    of_ann = house.booked("asked", 14, "12:00", "ann", "white")
    refused("lea", of_ann)
    assert of_ann["number"] in {one["number"] for one in house.calendar("lea", 14)["bookings"]}
    expect(ann.post(f"{ASKED}/{of_ann['id']}/decline", json={}))


def test_whom_a_studio_does_not_take_has_none_of_its_rooms(
    house: House, shop_database_url: str
) -> None:
    lea, email = house.who["lea"], "rude@house.example"
    add_person(shop_database_url, email, ["customer"])
    bearer = {"Authorization": f"Bearer {token_for(shop_database_url, email)}"}
    with httpx.Client(base_url=house.shop.url, timeout=PATIENCE, headers=bearer) as client:

        def hold(clock: str, room: str) -> httpx.Response:
            start, named = f"{day_ahead(16)}T{clock}", [house.ids[room]]
            asked = {"serviceId": house.services["room"], "start": start, "resources": named}
            return client.post("/api/bookings/hold", json=asked)

        booking = expect(hold("10:00", "black"))["bookingId"]
        asked = {"bookingId": booking, "reason": "Paint on the floor"}
        line = expect(lea.post("/api/staff/not-taken", json=asked))["id"]
        refusal(hold("12:00", "white"), 409, "client-not-taken")
        expect(hold("12:00", "vault"))
        assert lea.delete(f"/api/staff/not-taken/{line}").status_code == 204
        expect(hold("14:00", "white"))
