"""Published times follow what is to be published: a transaction for each service."""

from collections.abc import AsyncIterable, Sequence
from uuid import UUID

from holdfast.booking.published import (
    PublishedSlot,
    forget_past_slots,
    publish_slots,
    published_services,
)
from holdfast.db.engine import Database
from holdfast.kit import shop_now

__all__ = ["forget_past", "publish"]


async def publish(
    database: Database, found: AsyncIterable[tuple[UUID, Sequence[PublishedSlot]]]
) -> int:
    """Publish these of each service, and nothing of services that are not named; how many."""
    async with database.read() as connection:
        before = await published_services(connection)
    count = 0
    async for service, slots in found:
        before.discard(service)
        count += len(slots)
        async with database.transaction() as connection:
            await publish_slots(connection, service, slots)
    for service in before:
        async with database.transaction() as connection:
            await publish_slots(connection, service, ())
    return count


async def forget_past(database: Database) -> None:
    """What has begun is published no more."""
    async with database.transaction() as connection:
        await forget_past_slots(connection, shop_now())
