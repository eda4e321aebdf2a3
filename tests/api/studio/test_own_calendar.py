"""A photographer's own time: seen, moved and stretched, and ruled; nobody else's."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from holdfast.booking.schedule import WeeklyRule
from tests.api.conftest import MANAGER
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import add_person, log_in
from tests.support.postgres import fetch
from tests.support.server import ServerProcess
from tests.support.studio import EVERY_DAY, Someone, day_ahead, move_in

BERLIN = "Europe/Berlin"
AT = "/api/studio"


@pytest.fixture(scope="module")
def visitors(shop: ServerProcess, shop_database_url: str) -> Iterator[dict[str, httpx.Client]]:
    """Staff, and two photographers, the first of whom is a resource."""
    people = {"staff": MANAGER, "ann": "ann@studio.example", "bo": "bo@studio.example"}
    for name in ("ann", "bo"):
        add_person(shop_database_url, people[name], ["photographer"])
    opened = {}
    for name, email in people.items():
        opened[name] = httpx.Client(base_url=shop.url, timeout=PATIENCE)
        log_in(opened[name], email)
    yield opened
    for client in opened.values():
        client.close()


@pytest.fixture(scope="module")
def ann(visitors: dict[str, httpx.Client], shop_database_url: str) -> Someone:
    user = expect(visitors["ann"].get("/api/session"))["user"]["id"]
    made = Someone(
        kind="photographer",
        name="Ann",
        zone=BERLIN,
        rules=(WeeklyRule(EVERY_DAY, 540, 1080),),
        more={"user_id": UUID(user), "level": "senior"},
    )
    other = Someone(kind="photographer", name="Other", zone=BERLIN)
    asyncio.run(move_in(shop_database_url, made, other))
    return made


@pytest.fixture(scope="module")
def service(visitors: dict[str, httpx.Client]) -> str:
    asked = {
        "name": "Portrait",
        "currency": "EUR",
        "lengths": {"minutes": [60, 120]},
        "grid": {"step": 30},
        "price": {"rule": "hourly", "amount": 9_000},
        "needs": [{"role": "photographer", "kind": "photographer"}],
    }
    return str(expect(visitors["staff"].post("/api/staff/services", json=asked), 201)["id"])


def booked(
    shop: ServerProcess, staff: httpx.Client, service: str, who: UUID, start: str
) -> dict[str, Any]:
    """A guest's, paid at the desk."""
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as client:
        asked = {"serviceId": service, "start": start, "resources": [str(who)]}
        key = {"Idempotency-Key": uuid4().hex}
        held = expect(client.post("/api/bookings/hold", json=asked, headers=key))
        by_hand = {"reservationId": held["reservationId"], "provider": "manual"}
        expect(client.post("/api/payments", json=by_hand))
    return expect(staff.post(f"/api/staff/bookings/{held['bookingId']}/confirm"))


def test_their_own_time_is_seen_moved_and_stretched_and_no_other(
    shop: ServerProcess, visitors: dict[str, httpx.Client], ann: Someone, service: str
) -> None:
    staff, mine = visitors["staff"], visitors["ann"]
    made = booked(shop, staff, service, ann.id, f"{day_ahead(5)}T10:00")
    span = {"from": str(day_ahead(5)), "to": str(day_ahead(6))}
    shown = expect(mine.get(f"{AT}/calendar", params=span))
    assert [one["name"] for one in shown["resources"]] == ["Ann"]
    assert [one["number"] for one in shown["bookings"]] == [made["number"]]

    move = f"{AT}/bookings/{made['id']}/move"
    moved = expect(mine.post(move, json={"start": f"{day_ahead(5)}T12:00"}))["booking"]
    assert moved["local"].startswith(f"{day_ahead(5)}T12:00")
    again = {"start": f"{day_ahead(5)}T12:00", "length": 120}
    key = {"Idempotency-Key": uuid4().hex}
    longer = expect(mine.post(move, json=again, headers=key))["booking"]
    assert (longer["price"], longer["dueNow"]) == (18_000, 9_000)
    assert expect(mine.post(move, json=again, headers=key))["booking"]["moves"] == longer["moves"]
    refused = refusal(mine.post(move, json={"start": f"{day_ahead(5)}T20:00"}), 409, "closed")
    assert refused["next"]
    # Whoever serves it stays: it is not theirs to hand on.
    handed = again | {"resources": "any"}
    refusal(mine.post(move, json=handed), 422, "unknown-field")

    # Somebody else's time, and somebody who is no resource: nothing is there.
    other = next(
        one for one in expect(staff.get("/api/staff/resources"))["resources"]
        if one["name"] == "Other"
    )  # fmt: skip
    theirs = booked(shop, staff, service, UUID(other["id"]), f"{day_ahead(5)}T10:00")
    at = f"{AT}/bookings/{theirs['id']}/move"
    refusal(mine.post(at, json={"start": f"{day_ahead(5)}T14:00"}), 404, "booking-not-found")
    refusal(visitors["bo"].post(move, json=again), 404, "booking-not-found")
    refusal(visitors["bo"].get(f"{AT}/calendar", params=span), 404, "resource-not-found")
    refusal(staff.get(f"{AT}/calendar", params=span), 404, "resource-not-found")
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as guest:
        refusal(guest.get(f"{AT}/calendar", params=span), 401, "login-required")
    # Their bookings are still not theirs as a client's are.
    refusal(mine.post(f"/api/bookings/{made['id']}/cancel", json={}), 404, "booking-not-found")


