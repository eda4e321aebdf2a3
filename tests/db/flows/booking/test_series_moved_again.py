"""A series whose moving ended midway is moved on by the same request: what went is where it was to
be, and each goes once."""

from datetime import timedelta
from uuid import UUID

from holdfast.booking.bookings import Booking
from holdfast.flows.booking.holding import move_booking
from holdfast.flows.booking.planning import Wanted
from holdfast.flows.booking.series.holding import hold_series
from holdfast.flows.booking.series.moving import (
    MoveOfOne,
    SeriesMoveDone,
    move_series,
    moved_as_before,
    moved_before,
)
from holdfast.flows.booking.series.settling import bookings_in, found_series, one_of_many
from holdfast.flows.checkout.on_behalf import OnBehalf
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import scoped_key
from holdfast.people import Principal
from tests.db.flows.booking.series import SERVICE, STAFF, at, wanted
from tests.db.flows.booking.test_series_cancelled_again import DAYS, a_paid_series
from tests.db.flows.buying import a_customer
from tests.db.flows.stage import Stage, events_of, select

LATER = timedelta(hours=2)


async def hours_later(stage: Stage, some: list[Booking]) -> list[MoveOfOne]:
    found = []
    for one in some:
        (row,) = await select(
            stage,
            "SELECT resource_id FROM booking_resources WHERE booking_id = $1 AND move = $2",
            one.id,
            one.moves,
        )
        found.append(MoveOfOne(one, Wanted(one.starts_at + LATER, 60, ((row[0],),))))
    return found


def by_key(client: Principal, key: str) -> Caller:
    return Caller(client, "", scoped_key("move-series", client.id, key, b"{}"))


async def the_first_went(stage: Stage, by: Caller, some: list[Booking]) -> None:
    """And the request ended."""
    (first,) = await hours_later(stage, some[:1])
    alone = one_of_many(by, first.booking.id)
    await move_booking(stage, alone, first.booking.id, SERVICE, first.wanted)


async def again(stage: Stage, by: Caller, series_id: UUID) -> SeriesMoveDone:
    """As the same request asks."""
    series, some = await found_series(stage, by.principal, series_id)
    before = await moved_before(stage, by, some)
    moves = await hours_later(stage, [one for one in some if one.id not in before])
    return await move_series(stage, by, series, SERVICE, moves, "all", tuple(before.values()))


async def test_each_goes_once_whenever_the_request_ended(stage: Stage) -> None:
    client = a_customer()
    series, some = await a_paid_series(stage, client)
    by = by_key(client, "one")
    await the_first_went(stage, by, some)
    assert await moved_before(stage, by_key(client, "other"), some) == {}
    done = await again(stage, by, series)
    assert done == SeriesMoveDone(3, 0)
    now = await bookings_in(stage, series)
    assert [one.starts_at for one in now] == [at(day) + LATER for day in DAYS]
    assert [one.moves for one in now] == [1, 1, 1]
    assert await moved_as_before(stage, by) == done
    assert (await events_of(stage, series)).count("series.moved") == 1


async def test_what_is_in_the_way_by_now_stays_and_is_named(stage: Stage) -> None:
    client = a_customer()
    series, some = await a_paid_series(stage, client)
    by = by_key(client, "one")
    await the_first_went(stage, by, some)
    (_, second, _) = await hours_later(stage, some)
    other = wanted([second.wanted.candidates[0][0]], [second.wanted.start])
    await hold_series(stage, STAFF, OnBehalf(a_customer()), other)
    done = await again(stage, by, series)
    assert (done.moved, done.stayed) == (2, ((some[1].id, "time-taken"),))


async def test_all_that_was_left_to_do_was_to_tell_of_it(stage: Stage) -> None:
    client = a_customer()
    series, some = await a_paid_series(stage, client)
    by = by_key(client, "one")
    for one in await hours_later(stage, some):
        alone = one_of_many(by, one.booking.id)
        await move_booking(stage, alone, one.booking.id, SERVICE, one.wanted)
    assert await again(stage, by, series) == SeriesMoveDone(3, 0)
    assert (await events_of(stage, series)).count("series.moved") == 1
