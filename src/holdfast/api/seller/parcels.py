"""Sellers: their own parcels, packed, labelled, sent and delivered. What is in a parcel with goods
of others is staff's, and is not found here."""

from typing import Final
from uuid import UUID

from fastapi import APIRouter, Request, Response

from holdfast.api.contract.answers import Ask
from holdfast.api.contract.order_units import UnitLines, units_of
from holdfast.api.contract.papers import PDF, PaperLanguage
from holdfast.api.contract.problems import COMMITS, problems
from holdfast.api.contract.suborders import SubOrderBody
from holdfast.api.seller.orders import get_own_order
from holdfast.api.shell.dependencies import caller, exchange, shop_parts
from holdfast.api.staff.labels import LabelAsked, label_answer
from holdfast.api.staff.parcels import FailAsked, ShipAsked, slip_answer
from holdfast.edits import EditOpen
from holdfast.flows.commit.refusals import (
    NotPaid,
    OrderCancelledAlready,
    OrderCompletedAlready,
    OrderNotFound,
)
from holdfast.flows.fulfilment import labels, packing
from holdfast.flows.fulfilment.dispatch import CarrierAway, CarrierUnknown, NoAddressToSend
from holdfast.flows.fulfilment.hearing import ask_carrier
from holdfast.flows.fulfilment.sending import pack_own
from holdfast.fraud import OrderHeld
from holdfast.fulfilment import (
    CarrierMissing,
    LabelThere,
    NoLabel,
    NothingToPack,
    ParcelEnded,
    ParcelNotFound,
    ParcelNotPicked,
    ParcelNotShipped,
    ParcelShippedAlready,
    TooManyParcels,
    UnitsNotToPack,
)
from holdfast.sellers import SellerNotFound

__all__ = ["router"]

router = APIRouter(prefix="/api/seller/{seller_id}/orders/{order_id}/parcels", tags=["sellers"])

_THEIRS: Final = (SellerNotFound, OrderNotFound, ParcelNotFound)
_SENDABLE: Final = (
    NotPaid, OrderCancelledAlready, OrderCompletedAlready, OrderHeld, EditOpen, NothingToPack,
    *COMMITS,
)  # fmt: skip
_STEPS: Final = (*_THEIRS, ParcelEnded, *_SENDABLE)


async def _own_parcel(request: Request, seller_id: UUID, order_id: UUID, parcel_id: UUID) -> UUID:
    """The order's id. Raises :class:`ParcelNotFound` where anything in it is not the seller's."""
    found = await get_own_order(request, seller_id, order_id)
    if all(one.id != parcel_id for one in found.parcels):
        raise ParcelNotFound("The order has no such parcel.")
    return found.order_id


class PackAsked(Ask):
    """Of which lines how many units; left out: all that is left."""

    lines: UnitLines | None = None


@router.post(
    "/pack",
    responses=problems(
        SellerNotFound, OrderNotFound, TooManyParcels, UnitsNotToPack, *_SENDABLE
    ),
)  # fmt: skip
async def post_own_pack(
    request: Request, seller_id: UUID, order_id: UUID, asked: PackAsked | None = None
) -> SubOrderBody:
    """Pack all that is left of the seller's part of an order in a parcel of its own, or a part of
    that."""
    found = await get_own_order(request, seller_id, order_id)
    by, own = caller(request, f"pack/{found.id}"), frozenset(one.line for one in found.lines)
    lines = None if asked is None or asked.lines is None else units_of(asked.lines)
    await pack_own(shop_parts(request), by, found.order_id, own, lines)
    return await get_own_order(request, seller_id, order_id)


@router.post(
    "/{parcel_id}/ship",
    responses=problems(ParcelNotPicked, ParcelShippedAlready, CarrierMissing, *_STEPS),
)
async def post_own_ship(
    request: Request, seller_id: UUID, order_id: UUID, parcel_id: UUID, asked: ShipAsked
) -> SubOrderBody:
    """This parcel left, and the rest of the order has not. The buyer is told, with its number."""
    order_id = await _own_parcel(request, seller_id, order_id, parcel_id)
    by, tracking = caller(request, f"parcel-ship/{parcel_id}"), asked.tracking.strip() or None
    parts, carrier = shop_parts(request), asked.carrier.strip()
    await packing.ship(parts, by, order_id, parcel_id, carrier, tracking)
    return await get_own_order(request, seller_id, order_id)


