"""Staff look at reviews: what breaks the shop's rules is hidden, with a reason that its author
reads; all else stands."""

from collections.abc import Mapping, Sequence
from typing import Final, Literal, TypeAlias
from uuid import UUID

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.reviewing.telling import count_of, tell
from holdfast.kit import Problem
from holdfast.reviews import (
    Review,
    ReviewHidden,
    ReviewShown,
    hide,
    let_show,
    lock_reviews,
    star_change,
)

__all__ = ["AT_ONCE", "Moderation", "ReviewNotFound", "Verdict", "moderate"]

AT_ONCE: Final = 100

Verdict: TypeAlias = Literal["show", "hide"]


class ReviewNotFound(Problem):
    """No such review, or its author took it back."""

    status = 404
    code = "review-not-found"
    title = "No such review"


class Moderation(Struct, frozen=True):
    """What became of them: those that are now as asked, and those that their authors changed or
    took back since they were read, which are as they were."""

    done: tuple[UUID, ...]
    changed: tuple[UUID, ...]


async def moderate(
    database: Database,
    caller: Caller,
    verdict: Verdict,
    read: Mapping[UUID, int],
    reason: str = "",
) -> Moderation:
    """Show or hide these reviews, each in the version that was read. Raises
    :class:`ReviewNotFound` if there is none of them."""
    done: list[UUID] = []
    async with database.transaction() as connection:
        known = await lock_reviews(connection, list(read))
        if not known:
            raise ReviewNotFound("There is no such review.")
        # Counts are locked in one order too: each subject's in its turn.
        for review in sorted(known, key=lambda one: (one.subject_id, one.id)):
            if review.is_removed or review.version != read[review.id]:
                continue
            done.append(review.id)
            if verdict == "hide":
                await _hide(connection, caller, review, reason)
            else:
                await _show(connection, caller, review)
    return Moderation(tuple(done), _others(read, done))


def _others(read: Mapping[UUID, int], done: Sequence[UUID]) -> tuple[UUID, ...]:
    return tuple(one for one in read if one not in done)


async def _hide(connection: AsyncConnection, caller: Caller, review: Review, reason: str) -> None:
    if review.is_hidden and review.hidden_reason == reason and review.looked_at is not None:
        return
    await hide(connection, review.id, caller.actor, reason)
    await count_of(connection, review.of, star_change(review.counted, None))
    about = {"before": _standing(review), "after": {"hidden": True, "reason": reason}}
    await caller.note(connection, "review.hidden", str(review.id), about)
    if not review.is_hidden:
        fact = ReviewHidden(
            product_id=review.of.product_id, resource_id=review.of.resource_id, reason=reason
        )
        await tell(connection, caller, review.id, fact)


async def _show(connection: AsyncConnection, caller: Caller, review: Review) -> None:
    if review.shows and review.looked_at is not None:
        return
    await let_show(connection, review.id)
    about = {"before": _standing(review), "after": {"hidden": False}}
    action = "review.shown" if review.is_hidden else "review.approved"
    await caller.note(connection, action, str(review.id), about)
    if review.is_hidden:
        await count_of(connection, review.of, star_change(None, review.stars))
        of = review.of
        fact = ReviewShown(product_id=of.product_id, resource_id=of.resource_id)
        await tell(connection, caller, review.id, fact)


def _standing(review: Review) -> dict[str, object]:
    """As it was when staff looked, with what it said: the log is what is left if it is changed."""
    said = {"version": review.version, "stars": review.stars, "text": review.text}
    if review.is_hidden:
        return said | {"hidden": True, "reason": review.hidden_reason}
    return said | {"hidden": False}
