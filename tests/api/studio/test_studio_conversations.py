"""A client and the studio that they have booked write to each other, by themselves: what a client
writes to who photographs them is not the studio's, nor the other way round."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.studio.house import AT, House, opened_house
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import add_person, token_for
from tests.support.pictures import png
from tests.support.postgres import fetch
from tests.support.server import ServerProcess
from tests.support.studio import day_ahead

OWN, STUDIO, STAFF = "/api/conversations", f"{AT}/conversations", "/api/staff/conversations"


@pytest.fixture(scope="module")
def house(shop: ServerProcess, shop_database_url: str) -> Iterator[House]:
    with opened_house(shop, shop_database_url) as opened:
        yield opened


@pytest.fixture
def eva(house: House, shop_database_url: str) -> Iterator[httpx.Client]:
    """A client with an account."""
    email = f"eva-{uuid4().hex[:6]}@house.example"
    add_person(shop_database_url, email, ["customer"])
    bearer = {"Authorization": f"Bearer {token_for(shop_database_url, email)}"}
    with httpx.Client(base_url=house.shop.url, timeout=PATIENCE, headers=bearer) as client:
        yield client


def held(
    house: House, who: httpx.Client, service: str, days: int, clock: str, *takes: str
) -> dict[str, Any]:
    asked = {
        "serviceId": house.services[service],
        "start": f"{day_ahead(days)}T{clock}",
        "resources": [house.ids[one] for one in takes],
    }
    key = {"Idempotency-Key": uuid4().hex}
    made = expect(who.post("/api/bookings/hold", json=asked, headers=key))
    return dict(made["booking"])


def write(who: httpx.Client, path: str, text: str, **more: Any) -> dict[str, Any]:
    key = {"Idempotency-Key": uuid4().hex}
    answer = who.post(path, json={"text": text, **more}, headers=key)
    found: dict[str, Any] = expect(answer, 201)
    return found


def unread(who: httpx.Client, place: str) -> int:
    found: int = expect(who.get(place))["unread"]
    return found


async def test_a_client_and_the_studio_of_their_booking_write_to_each_other(
    house: House, eva: httpx.Client, shop_database_url: str
) -> None:
    lea, cellar, staff = (house.who[name] for name in ("lea", "max", "staff"))
    loft = house.ids["loft"]
    booking = held(house, eva, "room", 14, "10:00", "white")
    assert booking["writesTo"] == [{"studioId": loft, "name": "Loft"}], "of a room, its studio"
    asked = write(eva, OWN, "May I park?", orderId=booking["orderId"], studioId=loft)
    assert asked["conversation"]["studio"] == {"id": loft, "name": "Loft"}
    assert asked["conversation"]["seller"] is None
    one = asked["conversation"]["id"]
    assert (unread(lea, STUDIO), unread(cellar, STUDIO)) == (1, 0)
    assert unread(staff, STAFF) == 0, "it is not the shop's to answer"
    (listed,) = expect(lea.get(STUDIO))["conversations"]
    assert (listed["id"], listed["unread"], listed["customer"]["email"]) == (one, True, None)
    (with_studios,) = expect(staff.get(STAFF, params={"whose": "studios"}))["conversations"]
    assert with_studios["id"] == one
    for whose in ("shop", "sellers"):
        rows = expect(staff.get(STAFF, params={"whose": whose}))["conversations"]
        assert one not in [row["id"] for row in rows]

    answered = write(lea, f"{STUDIO}/{one}/messages", "In the yard.")
    assert [(it["side"], it["text"]) for it in answered["messages"]] == [
        ("customer", "May I park?"), ("studio", "In the yard."),
    ]  # fmt: skip
    assert unread(lea, STUDIO) == 0
    seen = expect(eva.get(f"{OWN}/{one}"))
    assert seen["conversation"]["unread"] and seen["messages"][0]["read"]
    assert seen["messages"][1]["name"] is None, "the studio answered, not a person by name"
    # Staff answer in its place, and read nothing in its place.
    write(eva, f"{OWN}/{one}/messages", "Thank you.")
    write(staff, f"{STAFF}/{one}/messages", "The gate is shut at ten.")
    expect(staff.post(f"{STAFF}/{one}/read", json={"number": 4}))
    assert unread(lea, STUDIO) == 1
    expect(lea.post(f"{STUDIO}/{one}/read", json={"number": 4}))
    assert unread(lea, STUDIO) == 0
    looked = "SELECT data::text FROM audit_log WHERE action = 'conversation.read' AND subject = $1"
    assert await fetch(shop_database_url, looked, one) == []
    expect(staff.get(f"{STAFF}/{one}"))
    (line,) = await fetch(shop_database_url, looked, one)
    assert loft in line[0], "that staff read what is a studio's is kept"
    expect(lea.post(f"{STUDIO}/{one}/close"))
    assert expect(eva.get(f"{OWN}/{one}"))["conversation"]["closedBy"] == "studio"


def test_a_photographer_and_the_studio_of_one_booking_are_each_written_to_alone(
    house: House, eva: httpx.Client
) -> None:
    lea, ann, cellar = (house.who[name] for name in ("lea", "ann", "max"))
    loft = house.ids["loft"]
    booking = held(house, eva, "shoot", 15, "10:00", "ann", "white", "lamp")
    assert booking["writesTo"] == [
        {"studioId": None, "name": "Ann"}, {"studioId": loft, "name": "Loft"},
    ]  # fmt: skip
    order = booking["orderId"]
    to_ann = write(eva, OWN, "Which dress?", orderId=order)["conversation"]["id"]
    to_loft = write(eva, OWN, "Is there a lift?", orderId=order, studioId=loft)
    to_loft = to_loft["conversation"]["id"]
    again = write(eva, OWN, "And stairs?", orderId=order, studioId=loft)
    assert again["conversation"]["id"] == to_loft, "one with each"
    for who, mine, theirs in ((ann, to_ann, to_loft), (lea, to_loft, to_ann)):
        assert mine in [it["id"] for it in expect(who.get(STUDIO))["conversations"]]
        assert theirs not in [it["id"] for it in expect(who.get(STUDIO))["conversations"]]
        expect(who.get(f"{STUDIO}/{mine}"))
        refusal(who.get(f"{STUDIO}/{theirs}"), 404, "conversation-not-found")
        said = {"text": "Hello"}
        at = f"{STUDIO}/{theirs}"
        refusal(who.post(f"{at}/messages", json=said), 404, "conversation-not-found")
        refusal(who.post(f"{at}/read", json={"number": 1}), 404, "conversation-not-found")
        refusal(who.post(f"{at}/close"), 404, "conversation-not-found")
    refusal(cellar.get(f"{STUDIO}/{to_loft}"), 404, "conversation-not-found")
    # What a photographer has read is still new to the studio.
    expect(ann.post(f"{STUDIO}/{to_ann}/read", json={"number": 1}))
    assert [it["unread"] for it in expect(lea.get(STUDIO))["conversations"]
            if it["id"] == to_loft] == [True]  # fmt: skip


def test_a_studio_writes_first_to_the_client_of_its_room(house: House, eva: httpx.Client) -> None:
    lea, cellar = house.who["lea"], house.who["max"]
    booking = held(house, eva, "room", 14, "12:00", "white")
    made = write(lea, STUDIO, "The heating is out.", orderId=booking["orderId"])
    assert [it["side"] for it in made["messages"]] == ["studio"]
    one = made["conversation"]["id"]
    seen = expect(eva.get(f"{OWN}/{one}"))
    assert (seen["conversation"]["unread"], seen["conversation"]["studio"]["name"]) == (
        True, "Loft",
    )  # fmt: skip
    write(eva, f"{OWN}/{one}/messages", "I bring a coat.")
    assert one in [it["id"] for it in expect(lea.get(STUDIO, params={"unread": True}))[
        "conversations"]]  # fmt: skip
    said = {"text": "Hello", "orderId": booking["orderId"]}
    refusal(cellar.post(STUDIO, json=said), 404, "order-not-found")
    guests = house.booked("room", 14, "16:00", "white")
    said = {"text": "Hello", "orderId": guests["orderId"]}
    refusal(lea.post(STUDIO, json=said), 409, "buyer-without-account")


def test_only_the_studio_that_a_booking_takes_now_is_written_to(
    house: House, eva: httpx.Client
) -> None:
    lea, cellar, staff = (house.who[name] for name in ("lea", "max", "staff"))
    loft, other = house.ids["loft"], house.ids["cellar"]
    booking = held(house, eva, "room", 14, "14:00", "white")
    asked = {"text": "Hello", "orderId": booking["orderId"]}
    refusal(eva.post(OWN, json={**asked, "studioId": other}), 404, "resource-not-found")
    refusal(eva.post(OWN, json={**asked, "studioId": house.ids["white"]}), 404,
            "resource-not-found")  # fmt: skip
    refusal(eva.post(OWN, json={**asked, "studioId": house.ids["ann"]}), 404, "resource-not-found")
    refusal(lea.post(OWN, json={**asked, "studioId": loft}), 404, "order-not-found")
    both = {**asked, "studioId": loft, "sellerId": str(uuid4())}
    assert eva.post(OWN, json=both).status_code == 422

    one = write(eva, OWN, "Is it bright?", orderId=booking["orderId"], studioId=loft)
    one = one["conversation"]["id"]
    moved = {"start": f"{day_ahead(14)}T15:00", "resources": [house.ids["vault"]]}
    expect(staff.post(f"/api/bookings/{booking['id']}/move", json=moved))
    refusal(lea.get(f"{STUDIO}/{one}"), 404, "conversation-not-found")
    refusal(cellar.get(f"{STUDIO}/{one}"), 404, "conversation-not-found")
    assert one not in [it["id"] for it in expect(lea.get(STUDIO))["conversations"]]
    refusal(eva.post(OWN, json={**asked, "studioId": loft}), 404, "resource-not-found")
    write(eva, OWN, "Is it bright?", orderId=booking["orderId"], studioId=other)
    assert unread(cellar, STUDIO) == 1


def test_pictures_to_a_studio_are_seen_by_it_and_by_no_photographer(
    house: House, eva: httpx.Client
) -> None:
    booking = held(house, eva, "shoot", 15, "16:30", "ann", "white", "lamp")
    kind = {"Content-Type": "image/png"}
    photo = expect(eva.post("/api/message-photos", content=png(40, 40), headers=kind), 201)
    to = {"orderId": booking["orderId"], "studioId": house.ids["loft"]}
    write(eva, OWN, "This car", photos=[photo["id"]], **to)
    assert house.who["lea"].get(photo["url"]).status_code == 200
    for name in ("ann", "max"):
        refusal(house.who[name].get(photo["url"]), 404, "photo-not-found")