def test_they_say_their_own_rules_and_nothing_of_what_is_staffs(
    visitors: dict[str, httpx.Client], ann: Someone
) -> None:
    mine = visitors["ann"]
    answer = mine.get(f"{AT}/rules")
    before = expect(answer)["resource"]
    rules = {"bufferBefore": 0, "bufferAfter": 30, "leadMinutes": 60, "horizonDays": 90}
    over = {"If-Match": answer.headers["etag"]}
    saved = expect(mine.put(f"{AT}/rules", json=rules, headers=over))["resource"]
    assert saved == before | rules | {"revision": before["revision"] + 1}
    refusal(mine.put(f"{AT}/rules", json=rules, headers=over), 412, "resource-changed")
    refusal(mine.put(f"{AT}/rules", json=rules), 428, "version-missing")
    now = {"If-Match": f'"{saved["revision"]}"'}
    uneven = rules | {"bufferAfter": 7}
    refusal(mine.put(f"{AT}/rules", json=uneven, headers=now), 422, "resource-invalid")
    refusal(mine.put(f"{AT}/rules", json=rules | {"name": "X"}, headers=now), 422, "unknown-field")
    refusal(visitors["bo"].get(f"{AT}/rules"), 404, "resource-not-found")
    refusal(visitors["bo"].put(f"{AT}/rules", json=rules, headers=now), 404, "resource-not-found")


def test_they_say_who_came_and_read_what_is_due(
    shop: ServerProcess,
    visitors: dict[str, httpx.Client],
    ann: Someone,
    service: str,
    shop_database_url: str,
) -> None:
    staff, mine = visitors["staff"], visitors["ann"]
    day = day_ahead(8)
    one, other = (
        booked(shop, staff, service, ann.id, f"{day}T{hour}:00")["id"] for hour in (10, 14)
    )
    at = f"{AT}/bookings"
    expect(mine.post(f"{at}/{one}/move", json={"start": f"{day}T10:00", "length": 120}))
    refusal(mine.post(f"{at}/{other}/no-show"), 409, "not-begun")
    for client in (visitors["bo"], httpx.Client(base_url=shop.url)):
        assert client.post(f"{at}/{one}/start").status_code in (401, 404)
    span = {"from": str(day), "to": str(day + timedelta(days=1))}

    def told() -> dict[str, tuple[str, int]]:
        cards = expect(mine.get(f"{AT}/calendar", params=span))["bookings"]
        return {each["id"]: (each["status"], each["due"]) for each in cards}

    assert told() == {one: ("confirmed", 9_000), other: ("confirmed", 0)}
    for _ in range(2):  # said twice, it is said once
        assert mine.post(f"{at}/{one}/start").status_code == 204
    assert told()[one] == ("in_progress", 9_000)
    begun = "UPDATE bookings SET starts_at = now() - interval '1 minute' WHERE id = $1::uuid"
    asyncio.run(fetch(shop_database_url, begun, other))
    assert mine.post(f"{at}/{other}/no-show").status_code == 204
    refusal(mine.post(f"{at}/{other}/complete"), 409, "booking-ended")
    assert expect(staff.get(f"/api/staff/bookings/{other}"))["status"] == "no_show"


