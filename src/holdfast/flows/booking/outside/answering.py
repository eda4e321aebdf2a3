"""A person says what is to be of a booking that was moved or deleted elsewhere."""

from uuid import UUID

from msgspec.structs import replace

from holdfast.booking.bookings import booking_of, takings_of
from holdfast.booking.outside import (
    Question,
    QuestionNotFound,
    Reply,
    ask_calendars,
    question_answered,
    question_of,
)
from holdfast.booking.schedule import Span
from holdfast.flows.booking.cancelling import cancel_booking
from holdfast.flows.booking.changing import own_resource
from holdfast.flows.booking.holding import move_booking
from holdfast.flows.booking.outside.calendars import Calendars
from holdfast.flows.booking.outside.drags import as_wished
from holdfast.flows.commit.caller import Caller
from holdfast.kit import Problem

__all__ = ["NothingToMove", "reply_to"]


class NothingToMove(Problem):
    """It was deleted, not moved: there is no time to move it to."""

    status = 409
    code = "nothing-to-move"
    title = "There is no time to move it to"


async def reply_to(here: Calendars, caller: Caller, question_id: UUID, reply: Reply) -> UUID:
    """``keep`` it as it is, ``move`` it by the price rules as staff would, or ``cancel`` it by the
    studio's own fault, so with all of its money. The id of its resource; raises
    :class:`QuestionNotFound`, :class:`NothingToMove` and the refusals of moving and cancelling: the
    question stays then."""
    question = await question_of(here.database.pool, question_id)
    if question is None or not question.is_open:
        raise QuestionNotFound(
            "It was answered already, or the booking is off or with somebody else by now."
        )
    await own_resource(here.studio, caller, question.resource_id)
    if reply == "move":
        await _move(here, _for_theirs(caller), question)
    elif reply == "cancel":
        await cancel_booking(here.booker, _for_theirs(caller), question.booking_id, cause="studio")
    async with here.database.transaction() as connection:
        if await question_answered(connection, question_id, reply, caller.actor):
            about = {"question": str(question_id), "reply": reply}
            await caller.note(connection, "calendar.answered", str(question.booking_id), about)
        await ask_calendars(connection, [question.calendar_id], caller.request, urgent=True)
    return question.resource_id


async def _move(here: Calendars, caller: Caller, question: Question) -> None:
    if question.starts_at is None or question.ends_at is None:
        raise NothingToMove("It was deleted over there. Keep it, or cancel it.")
    pool = here.database.pool
    booking = await booking_of(pool, question.booking_id)
    assert booking is not None, "questions are of bookings"
    takings = (await takings_of(pool, [booking.id]))[booking.id]
    to = Span(question.starts_at, question.ends_at)
    service, wanted = await as_wished(here, booking, takings, to, by_staff=True)
    await move_booking(here.booker, caller, booking.id, service, wanted)


def _for_theirs(caller: Caller) -> Caller:
    """A photographer decides about a booking of their own time as staff do; without the client's
    key, which is the answer's."""
    who = replace(caller.principal, roles=caller.principal.roles | {"manager"})
    return replace(caller, principal=who, key=None)
