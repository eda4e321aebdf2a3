"""What becomes of a booking on its day, said by staff or by time; and what staff change by hand."""

from datetime import UTC, datetime, timedelta

import pytest

from holdfast.booking.bookings import Policy
from holdfast.flows.booking.adjusting import Adjustment, BadEnd, adjust_booking
from holdfast.flows.booking.attending import attend, let_time_pass
from holdfast.flows.booking.booker import BookingEnded
from holdfast.flows.booking.cancelling import cancel_booking
from holdfast.flows.checkout.client_record import missed_since
from holdfast.flows.checkout.time_taken import TimeTaken
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import scoped_key
from holdfast.flows.commit.refusals import CompleteByBooking, NotPaid
from holdfast.flows.staff.orders import complete
from holdfast.kit import new_id
from tests.db.flows.booking.making import (
    a_taking,
    book,
    booked,
    booking_now,
    cells_now,
    in_minutes,
)
from tests.db.flows.booking.test_cancelling_bookings import a_manager
from tests.db.flows.booking.test_moving import move
from tests.db.flows.buying import a_guest, order_now
from tests.db.flows.stage import Stage, events_of, jobs_due, select

FREE, TAKEN = {(0, 0)}, {(1, 0)}
BEFORE = datetime(2020, 1, 1, tzinfo=UTC)


async def test_what_nobody_said_anything_of_took_place_or_was_missed_by_its_policy(
    stage: Stage,
) -> None:
    client, manager, now = a_guest(), Caller(a_manager()), datetime.now(UTC)
    strict = Policy(no_show_minutes=20)
    begun = in_minutes(-61)  # an hour ago or less
    old = await booked(stage, client, a_taking(None, begun - 1440))
    missed = await booked(stage, client, a_taking(None, begun - 1440), policy=strict)
    there = await booked(stage, client, a_taking(None, begun, 180), policy=strict)
    waits = await booked(stage, client, a_taking(None, in_minutes(10)), policy=strict)
    unpaid = await book(stage, client, a_taking(None, begun - 1440), policy=strict)
    assert there.booking_id is not None
    await attend(stage, manager, there.booking_id, "start")
    assert await let_time_pass(stage, now) == 2
    assert await let_time_pass(stage, now) == 0
    found = [(await booking_now(stage, one)).status for one in (old, missed, there, waits, unpaid)]
    assert found == ["completed", "no_show", "in_progress", "confirmed", "held"]
    assert (await order_now(stage, missed)).is_completed
    assert await missed_since(stage.database.pool, client.id, BEFORE) == 1
    assert missed.booking_id is not None
    with pytest.raises(BookingEnded):  # its time is over
        await attend(stage, manager, missed.booking_id, "start")
    # A day later what went on is done.
    assert await let_time_pass(stage, now + timedelta(days=1)) == 2
    assert (await booking_now(stage, there)).status == "completed"


async def test_who_comes_late_is_there_after_all(stage: Stage) -> None:
    client, manager = a_guest(), Caller(a_manager())
    start = in_minutes(-31)
    held = await booked(stage, client, a_taking(None, start, 120), policy=Policy(no_show_minutes=0))
    assert held.booking_id is not None
    await let_time_pass(stage, datetime.now(UTC))
    assert (await booking_now(stage, held)).is_missed
    await attend(stage, manager, held.booking_id, "start")
    booking = await booking_now(stage, held)
    assert (booking.status, booking.began_at is not None, booking.ended_at) == (
        "in_progress", True, None,
    )  # fmt: skip
    (late,) = await select(
        stage, "SELECT (data->>'lateMinutes')::int FROM events WHERE type = 'booking.started'"
        " AND subject = $1", str(held.booking_id),
    )  # fmt: skip
    assert 0 < late[0] < 35
    assert await let_time_pass(stage, datetime.now(UTC)) == 0
    await attend(stage, manager, held.booking_id, "complete")
    await attend(stage, manager, held.booking_id, "complete")
    assert (await booking_now(stage, held)).status == "completed"
    told = await events_of(stage, held.booking_id)
    assert told[-3:] == ["booking.no-show", "booking.started", "booking.completed"]