def test_services_are_theirs_by_skill_at_the_price_of_their_level(
    visitors: dict[str, httpx.Client], ann: Someone, service: str
) -> None:
    staff, mine, at = visitors["staff"], visitors["ann"], f"{AT}/services"
    wedding = {
        "name": "Wedding",
        "texts": {"ru": {"name": "Свадьба"}},
        "currency": "EUR",
        "lengths": {"least": 240, "most": 600, "step": 60},
        "price": {
            "rule": "hourly",
            "amount": 10_000,
            "levels": {"senior": 15_000},
            "uplifts": [{"weekdays": [6, 7], "percent": 50}],
        },
        "needs": [{"role": "photographer", "kind": "photographer", "tags": ["wedding"]}],
    }
    expect(staff.post("/api/staff/services", json=wedding), 201)
    resources = expect(staff.get("/api/staff/resources"))["resources"]
    other = next(one["id"] for one in resources if one["name"] == "Other")
    needs = [{"role": "photographer", "kind": "photographer", "resources": [other]}]
    of_other = wedding | {"name": "By somebody else", "texts": {}, "needs": needs}
    expect(staff.post("/api/staff/services", json=of_other), 201)

    def shown() -> dict[str, Any]:
        return expect(mine.get(at, params={"locale": "ru"}))

    def of(name: str) -> dict[str, Any]:
        (found,) = [one for one in shown()["services"] if one["name"] == name]
        return dict(found)

    before = shown()
    assert (before["level"], before["skills"], before["known"]) == ("senior", [], ["wedding"])
    assert of("Portrait")["serves"]
    assert of("Portrait")["prices"] == [
        {"minutes": 60, "price": 9_000}, {"minutes": 120, "price": 18_000},
    ]  # fmt: skip
    found = of("Свадьба")
    assert (found["serves"], found["lacks"], found["named"], found["uplifts"]) == (
        False, ["wedding"], False, True,
    )  # fmt: skip
    assert found["prices"] == [
        {"minutes": 240, "price": 60_000}, {"minutes": 600, "price": 150_000},
    ]  # fmt: skip

    named = of("By somebody else")
    assert (named["serves"], named["lacks"], named["named"]) == (False, [], True)

    # A skill is theirs to say; buffers and the rest stay as they are.
    answer = mine.get(f"{AT}/rules")
    now = expect(answer)["resource"]
    kept = {name: now[name] for name in ("bufferBefore", "bufferAfter", "leadMinutes")}
    asked = kept | {"horizonDays": now["horizonDays"], "tags": ["wedding"]}
    over = {"If-Match": answer.headers["etag"]}
    saved = mine.put(f"{AT}/rules", json=asked, headers=over)
    assert expect(saved)["resource"] == now | {"tags": ["wedding"], "revision": now["revision"] + 1}
    assert of("Свадьба")["serves"]
    again = {"If-Match": saved.headers["etag"]}
    many = asked | {"tags": [f"skill {number}" for number in range(51)]}
    refusal(mine.put(f"{AT}/rules", json=many, headers=again), 422, "invalid-request")
    expect(mine.put(f"{AT}/rules", json=asked | {"tags": []}, headers=again))
    for name in ("bo", "staff"):
        refusal(visitors[name].get(at), 404, "resource-not-found")


