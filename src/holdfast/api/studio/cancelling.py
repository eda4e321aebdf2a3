"""Who is booked cannot make a session of theirs, and cancels it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field, StringConstraints

from holdfast.api.contract.answers import Answer, Ask, json_answer
from holdfast.api.contract.cancellations import CancellationShown, cancellation_body
from holdfast.api.contract.problems import TELLS_AGAIN, problems
from holdfast.api.shell.dependencies import caller, principal, shop_parts
from holdfast.flows.booking.blocks import BadBlock
from holdfast.flows.booking.booker import BookingEnded, BookingNotFound
from holdfast.flows.booking.cancelling import TooLateToCancel
from holdfast.flows.booking.cancelling_own import cancel_own_session, cancellation_of_own
from holdfast.flows.commit.refusals import BalanceTooLarge, NotAgreed
from holdfast.flows.payments.give_back import PaymentDisputed
from holdfast.flows.people.standing import OwnStanding

__all__ = ["router"]

router = APIRouter(prefix="/api/studio/bookings", tags=["studio"])

_REFUSED = (BookingNotFound, BookingEnded, NotAgreed, TooLateToCancel)


class CancelOwnAsked(Ask):
    """Its client reads the `reason`. `block`: nobody else books that time."""

    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
    block: bool = Field(default=False, description="It is taken off as well")


class OwnCancelled(Answer):
    """`refund` goes back: all that was paid."""

    refund: int
    currency: str


@router.get(
    "/{booking_id}/cancellation",
    operation_id="getOwnCancellation",
    response_model=CancellationShown,
    responses=problems(*_REFUSED),
)
async def get_own_cancellation(request: Request, booking_id: UUID) -> Response:
    """What goes back to the client if who is booked cancels: all that was paid, whatever the policy
    of late cancellation says."""
    found = await cancellation_of_own(shop_parts(request), principal(request), booking_id)
    return json_answer(cancellation_body(found))


@router.post(
    "/{booking_id}/cancel",
    operation_id="cancelOwnSession",
    response_model=OwnCancelled,
    responses=problems(
        *_REFUSED, OwnStanding, BadBlock, PaymentDisputed, BalanceTooLarge, *TELLS_AGAIN
    ),
)
async def post_own_cancel(request: Request, booking_id: UUID, asked: CancelOwnAsked) -> Response:
    """Cancel a session of one's own until its client is there: a photographer one that takes them,
    a studio one that takes no photographer. All that was paid goes back, prepaid hours and
    certificates too; its client is told why. What is asked for is declined instead."""
    done = await cancel_own_session(
        shop_parts(request),
        shop_parts(request),
        caller(request, f"cancel-own-session/{booking_id}"),
        booking_id,
        asked.reason,
        block=asked.block,
    )
    return json_answer({"refund": done.refund, "currency": done.currency})
