"""Staff: pictures, sent one by one before a product names them."""

import math
from typing import Final

from fastapi import APIRouter, Request

from holdfast.api.contract.problems import RateLimited, problems
from holdfast.api.contract.uploads import Upload, file_body, upload
from holdfast.api.shell.dependencies import Member, body
from holdfast.api.shell.state import state_of
from holdfast.api.staff.picture_bodies import PictureAnswer, picture_answer
from holdfast.catalog.pictures import (
    PictureAnimated,
    PictureDamaged,
    PictureKindUnknown,
    PicturesAway,
    PicturesBusy,
    PictureTooCostly,
    PictureTooLarge,
)
from holdfast.flows.inventory.pictures import take_picture
from holdfast.kit.sentences import say
from holdfast.people import Principal

__all__ = ["PICTURE", "PICTURE_BODY", "PICTURE_PROBLEMS", "router", "taken"]

router = APIRouter(prefix="/api/staff", tags=["staff"])

PICTURE: Final = Upload(8 * 1024 * 1024, ("image/",))
PICTURE_BODY: Final = file_body("image/jpeg", "image/png", "image/webp", "image/avif")
PICTURE_PROBLEMS: Final = problems(
    PictureKindUnknown,
    PictureTooLarge,
    PictureDamaged,
    PictureAnimated,
    PictureTooCostly,
    PicturesBusy,
    PicturesAway,
)


@router.post(
    "/pictures",
    status_code=201,
    responses=PICTURE_PROBLEMS,
    openapi_extra=PICTURE_BODY,
)
@upload(PICTURE)
async def post_picture(request: Request, who: Member) -> PictureAnswer:
    """Send a picture, to be named by a product: JPEG, PNG, WebP or AVIF, whatever it is called; at
    most 8 MB, 12,000 pixels a side and 60 million in all. It is turned upright, put into sRGB,
    freed of all that is not pixels and made in several sizes. Its address is made of its content,
    so the same picture sent again is the same picture."""
    return await taken(request, who)


async def taken(request: Request, who: Principal) -> PictureAnswer:
    """The picture in the request's body, kept. Who is not of staff may send so many."""
    for rate in () if who.is_staff else state_of(request).sending:
        wait = await rate.take(who.id)
        if wait:
            seconds = str(math.ceil(wait))
            raise RateLimited(
                say("Try again in {seconds} s.", seconds=seconds), headers={"Retry-After": seconds}
            )
    found = await take_picture(state_of(request).pictures, body(request), who.id)
    return picture_answer(found)
