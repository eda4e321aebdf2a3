"""Bookings at odds with blocks, with the hours that hold now and with the law of their zone are
shown, and none is moved."""

import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import tzdata
from msgspec.structs import replace

from holdfast.booking import ResourceTerms, schedule_key, wall_of
from holdfast.booking.bookings import Taking, When
from holdfast.booking.schedule import Schedule, WeeklyRule
from holdfast.flows.booking.blocks import lay_block, lift_block
from holdfast.flows.booking.resources import keep_status, make_resource
from holdfast.flows.booking.schedules import set_schedule
from holdfast.flows.checkout.basket import Amount
from holdfast.flows.checkout.place import Placed, place
from holdfast.flows.commit.caller import Caller
from holdfast.kit.zones import read_zone, zone_data_version
from holdfast.people import Principal
from holdfast.views.booking.conflicts import find_conflicts
from tests.db.flows.booking.making import DAY, a_booking, a_taking, booking_now
from tests.db.flows.buying import a_guest
from tests.db.flows.stage import Stage
from tests.support.spring import ahead

BERLIN = "Europe/Berlin"
STAFF = Caller(Principal("user:0199c1f0-8f6a-7c3e-9d55-2f6f0f6e8f12", "user", frozenset({"admin"})))
MONDAYS = Schedule(BERLIN, (WeeklyRule((1,), 9 * 60, 18 * 60),))


async def held(
    stage: Stage,
    resource: UUID | None = None,
    start: int = 0,
    version: int = 0,
    beside: Sequence[Taking] = (),
) -> Placed:
    """An hour of a resource, from so many minutes after ten (in UTC) on a Monday."""
    taking = a_taking(resource, start, version=version)
    wall = wall_of(taking.starts_at, BERLIN)
    when = When(taking.starts_at, taking.ends_at, BERLIN, wall, zone_data_version())
    booking = replace(a_booking(taking, *beside), when=when)
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
    assert (first.kind, first.wall, first.shows) == (
        "zone",
        ahead("2027-03-01T11:00"),
        ahead("2027-03-01T13:00"),
    )
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

    noon = datetime.fromisoformat(ahead("2027-03-01T11:30"))  # by the studio's clock
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


async def test_a_conflict_shows_however_many_bookings_before_it_are_at_odds_with_nothing(
    stage: Stage, tmp_path: Path
) -> None:
    """All were made under older hours and older zone data; three of them, which begin last, the new
    hours leave out, and then the new law has moved them."""
    studio = await make_resource(
        stage, STAFF, ResourceTerms(kind="studio", name="Loft", zone=BERLIN)
    )
    await set_schedule(stage, STAFF, studio, MONDAYS, 0)
    early = await held(stage, studio, version=2)
    late = [await held(stage, studio, 60 + 75 * number, version=2) for number in range(3)]
    ids = [one.booking_id for one in late if one.booking_id is not None]
    law = tmp_path / "zoneinfo"
    shutil.copytree(str(files(tzdata) / "zoneinfo"), law)
    shutil.copy(law / "Etc" / "GMT-3", law / "Europe" / "Paris")  # where the late ones are to be
    pool = stage.database.pool
    await pool.execute("UPDATE bookings SET zone = 'Europe/Paris' WHERE id = ANY($1)", ids)
    async with many_like(stage, early, 1100):
        mornings = Schedule(BERLIN, (WeeklyRule((1,), 9 * 60, 12 * 60),))
        await set_schedule(stage, STAFF, studio, mornings, 2)
        found = await find_conflicts(pool)
        assert [(one.kind, one.booking_id) for one in found] == [("closed", one) for one in ids]
        assert await find_conflicts(pool, most=2) == found[:2]
        assert await find_conflicts(pool, bookings=ids[1:]) == found[1:]
        await set_schedule(stage, STAFF, studio, MONDAYS, 3)
        found = await find_conflicts(
            pool, zone_of=lambda name: read_zone(law, name), zone_data="2099z"
        )
        assert [(one.kind, one.booking_id) for one in found] == [("zone", one) for one in ids]


