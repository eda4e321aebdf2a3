"""What is published is what schedules and blocks leave open in the next 60 days, whoever booked
what; and specification E's tables are views that agree with one another."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import msgspec
import pytest

from holdfast.booking.published import MOST_PUBLISHED, PUBLISHED_DAYS, published_slot
from holdfast.booking.schedule import WeeklyRule
from holdfast.db.engine import Database
from holdfast.flows.booking.publishing import forget_past
from holdfast.kit import new_id
from holdfast.worker.publisher import SlotPublisher
from tests.support.postgres import execute, fetch
from tests.support.studio import EVERY_DAY, Someone, day_ahead, move_in

VIEWS = {
    "users": {"id", "email", "role"},
    "photographers": {"id", "user_id"},
    "studios": {"id", "location"},
    "schedule_slots": {"id", "start_time", "end_time", "photographer_id", "studio_id"},
    "bookings": {"id", "user_id", "slot_id", "status"},
    "transactions": {"id", "booking_id", "amount", "status", "created_at"},
    "equipment": {"id", "studio_id", "name", "type"},
    "reviews": {"id", "user_id", "photographer_id", "rating", "comment"},
}
ALL = "SELECT id, number, lead_id, start_time, photographer_id, studio_id FROM schedule_slots"


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url)
    await opened.start()
    yield opened
    await opened.close()


async def a_service(url: str, *kinds: str, **more: Any) -> UUID:
    made = new_id()
    terms = {
        "name": "Portrait",
        "currency": "EUR",
        "lengths": {"minutes": [60, 120]},
        "grid": {"step": 60},
        "price": {"amount": 9_000},
        "needs": [{"role": kind, "kind": kind} for kind in kinds],
    } | more
    await execute(
        url,
        "INSERT INTO services (id, terms, active)"
        f" VALUES ('{made}', '{msgspec.json.encode(terms).decode()}', true)",
    )
    return made


async def test_times_are_published_and_follow_what_they_are_made_of(database: Database) -> None:
    url = database.url
    loft, hall = (Someone(kind="studio", name=name) for name in ("Loft", "Hall"))
    rooms = [
        Someone(kind="room", name=one.name, more={"studio_id": one.id}) for one in (loft, hall)
    ]
    rules = (
        WeeklyRule(EVERY_DAY, 540, 720, studio=loft.id),
        WeeklyRule(EVERY_DAY, 720, 1080),
    )
    anna = Someone(kind="photographer", name="Anna", rules=rules)
    await move_in(url, loft, hall, *rooms, anna)
    assert await SlotPublisher(database).run() == 0
    await a_service(url, "photographer", "room")
    publisher = SlotPublisher(database)
    count = await publisher.run()
    assert count is not None
    # Nine starts a day but the last hour's, whatever of today is over.
    assert 9 * (PUBLISHED_DAYS - 1) <= count <= 9 * PUBLISHED_DAYS <= MOST_PUBLISHED
    found = await fetch(url, ALL)
    assert {(one["lead_id"], one["photographer_id"]) for one in found} == {(anna.id, anna.id)}
    mornings = [one for one in found if one["start_time"].hour < 12]
    assert {one["studio_id"] for one in mornings} == {loft.id}
    assert {one["studio_id"] for one in found if one not in mornings} == {None}  # either of them
    first = min(found, key=lambda one: one["number"])
    assert await published_slot(database.pool, first["number"]) == await published_slot(
        database.pool, first["id"]
    )

    assert await publisher.run() is None  # nothing has changed
    assert await SlotPublisher(database).run() == count  # another process finds what is there
    assert await fetch(url, ALL) == found

    day = day_ahead(5)
    await execute(
        url,
        "INSERT INTO blocks (id, resource_id, starts_at, ends_at, soft, note, source, made_by,"
        f" status) VALUES ('{new_id()}', '{anna.id}', '{day} 10:00Z', '{day} 12:00Z', false, '',"
        " 'staff', 'test', 'laid')",
    )
    assert await SlotPublisher(database).run() == count - 2
    await execute(url, "UPDATE services SET terms = terms || '{\"active\": false}', revision = 2")
    assert await SlotPublisher(database).run() == 0
    assert await fetch(url, ALL) == []


async def test_low_numbers_are_of_what_can_be_booked_longest_and_are_given_again(
    database: Database,
) -> None:
    url, anna = database.url, Someone(kind="photographer", name="Anna")
    await move_in(url, anna)
    await a_service(url, "photographer")
    publisher = SlotPublisher(database)
    count = await publisher.run()
    rows = await fetch(url, f"{ALL} ORDER BY start_time DESC")
    assert [one["number"] for one in rows] == list(range(1, (count or 0) + 1))
    # Weeks later: those with the lowest numbers are over, and others are far ahead.
    await execute(url, "DELETE FROM schedule_slots WHERE number <= 5")
    kept = await fetch(url, f"{ALL} ORDER BY number")
    assert await SlotPublisher(database).run() == count
    again = await fetch(url, f"{ALL} ORDER BY number")
    assert [one["number"] for one in again] == list(range(1, (count or 0) + 1))
    assert [one for one in again if one["number"] > 5] == kept, "a time keeps its number"


async def test_whoever_may_publish_again_writes_what_others_wrote_meanwhile(
    database: Database,
) -> None:
    """What was written of a day is known by who wrote it only as long as nobody else may."""
    anna, held = Someone(kind="photographer", name="Anna"), ["ours"]
    await move_in(database.url, anna)
    service = await a_service(database.url, "photographer")
    publisher = SlotPublisher(database, lambda: held[-1])
    assert await publisher.run()
    before = await fetch(database.url, ALL)
    await execute(database.url, f"DELETE FROM schedule_slots WHERE service_id = '{service}'")
    held.append("ours again")
    assert await publisher.run() == len(before)
    assert len(await fetch(database.url, ALL)) == len(before)


async def test_what_a_run_wrote_before_it_failed_is_not_taken_for_what_was_there(
    database: Database,
) -> None:
    url, anna = database.url, Someone(kind="photographer", name="Anna")
    await move_in(url, anna)
    await a_service(url, "photographer")
    publisher = SlotPublisher(database)
    assert await publisher.run()
    before = await fetch(url, ALL)
    first, second = day_ahead(5), day_ahead(6)
    for day in (first, second):
        await execute(
            url,
            "INSERT INTO blocks (id, resource_id, starts_at, ends_at, soft, note, source, made_by,"
            f" status) VALUES ('{new_id()}', '{anna.id}', '{day} 10:00Z', '{day} 12:00Z', false,"
            " '', 'staff', 'test', 'laid')",
        )
    await execute(
        url,
        "CREATE FUNCTION stops() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'no further'; END $$",
    )
    await execute(
        url,
        "CREATE TRIGGER stops BEFORE DELETE ON schedule_slots FOR EACH ROW"
        f" WHEN (OLD.start_time < '{second}Z') EXECUTE FUNCTION stops()",
    )
    with pytest.raises(Exception, match="no further"):
        await publisher.run()
    assert len(await fetch(url, ALL)) < len(before), "the later of the two days was written"
    await execute(url, "DROP TRIGGER stops ON schedule_slots")
    await execute(url, "DELETE FROM blocks")
    assert await publisher.run() == len(before)
    assert len(await fetch(url, ALL)) == len(before)


async def test_what_has_begun_is_published_no_more(database: Database) -> None:
    await execute(
        database.url,
        "INSERT INTO schedule_slots (id, number, service_id, lead_id, start_time, end_time)"
        " SELECT gen_random_uuid(), n, gen_random_uuid(), gen_random_uuid(),"
        " at, at + interval '1 h'"
        " FROM unnest(ARRAY[now() - interval '1 minute', now() + interval '1 minute'])"
        " WITH ORDINALITY AS t (at, n)",
    )
    await forget_past(database)
    assert len(await fetch(database.url, ALL)) == 1


async def test_the_tables_of_the_specification_are_views_with_its_columns(
    database: Database,
) -> None:
    rows = await fetch(
        database.url,
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = 'photo_booking'",
    )
    found: dict[str, set[str]] = {}
    for table, column in rows:
        found.setdefault(table, set()).add(column)
    assert found == VIEWS
    for name in VIEWS:
        assert await fetch(database.url, f"SELECT * FROM photo_booking.{name}") == []


async def test_times_of_a_room_are_published_while_its_studio_is_open(database: Database) -> None:
    url = database.url
    loft = Someone(kind="studio", name="Loft", rules=(WeeklyRule(EVERY_DAY, 600, 780),))
    room = Someone(kind="room", name="Room", more={"studio_id": loft.id})
    await move_in(url, loft, room)
    service = await a_service(url, "room")
    await SlotPublisher(database).run()
    mine = f"SELECT start_time FROM schedule_slots WHERE lead_id = '{room.id}'"
    assert {one["start_time"].hour for one in await fetch(url, mine)} == {10, 11, 12}
    await execute(url, f"UPDATE services SET active = false WHERE id = '{service}'")
