"""A studio with an account: its owner sees and rules what is in it and in its rooms, is asked for
its own time, and finds nothing of other studios."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from tests.api.conftest import MANAGER
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import add_person, log_in, token_for
from tests.support.server import ServerProcess, until
from tests.support.studio import EVERY_DAY, Someone, day_ahead, move_in

BERLIN = "Europe/Berlin"
AT, RESOURCES, ASKED = "/api/studio", "/api/staff/resources", "/api/staff/booking-requests"


@dataclass
class House:
    """A loft with rooms and a lamp, of ``lea``; a cellar of ``max``; and Ann, who works there.
    ``room`` is booked at once, ``asked`` on request; ``shoot`` takes Ann, a room and the lamp."""

    shop: ServerProcess
    who: dict[str, httpx.Client]
    users: dict[str, str]
    ids: dict[str, str]
    services: dict[str, str]

    def booked(self, service: str, days: int, clock: str, *takes: str) -> dict[str, Any]:
        """A guest's, paid at the desk unless somebody is asked first."""
        resources = [self.ids[one] for one in takes]
        start = f"{day_ahead(days)}T{clock}"
        asked = {"serviceId": self.services[service], "start": start, "resources": resources}
        with httpx.Client(base_url=self.shop.url, timeout=PATIENCE) as guest:
            headers = {"Idempotency-Key": uuid4().hex}
            held = expect(guest.post("/api/bookings/hold", json=asked, headers=headers))
            booking: dict[str, Any] = held["booking"]
            if booking["onRequest"]:
                return booking
            by_hand = {"reservationId": held["reservationId"], "provider": "manual"}
            expect(guest.post("/api/payments", json=by_hand))
        done = self.who["staff"].post(f"/api/staff/bookings/{booking['id']}/confirm")
        return dict(expect(done))

    def calendar(self, whose: str, days: int) -> dict[str, Any]:
        span = {"from": str(day_ahead(days)), "to": str(day_ahead(days + 1))}
        return dict(expect(self.who[whose].get(f"{AT}/calendar", params=span)))


@pytest.fixture(scope="module")
def house(shop: ServerProcess, module_database_url: str) -> Iterator[House]:
    who, users = {}, {}
    for name in ("lea", "max", "ann"):
        email = f"{name}@house.example"
        add_person(module_database_url, email, ["photographer"])
        bearer = {"Authorization": f"Bearer {token_for(module_database_url, email)}"}
        who[name] = httpx.Client(base_url=shop.url, timeout=PATIENCE, headers=bearer)
        users[name] = expect(who[name].get("/api/session"))["user"]["id"]
    who["staff"] = httpx.Client(base_url=shop.url, timeout=PATIENCE)
    log_in(who["staff"], MANAGER)

    def someone(kind: Any, name: str, **more: Any) -> Someone:
        return Someone(kind=kind, name=name, zone=BERLIN, more=more)

    loft = someone("studio", "Loft", user_id=UUID(users["lea"]))
    cellar = someone("studio", "Cellar", user_id=UUID(users["max"]))
    there = {
        "loft": loft,
        "cellar": cellar,
        "white": someone("room", "White", studio_id=loft.id),
        "black": someone("room", "Black", studio_id=loft.id, request_hours=12),
        "lamp": someone("equipment", "Lamp", studio_id=loft.id),
        "vault": someone("room", "Vault", studio_id=cellar.id),
        "ann": someone("photographer", "Ann", user_id=UUID(users["ann"])),
    }
    asyncio.run(move_in(module_database_url, *there.values()))
    ids = {name: str(one.id) for name, one in there.items()}
    zinc = {"kind": "room", "name": "Zinc", "zone": BERLIN, "studioId": ids["loft"]}
    ids["zinc"] = expect(who["staff"].post(RESOURCES, json=zinc), 201)["resource"]["id"]
    yield House(shop, who, users, ids, _services(who["staff"], ids))
    for client in who.values():
        client.close()


def _services(staff: httpx.Client, ids: dict[str, str]) -> dict[str, str]:
    def need(role: str, kind: str, *some: str) -> dict[str, Any]:
        return {"role": role, "kind": kind, "resources": [ids[one] for one in some]}

    room = need("room", "room", "white", "black", "vault")
    needs = {
        "room": [room],
        "loft": [need("studio", "studio", "loft")],
        "shoot": [need("who", "photographer", "ann"), room, need("lamp", "equipment", "lamp")],
        "asked": [need("who", "photographer", "ann"), need("room", "room", "white")],
    }
    made = {}
    for name, wanted in needs.items():
        asked = {
            "name": name.title(),
            "currency": "EUR",
            "lengths": {"minutes": [60]},
            "grid": {"step": 30},
            "price": {"amount": 9_000},
            "needs": wanted,
            "requestHours": 24 if name == "asked" else None,
        }
        made[name] = str(expect(staff.post("/api/staff/services", json=asked), 201)["id"])
    return made


