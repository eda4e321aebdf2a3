"""Whom those who would serve a booking do not take."""

from typing import Final
from uuid import UUID

import asyncpg

from holdfast.booking.bookings import NewBooking

__all__ = ["OF_ONE_CLIENT", "off_list"]

OF_ONE_CLIENT: Final = """
    SELECT $1 UNION ALL
    SELECT o.owner FROM client_accounts a JOIN client_accounts o USING (client_id)
    WHERE a.owner = $1
"""
"""The account ``$1``, and those that are the same client."""
_OFF: Final = f"""
SELECT resource_id FROM clients_not_taken
WHERE (resource_id IS NULL OR resource_id = ANY($2::uuid[])) AND owner IN ({OF_ONE_CLIENT})
"""


async def off_list(pool: asyncpg.Pool, owner: str, new: NewBooking) -> set[UUID | None]:
    """Which of those who would serve it do not take this client; None: nobody here does."""
    some = [one.resource_id for one in new.takings]
    return {row[0] for row in await pool.fetch(_OFF, owner, some)}