async def test_the_order_of_a_booking_is_completed_with_it_and_not_before(stage: Stage) -> None:
    client, manager = a_guest(), Caller(a_manager())
    held = await booked(stage, client, a_taking(None, in_minutes(10)))
    with pytest.raises(CompleteByBooking):
        await complete(stage, manager, held.order_id)
    assert (await order_now(stage, held)).status == "paid"
    assert held.booking_id is not None
    await cancel_booking(stage, Caller(client), held.booking_id)  # its client still may
    assert (await booking_now(stage, held)).status == "cancelled"


async def test_it_is_longer_while_it_goes_on_if_its_cells_are_free_or_shorter(
    stage: Stage,
) -> None:
    client, manager = a_guest(), a_manager()
    one, room, start = new_id(), new_id(), in_minutes(-30)
    held = await booked(stage, client, a_taking(one, start), a_taking(room, start))
    after = await booked(stage, a_guest(), a_taking(room, start + 90))
    assert held.booking_id is not None
    await attend(stage, Caller(manager), held.booking_id, "start")
    end = (await booking_now(stage, held)).ends_at
    half, hour = timedelta(minutes=30), timedelta(hours=1)
    key = scoped_key("change", manager.id, "one", b"{}")
    asked = Adjustment("they asked", end + half, 12_000)
    done = await adjust_booking(stage, Caller(manager, "", key), held.booking_id, asked)
    assert await adjust_booking(stage, Caller(manager, "", key), held.booking_id, asked) == done
    with pytest.raises(TimeTaken) as told:
        await adjust_booking(
            stage, Caller(manager), held.booking_id, Adjustment("more", end + hour)
        )
    assert told.value.extra["taken"]
    booking = await booking_now(stage, held)
    assert (booking.status, booking.price, booking.prepaid) == ("in_progress", 12_000, 9_000)
    assert booking.ends_at == end + half
    assert await cells_now(stage, a_taking(one, start, 90), a_taking(room, start, 90)) == TAKEN
    # Shorter and cheaper: what was paid too much goes back, and the rest of the time is free.
    asked = Adjustment("the light failed", end - half, 5_000)
    done = await adjust_booking(stage, Caller(manager), held.booking_id, asked)
    assert (done.price, done.refund) == (5_000, 4_000)
    assert await jobs_due(stage) == ["refund"]
    assert await cells_now(stage, a_taking(one, start + 30), a_taking(room, start + 30)) == FREE
    assert await cells_now(stage, a_taking(room, start + 90)) == TAKEN
    assert (await booking_now(stage, after)).client_moves == 0
    lines = await select(
        stage, "SELECT data->>'reason' FROM audit_log WHERE action = 'booking.changed' ORDER BY id"
    )
    assert [line[0] for line in lines] == ["they asked", "the light failed"]


async def test_what_cannot_be_changed_is_refused_and_a_note_always_can(stage: Stage) -> None:
    client, manager = a_guest(), Caller(a_manager())
    held = await book(stage, client, a_taking())
    assert held.booking_id is not None
    booking = await booking_now(stage, held)
    with pytest.raises(NotPaid):
        await adjust_booking(stage, manager, booking.id, Adjustment("no", price=1))
    await adjust_booking(stage, manager, booking.id, Adjustment("called", note="Two dogs"))
    assert (await booking_now(stage, held)).note == "Two dogs"
    paid = await booked(stage, client, a_taking())
    booking = await booking_now(stage, paid)
    for end in (booking.starts_at, booking.ends_at + timedelta(minutes=1),
                booking.starts_at + timedelta(days=40)):  # fmt: skip
        with pytest.raises(BadEnd):
            await adjust_booking(stage, manager, booking.id, Adjustment("no", end))
    assert (await booking_now(stage, paid)).moves == 0


async def test_what_staff_move_does_not_count_against_its_client(stage: Stage) -> None:
    client, resource = a_guest(), new_id()
    placed = await booked(stage, client, a_taking(resource), policy=Policy(moves=1))
    for start in (60, 120):
        await move(stage, a_manager(), placed, a_taking(resource, start))
    assert await move(stage, client, placed, a_taking(resource, 180)) is not None
    booking = await booking_now(stage, placed)
    assert (booking.moves, booking.client_moves) == (3, 1)
