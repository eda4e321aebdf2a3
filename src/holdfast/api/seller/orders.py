"""Sellers: their part of orders, and nobody else's."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.csv_answers import CSV, csv_answer
from holdfast.api.contract.order_units import UNITS_OFF_REFUSED, UnitLines, units_of
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.problems import COMMITS, problems
from holdfast.api.contract.suborders import SubOrderBody, SubOrderState, suborder_bodies
from holdfast.api.contract.texts import Reason, written
from holdfast.api.seller.products import own
from holdfast.api.shell.dependencies import caller, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, reader_of
from holdfast.edits import EditOpen
from holdfast.flows.commit.refusals import (
    NoRefunds,
    NotPaid,
    OrderCancelledAlready,
    OrderCompletedAlready,
    OrderNotFound,
)
from holdfast.flows.ending.cancel_units import cancel_own_units
from holdfast.flows.fulfilment.sending import send_own
from holdfast.fraud import OrderHeld
from holdfast.fulfilment import NothingToPack, TooManyParcels
from holdfast.kit.paging import BadCursor, decode_id, page_of
from holdfast.kit.sentences import say
from holdfast.sellers import SellerNotFound
from holdfast.views.suborders import suborder_of, suborders_listed
from holdfast.views.suborders_csv import OwnOrders, suborders_csv

__all__ = ["router"]

router = APIRouter(prefix="/api/seller", tags=["sellers"])


class SubOrders(Answer):
    orders: list[SubOrderBody] = Field(description="The latest first")
    next_cursor: str | None


class SendAsked(Ask):
    """Who takes the parcel, and under which number."""

    carrier: Annotated[str, Field(min_length=1, max_length=60), written(say("Say who takes it."))]
    tracking: Annotated[str, Field(max_length=60)] = ""


@router.get(
    "/{seller_id}/orders",
    response_model=SubOrders,
    responses={**CSV, **problems(BadCursor, SellerNotFound)},
    openapi_extra=IN_A_LANGUAGE,
)
async def list_own_orders(
    request: Request,
    seller_id: UUID,
    status: Annotated[
        SubOrderState | Literal["to-send"] | None,
        Query(description="Only these; to-send: paid, and not all of yours has left"),
    ] = None,
    q: Annotated[
        str | None,
        Query(
            max_length=100,
            description="In the order's number, the name of its buyer or of whom it goes to, or a"
            " product or SKU of yours",
        ),
    ] = None,
    limit: Limit = 20,
    cursor: Cursor = None,
    form: Annotated[
        Literal["json", "csv"],
        Query(alias="format", description="csv: a row a line, of 20,000 orders at most"),
    ] = "json",
) -> SubOrders | Response:
    """What was sold of the seller's goods, order by order: only the seller's lines of each."""
    owner = await own(request, seller_id)
    parts = shop_parts(request)
    words, locale = (q or "").strip() or None, reader_of(request)
    if form == "csv":
        asked = OwnOrders(owner, status, words, cursor or None, locale)
        lines = suborders_csv(parts.database, asked, parts.reader.partitions)
        return csv_answer("orders.csv", lines)
    pool, partitions = parts.database.pool, parts.reader.partitions
    before = decode_id(cursor)
    found = await suborders_listed(pool, partitions, owner, status, before, limit + 1, words=words)
    page, more = page_of(found, limit, lambda row: (str(row["order_id"]),))
    shown = await suborder_bodies(parts, page, locale)
    return SubOrders(orders=shown, next_cursor=more)


@router.get(
    "/{seller_id}/orders/{order_id}",
    responses=problems(OrderNotFound, SellerNotFound),
    openapi_extra=IN_A_LANGUAGE,
)
async def get_own_order(request: Request, seller_id: UUID, order_id: UUID) -> SubOrderBody:
    """The seller's part of one order, by `orderId` or by the part's own `id`, as all paths here."""
    owner = await own(request, seller_id)
    parts = shop_parts(request)
    pool = parts.database.pool
    found = await suborder_of(pool, owner, order_id)
    if found is None:
        raise OrderNotFound("You have no such order.")
    (shown,) = await suborder_bodies(parts, [found], reader_of(request))
    return shown


@router.post(
    "/{seller_id}/orders/{order_id}/parcels",
    responses=problems(
        SellerNotFound, OrderNotFound, NotPaid, OrderCancelledAlready, OrderCompletedAlready,
        OrderHeld, EditOpen, NothingToPack, TooManyParcels, *COMMITS,
    ),
)  # fmt: skip
async def post_own_parcel(
    request: Request, seller_id: UUID, order_id: UUID, asked: SendAsked
) -> SubOrderBody:
    """Send all that is left of the seller's part of an order. The buyer is told."""
    found = await get_own_order(request, seller_id, order_id)
    await send_own(
        shop_parts(request),
        caller(request, f"send/{found.id}"),
        lambda parcel_id: caller(request, f"parcel-ship/{parcel_id}"),
        found.order_id,
        frozenset(one.line for one in found.lines),
        asked.carrier.strip(),
        asked.tracking.strip() or None,
    )
    return await get_own_order(request, seller_id, order_id)


class OwnUnitsOff(Ask):
    """What cannot be sent, and why: the shop's staff read it."""

    lines: UnitLines
    reason: Reason


@router.post(
    "/{seller_id}/orders/{order_id}/cancel-units",
    responses=problems(SellerNotFound, NoRefunds, *UNITS_OFF_REFUSED, *COMMITS),
)
async def post_own_cancel_units(
    request: Request, seller_id: UUID, order_id: UUID, asked: OwnUnitsOff
) -> SubOrderBody:
    """Cancel units of one's own that nobody has packed and that cannot be sent: they are on sale
    again, and what was paid for them goes back. The last of an order cancel it."""
    found = await get_own_order(request, seller_id, order_id)
    by = caller(request, f"cancel-units/{found.id}")
    own = frozenset(one.line for one in found.lines)
    await cancel_own_units(
        shop_parts(request), by, found.order_id, own, units_of(asked.lines), asked.reason
    )
    return await get_own_order(request, seller_id, order_id)
