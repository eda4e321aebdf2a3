"""Photos of what is sent back, kept beside the return."""

from holdfast.catalog.pictures import Workshop
from holdfast.flows.inventory.private_photos import fit
from holdfast.flows.returning.asking import Seen
from holdfast.flows.settlement.settler import Settler
from holdfast.returns import add_photo

__all__ = ["keep_photo"]


async def keep_photo(settler: Settler, workshop: Workshop, of: Seen, data: bytes) -> int:
    """Its number. The same photo sent again is the same. Raises what :func:`fit` and
    :func:`add_photo` raise."""
    photo = await fit(workshop, data)
    async with settler.database.transaction() as connection:
        return await add_photo(connection, of.found.id, photo.name, photo.webp)
