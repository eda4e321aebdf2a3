"""Tags on orders: put and taken off by staff, one order at a time or many, with a line of the audit
log for each order that changed."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import OrderNotFound
from holdfast.kit import Problem
from holdfast.kit.sentences import say
from holdfast.orders import MOST_TAGS, as_spelt, known_orders, lock_tags, put_tags, tags_of

__all__ = ["TAGGED", "Tagged", "TooManyTags", "tag_orders"]

TAGGED = "order.tagged"
"""The ``action`` of its line."""


class TooManyTags(Problem):
    """So many that none of them says anything."""

    status = 409
    code = "too-many-tags"
    title = "The order has too many tags"


class Tagged(Struct, frozen=True):
    """An order's tags as they are now; why they are as they were, if they are."""

    order_id: UUID
    tags: tuple[str, ...]
    refusal: Problem | None = None


async def tag_orders(
    database: Database,
    caller: Caller,
    orders: Sequence[UUID],
    add: Sequence[str],
    remove: Sequence[str],
) -> list[Tagged]:
    """Add these tags to each of these orders, and take those off: each stands by itself."""
    async with database.transaction() as connection:
        await lock_tags(connection)
        added, gone = await as_spelt(connection, add), await as_spelt(connection, remove)
        known = await known_orders(connection, orders)
        before = await tags_of(connection, orders)
        return [
            await _tag(connection, caller, order, before[order], added, gone)
            if order in known
            else Tagged(order, (), OrderNotFound("There is no such order."))
            for order in orders
        ]


async def _tag(
    connection: AsyncConnection,
    caller: Caller,
    order: UUID,
    before: Sequence[str],
    added: Sequence[str],
    gone: Sequence[str],
) -> Tagged:
    removed = [tag for tag in before if tag in gone and tag not in added]
    new = [tag for tag in added if tag not in before]
    after = sorted({*before, *new} - {*removed}, key=str.lower)
    if len(after) > MOST_TAGS:
        why = say("An order can have at most {limit} tags.", limit=MOST_TAGS)
        return Tagged(order, tuple(before), TooManyTags(why))
    if new or removed:
        await put_tags(connection, order, new, removed)
        await caller.note(connection, TAGGED, str(order), {"added": new, "removed": removed})
    return Tagged(order, tuple(after))
