"""Staff: the parcels of an order: packed, split, sent, delivered; the slip that goes into one."""

import asyncio
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Ask
from holdfast.api.contract.order_units import UnitLines, units_of
from holdfast.api.contract.papers import PDF, PaperLanguage, pdf_answer
from holdfast.api.contract.problems import COMMITS, RateLimited, problems
from holdfast.api.contract.texts import Reason, written
from holdfast.api.shell.dependencies import caller, principal, shop_parts
from holdfast.api.shell.pacing import pace
from holdfast.api.shell.state import state_of
from holdfast.api.staff.order_actions import order_now
from holdfast.api.staff.order_pages import StaffOrderAnswer
from holdfast.edits import EditOpen
from holdfast.flows.commit.known_orders import any_order
from holdfast.flows.commit.refusals import (
    NotPaid,
    OrderCancelledAlready,
    OrderCompletedAlready,
    OrderNotFound,
)
from holdfast.flows.fulfilment import packing
from holdfast.fraud import OrderHeld
from holdfast.fulfilment import (
    CarrierMissing,
    LabelThere,
    NothingToPack,
    ParcelEnded,
    ParcelNotFound,
    ParcelNotPicked,
    ParcelNotShipped,
    ParcelPickedAlready,
    ParcelShippedAlready,
    PickupCodeWrong,
    TooManyParcels,
    UnitsNotToPack,
    packing_slip,
)
from holdfast.kit.sentences import say
from holdfast.views.packing import slips_of

__all__ = ["FailAsked", "router", "slip_answer"]

router = APIRouter(prefix="/api/staff/orders/{order_id}/parcels", tags=["staff"])

_SENDABLE: Final = (
    OrderNotFound, NotPaid, OrderCancelledAlready, OrderCompletedAlready, OrderHeld, EditOpen,
    NothingToPack,
    *COMMITS
)  # fmt: skip
_STEPS: Final = (ParcelNotFound, ParcelEnded, *_SENDABLE)


class ParcelAsked(Ask):
    """`lines` are what goes in it; without them all that is left, or all of it that lies in
    `locationId`."""

    lines: UnitLines | None = None
    location_id: UUID | None = Field(
        default=None, description="From where; what does not lie there is refused"
    )
    packed: bool = Field(default=False, description="It is being packed at once")


class ParcelsAsked(Ask):
    """A parcel of each location."""

    packed: bool = Field(default=False, description="They are being packed at once")


class SplitAsked(Ask):
    """What goes in a parcel of its own."""

    lines: UnitLines


class ShipAsked(Ask):
    """With whom, and under which number; nobody takes what its buyer picks up."""

    carrier: Annotated[str, Field(max_length=60)] = ""
    tracking: Annotated[str, Field(max_length=60)] = ""


class NumberAsked(Ask):
    """What its carrier calls it; another carrier, if one is named."""

    carrier: Annotated[str, Field(max_length=60)] = ""
    tracking: Annotated[
        str, Field(min_length=1, max_length=60), written(say("Write what its carrier calls it."))
    ]


class DeliverAsked(Ask):
    """What whoever came for it said, if it is checked."""

    code: Annotated[str, Field(max_length=20)] = ""


class FailAsked(Ask):
    """What happened: the buyer is told."""

    reason: Reason


@router.post("", responses=problems(UnitsNotToPack, TooManyParcels, *_SENDABLE))
async def post_parcel(request: Request, order_id: UUID, asked: ParcelAsked) -> StaffOrderAnswer:
    """Put units of a paid order in a parcel: none goes in two, and none that was refunded."""
    by = caller(request, f"parcel/{order_id}")
    units = None if asked.lines is None else units_of(asked.lines)
    await packing.make_parcel(
        shop_parts(request), by, order_id, units, packed=asked.packed, location_id=asked.location_id
    )
    return await order_now(request, order_id)


@router.post("/by-location", responses=problems(TooManyParcels, *_SENDABLE))
async def post_parcels_by_location(
    request: Request, order_id: UUID, asked: ParcelsAsked
) -> StaffOrderAnswer:
    """Put all that is left of a paid order in parcels, what lies in each location in one of its
    own. Where that is not known (units of a flash sale from several, a bundle whose parts lie in
    several) it goes
    in one that names none."""
    by = caller(request, f"parcels-by-location/{order_id}")
    await packing.make_parcels_by_location(shop_parts(request), by, order_id, packed=asked.packed)
    return await order_now(request, order_id)


@router.post(
    "/{parcel_id}/pick", responses=problems(ParcelPickedAlready, ParcelShippedAlready, *_STEPS)
)
async def post_pick(request: Request, order_id: UUID, parcel_id: UUID) -> StaffOrderAnswer:
    """It is being packed: from now on its order is returned, not cancelled."""
    by = caller(request, f"parcel-pick/{parcel_id}")
    await packing.pick(shop_parts(request), by, order_id, parcel_id)
    return await order_now(request, order_id)


