"""Why no time is offered, as a photographer reads it who works beside studios of other zones: by
their own clock, in their own language, and each room by the studio it is in; and which
of their bookings are at odds with their time."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from tests.api.conftest import MANAGER
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import add_person, log_in
from tests.support.server import ServerProcess
from tests.support.studio import Someone, day_ahead, move_in

BERLIN, SEOUL = "Europe/Berlin", "Asia/Seoul"
VERA = "vera@why.example"
FAR = Someone(kind="studio", name="A far studio", zone=SEOUL)
NEAR = Someone(
    kind="studio",
    name="Near studio",
    zone=BERLIN,
    more={"texts": '{"ru": {"name": "Ближняя", "about": ""}}'},
)
HALLS = [
    Someone(kind="room", name="Hall", zone=one.zone, more={"studio_id": one.id})
    for one in (FAR, NEAR)
]
NAMED = {"level": "senior", "texts": '{"ru": {"name": "Вера", "about": ""}}'}


@pytest.fixture(scope="module")
def asking(
    shop: ServerProcess, shop_database_url: str
) -> Iterator[tuple[httpx.Client, httpx.Client, Someone]]:
    """Staff, and Vera, with her resource."""
    add_person(shop_database_url, VERA, ["photographer"])
    staff, mine = (httpx.Client(base_url=shop.url, timeout=PATIENCE) for _ in range(2))
    with staff, mine:
        log_in(staff, MANAGER)
        log_in(mine, VERA)
        user = UUID(expect(mine.get("/api/session"))["user"]["id"])
        vera = Someone(
            kind="photographer", name="Vera", zone=BERLIN, more=NAMED | {"user_id": user}
        )
        asyncio.run(move_in(shop_database_url, FAR, NEAR, *HALLS, vera))
        yield staff, mine, vera


def asked_of(vera: Someone) -> dict[str, Any]:
    return {
        "name": "Portrait",
        "texts": {"ru": {"name": "Портрет", "about": ""}},
        "currency": "EUR",
        "lengths": {"minutes": [60]},
        "grid": {"step": 60},
        "price": {"amount": 9_000},
        "needs": [
            {"role": "photographer", "kind": "photographer", "resources": [str(vera.id)]},
            {"role": "room", "kind": "room", "resources": [str(one.id) for one in HALLS]},
        ],
    }


def portrait(staff: httpx.Client, vera: Someone) -> str:
    made: str = expect(staff.post("/api/staff/services", json=asked_of(vera)), 201)["id"]
    return made


def test_it_is_told_by_their_own_clock_and_in_their_language(
    asking: tuple[httpx.Client, httpx.Client, Someone], client: httpx.Client
) -> None:
    staff, mine, vera = asking
    service = portrait(staff, vera)
    day = day_ahead(4)
    start = {"serviceId": service, "start": f"{day}T10:00"}
    named = start | {"resources": [str(vera.id), str(HALLS[1].id)]}
    key = {"Idempotency-Key": uuid4().hex}
    expect(client.post("/api/bookings/hold", json=named, headers=key))
    about = {"service": service, "from": str(day), "to": str(day + timedelta(days=1))}

    def told(asker: httpx.Client, path: str, **more: str) -> dict[str, Any]:
        found: dict[str, Any] = expect(asker.get(path, params=about | more))
        return found

    for found in (
        told(mine, "/api/studio/slots/why", locale="ru"),
        told(staff, "/api/staff/slots/why", locale="ru", resources=str(vera.id)),
    ):
        assert found["zone"] == BERLIN
        hers = [one for one in found["days"][0]["taken"] if one["resourceId"] == str(vera.id)]
        assert [(one["begins"], one["resource"], one["name"], one["place"]) for one in hers] == [
            (f"{day}T10:00", "Вера", "Портрет", "Ближняя")
        ]
    # Nobody is named: the clock is that of a place.
    assert told(staff, "/api/staff/slots/why")["zone"] == SEOUL


def test_rooms_of_the_same_name_say_in_which_studio_they_are(
    asking: tuple[httpx.Client, httpx.Client, Someone],
) -> None:
    staff, mine, vera = asking
    service = portrait(staff, vera)
    day = day_ahead(8)
    block = {"start": f"{day}T00:00", "end": f"{day + timedelta(days=1)}T00:00", "note": "Away"}
    expect(staff.post(f"/api/staff/resources/{vera.id}/blocks", json=block), 201)
    about = {"service": service, "from": str(day), "to": str(day + timedelta(days=1))}
    (found,) = expect(mine.get("/api/studio/slots/why", params=about))["days"]
    assert {one["resource"]: one["reason"] for one in found["reasons"]} == {
        "Vera": "blocked",
        "Hall, A far studio": "free",
        "Hall, Near studio": "free",
    }


def test_who_is_not_to_be_had_is_named_in_the_readers_language(
    asking: tuple[httpx.Client, httpx.Client, Someone],
) -> None:
    staff, mine, vera = asking
    asked = {
        "serviceId": portrait(staff, vera),
        "start": f"{day_ahead(5)}T21:00",
        "newClient": {"name": "Nadia", "phone": "+49 30 555 0142"},
        "later": True,
    }
    said = {}
    for language in ("en", "ru"):
        headers = {"Idempotency-Key": uuid4().hex, "Accept-Language": language}
        answer = mine.post("/api/studio/bookings/hold", json=asked, headers=headers)
        said[language] = answer.json()["detail"]
    assert "Vera" in said["en"]
    assert "Вера" in said["ru"]


def test_they_read_which_bookings_are_at_odds_with_their_time_on_whatever_day(
    asking: tuple[httpx.Client, httpx.Client, Someone], client: httpx.Client
) -> None:
    staff, mine, vera = asking
    at, day = "/api/studio/conflicts", day_ahead(40)
    mine.headers["Accept-Language"] = "ru"
    before = expect(mine.get(at))["conflicts"]
    named = [str(vera.id), str(HALLS[1].id)]
    hold = {"serviceId": portrait(staff, vera), "start": f"{day}T10:00", "resources": named}
    key = {"Idempotency-Key": uuid4().hex}
    held = expect(client.post("/api/bookings/hold", json=hold, headers=key))
    assert expect(mine.get(at))["conflicts"] == before
    lies = {"start": f"{day}T09:00", "end": f"{day}T12:00", "note": "Dentist"}
    expect(staff.post(f"/api/staff/resources/{vera.id}/blocks", json=lies), 201)
    found = expect(mine.get(at))["conflicts"][-1]
    assert (found["bookingId"], found["kind"]) == (held["bookingId"], "block")
    assert (found["wall"][:16], found["resource"]) == (f"{day}T10:00", "Вера")
    assert found["note"] == "Dentist"
    refusal(staff.get(at), 404, "resource-not-found")
    refusal(client.get(at), 401, "login-required")


def test_who_would_serve_a_service_is_called_in_the_language_of_who_makes_it(
    asking: tuple[httpx.Client, httpx.Client, Someone],
) -> None:
    staff, _, vera = asking
    there = {"locale": "ru"}
    seen = expect(staff.post("/api/staff/services/preview", json=asked_of(vera), params=there))
    assert seen["resources"][str(vera.id)]["name"] == "Вера"