@router.post("/{parcel_id}/deliver", responses=problems(ParcelNotShipped, *_STEPS))
async def post_own_deliver(
    request: Request, seller_id: UUID, order_id: UUID, parcel_id: UUID
) -> SubOrderBody:
    """It arrived. With the last unit that was bought, of whomever, the order is completed."""
    order_id = await _own_parcel(request, seller_id, order_id, parcel_id)
    by = caller(request, f"parcel-deliver/{parcel_id}")
    await packing.deliver(shop_parts(request), by, order_id, parcel_id)
    return await get_own_order(request, seller_id, order_id)


@router.post("/{parcel_id}/fail", responses=problems(ParcelNotShipped, *_STEPS))
async def post_own_fail(
    request: Request, seller_id: UUID, order_id: UUID, parcel_id: UUID, asked: FailAsked
) -> SubOrderBody:
    """It did not arrive: its units can go in another parcel, or staff refund them."""
    order_id = await _own_parcel(request, seller_id, order_id, parcel_id)
    by = caller(request, f"parcel-fail/{parcel_id}")
    await packing.fail(shop_parts(request), by, order_id, parcel_id, asked.reason)
    return await get_own_order(request, seller_id, order_id)


@router.post("/{parcel_id}/cancel", responses=problems(ParcelShippedAlready, LabelThere, *_STEPS))
async def post_own_take_apart(
    request: Request, seller_id: UUID, order_id: UUID, parcel_id: UUID
) -> SubOrderBody:
    """Take it apart before it leaves: its units can be packed anew."""
    order_id = await _own_parcel(request, seller_id, order_id, parcel_id)
    by = caller(request, f"parcel-cancel/{parcel_id}")
    await packing.take_apart(shop_parts(request), by, order_id, parcel_id)
    return await get_own_order(request, seller_id, order_id)


@router.get("/{parcel_id}/slip", response_class=Response, responses={**PDF, **problems(*_THEIRS)})
async def get_own_slip(
    request: Request,
    seller_id: UUID,
    order_id: UUID,
    parcel_id: UUID,
    language: PaperLanguage = "en",
) -> Response:
    """What is in the parcel, as a page to put into it: a PDF without prices."""
    order_id = await _own_parcel(request, seller_id, order_id, parcel_id)
    return await slip_answer(request, order_id, parcel_id, language)


@router.post(
    "/{parcel_id}/label",
    responses=problems(
        CarrierUnknown, NoAddressToSend, LabelThere, ParcelNotPicked, ParcelShippedAlready, *_STEPS
    ),
)
async def post_own_label(
    request: Request, seller_id: UUID, order_id: UUID, parcel_id: UUID, asked: LabelAsked
) -> SubOrderBody:
    """Buy a label of a packed parcel: the carrier is asked at once, and again as long as it does
    not answer; what became of it stands in `label`."""
    order_id = await _own_parcel(request, seller_id, order_id, parcel_id)
    by = caller(request, f"parcel-label/{parcel_id}")
    await labels.ask_label(shop_parts(request), by, order_id, parcel_id, asked.carrier)
    return await get_own_order(request, seller_id, order_id)


@router.post(
    "/{parcel_id}/label/cancel", responses=problems(NoLabel, ParcelShippedAlready, *_STEPS)
)
async def post_own_label_cancelled(
    request: Request, seller_id: UUID, order_id: UUID, parcel_id: UUID
) -> SubOrderBody:
    """Let the label go, before the parcel is on its way."""
    order_id = await _own_parcel(request, seller_id, order_id, parcel_id)
    by = caller(request, f"parcel-unlabel/{parcel_id}")
    await labels.cancel_label(shop_parts(request), by, order_id, parcel_id)
    return await get_own_order(request, seller_id, order_id)


@router.post(
    "/{parcel_id}/label/ask", responses=problems(NoLabel, CarrierUnknown, CarrierAway, *_STEPS)
)
async def post_own_carrier_asked(
    request: Request, seller_id: UUID, order_id: UUID, parcel_id: UUID
) -> SubOrderBody:
    """Ask the carrier now where the parcel is; asked again it changes nothing."""
    order_id = await _own_parcel(request, seller_id, order_id, parcel_id)
    await ask_carrier(shop_parts(request), order_id, parcel_id, exchange(request).id)
    return await get_own_order(request, seller_id, order_id)


@router.get(
    "/{parcel_id}/label",
    response_class=Response,
    responses={**PDF, **problems(*_THEIRS, NoLabel, CarrierUnknown, CarrierAway)},
)
async def get_own_label(
    request: Request, seller_id: UUID, order_id: UUID, parcel_id: UUID
) -> Response:
    """What is put on the parcel, from its carrier: a PDF."""
    order_id = await _own_parcel(request, seller_id, order_id, parcel_id)
    return await label_answer(request, order_id, parcel_id)
