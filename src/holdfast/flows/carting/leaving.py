"""Carts that nobody comes back to: told once, later forgotten."""

from datetime import datetime

from holdfast.cart import abandoned_since, forget_carts, forget_requests
from holdfast.flows.carting.carting import Carting
from holdfast.flows.commit.event_log import write_event

__all__ = ["look_after_carts"]


async def look_after_carts(parts: Carting, now: datetime) -> int:
    """Tell of those abandoned by ``now``, forget those kept for long enough; how many were told."""
    told = await _tell_abandoned(parts, now)
    while True:
        async with parts.database.transaction() as connection:
            owners = await forget_carts(connection, now)
        if not owners:
            break
        parts.told(*owners)
    gone = 1
    while gone:
        async with parts.database.transaction() as connection:
            gone = await forget_requests(connection, now)
    return told


async def _tell_abandoned(parts: Carting, now: datetime) -> int:
    hours = (await parts.shop.now()).abandoned_after_hours
    told, marked = 0, hours
    while marked:
        async with parts.database.transaction() as connection:
            marked, facts = await abandoned_since(connection, now, hours)
            for cart_id, fact in facts:
                await write_event(connection, fact, cart_id)
        told += len(facts)
    return told
