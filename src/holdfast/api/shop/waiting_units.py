"""Waiting in line for goods that are sold out: what comes back is held for who is first."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant, json_answer
from holdfast.api.contract.problems import TELLS_AGAIN, problems
from holdfast.api.shell.dependencies import caller, exchange, shop_parts
from holdfast.api.shell.direct import DirectRoute
from holdfast.api.shell.languages import order_locale
from holdfast.catalog import ProductNotFound, VariantNotFound
from holdfast.flows.checkout.basket import MAX_QUANTITY
from holdfast.flows.commit.refusals import (
    IdempotencyKeyReused,
    TooManyReservations,
    TooManyUnits,
)
from holdfast.flows.waiting.joining import (
    FreeNow,
    HeldAlready,
    leave_units_line,
    wait_for_units,
)
from holdfast.fraud import OrderDeclined
from holdfast.kit import iso, shop_now
from holdfast.views.waiting_line import UnitsShown, units_line_of
from holdfast.waiting import NotInLine, Place, TooManyInLine

__all__ = ["router"]

router = APIRouter(prefix="/api/waiting/units", tags=["products"], route_class=DirectRoute)


class WaitForUnitsAsked(Ask):
    """A variant that is sold out, and how many of it are wanted."""

    product_id: UUID
    variant_id: UUID
    quantity: Annotated[int, Field(ge=1, le=MAX_QUANTITY, strict=True)] = 1


class UnitsPlaceShown(Answer):
    """A place in line: the `place`-th; once `offered`, held by the order until `expiresAt`. Who
    waits for what is made of others stands in the line of a part of it that is short, with those
    who wait for that part, and goes to another's when that is."""

    id: UUID
    product_id: UUID
    variant_id: UUID
    name: str
    quantity: int = Field(description="Wanted; fewer are offered if fewer came free")
    status: Place
    place: int = Field(description="From 1; 0 once it is offered")
    order_id: UUID | None
    expires_at: Instant | None
    joined_at: Instant
    part: str | None = Field(description="Of what is made of others: in the line of which part")


class UnitsLineAnswer(Answer):
    """What one waits for, or is offered and has not decided about; the latest first."""

    line: list[UnitsPlaceShown]
    server_time: Instant


class UnitsJoinedAnswer(UnitsLineAnswer):
    """`id` is one's place."""

    id: UUID


@router.post(
    "",
    operation_id="waitForUnits",
    summary="Wait in line for a variant that is sold out",
    description="What comes free of it is held for those who wait, the first first, before anybody"
    " else can buy it. Who waits for it already keeps their place.",
    response_model=UnitsJoinedAnswer,
    responses=problems(
        ProductNotFound, VariantNotFound, FreeNow, HeldAlready, TooManyInLine, TooManyUnits,
        TooManyReservations, OrderDeclined, IdempotencyKeyReused, *TELLS_AGAIN,
    ),
)  # fmt: skip
async def post_wait_for_units(request: Request, asked: WaitForUnitsAsked) -> Response:
    place = await wait_for_units(
        shop_parts(request),
        caller(request, "wait-for-units"),
        asked.product_id,
        asked.variant_id,
        asked.quantity,
        locale=order_locale(request, None),
    )
    return json_answer(await _line(request) | {"id": place})


@router.get(
    "",
    operation_id="listUnitsAwaited",
    summary="What goods one stands in line for",
    response_model=UnitsLineAnswer,
)
async def get_units_line(request: Request) -> Response:
    return json_answer(await _line(request))


@router.delete(
    "/{place_id}",
    operation_id="leaveUnitsLine",
    summary="Wait for goods no more",
    response_model=UnitsLineAnswer,
    responses=problems(NotInLine, *TELLS_AGAIN),
)
async def delete_units_place(request: Request, place_id: UUID) -> Response:
    await leave_units_line(shop_parts(request), caller(request), place_id)
    return json_answer(await _line(request))


async def _line(request: Request) -> dict[str, Any]:
    parts, who = shop_parts(request), exchange(request).principal
    locale = order_locale(request, None)
    found = (
        []
        if who is None
        else await units_line_of(parts.database.pool, parts.reader, who.id, locale)
    )
    return {"line": [_shown(one) for one in found], "serverTime": iso(shop_now())}


def _shown(one: UnitsShown) -> dict[str, Any]:
    place = one.waits
    return {
        "id": place.id,
        "productId": place.product_id,
        "variantId": place.variant_id,
        "name": place.name,
        "quantity": place.quantity,
        "status": place.status,
        "place": one.number,
        "orderId": place.order_id,
        "expiresAt": iso(one.expires_at),
        "joinedAt": iso(place.joined_at),
        "part": one.part,
    }
