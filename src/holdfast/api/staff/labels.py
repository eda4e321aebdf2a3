"""Staff: labels of parcels, bought of a carrier."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.papers import PDF, pdf_answer
from holdfast.api.contract.problems import COMMITS, problems
from holdfast.api.shell.dependencies import caller, exchange, shop_parts
from holdfast.api.staff.order_actions import order_now
from holdfast.api.staff.order_pages import StaffOrderAnswer
from holdfast.flows.commit.refusals import (
    NotPaid,
    OrderCancelledAlready,
    OrderCompletedAlready,
    OrderNotFound,
)
from holdfast.flows.fulfilment import labels
from holdfast.flows.fulfilment.dispatch import CarrierAway, CarrierUnknown, NoAddressToSend
from holdfast.flows.fulfilment.hearing import ask_carrier
from holdfast.fulfilment import (
    LabelThere,
    NoLabel,
    NothingToPack,
    ParcelEnded,
    ParcelNotFound,
    ParcelNotPicked,
    ParcelShippedAlready,
)

__all__ = ["CarriersAnswer", "LabelAsked", "carriers_answer", "label_answer", "router"]

router = APIRouter(prefix="/api/staff", tags=["staff"])

_LABEL: Final = "/orders/{order_id}/parcels/{parcel_id}/label"
_STEPS: Final = (
    OrderNotFound, ParcelNotFound, ParcelEnded, ParcelShippedAlready, NotPaid,
    OrderCancelledAlready, OrderCompletedAlready, NothingToPack, *COMMITS,
)  # fmt: skip


class CarrierShown(Answer):
    """A carrier of which labels are bought."""

    name: str
    title: str


class CarriersAnswer(Answer):
    carriers: list[CarrierShown]


class LabelAsked(Ask):
    """Of whom, by its name."""

    carrier: Annotated[str, Field(min_length=1, max_length=60)]


@router.get("/carriers")
async def list_carriers(request: Request) -> CarriersAnswer:
    """The carriers that are set up."""
    return carriers_answer(request)


def carriers_answer(request: Request) -> CarriersAnswer:
    carriers = shop_parts(request).carriers
    shown = [CarrierShown(name=name, title=one.title) for name, one in sorted(carriers.items())]
    return CarriersAnswer(carriers=shown)


@router.post(
    _LABEL,
    responses=problems(CarrierUnknown, NoAddressToSend, LabelThere, ParcelNotPicked, *_STEPS),
)
async def post_label(
    request: Request, order_id: UUID, parcel_id: UUID, asked: LabelAsked
) -> StaffOrderAnswer:
    """Buy a label of a packed parcel: the carrier is asked at once, and again as long as it does
    not answer; what became of it stands in `label`."""
    by = caller(request, f"parcel-label/{parcel_id}")
    await labels.ask_label(shop_parts(request), by, order_id, parcel_id, asked.carrier)
    return await order_now(request, order_id)


@router.post(f"{_LABEL}/cancel", responses=problems(NoLabel, *_STEPS))
async def post_label_cancelled(
    request: Request, order_id: UUID, parcel_id: UUID
) -> StaffOrderAnswer:
    """Let the label go, before the parcel is on its way."""
    by = caller(request, f"parcel-unlabel/{parcel_id}")
    await labels.cancel_label(shop_parts(request), by, order_id, parcel_id)
    return await order_now(request, order_id)


@router.post(f"{_LABEL}/ask", responses=problems(NoLabel, CarrierUnknown, CarrierAway, *_STEPS))
async def post_carrier_asked(request: Request, order_id: UUID, parcel_id: UUID) -> StaffOrderAnswer:
    """Ask the carrier now where the parcel is; asked again it changes nothing."""
    await ask_carrier(shop_parts(request), order_id, parcel_id, exchange(request).id)
    return await order_now(request, order_id)


@router.get(
    _LABEL,
    response_class=Response,
    responses={**PDF, **problems(ParcelNotFound, NoLabel, CarrierUnknown, CarrierAway)},
)
async def get_label(request: Request, order_id: UUID, parcel_id: UUID) -> Response:
    """What is put on the parcel, from its carrier: a PDF."""
    return await label_answer(request, order_id, parcel_id)


async def label_answer(request: Request, order_id: UUID, parcel_id: UUID) -> Response:
    parcel, label = await labels.label_of(shop_parts(request), order_id, parcel_id)
    return pdf_answer(label, f"label-{parcel.number}")
