"""A parcel by the secret address of its page: for whoever was given it, without a login."""

from fastapi import APIRouter, Request, Response

from holdfast.api.contract.answers import Answer, Instant, json_answer, unkept
from holdfast.api.contract.parcels import CarrierStepShown, ParcelLineShown, parcel_body
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, reader_of
from holdfast.fulfilment import ParcelNotFound, ParcelStatus, parcel_by_link
from holdfast.kit import iso, shop_now
from holdfast.orders import load_items
from holdfast.views.names_now import sold_named

__all__ = ["router"]

router = APIRouter(prefix="/api/track", tags=["orders"])

_SHOWN = (
    "number", "status", "carrier", "tracking", "pickup", "note", "lines", "madeAt", "pickedAt",
    "shippedAt", "deliveredAt", "endedAt", "steps",
)  # fmt: skip


class TrackedAnswer(Answer):
    """How far a parcel is and what is in it; nothing of who gets it, or what was paid."""

    order_number: str
    number: int
    status: ParcelStatus
    carrier: str | None
    tracking: str | None
    pickup: str | None
    note: str | None
    lines: list[ParcelLineShown]
    made_at: Instant
    picked_at: Instant | None
    shipped_at: Instant | None
    delivered_at: Instant | None
    ended_at: Instant | None
    steps: list[CarrierStepShown]
    server_time: Instant


@router.get(
    "/{link}",
    response_model=TrackedAnswer,
    responses=problems(ParcelNotFound),
    openapi_extra=IN_A_LANGUAGE,
)
async def get_tracked(request: Request, link: str) -> Response:
    """A parcel by its link, which its buyer has from the order's page or by mail."""
    parts = shop_parts(request)
    parcel = await parcel_by_link(parts.database.pool, link[:100])
    order = await parts.orders.known(parcel.order_id)
    items = (await load_items(parts.database.pool, [order.id]))[order.id]
    items = await sold_named(parts.shelf, items, reader_of(request))
    body = parcel_body(parcel, items, order.pickup)
    shown = {name: body[name] for name in _SHOWN}
    told = {"orderNumber": order.number, **shown, "serverTime": iso(shop_now())}
    return unkept(json_answer(told))
