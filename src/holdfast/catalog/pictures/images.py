"""A picture of ours as a product has it."""

from holdfast.catalog.picture_sizes import KeptPicture
from holdfast.catalog.products import Image


def image_of(picture: KeptPicture, alt: str = "", source: str | None = None) -> Image:
    """With all that a page must know of it."""
    return Image(
        picture.url,
        alt,
        picture.width,
        picture.height,
        source,
        picture.name,
        picture.widths,
        picture.stand_in,
    )