def test_staff_name_the_account_of_a_studio_and_one_account_has_one(house: House) -> None:
    staff = house.who["staff"]

    def faults(kind: str, user: str) -> list[tuple[str, str]]:
        asked = {"kind": kind, "name": "New", "zone": BERLIN, "userId": user}
        refused = refusal(staff.post(RESOURCES, json=asked), 422, "resource-invalid")
        return [(one["field"], one["code"]) for one in refused["errors"]]

    client = expect(staff.get("/api/session"))["user"]["id"]
    assert faults("studio", house.users["ann"]) == [("userId", "taken")]
    assert faults("photographer", house.users["lea"]) == [("userId", "taken")]
    assert faults("studio", client) == [("userId", "invalid")], "without the role"
    assert faults("room", house.users["lea"]) == [("userId", "invalid")]
    found = expect(staff.get(f"{RESOURCES}/{house.ids['loft']}"))["resource"]
    assert found["userId"] == house.users["lea"]
    names = [one["name"] for one in expect(house.who["lea"].get(RESOURCES))["resources"]]
    assert names == ["Loft", "Black", "White", "Zinc", "Lamp"]


def test_what_is_in_the_studio_and_its_rooms_is_seen_and_moved_and_no_others(house: House) -> None:
    staff, lea = house.who["staff"], house.who["lea"]
    in_room = house.booked("room", 5, "10:00", "white")
    whole = house.booked("loft", 5, "12:00", "loft")
    shoot = house.booked("shoot", 5, "14:00", "ann", "white", "lamp")
    elsewhere = house.booked("room", 5, "10:00", "vault")
    span = {"start": f"{day_ahead(5)}T14:00", "end": f"{day_ahead(5)}T15:00", "note": "Dentist"}
    expect(staff.post(f"{RESOURCES}/{house.ids['ann']}/blocks", json=span), 201)

    shown = house.calendar("lea", 5)
    assert [one["name"] for one in shown["resources"]] == ["Loft", "Black", "White", "Zinc", "Lamp"]
    made = [in_room, whole, shoot]
    assert [one["number"] for one in shown["bookings"]] == [one["number"] for one in made]
    assert "Dentist" not in str(shown), "what others' blocks note stays theirs"
    (ours,) = house.calendar("max", 5)["bookings"]
    assert ours["number"] == elsewhere["number"]
    (hers,) = house.calendar("ann", 5)["bookings"]
    assert (hers["number"], hers["conflicts"][0]["note"]) == (shoot["number"], "Dentist")

    # What a client writes is between them, their photographer and the shop.
    assert expect(lea.get(f"{AT}/conversations"))["conversations"] == []
    words = {"orderId": in_room["orderId"], "text": "Mind the paint"}
    refusal(lea.post(f"{AT}/conversations", json=words), 404, "order-not-found")

    later = {"start": f"{day_ahead(5)}T16:00"}
    moved = expect(lea.post(f"{AT}/bookings/{in_room['id']}/move", json=later))["booking"]
    assert moved["local"].startswith(f"{day_ahead(5)}T16:00")
    for name, one in (("lea", elsewhere), ("max", in_room), ("ann", in_room)):
        at = f"{AT}/bookings/{one['id']}/move"
        refusal(house.who[name].post(at, json=later), 404, "booking-not-found")
        refusal(house.who[name].get(f"/api/bookings/{one['id']}"), 404, "booking-not-found")


def test_a_day_is_closed_and_hours_are_set_by_whose_studio_it_is(house: House) -> None:
    lea, day, ids = house.who["lea"], day_ahead(8), house.ids

    def offered() -> int:
        about = {"service": house.services["room"], "resources": ids["white"]}
        span = {"from": f"{day}T00:00", "to": f"{day + timedelta(days=1)}T00:00"}
        return len(expect(lea.get("/api/slots", params=about | span))["times"])

    assert offered() > 0
    whole_day = {"start": f"{day}T00:00", "end": f"{day + timedelta(days=1)}T00:00"}
    blocks = f"{RESOURCES}/{ids['loft']}/blocks"
    laid = expect(lea.post(blocks, json=whole_day | {"note": "Painting"}), 201)["block"]["id"]
    assert offered() == 0, "a closed studio closes its rooms"
    assert lea.delete(f"{blocks}/{laid}").status_code == 204
    assert offered() > 0
    # A room's own hours are theirs as well.
    path = f"{RESOURCES}/{ids['zinc']}"
    rule = {"weekdays": list(EVERY_DAY), "start": "09:00", "end": "12:00"}
    over = {"If-Match": f'"{expect(lea.get(f"{path}/schedule"))["version"]}"'}
    expect(lea.put(f"{path}/schedule", json={"rules": [rule]}, headers=over))
    shown = expect(lea.get(f"{path}/days", params={"from": str(day), "days": 1}))["days"]
    assert [(one["begins"], one["ends"]) for one in shown[0]["spans"]] == [("09:00", "12:00")]
    # Buffers, notice, horizon and features of the studio; the rest is staff's.
    answer = lea.get(f"{AT}/rules")
    before = expect(answer)["resource"]
    rules = {"bufferBefore": 0, "bufferAfter": 0, "leadMinutes": 0, "horizonDays": 50}
    asked = rules | {"tags": ["daylight"]}
    saved = lea.put(f"{AT}/rules", json=asked, headers={"If-Match": answer.headers["etag"]})
    now = {"revision": before["revision"] + 1}
    assert expect(saved)["resource"] == before | asked | now
    refusal(lea.put(f"{RESOURCES}/{ids['loft']}", json={}), 403, "forbidden")


