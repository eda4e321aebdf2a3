"""The studio's figures, beside a table worked out by hand: after refunds, penalties, moves and
those who did not come; and the same when events are read twice, or all is made anew."""

from datetime import date
from functools import partial
from typing import Final
from uuid import UUID

from holdfast.booking import Kind, ResourceTerms
from holdfast.booking.bookings import Policy, Step, Taking
from holdfast.db.cursors import Consumer
from holdfast.flows.booking.adjusting import Adjustment, adjust_booking
from holdfast.flows.booking.attending import attend
from holdfast.flows.booking.cancelling import cancel_booking
from holdfast.flows.booking.resources import make_resource
from holdfast.flows.booking.studio import Studio
from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.insights.booking_figures import (
    BOOKING_FIGURE_TYPES,
    BookingFigures,
    rebuild,
)
from holdfast.flows.staff.orders import refund as refund_by_staff
from holdfast.payments import DisputeStatus
from holdfast.people import Principal
from holdfast.views.statistics import Span
from holdfast.views.studio_figures import (
    Came,
    cancelled_in,
    groups_in,
    hours_in,
    totals_of,
    weeks_in,
)
from holdfast.views.studio_load import load_in
from tests.db.event_log import drain
from tests.db.flows.booking.making import a_taking, book, booked
from tests.db.flows.booking.test_cancelling_bookings import a_manager
from tests.db.flows.booking.test_moving import move
from tests.db.flows.buying import a_guest
from tests.db.flows.disputing import bank_says
from tests.db.flows.stage import Stage, select

MONDAY: Final = -364 * 1440
"""2026-03-02, 10:00 UTC, is 11:00 in Berlin."""
TUESDAY, WEDNESDAY, THURSDAY, NEXT_MONDAY = (MONDAY + days * 1440 for days in (1, 2, 3, 7))
MARCH: Final = Span(date(2026, 3, 2), date(2026, 3, 15))
of = partial(a_taking, version=1)
"""Of a resource as it was made."""
HALF, FREE = Policy(steps=(Step(10_000_000, 50),)), Policy(steps=())


async def a_resource(stage: Stage, kind: Kind, name: str, studio: UUID | None = None) -> UUID:
    parts = Studio(database=stage.database, ledger=stage.ledger, reader=stage.reader)
    terms = ResourceTerms(kind=kind, name=name, zone="Europe/Berlin", studio_id=studio)
    return await make_resource(parts, process("test"), terms)


def consumer(stage: Stage, name: str = "figures") -> Consumer:
    handler = BookingFigures(stage.reader.partitions)
    return Consumer(name, BOOKING_FIGURE_TYPES, handler, span=3)


def booking(placed: Placed) -> UUID:
    assert placed.booking_id is not None
    return placed.booking_id


def told(one: Came) -> tuple[object, ...]:
    money = [sum(each["amount"] for each in of) for of in (one.income, one.penalties)]
    return one.sessions, one.took_place, one.missed, one.cancelled, one.minutes, *money


async def rows_now(stage: Stage) -> list[tuple[object, ...]]:
    return [
        *await select(stage, "SELECT * FROM booking_figures ORDER BY booking_id"),
        *await select(stage, "SELECT * FROM booking_hours ORDER BY 1, 2, 3, 4"),
    ]


