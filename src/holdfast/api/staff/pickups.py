"""Staff: the parcel that somebody comes for, by the code that they say."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.parcels import ParcelShown, parcel_body
from holdfast.api.contract.pickups import CollectorShown, collector_body
from holdfast.api.contract.problems import RateLimited, problems
from holdfast.api.shell.dependencies import principal, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, reader_of
from holdfast.api.shell.pacing import pace
from holdfast.api.shell.state import state_of
from holdfast.flows.fulfilment.collecting import found_by_code
from holdfast.fulfilment import PickupCodeWrong
from holdfast.views.buyers import buyer_of_order
from holdfast.views.names_now import sold_named

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/pickups", tags=["staff"])


class PickupAsked(Ask):
    code: Annotated[str, Field(min_length=1, max_length=20)]


class PickupShown(Answer):
    """A parcel that is ready. ``collector`` comes for it in place of its buyer, whose name is
    ``buyer``."""

    order_id: UUID
    order_number: str
    buyer: str
    collector: CollectorShown | None
    parcel: ParcelShown


class PickupsAnswer(Answer):
    """One, or several that have the same code by chance."""

    pickups: list[PickupShown]


@router.post(
    "/find",
    operation_id="findPickup",
    responses=problems(PickupCodeWrong, RateLimited),
    openapi_extra=IN_A_LANGUAGE,
)
async def post_find(request: Request, asked: PickupAsked) -> PickupsAnswer:
    """What whoever says the code comes for. It is handed over by
    `POST /api/staff/orders/{orderId}/parcels/{parcelId}/deliver` with the same code. So
    many codes are tried by one person at most."""
    await pace(state_of(request).saying, principal(request).id)
    here = shop_parts(request)
    found = await found_by_code(here, asked.code)
    async with here.database.read() as connection:
        buyers = [await buyer_of_order(connection, one.order.id) for one in found]
    locale = reader_of(request)
    named = [await sold_named(here.shelf, one.items, locale) for one in found]
    return PickupsAnswer.model_validate(
        {
            "pickups": [
                {
                    "orderId": one.order.id,
                    "orderNumber": one.order.number,
                    "buyer": buyer.name or buyer.email or "",
                    "collector": collector_body(one.order),
                    "parcel": parcel_body(one.parcel, items, one.order.pickup),
                }
                for one, items, buyer in zip(found, named, buyers, strict=True)
            ]
        }
    )
