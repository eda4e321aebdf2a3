"""Who photographed sends pictures of a session, and delivers them to its client."""

from typing import Annotated, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Ask, json_answer
from holdfast.api.contract.galleries import (
    GalleryAnswer,
    GalleryPictureShown,
    picture_body,
)
from holdfast.api.contract.problems import RateLimited, problems
from holdfast.api.contract.uploads import PICTURES_IN_HAND, Upload, upload
from holdfast.api.shell.dependencies import body, caller, principal, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE
from holdfast.api.shell.named_galleries import gallery_answer
from holdfast.api.shell.picture_uploads import PICTURE_BODY, PICTURE_PROBLEMS, may_send
from holdfast.api.shell.state import state_of
from holdfast.booking.galleries import (
    LEAST_DAYS,
    MAX_PICTURES,
    MOST_DAYS,
    MOST_PRICE,
    USUAL_DAYS,
)
from holdfast.flows.booking.attending import NotBegun
from holdfast.flows.booking.booker import BookingEnded, BookingNotFound
from holdfast.flows.booking.galleries.further import price_further
from holdfast.flows.booking.galleries.looking import own_gallery, own_key
from holdfast.flows.booking.galleries.refusals import (
    GalleryEnded,
    NothingToDeliver,
    PictureBought,
    PictureNotFound,
)
from holdfast.flows.booking.galleries.sending import (
    deliver_pictures,
    send_picture,
    take_picture_out,
)
from holdfast.kit.photos import TooManyPhotos

__all__ = ["SESSION_PICTURE", "router"]

router = APIRouter(prefix="/api/studio/bookings/{booking_id}/gallery", tags=["studio"])

SESSION_PICTURE: Final = Upload(
    30 * 1024 * 1024, ("image/",), seconds=240.0, in_hand=PICTURES_IN_HAND
)
"""As a camera makes them."""
_REFUSED = (BookingNotFound, NotBegun, BookingEnded, GalleryEnded)


class GalleryDeliveryAsked(Ask):
    """What is shown to the client from now on, and for how many days they have it."""

    part: Literal["proof", "final"] = Field(
        default="final", description="`proof`: to choose from; `final`: to keep"
    )
    days: Annotated[int, Field(ge=LEAST_DAYS, le=MOST_DAYS, strict=True)] = USUAL_DAYS
    choose: Annotated[int, Field(ge=1, le=MAX_PICTURES, strict=True)] = Field(
        default=20, description="How many of the proofs they may choose"
    )


class FurtherPriceAsked(Ask):
    """What each picture costs the client beside those that are included."""

    price: Annotated[int, Field(ge=1, le=MOST_PRICE, strict=True)] | None = Field(
        description="Minor units of the booking's currency; null: more are not sold"
    )


@router.get(
    "",
    operation_id="getOwnGallery",
    response_model=GalleryAnswer,
    responses=problems(BookingNotFound),
    openapi_extra=IN_A_LANGUAGE,
)
async def get_own_gallery(request: Request, booking_id: UUID) -> Response:
    """What was sent of a session of one's own, delivered or not."""
    found = await own_gallery(shop_parts(request), principal(request), booking_id)
    return await gallery_answer(request, found)


@router.post(
    "/pictures",
    operation_id="sendGalleryPicture",
    status_code=201,
    response_model=GalleryPictureShown,
    responses={
        **PICTURE_PROBLEMS,
        **problems(*_REFUSED, PictureNotFound, TooManyPhotos, RateLimited),
    },
    openapi_extra=PICTURE_BODY,
)
@upload(SESSION_PICTURE)
async def post_gallery_picture(
    request: Request,
    booking_id: UUID,
    part: Annotated[
        Literal["proof", "final"],
        Query(description="`proof`: to choose from; `final`: to keep"),
    ] = "final",
    title: Annotated[str, Query(max_length=200, description="What the file is called")] = "",
) -> Response:
    """Send one picture of a session that has begun, of at most 30 MB; its client sees it once it
    is delivered. The same one sent again is the same, so whatever failed is sent anew."""
    by = caller(request)
    await may_send(request, by.principal)
    here, room = shop_parts(request), state_of(request).pictures
    sent = body(request)
    made = await send_picture(here, room, by, booking_id, part, title, sent)
    shown = picture_body(made, own_key(here, booking_id, by.principal))
    return json_answer(shown, status=201)


@router.delete(
    "/pictures/{picture_id}",
    operation_id="deleteGalleryPicture",
    status_code=204,
    responses=problems(BookingNotFound, PictureNotFound, PictureBought),
)
async def delete_gallery_picture(request: Request, booking_id: UUID, picture_id: UUID) -> None:
    """Take a picture out, also one that was delivered: nobody finds it any more."""
    await take_picture_out(shop_parts(request), caller(request), booking_id, picture_id)


@router.post(
    "/deliver",
    operation_id="deliverGallery",
    response_model=GalleryAnswer,
    responses=problems(*_REFUSED, NothingToDeliver),
    openapi_extra=IN_A_LANGUAGE,
)
async def post_delivery(
    request: Request, booking_id: UUID, asked: GalleryDeliveryAsked
) -> Response:
    """Show the client what was sent, and tell them; what they were shown before they are not told
    again."""
    here, by = shop_parts(request), caller(request)
    await deliver_pictures(here, by, booking_id, asked.part, days=asked.days, choose=asked.choose)
    return await gallery_answer(request, await own_gallery(here, by.principal, booking_id))


@router.put(
    "/further-price",
    operation_id="priceFurtherPictures",
    response_model=GalleryAnswer,
    responses=problems(BookingNotFound, GalleryEnded),
    openapi_extra=IN_A_LANGUAGE,
)
async def put_further_price(
    request: Request, booking_id: UUID, asked: FurtherPriceAsked
) -> Response:
    """Sell the client more of the pictures than are included, each at that price; what they have
    ordered costs what it did."""
    here, by = shop_parts(request), caller(request)
    await price_further(here, by, booking_id, asked.price)
    return await gallery_answer(request, await own_gallery(here, by.principal, booking_id))
