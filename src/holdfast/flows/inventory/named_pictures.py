"""Pictures that a form names: those that stood there before, and those that were sent since."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from holdfast.catalog import Image, picture_at
from holdfast.catalog.pictures import PictureBook, image_of
from holdfast.kit.errors import FieldError

__all__ = ["NamedPicture", "named_images"]


class NamedPicture(Struct, frozen=True):
    """By its address, with its texts."""

    url: str
    alt: str = ""
    alts: Mapping[str, str] = {}


async def named_images(
    book: PictureBook, asked: Sequence[NamedPicture], known: Iterable[Image]
) -> tuple[tuple[Image, ...], list[FieldError]]:
    """In the order of the form, and what was never sent."""
    ours = {one.url: one for one in known}
    names = [name for one in asked if one.url not in ours and (name := picture_at(one.url))]
    sent = await book.want(names) if names else {}
    images, faults = [], []
    for place, one in enumerate(asked):
        found = sent.get(picture_at(one.url) or "")
        if one.url in ours:
            images.append(replace(ours[one.url], alt=one.alt, alts=dict(one.alts)))
        elif found is not None:
            images.append(replace(image_of(found, one.alt), alts=dict(one.alts)))
        else:
            detail = "Upload the picture first."
            faults.append(FieldError(f"images[{place}].url", "not-uploaded", detail))
    return tuple(images), faults
