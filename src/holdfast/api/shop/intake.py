"""What is asked of the client of a booking, and their answers."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from holdfast.api.contract.answers import json_answer
from holdfast.api.contract.intake import AnswersAsked, IntakeAnswer, given_of, intake_body
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.api.shop.by_order_link import LINK_REFUSED, OrderLink, whoever_of
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
    responses=problems(BookingNotFound, *LINK_REFUSED),
    openapi_extra=IN_A_LANGUAGE,
)
async def get_questions(request: Request, booking_id: UUID, order_link: OrderLink = "") -> Response:
    by = (await whoever_of(request, booking_id, order_link)).caller(request, "")
    found = await intake_of(shop_parts(request), by.principal, booking_id)
    return json_answer(intake_body(found, locale_of(request)))


@router.put(
    "/{booking_id}/questions",
    operation_id="answerQuestions",
    summary="Answer what is asked, until the session begins",
    response_model=IntakeAnswer,
    responses=problems(BookingNotFound, AnswersInvalid, AnswersClosed, *LINK_REFUSED),
    openapi_extra=IN_A_LANGUAGE,
)
async def put_answers(
    request: Request, booking_id: UUID, asked: AnswersAsked, order_link: OrderLink = ""
) -> Response:
    """Each that is named is answered so, in the language of who asks; the others stay as they are.
    Staff answer for the client."""
    locale = locale_of(request)
    given = given_of(asked.answers, locale)
    by = (await whoever_of(request, booking_id, order_link)).caller(request, "")
    found = await answer_questions(shop_parts(request), by, booking_id, given)
    return json_answer(intake_body(found, locale))