def test_nothing_of_another_studio_is_found(house: House) -> None:
    """Nor of who works in one's own."""
    span = {"start": f"{day_ahead(9)}T10:00", "end": f"{day_ahead(9)}T11:00"}
    one = {"from": str(day_ahead(9)), "days": "1"}
    money = {"currency": "EUR"}
    for name, theirs in (("max", "loft"), ("max", "white"), ("lea", "vault"), ("lea", "ann")):
        who, at = house.who[name], f"{RESOURCES}/{house.ids[theirs]}"
        for path, query in (
            ("", {}), ("/schedule", {}), ("/days", one), ("/blocks", {}), ("/calendars", {}),
            ("/money", {}), ("/statement", money), ("/payouts", {}), ("/portfolio", {}),
        ):  # fmt: skip
            refusal(who.get(f"{at}{path}", params=query), 404, "resource-not-found")
        refusal(who.post(f"{at}/blocks", json=span), 404, "resource-not-found")
        over = {"If-Match": '"1"'}
        path = f"{at}/schedule"
        refusal(who.put(path, json={"rules": []}, headers=over), 404, "resource-not-found")
        link = {"name": "Mine", "resourceId": house.ids[theirs]}
        refusal(who.post("/api/calendar-links", json=link), 404, "resource-not-found")
    for path in ("/api/staff/bookings", "/api/staff/board", "/api/staff/clients"):
        refusal(house.who["lea"].get(path), 403, "forbidden")


def test_a_link_reads_a_room_as_long_as_its_studio_is_theirs(house: House) -> None:
    lea, staff = house.who["lea"], house.who["staff"]
    booked = house.booked("room", 10, "10:00", "white")
    link = {"name": "Office", "resourceId": house.ids["white"]}
    address = expect(lea.post("/api/calendar-links", json=link), 201)["address"]
    with httpx.Client(base_url=house.shop.url, timeout=PATIENCE) as program:
        assert booked["number"] in program.get(address).text
        _give(staff, house.ids["loft"], None)
        try:
            assert program.get(address).status_code == 404
            refusal(lea.get(f"{AT}/rules"), 404, "resource-not-found")
        finally:
            _give(staff, house.ids["loft"], house.users["lea"])
        assert booked["number"] in program.get(address).text


def _give(staff: httpx.Client, studio: str, user: str | None) -> None:
    answer = staff.get(f"{RESOURCES}/{studio}")
    found = expect(answer)["resource"]
    kept = {name: found[name] for name in ("kind", "name", "zone", "tags", "horizonDays")}
    over = {"If-Match": answer.headers["etag"]}
    expect(staff.put(f"{RESOURCES}/{studio}", json=kept | {"userId": user}, headers=over))


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


def test_services_are_those_of_its_kind_with_the_times_of_its_rooms(house: House) -> None:
    lea = house.who["lea"]
    found = expect(lea.get(f"{AT}/services"))["services"]
    serves = {one["name"]: one["serves"] for one in found}
    assert serves.items() >= {"Room": True, "Loft": True, "Shoot": True, "Asked": True}.items()
    of_max = expect(house.who["max"].get(f"{AT}/services"))["services"]
    serves = {one["name"]: one["serves"] for one in of_max}
    assert serves.items() >= {"Room": True, "Loft": False, "Shoot": True, "Asked": False}.items()
    about = {"service": house.services["room"], "from": str(day_ahead(15))}
    about["to"] = str(day_ahead(16))
    (day,) = expect(lea.get(f"{AT}/slots/why", params=about))["days"]
    assert day["times"] > 0


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
    house: House, module_database_url: str
) -> None:
    lea, email = house.who["lea"], "rude@house.example"
    add_person(module_database_url, email, ["customer"])
    bearer = {"Authorization": f"Bearer {token_for(module_database_url, email)}"}
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
