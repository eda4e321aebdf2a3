"""The board: hours, bookings with their buffers, blocks, conflicts and what is left, beside each
other; by one clock."""

import asyncio
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import uuid4

import httpx
import pytest

from holdfast.booking.schedule import WeeklyRule
from tests.api.conftest import MANAGER
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.server import ServerProcess
from tests.support.studio import EVERY_DAY, Someone, day_ahead, move_in

PATH = "/api/staff/board"
BERLIN = "Europe/Berlin"


@pytest.fixture(scope="module")
def staff(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, MANAGER)
        yield opened


@pytest.fixture(scope="module")
def anna(shop: ServerProcess, shop_database_url: str) -> Someone:
    """Open from ten to six; half an hour after each session is hers."""
    rules = (WeeklyRule(EVERY_DAY, 600, 1080),)
    made = Someone(
        kind="photographer", name="Anna", zone=BERLIN, rules=rules, more={"buffer_after": 30}
    )
    seoul = Someone(kind="studio", name="Seoul", zone="Asia/Seoul")
    room = Someone(kind="room", name="Red room", zone=BERLIN)
    asyncio.run(move_in(shop_database_url, made, room, seoul))
    return made


def board(staff: httpx.Client, days: int, **more: Any) -> dict[str, Any]:
    span = {"from": str(day_ahead(days)), "to": str(day_ahead(days + 1))}
    return expect(staff.get(PATH, params=span | more))


def booked(staff: httpx.Client, hour: str, days: int) -> dict[str, Any]:
    service = {
        "name": "Portrait",
        "texts": {"ru": {"name": "Портрет"}},
        "currency": "EUR",
        "lengths": {"minutes": [60, 120]},
        "grid": {"step": 30},
        "price": {"rule": "hourly", "amount": 9_000},
        "needs": [{"role": "photographer", "kind": "photographer"}],
    }
    offered = expect(staff.post("/api/staff/services", json=service), 201)
    asked = {"serviceId": offered["id"], "start": f"{day_ahead(days)}T{hour}"}
    key = {"Idempotency-Key": uuid4().hex}
    made: dict[str, Any] = expect(staff.post("/api/bookings/hold", json=asked, headers=key))[
        "booking"
    ]
    return made


def clock(board: dict[str, Any], moment: str) -> str:
    """What the board's clock shows, found by the hours of its day."""
    (day,) = board["days"]
    begin = datetime.fromisoformat(day["start"])
    hour, rest = divmod((datetime.fromisoformat(moment) - begin).total_seconds(), 3600)
    return f"{day['hours'][int(hour)][:2]}:{int(rest // 60):02}"


def test_each_zones_clock_is_told_with_its_changes(staff: httpx.Client, anna: Someone) -> None:
    span = {"from": "2035-03-24", "to": "2035-03-27", "zone": "UTC"}
    seen = expect(staff.get(PATH, params=span))
    assert set(seen["clocks"]) == {"Europe/Berlin", "Asia/Seoul"}
    turns = {
        name: [(one["start"][:16], one["ahead"]) for one in some if one["start"] > "2035"]
        for name, some in seen["clocks"].items()
    }
    assert turns == {
        "Europe/Berlin": [("2035-03-24T00:00", 60), ("2035-03-25T01:00", 120)],
        "Asia/Seoul": [("2035-03-24T00:00", 540)],
    }
    # A block can be laid now as well, whatever days are looked at.
    now = datetime.fromisoformat(seen["serverTime"])
    for some in seen["clocks"].values():
        assert datetime.fromisoformat(some[0]["start"]) <= now


