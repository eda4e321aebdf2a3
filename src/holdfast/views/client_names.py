"""Whose bookings and orders these are, as staff know them, or photographers."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import asyncpg
from msgspec import Struct

from holdfast.people import names_of

__all__ = ["CALLED", "Known", "known_clients"]

_KNOWN: Final = """
SELECT a.owner, c.id, nullif(c.name, ''), coalesce(nullif(c.email, ''), nullif(c.phone, '')),
       nullif(c.phone, '')
FROM client_accounts a JOIN clients c ON c.id = a.client_id
WHERE a.owner = ANY($1::text[])
"""
CALLED: Final = """
coalesce(nullif(c.name, ''), (
    SELECT min(coalesce(nullif(u.name, ''), u.email)) FROM client_accounts ca JOIN users u
      ON u.id = CASE WHEN starts_with(ca.owner, 'user:') THEN substr(ca.owner, 6)::uuid END
    WHERE ca.client_id = c.id), nullif(c.email, ''), nullif(c.phone, ''), '')
"""
"""What a client ``c`` is called by staff and photographers, as :func:`known_clients` has it."""


class Known(Struct, frozen=True):
    """``name``: as staff wrote it, else the account's, else where they are reached; ``client_id``:
    whom of the studio's clients it is; ``phone``: for staff alone."""

    name: str | None = None
    client_id: UUID | None = None
    phone: str | None = None


async def known_clients(
    pool: asyncpg.Pool, owners: Sequence[str], *, public: bool = False
) -> dict[str, Known]:
    """By owner, of those of whom something is known. ``public``: without any address or number, for
    readers who are not of staff."""
    accounts = await names_of(pool, owners, public=public)
    known = {owner: Known(name) for owner, name in accounts.items()}
    for owner, client, name, reached, phone in await pool.fetch(_KNOWN, list(owners)):
        at = None if public else reached
        known[owner] = Known(name or accounts.get(owner) or at, client, None if public else phone)
    return known
