"""What is asked of the client of a booking, and their answers."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from holdfast.api.contract.answers import json_answer
from holdfast.api.contract.intake import AnswersAsked, IntakeAnswer, given_of, intake_body
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import caller, principal, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.flows.booking.booker import BookingNotFound
from holdfast.flows.booking.intake import (
    AnswersClosed,
    AnswersInvalid,
    answer_questions,
    intake_of,
)

__all__ = ["router"]

router = APIRouter(prefix="/api/bookings", tags=["booking"])


@router.get(
    "/{booking_id}/questions",
    operation_id="getQuestions",
    summary="What is asked of the client of a booking, with the answers",
    response_model=IntakeAnswer,
    responses=problems(BookingNotFound),
    openapi_extra=IN_A_LANGUAGE,
)
async def get_questions(request: Request, booking_id: UUID) -> Response:
    found = await intake_of(shop_parts(request), principal(request), booking_id)
    return json_answer(intake_body(found, locale_of(request)))


@router.put(
    "/{booking_id}/questions",
    operation_id="answerQuestions",
    summary="Answer what is asked, until the session begins",
    response_model=IntakeAnswer,
    responses=problems(BookingNotFound, AnswersInvalid, AnswersClosed),
    openapi_extra=IN_A_LANGUAGE,
)
async def put_answers(request: Request, booking_id: UUID, asked: AnswersAsked) -> Response:
    """Each that is named is answered so, in the language of who asks; the others stay as they are.
    Staff answer for the client."""
    locale = locale_of(request)
    given = given_of(asked.answers, locale)
    found = await answer_questions(shop_parts(request), caller(request), booking_id, given)
    return json_answer(intake_body(found, locale))
