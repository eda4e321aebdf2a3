"""What the clients of a photographer's sessions answered."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from holdfast.api.contract.answers import json_answer
from holdfast.api.contract.intake import IntakeAnswer, intake_body
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import principal, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.flows.booking.booker import BookingNotFound
from holdfast.flows.booking.intake import own_intake

__all__ = ["router"]

router = APIRouter(prefix="/api/studio/bookings", tags=["studio"])


@router.get(
    "/{booking_id}/questions",
    operation_id="getOwnSessionsQuestions",
    response_model=IntakeAnswer,
    responses=problems(BookingNotFound),
    openapi_extra=IN_A_LANGUAGE,
)
async def get_own_questions(request: Request, booking_id: UUID) -> Response:
    """What the client of a session of one's own was asked, and answered; a studio reads it of
    sessions without a photographer."""
    found = await own_intake(shop_parts(request), principal(request), booking_id)
    return json_answer(intake_body(found, locale_of(request)))
