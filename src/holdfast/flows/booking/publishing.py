"""Published times follow what is to be published: a short transaction for each day of a service."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from holdfast.booking.published import (
    PublishedSlot,
    forget_past_slots,
    publish_none,
    publish_slots,
    published_services,
)
from holdfast.db.engine import Database
from holdfast.kit import shop_now

__all__ = ["forget_past", "publish", "publish_nothing_else"]


async def publish(
    database: Database,
    service: UUID,
    span: tuple[datetime, datetime],
    slots: Sequence[PublishedSlot],
) -> None:
    """These and no others are the service's in that span."""
    async with database.transaction() as connection:
        await publish_slots(connection, service, span, slots)


async def publish_nothing_else(database: Database, services: Collection[UUID]) -> None:
    """Nothing is published of any other service."""
    async with database.read() as connection:
        others = await published_services(connection) - set(services)
    for service in others:
        async with database.transaction() as connection:
            await publish_none(connection, service)


async def forget_past(database: Database) -> None:
    """What has begun is published no more."""
    await forget_past_slots(database.pool, shop_now())
