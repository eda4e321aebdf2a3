"""Stars are counted in the transaction of the reviews that give them."""

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog.offers import ProductNotFound

_COUNT: Final = sa.text("""
UPDATE product_counts SET reviews_version = reviews_version + 1, stars = ARRAY[
    stars[1] + :one, stars[2] + :two, stars[3] + :three, stars[4] + :four, stars[5] + :five]
WHERE product_id = :product
""")
_NAMES: Final = ("one", "two", "three", "four", "five")


async def count_stars(connection: AsyncConnection, product: object, change: Sequence[int]) -> None:
    """So many more show of one star, of two, up to five (fewer below zero), in the transaction of
    the reviews themselves. Raises :class:`ProductNotFound`."""
    about = dict(zip(_NAMES, change, strict=True)) | {"product": product}
    if (await connection.execute(_COUNT, about)).rowcount != 1:
        raise ProductNotFound("There is no such product on sale.")
