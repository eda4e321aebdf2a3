"""Pictures that a form names: those that stood there before, and those that were sent since."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from holdfast.catalog import Image, address, picture_at
from holdfast.catalog.pictures import PictureBook, image_of
from holdfast.kit.errors import FieldError

__all__ = ["NamedPicture", "named_address", "named_images"]

_WIDE: Final = 480
"""As large as what has one picture for a mark shows it: a logo, a category."""
_NOT_UPLOADED: Final = "Upload the picture first."


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
            faults.append(FieldError(f"images[{place}].url", "not-uploaded", _NOT_UPLOADED))
    return tuple(images), faults


async def named_address(
    book: PictureBook, field: str, asked: str | None, known: str | None
) -> tuple[str | None, list[FieldError]]:
    """Of the one picture that something has, in a size that is enough for it; what stood there
    before stays, wherever it is."""
    if asked is None or asked == known:
        return asked, []
    name = picture_at(asked)
    found = (await book.want([name])).get(name) if name else None
    if found is None:
        return known, [FieldError(field, "not-uploaded", _NOT_UPLOADED)]
    width = next((one for one in found.widths if one >= _WIDE), found.widths[-1])
    return address(found.name, width), []