def test_a_day_shows_what_is_booked_what_is_blocked_and_what_is_left(
    staff: httpx.Client, anna: Someone
) -> None:
    made = booked(staff, "12:00", 5)
    shown = board(staff, 5)
    assert shown["zone"] == BERLIN
    assert [one["name"] for one in shown["resources"]] == ["Anna", "Red room", "Seoul"]
    (card,) = shown["bookings"]
    assert card["number"] == made["number"]
    assert (card["begins"][11:], card["ends"][11:]) == ("12:00", "13:00")
    assert (card["status"], card["canMove"], card["conflicts"]) == ("held", True, [])
    (taken,) = card["takes"]
    assert (taken["role"], clock(shown, taken["end"])) == ("photographer", "13:30")
    her = shown["resources"][0]
    hours = [(clock(shown, one["start"]), clock(shown, one["end"])) for one in her["open"]]
    assert hours == [("10:00", "18:00")]
    left = [(clock(shown, one["start"]), clock(shown, one["end"])) for one in her["gaps"]]
    assert left == [("10:00", "11:30"), ("13:30", "18:00")]
    fits = {shown["services"][place]["id"] for gap in her["gaps"] for place in gap["fits"]}
    assert made["serviceId"] in fits
    assert shown["resources"][1]["gaps"] == []  # nobody needs a room

    day = day_ahead(5)
    block = {"start": f"{day}T12:30", "end": f"{day}T14:00", "note": "Dentist"}
    at = f"/api/staff/resources/{anna.id}/blocks"
    laid = expect(staff.post(at, json=block), 201)["block"]
    shown = board(staff, 5, resources=str(anna.id))
    (card,), (found,) = shown["bookings"], shown["blocks"]
    assert [one["kind"] for one in card["conflicts"]] == ["block"]
    assert (found["id"], found["note"], found["begins"][11:]) == (laid["id"], "Dentist", "12:30")
    assert staff.delete(f"{at}/{laid['id']}").status_code == 204
    assert board(staff, 5)["bookings"][0]["conflicts"] == []

    # By another clock it is another hour, of what may be another day.
    in_seoul = board(staff, 5, zone="Asia/Seoul", kind="photographer")
    assert in_seoul["bookings"][0]["begins"][11:] in ("19:00", "20:00")
    # Whoever reads it sees their own days first, where something there goes by them.
    assert board(staff, 5, readerZone="Asia/Seoul")["zone"] == "Asia/Seoul"
    assert board(staff, 5, readerZone="Asia/Seoul", zone=BERLIN)["zone"] == BERLIN
    assert board(staff, 5, readerZone="Asia/Seoul", kind="photographer")["zone"] == BERLIN
    assert board(staff, 5, readerZone="Mars/Olympus")["zone"] == BERLIN
    assert expect(staff.get(PATH, params={"from": "2026-03-29", "to": "2026-03-30"}))["days"][0][
        "hours"
    ][:4] == ["00:00", "01:00", "03:00", "04:00"]


def test_what_was_cancelled_is_gone_and_what_is_asked_wrongly_is_refused(
    staff: httpx.Client, anna: Someone
) -> None:
    made = booked(staff, "14:00", 7)
    assert len(board(staff, 7)["bookings"]) == 1
    expect(staff.post(f"/api/bookings/{made['id']}/cancel", json={}))
    assert board(staff, 7)["bookings"] == []
    day = str(day_ahead(7))
    for wrong, field in (
        ({"from": day, "to": day}, "to"),
        ({"from": day, "to": str(day_ahead(60))}, "to"),
        ({"from": "x", "to": day}, "from"),
        ({"from": day, "to": str(day_ahead(8)), "resources": "x"}, "resources"),
        ({"from": day}, "to"),
    ):
        assert refusal(staff.get(PATH, params=wrong), 422, "invalid-request")["field"] == field
    wrong = {"from": day, "to": str(day_ahead(8)), "zone": "Mars/Olympus"}
    refusal(staff.get(PATH, params=wrong), 422, "unknown-zone")


def test_what_lasts_for_weeks_stands_on_the_board_to_its_last_day(staff: httpx.Client) -> None:
    terms = {"kind": "equipment", "name": "Van", "zone": "UTC", "cellMinutes": 1440}
    van = expect(staff.post("/api/staff/resources", json=terms), 201)["resource"]["id"]
    always = {"rules": [{"weekdays": list(EVERY_DAY), "start": "00:00", "end": "24:00"}]}
    at = f"/api/staff/resources/{van}/schedule"
    expect(staff.put(at, json=always, headers={"If-Match": '"0"'}))
    hire = {
        "name": "Van", "currency": "EUR", "lengths": {"minutes": [10_080]}, "grid": {"fixed": [0]},
        "price": {"amount": 50_000},
        "needs": [{"role": "van", "kind": "equipment", "resources": [van]}],
    }  # fmt: skip
    offered = expect(staff.post("/api/staff/services", json=hire), 201)["id"]
    asked = {"serviceId": offered, "start": f"{day_ahead(3)}T00:00:00Z"}
    key = {"Idempotency-Key": uuid4().hex}
    made = expect(staff.post("/api/bookings/hold", json=asked, headers=key))
    by_hand = {"reservationId": made["reservationId"], "provider": "manual"}
    expect(staff.post("/api/payments", json=by_hand))
    path = f"/api/staff/bookings/{made['bookingId']}"
    expect(staff.post(f"{path}/confirm"))
    longer = {"end": f"{day_ahead(17)}T00:00:00Z", "reason": "A longer trip"}
    expect(staff.post(f"{path}/change", json=longer))
    number = made["booking"]["number"]
    for days in (3, 16):
        shown = board(staff, days, resources=van)["bookings"]
        assert [one["number"] for one in shown] == [number]
    assert board(staff, 17, resources=van)["bookings"] == []