async def test_figures_are_those_of_a_table_worked_out_by_hand(stage: Stage) -> None:
    manager = Caller(a_manager())
    loft = await a_resource(stage, "studio", "Loft")
    hall = await a_resource(stage, "room", "Hall", loft)
    anna, boris = sorted([await a_resource(stage, "photographer", "P") for _ in range(2)])
    kit = await a_resource(stage, "equipment", "Kit")
    client, other = a_guest(), a_guest()

    async def done(who: Principal, *takings: Taking, price: int, policy: Policy = FREE) -> Placed:
        return await booked(stage, who, *takings, price=price, policy=policy)

    # Anna in the hall on Monday for an hour and a half: 90.01.
    first = await done(client, of(anna, MONDAY, 90), of(hall, MONDAY, 90), price=9001)
    await attend(stage, manager, booking(first), "complete")
    # Both of them on Tuesday: 50.01, of which 10.00 went back afterwards.
    both = [of(one, TUESDAY, 60) for one in (anna, boris, hall)]
    second = await done(client, *both, price=5001)
    await attend(stage, manager, booking(second), "complete")
    await refund_by_staff(stage, manager, second.order_id, 1000, "a scratch")
    # Boris on Wednesday: cancelled for the client, half of 90.00 kept; then nobody came.
    third = await done(client, of(boris, WEDNESDAY, 60), price=9000, policy=HALF)
    await cancel_booking(stage, manager, booking(third))
    fourth = await done(other, of(boris, WEDNESDAY, 60), price=3000)
    await attend(stage, manager, booking(fourth), "no-show")
    # Cancelled for nothing, by the studio.
    fifth = await done(other, of(kit, WEDNESDAY, 60), price=700)
    await cancel_booking(stage, manager, booking(fifth), cause="studio", why="broken")
    # Moved from Thursday to the Monday after, to Boris, and made cheaper by 5.00; to come.
    sixth = await done(other, of(anna, THURSDAY, 60), price=4000)
    await move(stage, manager.principal, sixth, of(boris, NEXT_MONDAY + 240, 60), price=4000)
    cheaper = Adjustment("a friend", price=3500)
    await adjust_booking(stage, manager, booking(sixth), cheaper)
    # Nobody came, and then they did: half an hour of the kit.
    seventh = await done(client, of(kit, NEXT_MONDAY, 30), price=800)
    await attend(stage, manager, booking(seventh), "no-show")
    await attend_late(stage, booking(seventh))
    # Never paid: never told.
    await book(stage, client, of(anna, THURSDAY, 60))
    await stage.database.pool.execute(
        "UPDATE bookings SET created_at = starts_at - make_interval(hours => CASE id WHEN $1"
        " THEN 10 ELSE 20 END)", booking(first),
    )  # fmt: skip

    await drain(consumer(stage), stage.database)
    async with stage.database.read() as connection:
        totals = await totals_of(connection, MARCH, None)
        weeks = await weeks_in(connection, MARCH, None)
        people = await groups_in(connection, MARCH, None, "person")
        studios = await groups_in(connection, MARCH, None, "studio")
        hours = await hours_in(connection, MARCH, None)
        cancelled = await cancelled_in(connection, MARCH, None)
        of_loft = await totals_of(connection, MARCH, loft)
        later = await totals_of(connection, Span(date(2026, 3, 9), date(2026, 3, 9)), None)
    assert told(totals) == (5, 3, 1, 2, 300, 9001 + 4001 + 4500 + 3000 + 3500 + 800, 4500)
    assert totals.lead_minutes == (10 + 4 * 20) * 60 // 5
    assert (totals.clients, totals.returning) == (1, 1)
    assert (later.clients, later.returning) == (1, 1)  # the week before
    assert [(one.week, *told(one)) for one in weeks] == [
        (date(2026, 3, 2), 3, 2, 1, 2, 210, 20502, 4500),
        (date(2026, 3, 9), 2, 1, 0, 0, 90, 4300, 0),
    ]
    assert {one.id: told(one) for one in people} == {
        anna: (2, 2, 0, 0, 150, 9001 + 2001, 0),
        boris: (3, 1, 1, 1, 180, 2000 + 4500 + 3000 + 3500, 4500),
        None: (1, 1, 0, 1, 30, 800, 0),
    }
    assert {one.id: told(one)[0] for one in studios} == {loft: 2, None: 3}
    assert told(of_loft) == (2, 2, 0, 0, 150, 13002, 0)
    assert [(one.weekday, one.hour, one.sessions) for one in hours] == [
        (1, 11, 2), (1, 15, 1), (2, 11, 1), (3, 11, 1),
    ]  # fmt: skip
    assert [(one.reason, one.cancelled, one.kept[0]["amount"]) for one in cancelled] == [
        ("client", 1, 4500), ("studio", 1, 0),
    ]  # fmt: skip
    load = {one.resource.id: dict(one.taken) for one in await load_in(stage.database.pool, MARCH,
                                                                      None)}  # fmt: skip
    assert load == {
        anna: {11: 120, 12: 30}, boris: {11: 120, 15: 60}, hall: {11: 120, 12: 30}, kit: {11: 30},
    }  # fmt: skip

    rows = await rows_now(stage)
    await drain(consumer(stage, "again"), stage.database)
    assert await rows_now(stage) == rows
    await stage.database.pool.execute("UPDATE booking_figures SET income = 1, covered = 0")
    await stage.database.pool.execute("DELETE FROM booking_hours WHERE minutes > 30")
    assert await rebuild(stage.database, stage.reader.partitions) == 8
    assert await rows_now(stage) == rows


async def attend_late(stage: Stage, booking_id: UUID) -> None:
    """Who came when nobody waited any more: that is so while it lasts, so it lasts till now."""
    manager, pool = Caller(a_manager()), stage.database.pool
    was = await pool.fetchrow("SELECT starts_at, ends_at FROM bookings WHERE id = $1", booking_id)
    put = "UPDATE bookings SET starts_at = $2, ends_at = $3 WHERE id = $1"
    await pool.execute(
        "UPDATE bookings SET ends_at = now() + interval '1 hour' WHERE id = $1", booking_id
    )
    await attend(stage, manager, booking_id, "start")
    await pool.execute(put, booking_id, *was)
    await attend(stage, manager, booking_id, "complete")


async def test_what_a_bank_takes_for_good_is_no_income(stage: Stage) -> None:
    anna = await a_resource(stage, "photographer", "Anna")
    made = await booked(stage, a_guest(), of(anna, MONDAY, 60), price=9000)
    decided: list[tuple[DisputeStatus, int]] = [("open", 9000), ("lost", 5000), ("won", 9000)]
    for status, kept in decided:
        await bank_says(stage, made.order_id, status, 4000)
        await drain(consumer(stage), stage.database)
        assert await select(stage, "SELECT income FROM booking_figures") == [(kept,)], status
