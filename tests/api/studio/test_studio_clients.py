"""A studio's owner books its rooms for clients of theirs, and reads what those answered."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.studio.house import AT, House, opened_house
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.server import ServerProcess, until
from tests.support.studio import day_ahead

HOLD, CLIENTS = f"{AT}/bookings/hold", f"{AT}/clients"


@pytest.fixture(scope="module")
def house(shop: ServerProcess, shop_database_url: str) -> Iterator[House]:
    with opened_house(shop, shop_database_url) as opened:
        yield opened


@pytest.fixture(scope="module")
def client(house: House) -> str:
    """Who had a room of the loft."""
    house.booked("room", 30, "10:00", "white")

    def some() -> list[str]:
        return [one["id"] for one in expect(house.who["lea"].get(CLIENTS))["clients"]]

    until(lambda: bool(some()), PATIENCE, "who booked is a client")
    return some()[0]


def hold(house: House, whose: str, service: str, day: int, **more: Any) -> httpx.Response:
    asked = {"serviceId": house.services[service], "start": f"{day_ahead(day)}T10:00"}
    key = {"Idempotency-Key": uuid4().hex}
    return house.who[whose].post(HOLD, json=asked | {"later": True} | more, headers=key)


def taken(answer: httpx.Response) -> set[str]:
    return {one["resourceId"] for one in expect(answer)["booking"]["resources"]}


def test_rooms_of_the_studio_are_booked_for_its_clients_and_no_others(
    house: House, client: str
) -> None:
    ids = house.ids
    both = [taken(hold(house, "lea", "room", 31, clientId=client)) for _ in range(2)]
    assert sorted(both, key=min) == sorted([{ids["white"]}, {ids["black"]}], key=min)
    # Another studio's room is free, and neither taken nor offered.
    refused = refusal(hold(house, "lea", "room", 31, clientId=client), 409, "time-taken")
    told = {who for one in refused["next"] for some in one["combinations"]
            for who in some["resources"]}  # fmt: skip
    assert told and told <= {ids["white"], ids["black"]}
    refusal(hold(house, "max", "room", 31, clientId=client), 404, "client-not-found")
    new = {"name": "Mia", "phone": "+49 30 555 0142"}
    assert taken(hold(house, "max", "room", 31, newClient=new)) == {ids["vault"]}
    assert taken(hold(house, "lea", "loft", 32, clientId=client)) == {ids["loft"]}
    refusal(hold(house, "max", "loft", 33, newClient=new), 422, "not-offered")
    refusal(hold(house, "ann", "room", 33, newClient=new), 422, "not-offered")


def test_a_studio_books_a_photographer_who_is_not_asked_and_agrees_for_none(
    house: House, client: str
) -> None:
    ids = house.ids
    both = taken(hold(house, "lea", "shoot", 34, clientId=client))
    assert both >= {ids["ann"], ids["lamp"]}
    refusal(hold(house, "lea", "asked", 35, clientId=client), 422, "not-offered")


def test_whom_its_own_list_keeps_out_the_studio_books_all_the_same(
    house: House, client: str
) -> None:
    (session,) = expect(house.who["lea"].get(f"{CLIENTS}/{client}"))["sessions"][-1:]
    named = {"bookingId": session["id"], "resourceId": house.ids["loft"]}
    line = expect(house.who["staff"].post("/api/staff/not-taken", json=named))
    held = hold(house, "lea", "room", 36, clientId=client)
    assert taken(held) & {house.ids["white"], house.ids["black"]}
    assert house.who["staff"].delete(f"/api/staff/not-taken/{line['id']}").status_code == 204


def test_answers_are_read_by_the_studio_where_no_photographer_is_in_it(house: House) -> None:
    alone = house.booked("room", 37, "10:00", "white")
    shoot = house.booked("shoot", 37, "12:00", "ann", "white", "lamp")
    for name, one, reads in (
        ("lea", alone, True), ("lea", shoot, False), ("ann", shoot, True),
        ("ann", alone, False), ("max", alone, False),
    ):  # fmt: skip
        answer = house.who[name].get(f"{AT}/bookings/{one['id']}/questions")
        if reads:
            assert expect(answer)["number"] == one["number"]
        else:
            refusal(answer, 404, "booking-not-found")
