"""Photos of what is sent back: made fit as all pictures are, kept beside the return."""

from typing import Final

from holdfast.catalog import picture_name
from holdfast.catalog.pictures import Workshop
from holdfast.db.engine import forbid_open_transaction
from holdfast.flows.returning.asking import Seen
from holdfast.flows.settlement.settler import Settler
from holdfast.returns import add_photo

__all__ = ["keep_photo"]

_WIDEST: Final = 1200


async def keep_photo(settler: Settler, workshop: Workshop, of: Seen, data: bytes) -> int:
    """Its number. The same photo sent again is the same. Raises
    :class:`~holdfast.catalog.pictures.PictureUnusable`, :class:`PicturesBusy`, and what
    :func:`add_photo` raises."""
    forbid_open_transaction("making a picture")
    made = await workshop.make(data)
    widths = [width for width in made.picture.widths if width <= _WIDEST]
    width = max(widths, default=made.picture.widths[0])
    at = made.picture.files.index(f"{made.picture.name}-{width}.webp")
    async with settler.database.transaction() as connection:
        return await add_photo(connection, of.found.id, picture_name(data), made.contents[at])
