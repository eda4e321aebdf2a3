"""How photographers and studios are rated: counted in the transaction of the reviews themselves."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.kit.ratings import MORE_STARS, Rating, star_values

_BEGIN: Final = sa.text(
    "INSERT INTO resource_ratings (resource_id) VALUES (:resource) ON CONFLICT DO NOTHING"
)
_COUNT: Final = sa.text(
    f"UPDATE resource_ratings SET reviews_version = reviews_version + 1, stars = {MORE_STARS}"
    " WHERE resource_id = :resource"
)
_OF: Final = """
SELECT resource_id, stars, reviews_version FROM resource_ratings
WHERE resource_id = ANY($1::uuid[])
"""


async def count_resource_stars(
    connection: AsyncConnection, resource: UUID, change: Sequence[int]
) -> None:
    """So many more show of one star, of two, up to five (fewer below zero)."""
    await connection.execute(_BEGIN, {"resource": resource})
    await connection.execute(_COUNT, star_values(change) | {"resource": resource})


async def resource_ratings_of(pool: asyncpg.Pool, ids: Sequence[UUID]) -> dict[UUID, Rating]:
    """Of each of them that was ever reviewed."""
    return {row[0]: Rating(tuple(row[1]), row[2]) for row in await pool.fetch(_OF, ids)}
