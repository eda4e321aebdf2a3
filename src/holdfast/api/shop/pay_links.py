"""The secret address at which one order is seen and paid, without signing in."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field, StringConstraints

from holdfast.api.contract.answers import Answer, Ask, Instant, json_answer
from holdfast.api.contract.orders import NextActionShown, order_page
from holdfast.api.contract.prices import PartShown
from holdfast.api.contract.problems import TELLS_AGAIN, problems
from holdfast.api.shell.dependencies import caller, exchange, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, reader_of
from holdfast.booking.bookings import booking_of
from holdfast.flows.booking.settling_dues import settle_dues
from holdfast.flows.commit.refusals import (
    AddressNeeded,
    AlreadyPaid,
    NotAgreed,
    OrderCancelledAlready,
    PaymentUnderWay,
    ProviderAway,
    ProviderUnknown,
    ReservationExpired,
    ScenarioUnknown,
)
from holdfast.flows.payments.providers import AmountTooFine
from holdfast.flows.payments.selling import NotSelling, ways_to_pay
from holdfast.flows.settlement.pay_links import open_pay_link, pay_by_link
from holdfast.flows.shop_parts import ShopParts
from holdfast.kit import iso, shop_now
from holdfast.orders import PayLinkNotFound, PayLinkRevoked
from holdfast.views.names_now import bookings_named

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["orders"])

_Word = Annotated[str, StringConstraints(min_length=1, max_length=40)]


class LinkLineShown(Answer):
    """Goods of the order; `sum` is that of all their units, less what is taken off."""

    product_name: str
    options: dict[str, str]
    quantity: int
    sum: int
    image_url: str | None


class LinkBookingShown(Answer):
    """What is booked; of its `price` the order may be a part."""

    number: str
    service_name: str
    local: str = Field(description="The start by the studio's clock")
    zone: str
    status: str
    price: int


class PayLinkBody(Answer):
    """One order, and what is to be paid of it at this address. `state` says whether it can be:
    `open` until `expiresAt`, and not while another payment is `underWay`. Where it goes, and who
    ordered it, is not told."""

    number: str
    state: Literal["open", "paid", "expired", "cancelled"]
    order_status: str
    description: str | None
    lines: list[LinkLineShown]
    booking: LinkBookingShown | None
    parts: list[PartShown] = Field(description="How the total came about")
    total: int
    currency: str
    providers: list[str]
    under_way: bool
    expires_at: Instant | None
    server_time: Instant


class PayByLinkAsked(Ask):
    """By which of the providers; `scenario` is the provider's way of paying."""

    provider: _Word
    scenario: _Word | None = None


class PayByLinkAnswer(Answer):
    """What the provider says so far."""

    payment_id: UUID
    status: str
    next_action: NextActionShown | None = None


@router.get(
    "/pay/{token}",
    operation_id="readPayLink",
    summary="What a secret address pays",
    response_model=PayLinkBody,
    responses=problems(PayLinkNotFound, PayLinkRevoked),
    openapi_extra=IN_A_LANGUAGE,
)
async def get_pay_link(request: Request, token: str) -> Response:
    parts = shop_parts(request)
    opened = await open_pay_link(parts, token)
    order = opened.order
    (page,) = await order_page(parts, [order], timeline=True, locale=reader_of(request))
    booking = await _booking(parts, opened.link.booking_id, reader_of(request))
    body: dict[str, Any] = {
        "number": order.number,
        "state": opened.state,
        "orderStatus": order.status,
        "description": order.description,
        "lines": [
            {
                "productName": one["productName"],
                "options": one["options"],
                "quantity": one["quantity"],
                "sum": one["subtotal"] - one["discount"],
                "imageUrl": one["imageUrl"],
            }
            for one in page["items"]
        ],
        "booking": booking,
        "parts": page["parts"],
        "total": order.total,
        "currency": order.currency,
        "providers": list(ways_to_pay(parts, await parts.shop.now())),
        "underWay": opened.under_way,
        "expiresAt": iso(opened.ends_at),
        "serverTime": iso(shop_now()),
    }
    return json_answer(body)


async def _booking(parts: ShopParts, booking_id: UUID | None, locale: str) -> dict[str, Any] | None:
    found = None if booking_id is None else await booking_of(parts.database.pool, booking_id)
    if found is None:
        return None
    (found,) = await bookings_named(parts.database, [found], locale)
    return {
        "number": found.number,
        "serviceName": found.service_name,
        "local": found.wall_start,
        "zone": found.zone,
        "status": found.status,
        "price": found.price,
    }


@router.post(
    "/pay/{token}",
    operation_id="payByLink",
    summary="Pay at a secret address, without signing in",
    response_model=PayByLinkAnswer,
    responses=problems(
        PayLinkNotFound,
        PayLinkRevoked,
        ReservationExpired,
        NotSelling,
        OrderCancelledAlready,
        AlreadyPaid,
        AddressNeeded,
        NotAgreed,
        PaymentUnderWay,
        AmountTooFine,
        ProviderUnknown,
        ScenarioUnknown,
        ProviderAway,
        *TELLS_AGAIN,
    ),
)
async def post_pay_link(request: Request, token: str, asked: PayByLinkAsked) -> Response:
    parts = shop_parts(request)
    order, begun = await pay_by_link(
        parts,
        caller(request, "pay-by-link"),
        token,
        asked.provider,
        method=asked.scenario,
        origin=exchange(request).origin,
    )
    if begun.status == "succeeded":
        await settle_dues(parts, [order.id])
    told: dict[str, object] = {"paymentId": begun.payment_id, "status": begun.status}
    if begun.next_action is not None:
        told["nextAction"] = begun.next_action
    return json_answer(told)
