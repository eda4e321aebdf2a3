"""Payments: begin to pay for a reservation."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import StringConstraints

from holdfast.api.answers import Answer, Ask, json_answer
from holdfast.api.dependencies import exchange as exchange_of
from holdfast.api.dependencies import platform as platform_of
from holdfast.api.direct import DirectRoute
from holdfast.api.idempotency import request_key
from holdfast.api.problems import problems
from holdfast.flows.pay import begin_payment
from holdfast.flows.refusals import (
    AlreadyPaid,
    IdempotencyKeyReused,
    OrderCancelledAlready,
    OutcomeUnknown,
    ProviderAway,
    ProviderUnknown,
    ReservationExpired,
    ReservationNotFound,
    ScenarioUnknown,
    TooBusy,
)

__all__ = ["router"]

router = APIRouter(prefix="/api/payments", tags=["payments"], route_class=DirectRoute)

_Name = Annotated[str, StringConstraints(min_length=1, max_length=40)]


class PayAsked(Ask):
    """``scenario`` tells the demo provider how it shall go."""

    reservation_id: UUID
    provider: _Name
    scenario: _Name | None = None


class PayAnswer(Answer):
    """The payment, and what the provider says of it so far."""

    payment_id: UUID
    status: Literal["pending", "succeeded", "failed"]


@router.post(
    "",
    operation_id="beginPayment",
    summary="Begin to pay for a reservation",
    response_model=PayAnswer,
    responses=problems(
        ReservationNotFound,
        ReservationExpired,
        OrderCancelledAlready,
        AlreadyPaid,
        ProviderUnknown,
        ScenarioUnknown,
        ProviderAway,
        IdempotencyKeyReused,
        TooBusy,
        OutcomeUnknown,
    ),
)
async def begin(request: Request, asked: PayAsked) -> Response:
    exchange = exchange_of(request)
    principal = exchange.person()
    begun = await begin_payment(
        platform_of(request),
        principal,
        asked.reservation_id,
        asked.provider,
        scenario=asked.scenario,
        key=request_key(request, "pay", principal.id),
        request=exchange.id,
    )
    return json_answer({"paymentId": begun.payment_id, "status": begun.status})
