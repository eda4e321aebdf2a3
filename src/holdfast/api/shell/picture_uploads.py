"""Pictures in a request's body: how large, of what kind, how often, and why they are refused."""

from typing import Final

from fastapi import Request

from holdfast.api.contract.problems import problems
from holdfast.api.contract.uploads import PICTURES_IN_HAND, Upload, file_body
from holdfast.api.shell.pacing import pace
from holdfast.api.shell.state import state_of
from holdfast.catalog.pictures import (
    PictureAnimated,
    PictureDamaged,
    PictureKindUnknown,
    PicturesAway,
    PicturesBusy,
    PictureTooCostly,
    PictureTooLarge,
)
from holdfast.people import Principal

__all__ = ["PICTURE", "PICTURE_BODY", "PICTURE_PROBLEMS", "may_send"]

PICTURE: Final = Upload(8 * 1024 * 1024, ("image/",), in_hand=PICTURES_IN_HAND)
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


async def may_send(request: Request, who: Principal) -> None:
    """Who is not of staff may send so many. Raises ``RateLimited``."""
    await pace(() if who.is_staff else state_of(request).sending, who.id)
