"""Somebody finds a review helpful, or no longer."""

from uuid import UUID

from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.reviewing.moderating import ReviewNotFound
from holdfast.kit import Problem
from holdfast.reviews import lock_review, vote

__all__ = ["OwnWords", "find_helpful"]


class OwnWords(Problem):
    """What one wrote oneself is found helpful by others."""

    status = 403
    code = "own-review"
    title = "This review is your own"


async def find_helpful(database: Database, caller: Caller, review_id: UUID, helpful: bool) -> int:
    """How many find it helpful now; each has one voice, said twice it counts once. Raises
    :class:`ReviewNotFound`, also of one that is hidden, and :class:`OwnWords`."""
    voter = caller.principal.user_id
    async with database.transaction() as connection:
        review = await lock_review(connection, review_id)
        if review is None or not review.shows:
            raise ReviewNotFound("There is no such review.")
        if review.author == voter:
            raise OwnWords("Others say whether your review helped them.")
        return await vote(connection, review_id, voter, helpful)