@asynccontextmanager
async def many_like(stage: Stage, placed: Placed, count: int) -> AsyncIterator[None]:
    """So many rows more, of which no ledger knows."""
    pool = stage.database.pool
    made = await pool.fetch(
        """
        INSERT INTO bookings SELECT (jsonb_populate_record(b, jsonb_build_object(
          'id', gen_random_uuid(), 'order_id', gen_random_uuid()))).*
        FROM bookings b, generate_series(1, $2::int) WHERE b.id = $1 RETURNING id
        """,
        placed.booking_id,
        count,
    )
    ids = [one["id"] for one in made]
    await pool.execute(
        """
        INSERT INTO booking_resources
        SELECT (jsonb_populate_record(t, jsonb_build_object('booking_id', made))).*
        FROM booking_resources t, unnest($2::uuid[]) AS made WHERE t.booking_id = $1
        """,
        placed.booking_id,
        ids,
    )
    yield
    await pool.execute("DELETE FROM booking_resources WHERE booking_id = ANY($1)", ids)
    await pool.execute("DELETE FROM bookings WHERE id = ANY($1)", ids)


async def test_a_photographer_whose_hours_are_now_in_another_studio_is_in_conflict(
    stage: Stage,
) -> None:
    async def made(terms: ResourceTerms) -> UUID:
        return await make_resource(stage, STAFF, terms)

    first = await made(ResourceTerms(kind="studio", name="A", zone=BERLIN))
    second = await made(ResourceTerms(kind="studio", name="B", zone=BERLIN))
    anna = await made(ResourceTerms(kind="photographer", name="Anna", zone=BERLIN))
    room = await made(ResourceTerms(kind="room", name="A1", zone=BERLIN, studio_id=first))
    (rule,) = MONDAYS.rules
    for one in (first, second, room):
        await set_schedule(stage, STAFF, one, MONDAYS, 0)
    await set_schedule(
        stage, STAFF, anna, replace(MONDAYS, rules=(replace(rule, studio=first),)), 0
    )
    placed = await held(stage, anna, version=2, beside=(a_taking(room, version=2),))
    nowhere = await held(stage, anna, 60, version=2)  # on the move, in no studio
    pool = stage.database.pool
    assert await find_conflicts(pool) == []

    elsewhere = replace(MONDAYS, rules=(replace(rule, studio=second),))
    await set_schedule(stage, STAFF, anna, elsewhere, 2)
    (found,) = await find_conflicts(pool)
    assert (found.kind, found.booking_id, found.resource_id) == ("closed", placed.booking_id, anna)
    assert await find_conflicts(pool, anna) == [found]
    # Mornings here, the rest of the day there: no gap for who is booked nowhere.
    both = (replace(rule, end=11 * 60 + 30, studio=first), replace(rule, start=690, studio=second))
    await set_schedule(stage, STAFF, anna, replace(MONDAYS, rules=both), 3)
    assert await find_conflicts(pool) == [found]
    assert nowhere.booking_id is not None


async def test_bookings_of_a_resource_in_the_archive_wait_to_be_moved(stage: Stage) -> None:
    terms = ResourceTerms(kind="studio", name="North light", zone=BERLIN)
    studio = await make_resource(stage, STAFF, terms)
    await set_schedule(stage, STAFF, studio, MONDAYS, 0)
    placed, other = await held(stage, studio, version=2), await held(stage)
    pool = stage.database.pool
    await keep_status(stage, STAFF, studio, "archived", 1)
    (found,) = await find_conflicts(pool)
    assert (found.kind, found.booking_id, found.resource_id) == (
        "archived", placed.booking_id, studio,
    )  # fmt: skip
    assert await find_conflicts(pool, studio) == [found]
    assert other.booking_id is not None
    assert await find_conflicts(pool, bookings=[other.booking_id]) == []
    await keep_status(stage, STAFF, studio, "active", 2)
    assert await find_conflicts(pool) == []
