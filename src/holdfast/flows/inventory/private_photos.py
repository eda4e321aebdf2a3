"""Photos that are for some people alone, of returns and in messages: made fit as all pictures are,
in one size, and kept in the database beside what they are of."""

from typing import Final

from msgspec import Struct

from holdfast.catalog import picture_name
from holdfast.catalog.pictures import Workshop
from holdfast.db.engine import forbid_open_transaction

__all__ = ["Photo", "fit"]

_WIDEST: Final = 1200


class Photo(Struct, frozen=True):
    """``name`` is made of what was sent, so the same photo has the same."""

    name: str
    webp: bytes


async def fit(workshop: Workshop, data: bytes) -> Photo:
    """Judged, and freed of all that is not pixels, by a process of its own. Raises
    :class:`~holdfast.catalog.pictures.PictureUnusable` and :class:`PicturesBusy`."""
    forbid_open_transaction("making a picture")
    made = await workshop.make(data)
    widths = [width for width in made.picture.widths if width <= _WIDEST]
    width = max(widths, default=made.picture.widths[0])
    at = made.picture.files.index(f"{made.picture.name}-{width}.webp")
    return Photo(picture_name(data), made.contents[at])
