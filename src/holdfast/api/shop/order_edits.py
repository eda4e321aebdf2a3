"""Changes of a paid order, as its buyer sees them. To pay for one, or to decline it, its buyer pays
or cancels the order that was added."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from holdfast.api.contract.order_edits import EditsAnswer, EditShown, edits_seen
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, reader_of
from holdfast.api.shop.by_order_link import LINK_REFUSED, OrderLink, whoever_asks
from holdfast.flows.commit.known_orders import order_shown_to
from holdfast.flows.commit.refusals import OrderNotFound

__all__ = ["router"]

router = APIRouter(prefix="/api/orders", tags=["orders"])


@router.get(
    "/{order_id}/edits",
    operation_id="listOrderEdits",
    responses=problems(OrderNotFound, *LINK_REFUSED),
    openapi_extra=IN_A_LANGUAGE,
)
async def list_edits(
    request: Request, response: Response, order_id: UUID, order_link: OrderLink = ""
) -> EditsAnswer:
    """Changes of an order since it was paid, and what is asked for one."""
    here = shop_parts(request)
    asking = await whoever_asks(request, order_link)
    asking.must_be(order_id)
    order = await order_shown_to(here.orders, asking.principal, order_id)
    seen = await edits_seen(here, order.id, reader_of(request))
    names = set(EditShown.model_fields)
    response.headers["cache-control"] = "no-store"
    return EditsAnswer(edits=[EditShown(**one.model_dump(include=names)) for one in seen])
