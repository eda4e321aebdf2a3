"""Back from a provider's page without having paid: what was begun there is called off."""

from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Request, Response

from holdfast.api.contract.answers import Answer, json_answer
from holdfast.api.contract.problems import TELLS_AGAIN, problems
from holdfast.api.shell.dependencies import caller, shop_parts
from holdfast.flows.commit.refusals import OrderNotFound, ProviderAway
from holdfast.flows.settlement.leaving import Left, leave_by_link, leave_payments
from holdfast.orders import PayLinkNotFound, PayLinkRevoked

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["payments"])


class LeftAnswer(Answer):
    """How the order stands then: `open`, it can be paid in any way; `pending`, a payment is under
    way that its provider does not call off; `paid`, the buyer was quicker, or something else paid
    it."""

    order_id: UUID
    status: Literal["open", "pending", "paid", "cancelled"]


@router.post(
    "/orders/{order_id}/leave-payment",
    operation_id="leavePayment",
    summary="Call off what was to be paid on a provider's page; the goods stay held",
    response_model=LeftAnswer,
    responses=problems(OrderNotFound, ProviderAway, *TELLS_AGAIN),
)
async def leave_payment(request: Request, order_id: UUID) -> Response:
    """A page of the provider's that is open somewhere else takes no money any more. What was paid
    by then counts."""
    by = caller(request, "leave-payment")
    return _told(await leave_payments(shop_parts(request), by, order_id))


@router.post(
    "/pay/{token}/leave",
    operation_id="leavePaymentByLink",
    summary="The same by the order's secret address",
    response_model=LeftAnswer,
    responses=problems(PayLinkNotFound, PayLinkRevoked, ProviderAway, *TELLS_AGAIN),
)
async def leave_payment_by_link(request: Request, token: str) -> Response:
    by = caller(request, "leave-payment")
    return _told(await leave_by_link(shop_parts(request), by, token))


def _told(left: Left) -> Response:
    return json_answer({"orderId": left.order_id, "status": left.status})
