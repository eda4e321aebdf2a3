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

__all__ = ["listed_more"]

_UNKNOWN: Final = (ServiceNotFound, NotTogether)


async def listed_more(
    pool: asyncpg.Pool, booking: Booking, takings: Sequence[Taking], ends_at: datetime
) -> int:
    """How much more the list has for it where it ends then; nothing where the list does not say."""

    async def find(service_id: UUID) -> Service:
        found = (await services_by_id(pool, [service_id])).get(service_id)
        if found is None:
            raise ServiceNotFound("There is no such service.")
        return found

    if ends_at == booking.ends_at:
        return 0
    try:
        service = await visit_kept(pool, find, booking)
    except _UNKNOWN:
        return 0
    if service.currency != booking.currency:
        return 0
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
    return then[0].amount - now[0].amount
