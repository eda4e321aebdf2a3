"""Buyers: who sends what of an order that has goods of sellers."""

from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import Field

from holdfast.api.contract.answers import Answer
from holdfast.api.contract.problems import problems
from holdfast.api.contract.suborders import BoughtOfSeller, bought_of_sellers
from holdfast.api.shell.dependencies import exchange, shop_parts
from holdfast.flows.commit.known_orders import own_order
from holdfast.flows.commit.refusals import OrderNotFound
from holdfast.views.suborders import suborders_of_order

__all__ = ["router"]

router = APIRouter(prefix="/api/orders", tags=["orders"])


class SellersOfOrder(Answer):
    sellers: list[BoughtOfSeller] = Field(
        description="None until it is paid; goods of the shop itself are of none"
    )


@router.get("/{order_id}/sellers", responses=problems(OrderNotFound))
async def get_order_sellers(request: Request, order_id: UUID) -> SellersOfOrder:
    """Which sellers send what of an order, and how far it is."""
    parts = shop_parts(request)
    principal = exchange(request).principal
    await own_order(parts.orders, "" if principal is None else principal.id, order_id)
    rows = await suborders_of_order(parts.database.pool, order_id)
    shown = await bought_of_sellers(parts.database.pool, rows, parts.reader.partitions)
    return SellersOfOrder(sellers=shown)
