"""A series is booked whole or not at all, in one command or in several; what is short, or dies in
between, leaves nothing taken."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import asyncpg
import pytest

from holdfast.booking import cell_key
from holdfast.booking.series import series_of
from holdfast.flows.booking.cancelling import cancel_booking
from holdfast.flows.booking.holding import hold_booking
from holdfast.flows.booking.planning import Wanted
from holdfast.flows.booking.series.holding import (
    SeriesConflicts,
    SeriesDropped,
    SeriesHeld,
    hold_series,
)
from holdfast.flows.booking.series.settling import bookings_in, settle_series
from holdfast.flows.checkout.client_record import missed_since
from holdfast.flows.checkout.on_behalf import OnBehalf
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.commit.idempotency import scoped_key
from holdfast.flows.commit.refusals import TooBusy
from holdfast.flows.shop_parts import ShopParts
from holdfast.kit import Problem
from holdfast.people import Principal
from tests.db.flows.booking.series import SERVICE, STAFF, a_room, at, states, wanted
from tests.db.flows.buying import a_customer
from tests.db.flows.stage import Stage, events_of, select
from tests.support.length import LONG
from tests.support.patience import PATIENCE
from tests.support.time_auditor import faults_of_time

DAYS = [2, 9, 16, 23]


async def hold_one(parts: ShopParts, room: UUID, day: int) -> None:
    await hold_booking(parts, Caller(a_customer()), SERVICE, Wanted(at(day), 60, ((room,),)))


async def taken_cells(parts: ShopParts) -> int:
    rows = await select(
        parts,
        "SELECT count(*) FROM ledger_accounts WHERE key LIKE 'cell/%' AND balance + held > 0",
    )
    return int(rows[0][0])


async def tried(parts: ShopParts, client: Principal, asked: object) -> SeriesHeld | Problem:
    try:
        return await hold_series(parts, Caller(client), OnBehalf(client), asked)  # type: ignore[arg-type]  # the stage, or its spare
    except Problem as refusal:
        return refusal


async def test_all_of_it_is_held_by_one_command_each_with_its_own_order(stage: Stage) -> None:
    room, client = await a_room(stage, "North"), a_customer()
    made = await hold_series(
        stage, STAFF, OnBehalf(client), wanted([room], [at(day) for day in DAYS])
    )
    some = await bookings_in(stage, made.series_id)
    assert [(one.starts_at, one.user_id, one.prepaid) for one in some] == [
        (at(day), client.id, 4_500) for day in DAYS
    ]
    assert len({one.order_id for one in some}) == 4
    assert await events_of(stage, made.series_id) == ["series.booked"]
    ((request,),) = await select(
        stage, "SELECT count(DISTINCT xid) FROM events WHERE type = 'booking.held'"
    )
    assert request == 1
    # Paid when it comes: each stands at once, and its whole price is due.
    later = wanted([room], [at(day, 12) for day in DAYS], later=True)
    made = await hold_series(stage, STAFF, OnBehalf(client), later)
    assert await states(stage, made.series_id) == ["confirmed"] * 4
    assert {one.prepaid for one in await bookings_in(stage, made.series_id)} == {0}
    done = await cancel_booking(stage, STAFF, (await bookings_in(stage, made.series_id))[0].id)
    assert (done.penalty, done.refund) == (0, 0)
    assert await missed_since(stage.database.pool, client.id, at(0)) == 0
    assert await faults_of_time(stage.database.url) == []


async def test_what_cannot_be_had_is_named_and_nothing_is_booked_or_the_rest_is(
    stage: Stage,
) -> None:
    room, other = await a_room(stage, "North"), await a_room(stage, "South")
    await hold_one(stage, room, 9)
    await hold_one(stage, room, 23)
    before = await taken_cells(stage)
    asked = wanted([room], [at(day) for day in DAYS])
    with pytest.raises(SeriesConflicts) as refused:
        await hold_series(stage, STAFF, OnBehalf(a_customer()), asked)
    assert [one.session.planned_at for one in refused.value.named] == [at(9), at(23)]
    assert {one.problem.code for one in refused.value.named} == {"time-taken"}
    assert await taken_cells(stage) == before
    # With another room that may serve it, nothing is in the way; or without those times.
    both = await hold_series(
        stage, STAFF, OnBehalf(a_customer()), wanted([room, other], [at(day) for day in DAYS])
    )
    assert len(await bookings_in(stage, both.series_id)) == 4
    free = wanted([room], [at(day, 12) for day in DAYS], take="free")
    await hold_booking(stage, Caller(a_customer()), SERVICE, Wanted(at(9, 12), 60, ((room,),)))
    some = await hold_series(stage, STAFF, OnBehalf(a_customer()), free)
    starts = [one.starts_at for one in await bookings_in(stage, some.series_id)]
    assert starts == [at(day, 12) for day in DAYS if day != 9]
    # Of none there is nothing to book.
    with pytest.raises(SeriesConflicts):
        await hold_series(
            stage, STAFF, OnBehalf(a_customer()), wanted([room], [at(9, 12)], take="free")
        )


async def test_of_many_that_cross_each_is_whole_or_nothing(stage: Stage) -> None:
    other, room = await stage.spare(), await a_room(stage, "North")
    for _ in range(6 if LONG else 1):
        found = await asyncio.gather(
            *(
                tried(
                    (stage, other)[number % 2],
                    a_customer(),
                    wanted([room], [at(day) for day in range(2 + number, 8 + number)]),
                )
                for number in range(16)
            )
        )
        won = [one for one in found if isinstance(one, SeriesHeld)]
        assert won
        assert all(isinstance(one, SeriesHeld | SeriesConflicts) for one in found), found
        for one in won:
            assert await states(stage, one.series_id) == ["held"] * 6
        assert await taken_cells(stage) == len(won) * 6 * 4
        for one in won:
            for booking in await bookings_in(stage, one.series_id):
                await cancel_booking(stage, STAFF, booking.id)
        assert await taken_cells(stage) == 0
    assert await faults_of_time(stage.database.url) == []


async def test_one_that_is_longer_than_a_command_is_whole_or_what_it_held_is_released(
    stage: Stage,
) -> None:
    room, client = await a_room(stage, "North", cell_minutes=5), a_customer()
    starts = [at(day, 0) for day in range(3, 9)]  # six days of 288 cells: a command each
    asked = wanted([room], starts, 1440)
    made = await hold_series(stage, STAFF, OnBehalf(client), asked)
    assert await states(stage, made.series_id) == ["held"] * 6
    series = await series_of(stage.database.pool, made.series_id)
    assert series is not None
    assert series.status == "booked"
    assert await taken_cells(stage) == 6 * 288
    assert await faults_of_time(stage.database.url) == []


@asynccontextmanager
async def locked(stage: Stage, key: str) -> AsyncIterator[None]:
    """Whoever wants that account waits, in the order they came."""
    connection = await asyncpg.connect(stage.database.url)
    try:
        async with connection.transaction():
            rows = "SELECT 1 FROM ledger_accounts WHERE key = $1 FOR UPDATE"
            assert await connection.fetchval(rows, key) == 1
            yield
    finally:
        await connection.close()


async def until(stage: Stage, statement: str, *values: object) -> None:
    """As many rows as that, soon."""
    async with asyncio.timeout(PATIENCE):
        while not (await select(stage, statement, *values))[0][0]:
            await asyncio.sleep(0)


WAITS = (
    "SELECT count(*) > 0 FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)
MADE = "SELECT count(*) = $1 FROM series_sessions"


async def test_if_a_later_command_is_short_what_the_others_hold_is_released(stage: Stage) -> None:
    room, client = await a_room(stage, "North", cell_minutes=5), a_customer()
    starts = [at(day, 0) for day in range(3, 6)]
    key = scoped_key("series", client.id, "one", b"")
    staff = Caller(STAFF.principal, key=key)
    last = Wanted(at(5, 12), 60, ((room,),))
    gone = await hold_booking(stage, STAFF, SERVICE, last)  # so that the account is there
    assert gone.booking_id is not None
    await cancel_booking(stage, STAFF, gone.booking_id)
    asked, other = wanted([room], starts, 1440), await stage.spare()
    async with locked(stage, cell_key(room, at(5, 12))):
        quicker = asyncio.create_task(hold_booking(other, Caller(a_customer()), SERVICE, last))
        await until(stage, WAITS)
        series = asyncio.create_task(hold_series(stage, staff, OnBehalf(client), asked))
        await until(stage, MADE, 2)  # the third waits behind who was quicker
    assert (await quicker).booking_id is not None
    with pytest.raises(SeriesConflicts) as refused:
        await series
    assert [one.session.planned_at for one in refused.value.named] == [at(5, 0)]
    assert await taken_cells(stage) == 12
    ((series_id,),) = await select(stage, "SELECT id FROM booking_series")
    assert await states(stage, series_id) == ["cancelled"] * 2
    with pytest.raises(SeriesDropped):  # whoever asks again hears what became of it
        await hold_series(stage, staff, OnBehalf(client), asked)
    # Those that are free, then: the third is left out.
    some = await hold_series(
        stage, STAFF, OnBehalf(client), wanted([room], starts, 1440, take="free")
    )
    assert await states(stage, some.series_id) == ["held"] * 2
    assert await faults_of_time(stage.database.url) == []


async def test_of_one_that_died_between_its_commands_nothing_stays_held(stage: Stage) -> None:
    room, client = await a_room(stage, "North", cell_minutes=5), a_customer()
    staff = Caller(STAFF.principal, key=scoped_key("series", client.id, "one", b""))
    gone = await hold_booking(stage, STAFF, SERVICE, Wanted(at(5), 60, ((room,),)))
    assert gone.booking_id is not None
    await cancel_booking(stage, STAFF, gone.booking_id)
    asked = wanted([room], [at(day, 0) for day in range(3, 6)], 1440)
    other = await stage.spare()
    async with locked(stage, cell_key(room, at(5))):
        series = asyncio.create_task(hold_series(other, staff, OnBehalf(client), asked))
        await until(stage, MADE, 2)
        series.cancel()  # as its process ends
        with pytest.raises(asyncio.CancelledError):
            await series
        with pytest.raises(TooBusy):  # nobody knows yet
            await hold_series(stage, staff, OnBehalf(client), asked)
    ((series_id, whole),) = await select(stage, "SELECT id, status = 'booked' FROM booking_series")
    await settle_series(stage, process("settle-series"), series_id)
    # The last command was on its way: it came before, or never.
    assert set(await states(stage, series_id)) <= ({"held"} if whole else {"cancelled", "held"})
    await settle_series(stage, process("settle-series"), series_id)  # safe to repeat
    found = await series_of(stage.database.pool, series_id)
    assert found is not None
    assert not found.is_making
    expected = {"dropped": (0, "cancelled"), "booked": (3 * 288, "held")}[found.status]
    assert await taken_cells(stage) == expected[0]
    assert set(await states(stage, series_id)) == {expected[1]}
    assert await faults_of_time(stage.database.url) == []
