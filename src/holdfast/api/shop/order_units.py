"""Some units of an order are not wanted any more."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from holdfast.api.contract.order_units import UNITS_OFF_REFUSED, UnitsOffAsked, units_of
from holdfast.api.contract.problems import TELLS_AGAIN, problems
from holdfast.api.shell.dependencies import caller
from holdfast.api.shell.dependencies import shop_parts as shop_parts_of
from holdfast.api.shell.direct import DirectRoute
from holdfast.api.shop.order_answers import OrderAnswer, order_answer
from holdfast.flows.commit.refusals import NoRefunds, SentInExchange
from holdfast.flows.ending.cancel_units import cancel_units
from holdfast.flows.ending.parcels import CodesGiven, OrderPacked
from holdfast.repeats import RepeatMoved

__all__ = ["router"]

router = APIRouter(prefix="/api/orders", tags=["orders"], route_class=DirectRoute)


@router.post(
    "/{order_id}/cancel-units",
    operation_id="cancelOrderUnits",
    summary="Cancel some units of a paid order that nobody has packed; what was paid for them goes"
    " back",
    response_model=OrderAnswer,
    responses=problems(
        OrderPacked,
        CodesGiven,
        NoRefunds,
        SentInExchange,
        RepeatMoved,
        *UNITS_OFF_REFUSED,
        *TELLS_AGAIN,
    ),
)
async def cancel_order_units(request: Request, order_id: UUID, asked: UnitsOffAsked) -> Response:
    """They are on sale again at once. With the last of them the order is cancelled as a whole."""
    shop_parts, by = shop_parts_of(request), caller(request, f"cancel-units/{order_id}")
    lines = units_of(asked.lines)
    await cancel_units(shop_parts, by, order_id, lines, end_repeat=asked.end_repeat)
    order = await shop_parts.orders.known(order_id)
    return await order_answer(shop_parts, order, timeline=True)
