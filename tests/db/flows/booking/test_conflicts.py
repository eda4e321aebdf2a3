"""Bookings at odds with blocks, with the hours that hold now and with the law of their zone are
shown, and none is moved."""

import shutil
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import tzdata
from msgspec.structs import replace

from holdfast.booking import (
    ResourceTerms,
    read_zone,
    schedule_key,
    wall_of,
    zone_data_version,
)
from holdfast.booking.bookings import When
from holdfast.booking.schedule import Schedule, WeeklyRule
from holdfast.flows.booking.blocks import lay_block, lift_block
from holdfast.flows.booking.resources import make_resource
from holdfast.flows.booking.schedules import set_schedule
from holdfast.flows.checkout.basket import Amount
from holdfast.flows.checkout.place import Placed, place
from holdfast.flows.commit.caller import Caller
from holdfast.people import Principal
from holdfast.views.booking.conflicts import find_conflicts
from tests.db.flows.booking.making import DAY, a_booking, a_taking, booking_now
from tests.db.flows.buying import a_guest
from tests.db.flows.stage import Stage

BERLIN = "Europe/Berlin"
STAFF = Caller(Principal("user:0199c1f0-8f6a-7c3e-9d55-2f6f0f6e8f12", "user", frozenset({"admin"})))
MONDAYS = Schedule(BERLIN, (WeeklyRule((1,), 9 * 60, 18 * 60),))


async def held(
    stage: Stage, resource: UUID | None = None, start: int = 0, version: int = 0
) -> Placed:
    """An hour of a resource, from so many minutes after ten (in UTC) on a Monday."""
    taking = a_taking(resource, start, version=version)
    wall = wall_of(taking.starts_at, BERLIN)
    when = When(taking.starts_at, taking.ends_at, BERLIN, wall, zone_data_version())
    booking = replace(a_booking(taking), when=when)
    return await place(stage, Caller(a_guest()), Amount(9000, "EUR", "Portrait", booking))


async def test_a_new_law_of_a_zone_moves_no_booking_and_hides_none(
    stage: Stage, tmp_path: Path
) -> None:
    placed = [await held(stage, start=15 * number) for number in range(50)]
    assert await find_conflicts(stage.database.pool) == []
    before = [(await booking_now(stage, one)).starts_at for one in placed]

    law = tmp_path / "zoneinfo"
    shutil.copytree(str(files(tzdata) / "zoneinfo"), law)
    shutil.copy(law / "Etc" / "GMT-3", law / "Europe" / "Berlin")  # three hours ahead, for ever

    def zone_of(name: str) -> ZoneInfo:
        return read_zone(law, name)

    pool = stage.database.pool
    found = await find_conflicts(pool, zone_of=zone_of, zone_data="2099z")
    assert len(found) == 50
    first = found[0]
    assert (first.kind, first.wall, first.shows) == ("zone", "2027-03-01T11:00", "2027-03-01T13:00")
    assert first.would_be == DAY - timedelta(hours=2)
    assert [(await booking_now(stage, one)).starts_at for one in placed] == before
    # A new version that says the same of this zone is no conflict.
    assert await find_conflicts(pool, zone_data="2099z") == []


async def test_a_block_and_other_hours_make_conflicts_until_they_are_solved(stage: Stage) -> None:
    terms = ResourceTerms(kind="studio", name="North light", zone=BERLIN)
    studio = await make_resource(stage, STAFF, terms)
    await set_schedule(stage, STAFF, studio, MONDAYS, 0)
    version = (await stage.reader.account(schedule_key(studio))).version
    assert version == 2
    placed = await held(stage, studio, version=version)
    other = await held(stage)
    pool = stage.database.pool
    assert await find_conflicts(pool) == []

    noon = datetime(2027, 3, 1, 11, 30)  # noqa: DTZ001  # by the studio's clock
    end = noon + timedelta(minutes=10)
    await lay_block(stage, STAFF, studio, noon, end, soft=True)
    assert await find_conflicts(pool) == []  # staff may book over it
    block = await lay_block(stage, STAFF, studio, noon, end, note="Repairs")
    (found,) = await find_conflicts(pool)
    assert (found.kind, found.booking_id, found.note) == ("block", placed.booking_id, "Repairs")
    assert await find_conflicts(pool, studio) == [found]
    assert other.booking_id is not None
    assert await find_conflicts(pool, other.booking_id) == []  # no such resource
    await lift_block(stage, STAFF, studio, block)
    assert await find_conflicts(pool) == []

    later = Schedule(BERLIN, (WeeklyRule((1,), 11 * 60 + 15, 18 * 60),))
    await set_schedule(stage, STAFF, studio, later, 2)
    assert [one.kind for one in await find_conflicts(pool)] == ["closed"]
    assert (await booking_now(stage, placed)).starts_at == DAY
