"""What is asked of a booking's client: answered with the booking, and from its page until it
begins; staff answer for the client. No answer goes into an event or the audit log."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from holdfast.booking.bookings import Booking, booking_as_it_is
from holdfast.booking.intake import (
    Answer,
    Given,
    KeptAnswer,
    Question,
    fitted,
    intake_answers_of,
    keep_answers,
    together,
)
from holdfast.booking.services import Service, services_by_id
from holdfast.db.engine import Database
from holdfast.flows.booking.booker import found_booking
from holdfast.flows.booking.own_calendar import own_session
from holdfast.flows.commit.caller import Caller
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import Problem
from holdfast.people import Principal

__all__ = [
    "AnswersClosed", "AnswersInvalid", "Intake", "answer_questions", "answers_at_booking",
    "intake_of", "own_intake",
]  # fmt: skip


class AnswersInvalid(Problem):
    """An answer does not fit its question, or one that is needed lacks; ``errors`` names each as
    ``answers.`` and the question's id."""

    status = 422
    code = "answers-invalid"
    title = "Some questions are not answered like this"


class AnswersClosed(Problem):
    """The session began, or the booking is over or off: what was answered stays."""

    status = 409
    code = "answers-closed"
    title = "The questions can be answered no more"


class Intake(Struct, frozen=True):
    """A booking with what its services ask now and what was answered; ``may_answer``: whoever
    reads it may still answer."""

    booking: Booking
    questions: Sequence[Question]
    answers: Sequence[KeptAnswer]
    may_answer: bool


def answers_at_booking(service: Service, given: Given) -> tuple[Answer, ...]:
    """What is kept of the answers that come with a booking. Raises :class:`AnswersInvalid`."""
    found = fitted(service.questions, given, booking=True)
    if found.faults:
        raise AnswersInvalid.of(found.faults)
    return found.answers


async def intake_of(settler: Settler, principal: Principal | None, booking_id: UUID) -> Intake:
    """Of the principal's booking, or of any for staff. Raises
    :class:`BookingNotFound`."""
    booking = await found_booking(settler, principal, booking_id)
    assert principal is not None, "whose booking it is"
    may = booking.takes_answers(by_staff=principal.is_staff)
    return await _intake(settler, booking, may_answer=may)


async def own_intake(settler: Settler, principal: Principal | None, booking_id: UUID) -> Intake:
    """Of a booking that takes the photographer's time, or a studio's and no photographer's, to be
    read. Raises :class:`BookingNotFound`."""
    booking = await own_session(settler, principal, booking_id)
    return await _intake(settler, booking, may_answer=False)


async def answer_questions(
    settler: Settler, caller: Caller, booking_id: UUID, given: Given
) -> Intake:
    """Answers of one's own booking, or of any for staff; those that are not named stay. Raises
    :class:`AnswersInvalid`, :class:`AnswersClosed` and
    :class:`BookingNotFound`."""
    by_staff = caller.principal.is_staff
    booking = await found_booking(settler, caller.principal, booking_id)
    _must_take_answers(booking, by_staff=by_staff)
    found = fitted(await questions_of(settler.database, booking), given)
    if found.faults:
        raise AnswersInvalid.of(found.faults)
    async with settler.database.transaction() as connection:
        now = await booking_as_it_is(connection, booking_id)
        _must_take_answers(now, by_staff=by_staff)
        await keep_answers(connection, booking_id, found.answers, found.cleared, caller.actor)
        if caller.actor != booking.user_id:
            named = [*(one.question for one in found.answers), *found.cleared]
            about = {"questions": [str(one) for one in named]}
            await caller.note(connection, "booking.answered", str(booking_id), about)
    return await intake_of(settler, caller.principal, booking_id)


async def questions_of(database: Database, booking: Booking) -> tuple[Question, ...]:
    """What its services ask now."""
    parts = [UUID(one.id) for one in booking.parts if one.kind == "service"]
    ids = list(dict.fromkeys([booking.service_id, *parts]))
    known = await services_by_id(database.pool, ids)
    return together(known[one].questions for one in ids if one in known)


async def _intake(settler: Settler, booking: Booking, *, may_answer: bool) -> Intake:
    questions = await questions_of(settler.database, booking)
    answers = await intake_answers_of(settler.database.pool, booking.id)
    return Intake(booking, questions, answers, may_answer)


def _must_take_answers(booking: Booking | None, *, by_staff: bool) -> None:
    if booking is None or not booking.takes_answers(by_staff=by_staff):
        raise AnswersClosed("The session has begun, or the booking is over.")