def test_income_is_right_after_moves_cancellations_and_refunds(
    shop: ServerProcess,
    visitors: dict[str, httpx.Client],
    ann: Someone,
    service: str,
    shop_database_url: str,
) -> None:
    staff, mine, day = visitors["staff"], visitors["ann"], day_ahead(19)
    at, span = f"{AT}/income", {"from": str(day), "to": str(day + timedelta(days=1))}

    def shown(by: str = "day") -> dict[str, Any]:
        income = expect(mine.get(at, params=span | {"by": by}))["income"]
        return income[0] if income else {}

    def sums() -> tuple[int, ...]:
        return tuple(shown()[name] for name in ("sessions", "earned", "due", "ahead"))

    assert shown() == {}
    made = [
        booked(shop, staff, service, ann.id, f"{day}T{clock}")
        for clock in ("09:00", "12:00", "13:30", "15:00", "16:30")
    ]
    one, two, three, four, five = made
    assert sums() == (5, 0, 0, 45_000)
    # Moves: what is added is paid at the studio, what is taken off goes back.
    move = f"{AT}/bookings/{one['id']}/move"
    expect(mine.post(move, json={"start": f"{day}T09:00", "length": 120}))
    assert sums() == (5, 0, 0, 54_000)
    expect(mine.post(move, json={"start": f"{day}T09:00", "length": 60}))
    assert sums() == (5, 0, 0, 45_000)
    expect(mine.post(move, json={"start": f"{day}T09:00", "length": 120}))
    # Cancelled: nothing of it is left by the studio's fault. A part that staff give back is gone.
    expect(staff.post(f"/api/bookings/{two['id']}/cancel", json={"cause": "studio"}))
    refund = {"amount": 1_000, "reason": "It rained"}
    expect(staff.post(f"/api/staff/orders/{three['orderId']}/refund", json=refund))
    assert sums() == (4, 0, 0, 18_000 + 8_000 + 9_000 + 9_000)
    # What took place is earned as far as it is paid; who did not come has paid.
    said = "UPDATE bookings SET status = $2, ended_at = now() WHERE id = $1::uuid"
    for done, status in ((one, "completed"), (three, "completed"), (four, "no_show")):
        asyncio.run(fetch(shop_database_url, said, done["id"], status))
    assert sums() == (3, 9_000 + 8_000 + 9_000, 9_000, 9_000)
    expect(staff.post(f"/api/staff/orders/{four['orderId']}/refund", json=refund))
    assert sums() == (3, 25_000, 9_000, 9_000)
    assert five["status"] == "confirmed"

    # The same by weeks and months, which are told whole; and for a spreadsheet.
    for by, begins in (
        ("day", day),
        ("week", day - timedelta(days=day.weekday())),
        ("month", day.replace(day=1)),
    ):
        assert (shown(by)["begins"], shown(by)["currency"]) == (str(begins), "EUR")
        assert shown(by)["earned"] >= 25_000
    sheet = mine.get(at, params=span | {"by": "day", "format": "csv"})
    assert sheet.headers["content-type"].startswith("text/csv")
    assert sheet.text.splitlines() == [
        "from,currency,sessions,earned,due,ahead", f"{day},EUR,3,250.00,90.00,90.00",
    ]  # fmt: skip
    assert expect(mine.get(at))["by"] == "week"

    # What cannot be asked, and who has none.
    for wrong in ({"from": "x"}, {"from": "2026-01-02", "to": "2026-01-01"}, {"by": "year"}):
        refusal(mine.get(at, params=wrong), 422, "invalid-request")
    refusal(mine.get(at, params={"from": "2026-01-01", "to": "2029-01-01"}), 422, "invalid-request")
    for name in ("bo", "staff"):
        refusal(visitors[name].get(at), 404, "resource-not-found")


def test_they_read_why_no_time_is_offered_with_them_and_nothing_of_others(
    shop: ServerProcess, visitors: dict[str, httpx.Client], ann: Someone, shop_database_url: str
) -> None:
    staff, mine = visitors["staff"], visitors["ann"]
    room = Someone(kind="studio", name="Loft of others", zone=BERLIN)
    asyncio.run(move_in(shop_database_url, room))
    needs = [
        {"role": "photographer", "kind": "photographer", "resources": [str(ann.id)]},
        {"role": "studio", "kind": "studio", "resources": [str(room.id)]},
    ]
    asked = {
        "name": "In the loft", "currency": "EUR", "lengths": {"minutes": [120]},
        "grid": {"step": 60}, "price": {"amount": 9_000}, "needs": needs,
    }  # fmt: skip
    made = expect(staff.post("/api/staff/services", json=asked), 201)["id"]
    day = day_ahead(9)
    for whose, note in ((ann, "Dentist"), (room, "A secret of the loft")):
        block = {"start": f"{day}T09:00", "end": f"{day}T18:00", "note": note}
        expect(staff.post(f"/api/staff/resources/{whose.id}/blocks", json=block), 201)

    about = {"service": made, "from": str(day), "to": str(day + timedelta(days=1))}
    (found,) = expect(mine.get(f"{AT}/slots/why", params=about))["days"]
    assert found["times"] == 0
    notes = {one["resource"]: (one["reason"], one["note"]) for one in found["reasons"]}
    assert notes["Ann"][0] == notes["Loft of others"][0] == "blocked"
    assert notes["Loft of others"][1] is None
    assert [(one["resource"], one["name"]) for one in found["taken"]] == [("Ann", "Dentist")]
    by_staff = expect(staff.get("/api/staff/slots/why", params=about))["days"][0]["taken"]
    assert {one["name"] for one in by_staff} == {"Dentist", "A secret of the loft"}

    refusal(mine.get("/api/staff/slots/why", params=about), 403, "forbidden")
    refusal(visitors["bo"].get(f"{AT}/slots/why", params=about), 404, "resource-not-found")
    unknown = about | {"service": str(uuid4())}
    refusal(mine.get(f"{AT}/slots/why", params=unknown), 404, "service-not-found")
