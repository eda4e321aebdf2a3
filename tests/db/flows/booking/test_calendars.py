"""What stands in a client's calendar, and in that of what is booked."""

from datetime import UTC, datetime
from uuid import UUID

from holdfast.booking.calendars import CalendarEvent
from holdfast.flows.booking.blocks import lay_block
from holdfast.flows.booking.cancelling import cancel_booking
from holdfast.flows.booking.moving import move_to
from holdfast.flows.commit.caller import Caller
from holdfast.kit import new_id
from holdfast.views.booking.calendar import client_events, resource_events
from tests.db.flows.booking.making import a_booking, a_taking, book, booked, booking_now, span_of
from tests.db.flows.booking.rooms import made
from tests.db.flows.booking.series import STAFF
from tests.db.flows.buying import a_guest
from tests.db.flows.stage import Stage

URL = "https://studio.example"


def event_id(event: CalendarEvent) -> UUID:
    return UUID(event.uid.partition("@")[0])


async def of_resource(stage: Stage, resource: UUID, language: str = "en") -> list[CalendarEvent]:
    return await resource_events(stage.database.pool, resource, datetime.now(UTC), URL, language)


async def test_a_booking_stands_there_once_paid_follows_a_move_and_is_taken_away(
    stage: Stage,
) -> None:
    client, one, other = a_guest(), new_id(), new_id()

    async def mine() -> list[CalendarEvent]:
        return await client_events(stage.database.pool, client.id, datetime.now(UTC), URL)

    await book(stage, client, a_taking(one, 600, 60))  # held only
    assert await mine() == await of_resource(stage, one) == []
    held = await booked(stage, client, a_taking(one, 0, 60))
    (event,) = await mine()
    assert event == (await of_resource(stage, one))[0]
    assert event.uid == f"{held.booking_id}@holdfast"
    assert (event.starts_at, event.ends_at) == span_of(0, 60)
    assert (event.title, event.sequence, event.status) == ("Portrait", 0, "CONFIRMED")
    assert event.address == f"{URL}/bookings/{held.booking_id}"

    booking = await booking_now(stage, held)
    await move_to(stage, Caller(client), booking, a_booking(a_taking(other, 120, 60)))
    (event,) = await mine()
    assert (event.starts_at, event.sequence, event.status) == (span_of(120, 60)[0], 2, "CONFIRMED")
    assert await of_resource(stage, other) == [event]
    (gone,) = await of_resource(stage, one)  # whose calendar showed it before
    assert (gone.uid, gone.sequence, gone.status) == (event.uid, 3, "CANCELLED")

    await cancel_booking(stage, Caller(client), event_id(event))
    (event,) = await mine()
    assert (event.sequence, event.status) == (3, "CANCELLED")
    assert await of_resource(stage, other) == [event]


async def test_a_block_stands_there_by_its_note_or_in_the_shops_language(stage: Stage) -> None:
    room = await made(stage, "room")
    await lay_block(stage, STAFF, room, *span_of(0, 60))
    await lay_block(stage, STAFF, room, *span_of(120, 60), note="Repairs")
    for language, closed in (("en", "Not available"), ("ru", "Занято"), ("ko", "이용 불가")):
        assert [one.title for one in await of_resource(stage, room, language)] == [
            closed, "Repairs",
        ]  # fmt: skip
