"""Who found a review helpful: one voice each."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

_ADD: Final = sa.text("""
INSERT INTO review_votes (review_id, voter) VALUES (:review, :voter) ON CONFLICT DO NOTHING
""")
_DROP: Final = sa.text("DELETE FROM review_votes WHERE review_id = :review AND voter = :voter")
_DROP_ALL: Final = sa.text("DELETE FROM review_votes WHERE review_id = :review")
_COUNT: Final = sa.text("SELECT helpful FROM reviews WHERE id = :review")
_OWN: Final = sa.text("""
SELECT review_id FROM review_votes
WHERE voter = :voter AND review_id = ANY(CAST(:reviews AS uuid[]))
""")


async def vote(connection: AsyncConnection, review_id: UUID, voter: UUID, helpful: bool) -> int:
    """The voter finds a review, which is locked, helpful, or no longer; how many do now."""
    about = {"review": review_id, "voter": voter}
    await connection.execute(_ADD if helpful else _DROP, about)
    return int((await connection.execute(_COUNT, about)).scalar_one())


async def drop_votes(connection: AsyncConnection, review_id: UUID) -> None:
    """What they found helpful is gone."""
    await connection.execute(_DROP_ALL, {"review": review_id})


async def voted_for(
    connection: AsyncConnection, voter: UUID, review_ids: Sequence[UUID]
) -> list[UUID]:
    """Those of the reviews that the voter found helpful."""
    about = {"voter": voter, "reviews": list(review_ids)}
    return list((await connection.execute(_OWN, about)).scalars())
