"""A buyer writes a review, changes it, takes it back. Each is one transaction, in which the counts
of the product's stars move with it: so they are right, whoever writes at the same moment."""

from typing import TypeAlias
from uuid import UUID

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog.writing import count_stars
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.event_log import write_event
from holdfast.kit import Problem
from holdfast.orders import has_bought
from holdfast.reviews import (
    ReviewChanged,
    ReviewRemoved,
    ReviewWritten,
    StarChange,
    add_review,
    clean_text,
    lock_own,
    say_anew,
    star_change,
    take_back,
)

__all__ = ["NotBought", "ReviewAsked", "remove_review", "write_review"]

Told: TypeAlias = ReviewWritten | ReviewChanged | ReviewRemoved


class NotBought(Problem):
    """Reviews are written by who bought the product: who has a paid order of it that was not
    cancelled."""

    status = 403
    code = "not-bought"
    title = "Only buyers of the product can review it"


class ReviewAsked(Struct, frozen=True):
    """What its author wants it to say."""

    stars: int
    text: str = ""


async def write_review(
    database: Database, caller: Caller, product_id: UUID, asked: ReviewAsked
) -> None:
    """The caller's one review of the product, in place of what it said before; the last of several
    at once stands. Raises :class:`NotBought`."""
    if not await has_bought(database.pool, caller.actor, product_id):
        raise NotBought("You can review this product once you have bought it.")
    author, stars, text = caller.principal.user_id, asked.stars, clean_text(asked.text)
    async with database.transaction() as connection:
        made = await add_review(connection, author, product_id, stars, text)
        if made is not None:
            fact: Told = ReviewWritten(product_id, stars)
            await _tell(connection, caller, made, fact, star_change(None, stars))
            return
        before = await lock_own(connection, author, product_id)
        assert before is not None  # rows stay
        if not before.is_removed and (before.stars, before.text) == (stars, text):
            return
        await say_anew(connection, before.id, stars, text)
        fact = ReviewChanged(product_id, stars, before.stars)
        if before.is_removed:
            fact = ReviewWritten(product_id, stars)
        change = star_change(before.counted, None if before.is_hidden else stars)
        await _tell(connection, caller, before.id, fact, change)


async def remove_review(database: Database, caller: Caller, product_id: UUID) -> None:
    """Take the caller's review back; nothing happens if there is none."""
    async with database.transaction() as connection:
        before = await lock_own(connection, caller.principal.user_id, product_id)
        if before is None or before.is_removed:
            return
        await take_back(connection, before.id)
        change = star_change(before.counted, None)
        await _tell(connection, caller, before.id, ReviewRemoved(product_id), change)


async def _tell(
    connection: AsyncConnection, caller: Caller, review_id: UUID, fact: Told, change: StarChange
) -> None:
    await count_stars(connection, fact.product_id, change)
    await write_event(connection, fact, review_id, caller.request)
