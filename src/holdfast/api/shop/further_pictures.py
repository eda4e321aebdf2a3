"""More pictures of a session than are included, bought by its client."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Ask
from holdfast.api.contract.problems import TELLS_AGAIN, problems
from holdfast.api.shell.dependencies import caller, shop_parts
from holdfast.api.shop.booking_dues import RestAnswer, to_pay
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
from holdfast.flows.payments.selling import NotSelling

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["booking"])


class FurtherAsked(Ask):
    """Which pictures, of those to choose from, and what they cost as their client saw it."""

    pictures: Annotated[list[UUID], Field(min_length=1, max_length=MOST_FURTHER)]
    total: Annotated[int, Field(ge=1, strict=True)] = Field(
        description="In minor units; another price is refused"
    )


@router.post(
    "/bookings/{booking_id}/gallery/further",
    operation_id="orderFurtherPictures",
    response_model=RestAnswer,
    responses=problems(
        BookingNotFound, PictureNotFound, NotForSale, GalleryEnded, FurtherPriceChanged,
        PictureAlreadyYours, TooManyFurther, NotSelling, *TELLS_AGAIN,
    ),
)  # fmt: skip
async def post_further(request: Request, booking_id: UUID, asked: FurtherAsked) -> Response:
    """Order more pictures than are included, to be paid as any order; they can be downloaded once
    they are paid. An order for others that nobody has paid is given up by it."""
    by = caller(request, f"further/{booking_id}")
    placed = await order_further(shop_parts(request), by, booking_id, asked.pictures, asked.total)
    return await to_pay(request, placed)
