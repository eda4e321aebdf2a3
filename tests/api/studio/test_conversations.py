"""A client writes with the photographer of their booking, on the photographer's own pages; nobody
else's photographer reads it."""

import asyncio
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from holdfast.booking.schedule import WeeklyRule
from tests.api.conftest import MANAGER
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import add_person, log_in
from tests.support.pictures import png
from tests.support.server import ServerProcess
from tests.support.studio import EVERY_DAY, Someone, day_ahead, move_in

OWN, STUDIO, STAFF = "/api/conversations", "/api/studio/conversations", "/api/staff/conversations"
PHOTOGRAPHERS: dict[str, str] = {}
Clients = dict[str, httpx.Client]


@pytest.fixture(scope="module")
def people(shop: ServerProcess, shop_database_url: str) -> Iterator[Clients]:
    """Staff, two photographers and two clients."""
    roles = {"staff": None, "ann": "photographer", "bo": "photographer", "eva": "customer",
             "max": "customer"}  # fmt: skip
    opened = {}
    for name, role in roles.items():
        email = MANAGER if role is None else f"{name}-{uuid4().hex[:6]}@studio.example"
        if role is not None:
            add_person(shop_database_url, email, [role])
        opened[name] = httpx.Client(base_url=shop.url, timeout=PATIENCE)
        log_in(opened[name], email)
    made = []
    for name in ("ann", "bo"):
        user = expect(opened[name].get("/api/session"))["user"]["id"]
        made.append(
            Someone(
                kind="photographer",
                name=name.title(),
                zone="Europe/Berlin",
                rules=(WeeklyRule(EVERY_DAY, 540, 1080),),
                more={"user_id": UUID(user)},
            )
        )
    asyncio.run(move_in(shop_database_url, *made))
    PHOTOGRAPHERS.update({one.name.lower(): str(one.id) for one in made})
    yield opened
    for client in opened.values():
        client.close()


@pytest.fixture(scope="module")
def service(people: Clients) -> str:
    asked = {
        "name": "Portrait",
        "texts": {"ru": {"name": "Портрет", "about": ""}},
        "currency": "EUR",
        "lengths": {"minutes": [60]},
        "grid": {"step": 60},
        "price": {"rule": "hourly", "amount": 9_000},
        "needs": [{"role": "photographer", "kind": "photographer"}],
    }
    return str(expect(people["staff"].post("/api/staff/services", json=asked), 201)["id"])


def booked(client: httpx.Client, service: str, who: str, hour: int) -> dict[str, Any]:
    asked = {
        "serviceId": service,
        "start": f"{day_ahead(9)}T{hour:02}:00",
        "resources": [PHOTOGRAPHERS[who]],
    }
    key = {"Idempotency-Key": uuid4().hex}
    held: dict[str, Any] = expect(client.post("/api/bookings/hold", json=asked, headers=key))
    return held


def write(who: httpx.Client, path: str, text: str, **more: Any) -> dict[str, Any]:
    key = {"Idempotency-Key": uuid4().hex}
    answer = who.post(path, json={"text": text, **more}, headers=key)
    found: dict[str, Any] = expect(answer, 201)
    return found


def unread(who: httpx.Client, place: str) -> int:
    found: int = expect(who.get(place))["unread"]
    return found


