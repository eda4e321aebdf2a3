"""What a booking costs by the list where it takes longer or shorter: what staff agree otherwise is
kept beside that."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg

from holdfast.booking import DAY, load_resources
from holdfast.booking.bookings import Booking, Taking, minutes_asked
from holdfast.booking.services import (
    NotTogether,
    Service,
    ServiceNotFound,
    cost_of,
    services_by_id,
)
from holdfast.flows.booking.visits import visit_kept
from holdfast.kit.zones import zone

__all__ = ["more_by_hand"]

_UNKNOWN: Final = (ServiceNotFound, NotTogether)


async def more_by_hand(
    pool: asyncpg.Pool,
    booking: Booking,
    takings: Sequence[Taking],
    ends_at: datetime,
    price: int | None,
) -> int:
    """How much more of its price is by hand once it ends then: as much as makes it ``price``, or,
    where staff say none, what it costs now."""
    costs = booking.price if price is None else price
    cut = price is not None and booking.price == 0 and booking.by_hand < 0
    if ends_at == booking.ends_at and not cut:
        return costs - booking.price
    listed = await _listed(pool, booking, takings, ends_at)
    if listed is None:
        return costs - booking.price
    now, then = listed
    # Nothing costs less than nothing: what is cut off its price is in no later one.
    was = min(now + booking.move_fees + booking.by_hand, 0) if cut else booking.price
    return costs - was - (then - now)


async def _listed(
    pool: asyncpg.Pool, booking: Booking, takings: Sequence[Taking], ends_at: datetime
) -> tuple[int, int] | None:
    """What the list has for it as it is, and where it ends then; None where it does not say."""

    async def find(service_id: UUID) -> Service:
        found = (await services_by_id(pool, [service_id])).get(service_id)
        if found is None:
            raise ServiceNotFound("There is no such service.")
        return found

    try:
        service = await visit_kept(pool, find, booking)
    except _UNKNOWN:
        return None
    if service.currency != booking.currency:
        return None
    known = await load_resources(pool, [one.resource_id for one in takings])
    level = next((one.level for one in known.values() if one.kind == "photographer"), None)
    start = booking.starts_at.astimezone(zone(booking.zone))
    if any(one.cell_minutes == DAY for one in takings):
        start = start.replace(tzinfo=None)
    now, then = (
        cost_of(
            service, start, minutes_asked(booking.starts_at, end, takings), booking.people, level
        )
        for end in (booking.ends_at, ends_at)
    )
    return now[0].amount, then[0].amount
