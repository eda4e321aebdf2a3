"""Stars are counted in the transaction of the reviews that give them."""

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog.offers import ProductNotFound
from holdfast.kit.ratings import MORE_STARS, star_values

_COUNT: Final = sa.text(
    f"UPDATE product_counts SET reviews_version = reviews_version + 1, stars = {MORE_STARS}"
    " WHERE product_id = :product"
)


async def count_stars(connection: AsyncConnection, product: object, change: Sequence[int]) -> None:
    """So many more show of one star, of two, up to five (fewer below zero), in the transaction of
    the reviews themselves. Raises :class:`ProductNotFound`."""
    about = star_values(change) | {"product": product}
    if (await connection.execute(_COUNT, about)).rowcount != 1:
        raise ProductNotFound("There is no such product on sale.")