def test_a_client_and_the_photographer_of_their_booking_write_to_each_other(
    people: Clients, service: str
) -> None:
    eva, ann, bo, staff = (people[name] for name in ("eva", "ann", "bo", "staff"))
    held = booked(eva, service, "ann", 10)
    asked = write(eva, OWN, "May the dog come?", orderId=held["orderId"])["conversation"]
    assert (unread(ann, STUDIO), unread(bo, STUDIO)) == (1, 0)
    (listed,) = expect(ann.get(STUDIO))["conversations"]
    assert (listed["id"], listed["unread"]) == (asked["id"], True)
    assert listed["customer"]["email"] is None
    # What was booked is called as each of them calls it.
    for who, place in ((ann, STUDIO), (eva, OWN)):
        by_language = [
            expect(who.get(place, params={"locale": one}))["conversations"][0]["about"]["visit"][
                "serviceName"
            ]
            for one in ("en", "ru")
        ]
        assert by_language == ["Portrait", "Портрет"]

    one = f"{STUDIO}/{asked['id']}"
    answered = write(ann, f"{one}/messages", "Of course.")
    assert [(it["side"], it["text"]) for it in answered["messages"]] == [
        ("customer", "May the dog come?"), ("photographer", "Of course."),
    ]  # fmt: skip
    assert unread(ann, STUDIO) == 0
    seen = expect(eva.get(f"{OWN}/{asked['id']}"))
    assert seen["conversation"]["unread"] and seen["messages"][0]["read"]
    assert seen["messages"][1]["name"] == "Ann", "as whom they booked her"
    # Staff read along, and answer in the shop's name.
    write(staff, f"{STAFF}/{asked['id']}/messages", "Bring its blanket.")
    sides = [it["side"] for it in expect(ann.get(one))["messages"]]
    assert sides == ["customer", "photographer", "shop"]
    write(eva, f"{OWN}/{asked['id']}/messages", "Thank you both.")
    assert unread(ann, STUDIO) == 1
    expect(ann.post(f"{one}/read", json={"number": 4}))
    assert (unread(ann, STUDIO), unread(staff, f"{STAFF}?whose=shop")) == (0, 0)
    expect(ann.post(f"{one}/close"))
    assert expect(eva.get(f"{OWN}/{asked['id']}"))["conversation"]["closedBy"] == "photographer"


def test_nobody_elses_photographer_reads_it_and_whoever_is_none_has_no_such_page(
    people: Clients, service: str
) -> None:
    eva, bo, other = people["eva"], people["bo"], people["max"]
    held = booked(eva, service, "ann", 12)
    asked = write(eva, OWN, "In private", orderId=held["orderId"])["conversation"]
    one = f"{STUDIO}/{asked['id']}"
    refusal(bo.get(one), 404, "conversation-not-found")
    refusal(bo.post(f"{one}/messages", json={"text": "Hello"}), 404, "conversation-not-found")
    refusal(bo.post(f"{one}/read", json={"number": 1}), 404, "conversation-not-found")
    refusal(bo.post(f"{one}/close"), 404, "conversation-not-found")
    assert other.get(STUDIO).status_code in (403, 404)
    with httpx.Client(base_url=str(eva.base_url)) as nobody:
        refusal(nobody.get(STUDIO), 401, "login-required")


def test_it_goes_with_the_booking_when_that_moves_to_somebody_else(
    people: Clients, service: str
) -> None:
    eva, ann, bo, staff = (people[name] for name in ("eva", "ann", "bo", "staff"))
    held = booked(eva, service, "ann", 14)
    asked = write(eva, OWN, "Shall I bring lights?", orderId=held["orderId"])["conversation"]
    moved = {"start": f"{day_ahead(9)}T15:00", "resources": [PHOTOGRAPHERS["bo"]]}
    expect(staff.post(f"/api/bookings/{held['bookingId']}/move", json=moved))
    assert expect(bo.get(f"{STUDIO}/{asked['id']}"))["messages"][0]["text"]
    refusal(ann.get(f"{STUDIO}/{asked['id']}"), 404, "conversation-not-found")


def test_pictures_are_seen_by_the_photographer_and_by_no_other(
    people: Clients, service: str
) -> None:
    eva, ann, bo = (people[name] for name in ("eva", "ann", "bo"))
    held = booked(eva, service, "ann", 16)
    sent = eva.post(
        "/api/message-photos", content=png(40, 40), headers={"Content-Type": "image/png"}
    )
    photo = expect(sent, 201)
    write(eva, OWN, "Like this", orderId=held["orderId"], photos=[photo["id"]])
    assert ann.get(photo["url"]).status_code == 200
    refusal(bo.get(photo["url"]), 404, "photo-not-found")


def test_a_photographer_writes_first_to_the_client_of_their_booking(
    people: Clients, service: str
) -> None:
    eva, ann, bo = (people[name] for name in ("eva", "ann", "bo"))
    order = booked(eva, service, "ann", 17)["orderId"]
    made = write(ann, STUDIO, "Bring two shirts.", orderId=order)
    assert [it["side"] for it in made["messages"]] == ["photographer"]
    one = made["conversation"]["id"]
    seen = expect(eva.get(f"{OWN}/{one}"))
    assert (seen["conversation"]["unread"], seen["messages"][0]["name"]) == (True, "Ann")
    said = {"text": "Hello", "orderId": order}
    refusal(bo.post(STUDIO, json=said), 404, "order-not-found")
    assert eva.post(STUDIO, json=said).status_code in (403, 404)