@router.post(
    "/{parcel_id}/split",
    responses=problems(UnitsNotToPack, TooManyParcels, ParcelShippedAlready, *_STEPS),
)
async def post_split(
    request: Request, order_id: UUID, parcel_id: UUID, asked: SplitAsked
) -> StaffOrderAnswer:
    """Put some of it in a parcel of its own, before it leaves."""
    by = caller(request, f"parcel-split/{parcel_id}")
    await packing.split(shop_parts(request), by, order_id, parcel_id, units_of(asked.lines))
    return await order_now(request, order_id)


@router.post(
    "/{parcel_id}/ship",
    responses=problems(ParcelNotPicked, ParcelShippedAlready, CarrierMissing, *_STEPS),
)
async def post_ship(
    request: Request, order_id: UUID, parcel_id: UUID, asked: ShipAsked
) -> StaffOrderAnswer:
    """It left, or is ready to be picked up. The buyer is told, with the carrier and the number, or
    with the place."""
    by = caller(request, f"parcel-ship/{parcel_id}")
    tracking = asked.tracking.strip() or None
    await packing.ship(
        shop_parts(request), by, order_id, parcel_id, asked.carrier.strip(), tracking
    )
    return await order_now(request, order_id)


@router.post(
    "/{parcel_id}/number",
    operation_id="numberParcel",
    responses=problems(ParcelNotShipped, LabelThere, *_STEPS),
)
async def post_number(
    request: Request, order_id: UUID, parcel_id: UUID, asked: NumberAsked
) -> StaffOrderAnswer:
    """What is on its way has this number from now on, whether or not it had one. The buyer is
    told."""
    by = caller(request, f"parcel-number/{parcel_id}")
    tracking = asked.tracking.strip()
    await packing.number(
        shop_parts(request), by, order_id, parcel_id, asked.carrier.strip(), tracking
    )
    return await order_now(request, order_id)


@router.post(
    "/{parcel_id}/deliver",
    responses=problems(ParcelNotShipped, PickupCodeWrong, RateLimited, *_STEPS),
)
async def post_deliver(
    request: Request, order_id: UUID, parcel_id: UUID, asked: DeliverAsked | None = None
) -> StaffOrderAnswer:
    """It arrived, or was picked up. With the last unit that was bought, its order is completed."""
    by = caller(request, f"parcel-deliver/{parcel_id}")
    code = "" if asked is None else asked.code
    if code:
        await pace(state_of(request).saying, principal(request).id)
    await packing.deliver(shop_parts(request), by, order_id, parcel_id, code)
    return await order_now(request, order_id)


@router.post("/{parcel_id}/fail", responses=problems(ParcelNotShipped, *_STEPS))
async def post_fail(
    request: Request, order_id: UUID, parcel_id: UUID, asked: FailAsked
) -> StaffOrderAnswer:
    """It did not arrive: its units can go in another parcel, or be refunded."""
    by = caller(request, f"parcel-fail/{parcel_id}")
    await packing.fail(shop_parts(request), by, order_id, parcel_id, asked.reason)
    return await order_now(request, order_id)


@router.post("/{parcel_id}/cancel", responses=problems(ParcelShippedAlready, *_STEPS))
async def post_take_apart(request: Request, order_id: UUID, parcel_id: UUID) -> StaffOrderAnswer:
    """Take it apart before it leaves: its units can be packed anew."""
    by = caller(request, f"parcel-cancel/{parcel_id}")
    await packing.take_apart(shop_parts(request), by, order_id, parcel_id)
    return await order_now(request, order_id)


@router.get(
    "/{parcel_id}/slip",
    response_class=Response,
    responses={**PDF, **problems(OrderNotFound, ParcelNotFound)},
)
async def get_slip(
    request: Request,
    order_id: UUID,
    parcel_id: UUID,
    language: PaperLanguage = "en",
) -> Response:
    """What is in the parcel, as a page to put into it: a PDF without prices."""
    return await slip_answer(request, order_id, parcel_id, language)


async def slip_answer(
    request: Request, order_id: UUID, parcel_id: UUID, language: PaperLanguage
) -> Response:
    here = shop_parts(request)
    await any_order(here.orders, order_id)
    shop = await here.shop.now()
    async with here.database.read() as connection:
        slips = await slips_of(connection, [parcel_id], order_id, language, shop.name)
    if not slips:
        raise ParcelNotFound("The order has no such parcel.")
    made = await asyncio.to_thread(packing_slip, slips)
    return pdf_answer(made, f"{slips[0].order}-{slips[0].number}")
