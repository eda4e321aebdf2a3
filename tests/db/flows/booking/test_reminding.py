"""A client is reminded of what is booked a day before it begins, and an hour before."""

from datetime import datetime, timedelta
from uuid import UUID

from holdfast.flows.booking.cancelling import cancel_booking
from holdfast.flows.booking.reminding import remind_of_bookings
from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller
from tests.db.flows.booking.making import a_taking, book, booked, booking_now, in_minutes
from tests.db.flows.booking.test_moving import move
from tests.db.flows.buying import a_guest
from tests.db.flows.stage import Stage, select

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
FIVE_DAYS = 5 * 24 * 60


async def reminded(stage: Stage, booking: UUID | None) -> list[int]:
    rows = await select(
        stage,
        "SELECT (data->>'minutes')::int FROM events"
        " WHERE type = 'booking.coming' AND subject = $1 ORDER BY id",
        str(booking),
    )
    return [row[0] for row in rows]


async def begins(stage: Stage, placed: Placed) -> datetime:
    return (await booking_now(stage, placed)).starts_at


async def test_a_client_is_reminded_once_a_day_before_and_once_an_hour_before(
    stage: Stage,
) -> None:
    soon = await booked(stage, a_guest(), a_taking(None, in_minutes(FIVE_DAYS)))
    unpaid = await book(stage, a_guest(), a_taking(None, in_minutes(FIVE_DAYS)))
    start = await begins(stage, soon)
    told = []
    for moment in (DAY + MINUTE, DAY, DAY - MINUTE, HOUR + MINUTE, HOUR, HOUR - MINUTE):
        await remind_of_bookings(stage, start - moment)
        told.append(await reminded(stage, soon.booking_id))
    assert told == [[], [1440], [1440], [1440], [1440, 60], [1440, 60]]
    assert await reminded(stage, unpaid.booking_id) == []


async def test_whoever_booked_or_moved_since_was_told_just_then(stage: Stage) -> None:
    """In three hours: the confirmation is the news of the day, an hour before it is not."""
    today = await booked(stage, a_guest(), a_taking(None, in_minutes(180)))
    start = await begins(stage, today)
    await remind_of_bookings(stage, start - 20 * HOUR)  # nobody had booked it by then
    await remind_of_bookings(stage, start - 2 * HOUR)
    assert await reminded(stage, today.booking_id) == []
    await remind_of_bookings(stage, start - HOUR)
    assert await reminded(stage, today.booking_id) == [60]
    client = a_guest()
    nearer = await booked(stage, client, a_taking(None, in_minutes(FIVE_DAYS)))
    await stage.database.pool.execute(
        "UPDATE bookings SET confirmed_at = confirmed_at - interval '3 days' WHERE id = $1",
        nearer.booking_id,
    )
    await move(stage, client, nearer, a_taking(None, in_minutes(22 * 60)))
    start = await begins(stage, nearer)
    await remind_of_bookings(stage, start - 22 * HOUR)
    assert await reminded(stage, nearer.booking_id) == []
    await remind_of_bookings(stage, start - HOUR)
    assert await reminded(stage, nearer.booking_id) == [60]


async def test_what_is_moved_is_reminded_of_anew_and_what_is_cancelled_is_not(
    stage: Stage,
) -> None:
    client = a_guest()
    moved = await booked(stage, client, a_taking(None, in_minutes(FIVE_DAYS)))
    off = await booked(stage, client, a_taking(None, in_minutes(FIVE_DAYS)))
    start = await begins(stage, moved)
    await remind_of_bookings(stage, start - DAY)
    assert off.booking_id is not None
    await cancel_booking(stage, Caller(client), off.booking_id)
    await move(stage, client, moved, a_taking(None, in_minutes(2 * FIVE_DAYS)))
    later = await begins(stage, moved)
    await remind_of_bookings(stage, start - HOUR)
    assert await reminded(stage, off.booking_id) == [1440]
    assert await reminded(stage, moved.booking_id) == [1440]
    await remind_of_bookings(stage, later - DAY)
    assert await reminded(stage, moved.booking_id) == [1440, 1440]


async def test_who_was_away_for_long_reminds_of_no_day_that_is_half_over(stage: Stage) -> None:
    """After an outage nobody hears that tomorrow is in seven hours."""
    one = await booked(stage, a_guest(), a_taking(None, in_minutes(FIVE_DAYS)))
    start = await begins(stage, one)
    await remind_of_bookings(stage, start - 17 * HOUR)
    await remind_of_bookings(stage, start - 30 * MINUTE)
    assert await reminded(stage, one.booking_id) == []
