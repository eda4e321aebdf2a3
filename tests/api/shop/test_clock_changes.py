"""The nights in which clocks change, forwards and back: which times are offered, how long a session
over the change is, and what its calendar entry says."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import uuid4
from zoneinfo import ZoneInfo

import httpx
import icalendar
import pytest

from tests.api.conftest import MANAGER
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.server import ServerProcess
from tests.support.studio import EVERY_DAY

AHEAD: Final = 400  # days: each zone changes its clocks twice within them
NIGHT, EVENING = ("00:00", "06:00"), ("18:00", "24:00")

# By hand: what opens, and at which hours of it a session of an hour may begin, by the clock of the
# place; and the hour at which one of two hours begins that lasts over the change, and when the
# clock says that it is over. Lord Howe changes by half an hour, Santiago at midnight.
FORWARDS: Final = {
    "Europe/Berlin": (NIGHT, (0, 1, 3, 4, 5), "01:00", "04:00"),
    "America/New_York": (NIGHT, (0, 1, 3, 4, 5), "01:00", "04:00"),
    "Australia/Lord_Howe": (NIGHT, (0, 1, 3, 4, 5), "01:00", "03:30"),
    "America/Santiago": (NIGHT, (1, 2, 3, 4, 5), "01:00", "03:00"),
}
BACK: Final = {
    "Europe/Berlin": (NIGHT, (0, 1, 2, 2, 3, 4, 5), "01:00", "02:00"),
    "America/New_York": (NIGHT, (0, 1, 1, 2, 3, 4, 5), "00:00", "01:00"),
    "Australia/Lord_Howe": (NIGHT, (0, 1, 2, 3, 4, 5), "01:00", "02:30"),
    "America/Santiago": (EVENING, (18, 19, 20, 21, 22, 23, 23), "22:00", "23:00"),
}


@pytest.fixture(scope="module")
def staff(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, MANAGER)
        yield opened


def next_change(name: str, *, forwards: bool) -> date:
    """The local day on which the clock next changes that way."""
    clock = ZoneInfo(name)
    at = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=3)
    for _ in range(AHEAD * 48):
        later = at + timedelta(minutes=30)
        before, after = at.astimezone(clock).utcoffset(), later.astimezone(clock).utcoffset()
        assert before is not None
        assert after is not None
        if before != after and (after > before) == forwards:
            return (later if forwards else at).astimezone(clock).date()
        at = later
    raise AssertionError(f"the clock of {name} stays as it is")


def opened(
    staff: httpx.Client, zone: str, hours: tuple[str, str], cell: int = 15, **more: Any
) -> str:
    """A service of one who is open then every day."""
    asked = {"kind": "photographer", "name": f"Owl of {zone}", "zone": zone, "horizonDays": AHEAD}
    asked["cellMinutes"] = cell
    made = expect(staff.post("/api/staff/resources", json=asked), 201)["resource"]["id"]
    rule = {"weekdays": list(EVERY_DAY), "start": hours[0], "end": hours[1]}
    path = f"/api/staff/resources/{made}/schedule"
    expect(staff.put(path, json={"rules": [rule]}, headers={"If-Match": '"0"'}))
    service = {
        "name": "By night",
        "currency": "EUR",
        "lengths": {"minutes": [60, 120]},
        "grid": {"step": 60},
        "price": {"amount": 100},
        "needs": [{"role": "owl", "kind": "photographer", "resources": [made]}],
    } | more
    return str(expect(staff.post("/api/staff/services", json=service), 201)["id"])


@pytest.mark.parametrize("zone", FORWARDS)
@pytest.mark.parametrize("forwards", [True, False], ids=["forwards", "back"])
def test_the_night_of_the_change(
    staff: httpx.Client, client: httpx.Client, zone: str, forwards: bool
) -> None:
    hours, wanted, begins, ends = (FORWARDS if forwards else BACK)[zone]
    service, day = opened(staff, zone, hours), next_change(zone, forwards=forwards)
    span = {"from": f"{day}T00:00", "to": f"{day + timedelta(days=1)}T00:00"}
    times = expect(client.get("/api/slots", params={"service": service, **span}))["times"]
    assert [int(one["local"][11:13]) for one in times] == list(wanted)
    assert {one["local"][14:16] for one in times} == {"00"}

    first = next(one for one in times if one["local"][11:16] == begins)
    asked = {"serviceId": service, "start": first["start"], "length": 120}
    key = {"Idempotency-Key": uuid4().hex}
    booking = expect(client.post("/api/bookings/hold", json=asked, headers=key))["booking"]
    start, end = (datetime.fromisoformat(booking[name]) for name in ("start", "end"))
    assert end - start == timedelta(hours=2)  # however far the clock went
    assert f"{end.astimezone(ZoneInfo(zone)):%H:%M}" == ends
    entry = calendar_entry(client, booking["id"])
    assert (entry["dtstart"], entry["dtend"]) == (start, end)


@pytest.mark.parametrize("zone", FORWARDS)
def test_a_time_that_the_clock_skips_is_sold_to_nobody(
    staff: httpx.Client, client: httpx.Client, zone: str
) -> None:
    """Nor moved to, nor taken for the first of a series; asked for as a span's begin it is the
    moment of the skip."""
    hours, wanted, _, _ = FORWARDS[zone]
    service, day = opened(staff, zone, hours, grid={"step": 15}), next_change(zone, forwards=True)
    skipped = "00:15" if wanted[0] == 1 else "02:15"
    asked = {"serviceId": service, "start": f"{day}T{skipped}", "length": 60}
    key = {"Idempotency-Key": uuid4().hex}
    told = refusal(
        client.post("/api/bookings/hold", json=asked, headers=key), 422, "invalid-request"
    )
    assert told["field"] == "start"
    weekly = asked | {"rule": {"unit": "week", "count": 2}}
    refusal(client.post("/api/series/check", json=weekly), 422, "invalid-request")
    there = asked | {"start": f"{day - timedelta(days=1)}T01:00"}
    key = {"Idempotency-Key": uuid4().hex}
    booking = expect(client.post("/api/bookings/hold", json=there, headers=key))["booking"]
    to = {"start": asked["start"]}
    refusal(client.post(f"/api/bookings/{booking['id']}/move", json=to), 422, "invalid-request")

    span = {"from": f"{day}T{skipped}", "to": f"{day}T04:00", "length": "60"}
    times = expect(client.get("/api/slots", params={"service": service, **span}))["times"]
    shown = [one["local"][11:16] for one in times]
    assert len(shown) == len(set(shown))
    assert min(shown) == ("01:00" if wanted[0] == 1 else shown[0]) > skipped


@pytest.mark.parametrize(
    ("forwards", "inside"), [(True, 60), (False, 180)], ids=["forwards", "back"]
)
def test_what_the_night_costs_more_is_for_its_true_minutes(
    staff: httpx.Client, client: httpx.Client, forwards: bool, inside: int
) -> None:
    """Three hours from one, of which those before three cost twice as much: also beside the same
    hour of the Sunday before, and as it is booked."""
    day = next_change("Europe/Berlin", forwards=forwards)
    night = {"weekdays": [7], "start": 0, "end": 180, "percent": 100}
    service = opened(
        staff,
        "Europe/Berlin",
        NIGHT,
        lengths={"minutes": [180]},
        price={"amount": 3_000, "uplifts": [night]},
    )
    span = {"from": f"{day - timedelta(days=7)}T00:00", "to": f"{day + timedelta(days=1)}T00:00"}
    times = expect(client.get("/api/slots", params={"service": service, **span}))["times"]
    at_one = {one["local"][:10]: one for one in times if one["local"][11:16] == "01:00"}
    assert at_one[f"{day - timedelta(days=7)}"]["price"] == 5_000
    assert at_one[f"{day}"]["price"] == 3_000 + 3_000 * inside // 180
    asked = {"serviceId": service, "start": at_one[f"{day}"]["start"]}
    key = {"Idempotency-Key": uuid4().hex}
    booking = expect(client.post("/api/bookings/hold", json=asked, headers=key))["booking"]
    assert booking["price"] == at_one[f"{day}"]["price"]


@pytest.mark.parametrize("forwards", [True, False], ids=["forwards", "back"])
def test_a_weeks_hire_over_the_change_is_shown_as_it_is_booked(
    staff: httpx.Client, client: httpx.Client, forwards: bool
) -> None:
    """Let by the day, it is seven days of its clock, whatever is let before and after."""
    first = next_change("Europe/Berlin", forwards=forwards) - timedelta(days=3)
    night = {"weekdays": [6, 7], "start": 0, "end": 1440, "percent": 100}
    service = opened(
        staff,
        "Europe/Berlin",
        ("00:00", "24:00"),
        cell=1440,
        lengths={"minutes": [1440, 10_080]},
        grid={"fixed": [0]},
        price={"rule": "hourly", "amount": 100, "uplifts": [night]},
    )

    def hire(day: date, length: int) -> dict[str, Any]:
        asked = {"serviceId": service, "start": f"{day}T00:00", "length": length}
        key = {"Idempotency-Key": uuid4().hex}
        found = expect(client.post("/api/bookings/hold", json=asked, headers=key))["booking"]
        return dict(found)

    hire(first - timedelta(days=1), 1440)
    hire(first + timedelta(days=7), 1440)
    span = {"from": f"{first}T00:00", "to": f"{first}T12:00"}
    week: dict[str, str | int] = {"service": service, "length": 10_080, **span}
    (time,) = expect(client.get("/api/slots", params=week))["times"]
    booking = hire(first, 10_080)
    assert (time["start"], time["end"]) == (booking["start"], booking["end"])
    assert time["price"] == booking["price"] == 100 * 24 * (7 + 2)
    end = datetime.fromisoformat(booking["end"]).astimezone(ZoneInfo("Europe/Berlin"))
    assert f"{end:%Y-%m-%d %H:%M}" == f"{first + timedelta(days=7)} 00:00"
    # It is a week wherever it is moved to.
    to = {"start": f"{first + timedelta(days=14)}T00:00"}
    moved = expect(client.post(f"/api/bookings/{booking['id']}/move", json=to))["booking"]
    lasts = datetime.fromisoformat(moved["end"]) - datetime.fromisoformat(moved["start"])
    assert lasts == timedelta(days=7)


def test_an_hour_that_comes_twice_is_told_apart_where_staff_read_it(
    staff: httpx.Client, client: httpx.Client
) -> None:
    service, day = (
        opened(staff, "Europe/Berlin", NIGHT),
        next_change("Europe/Berlin", forwards=False),
    )
    span = {"from": f"{day}T00:00", "to": f"{day + timedelta(days=1)}T00:00"}
    times = expect(client.get("/api/slots", params={"service": service, **span}))["times"]
    twice = [one for one in times if one["local"][11:16] == "02:00"]
    booked = []
    for one in twice:
        asked = {"serviceId": service, "start": one["start"], "length": 60}
        key = {"Idempotency-Key": uuid4().hex}
        booked += [expect(client.post("/api/bookings/hold", json=asked, headers=key))["booking"]]
    both = [f"{day} 02:00 UTC+02:00", f"{day} 02:00 UTC+01:00"]
    rows = staff.get("/api/staff/bookings", params={"format": "csv", **span}).text.splitlines()
    for one, shown in zip(booked, both, strict=True):
        (row,) = [each for each in rows if each.startswith(one["number"])]
        assert f",{shown},Europe/Berlin," in row
    who = booked[0]["resources"][0]["resourceId"]
    block = {"start": twice[0]["start"], "end": twice[1]["end"]}
    laid = expect(staff.post(f"/api/staff/resources/{who}/blocks", json=block), 201)["block"]
    assert (laid["begins"], laid["ends"]) == (both[0], f"{day} 03:00")


def calendar_entry(client: httpx.Client, booking: str) -> dict[str, Any]:
    """As a calendar reads it: moments."""
    answer = client.get(f"/api/bookings/{booking}/calendar")
    assert answer.status_code == 200, answer.text
    (event,) = icalendar.Calendar.from_ical(answer.text).walk("VEVENT")
    return {name: event.decoded(name).astimezone(UTC) for name in ("dtstart", "dtend")}
