"""A buyer looks at a code that they bought."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from holdfast.api.contract.answers import Answer, Instant, json_answer, unkept
from holdfast.api.contract.problems import COMMITS, problems
from holdfast.api.shell.dependencies import shop_parts
from holdfast.api.shop.by_order_link import LINK_REFUSED, OrderLink, whoever_asks
from holdfast.digital import CodeNotFound, CodeUnreadable
from holdfast.flows.commit.refusals import OrderNotFound
from holdfast.flows.digital.showing import show
from holdfast.fraud import OrderHeld
from holdfast.kit import iso

__all__ = ["router"]

router = APIRouter(prefix="/api/orders", tags=["orders"])


class OrderCodeSaid(Answer):
    """What it says, and when it was first looked at."""

    id: UUID
    code: str
    seen_at: Instant


@router.post(
    "/{order_id}/codes/{code_id}/show",
    operation_id="showOrderCode",
    summary="Look at a code of one's order",
    response_model=OrderCodeSaid,
    responses=problems(
        OrderNotFound, CodeNotFound, CodeUnreadable, OrderHeld, *LINK_REFUSED, *COMMITS
    ),
)
async def show_order_code(
    request: Request, order_id: UUID, code_id: UUID, order_link: OrderLink = ""
) -> Response:
    """When that was first done is kept: refunded later, the code is not sold again. Repeating it
    changes nothing more."""
    asking = await whoever_asks(request, order_link)
    asking.must_be(order_id)
    by = asking.caller(request, f"code/{code_id}")
    found = await show(shop_parts(request), by, order_id, code_id)
    body = {"id": found.one.id, "code": found.code, "seenAt": iso(found.one.seen_at)}
    return unkept(json_answer(body))
