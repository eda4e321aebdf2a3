"""A studio with an account: its owner sees and rules what is in it and in its rooms, and finds
nothing of other studios."""

from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest

from tests.api.studio.house import AT, BERLIN, RESOURCES, House, opened_house
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.server import ServerProcess
from tests.support.studio import EVERY_DAY, day_ahead


@pytest.fixture(scope="module")
def house(shop: ServerProcess, shop_database_url: str) -> Iterator[House]:
    with opened_house(shop, shop_database_url) as opened:
        yield opened


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
