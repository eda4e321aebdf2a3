"""More pictures of a session than are included, bought by its client."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant, json_answer
from holdfast.api.contract.problems import TELLS_AGAIN, problems
from holdfast.api.shell.dependencies import shop_parts
from holdfast.api.shop.by_order_link import LINK_REFUSED, OrderLink, way_to_pay, whoever_of
from holdfast.booking.galleries import MOST_FURTHER
from holdfast.flows.booking.booker import BookingNotFound
from holdfast.flows.booking.galleries.further import order_further
from holdfast.flows.booking.galleries.refusals import (
    FurtherPriceChanged,
    GalleryEnded,
    NotForSale,
    PictureAlreadyYours,
    PictureNotFound,
    TooManyFurther,
)
from holdfast.flows.commit.refusals import (
    AlreadyPaid,
    OrderCancelledAlready,
    ReservationExpired,
)
from holdfast.flows.payments.selling import NotSelling
from holdfast.kit import iso

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["booking"])


class FurtherAsked(Ask):
    """Which pictures, of those to choose from, and what they cost as their client saw it."""

    pictures: Annotated[list[UUID], Field(min_length=1, max_length=MOST_FURTHER)]
    total: Annotated[int, Field(ge=1, strict=True)] = Field(
        description="In minor units; another price is refused"
    )


class FurtherAnswer(Answer):
    """The order to pay, as any order is. `pay_path`: where who asks in its buyer's place pays it;
    null for its buyer."""

    booking_id: UUID
    order_id: UUID
    total: int
    currency: str
    expires_at: Instant
    pay_path: str | None


@router.post(
    "/bookings/{booking_id}/gallery/further",
    operation_id="orderFurtherPictures",
    response_model=FurtherAnswer,
    responses=problems(
        BookingNotFound, PictureNotFound, NotForSale, GalleryEnded, FurtherPriceChanged,
        PictureAlreadyYours, TooManyFurther, NotSelling, AlreadyPaid, OrderCancelledAlready,
        ReservationExpired, *LINK_REFUSED, *TELLS_AGAIN,
    ),
)  # fmt: skip
async def post_further(
    request: Request, booking_id: UUID, asked: FurtherAsked, order_link: OrderLink = ""
) -> Response:
    """Order more pictures than are included, to be paid as any order; they can be downloaded once
    they are paid. An order for others that nobody has paid is given up by it."""
    here = shop_parts(request)
    by = (await whoever_of(request, booking_id, order_link)).caller(
        request, f"further/{booking_id}"
    )
    placed = await order_further(here, by, booking_id, asked.pictures, asked.total)
    order = await here.orders.known(placed.order_id)
    hold = await here.reader.hold(placed.reservation_id)
    assert hold is not None
    return json_answer(
        {
            "bookingId": booking_id,
            "orderId": order.id,
            "total": order.total,
            "currency": order.currency,
            "expiresAt": iso(hold.expires_at),
            "payPath": await way_to_pay(request, by, order),
        }
    )
