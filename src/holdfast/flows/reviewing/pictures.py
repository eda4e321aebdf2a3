"""Pictures that a review shows: sent before by who may write it, and named by their addresses."""

from collections.abc import Sequence
from typing import Final

import msgspec

from holdfast.catalog import Image
from holdfast.catalog.pictures import PictureBook
from holdfast.db.engine import Database
from holdfast.flows.inventory.named_pictures import NamedPicture, named_images
from holdfast.kit.errors import FieldError, Problem

__all__ = ["BadReviewPictures", "images_in", "shown_in"]

_images: Final = msgspec.json.Decoder(tuple[Image, ...])


class BadReviewPictures(Problem):
    """Pictures that were not sent, or that stand there twice."""

    status = 422
    code = "bad-review-pictures"
    title = "The pictures cannot be kept"


def shown_in(images: str) -> tuple[Image, ...]:
    """Of a review as it is kept."""
    return _images.decode(images)


async def images_in(database: Database, urls: Sequence[str], before: str) -> str:
    """As they are kept, in this order; ``before``: those the review has. Raises
    :class:`BadReviewPictures`."""
    asked = [NamedPicture(url) for url in urls]
    images, faults = await named_images(PictureBook(database), asked, shown_in(before))
    faults = [
        FieldError(
            one.field.replace("images", "pictures").removesuffix(".url"), one.code, one.detail
        )
        for one in faults
    ]
    faults += [
        FieldError(f"pictures[{place}]", "twice", "The picture is listed twice.")
        for place, url in enumerate(urls)
        if url in urls[:place]
    ]
    if faults:
        raise BadReviewPictures.of(faults, named=True)
    return msgspec.json.encode(images).decode()
