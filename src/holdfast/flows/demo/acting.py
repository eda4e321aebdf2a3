"""The demo's own people act in it as they would by themselves."""

from typing import Final

import asyncpg

from holdfast.flows.commit.caller import Caller
from holdfast.people import Principal

__all__ = ["MANAGER", "acting_as"]

MANAGER: Final = "manager@example.com"
_PERSON: Final = "SELECT 'user:' || id FROM users WHERE email = $1"


async def acting_as(pool: asyncpg.Pool, email: str, role: str = "customer") -> Caller:
    """Who has this address, which is there."""
    found: str = await pool.fetchval(_PERSON, email)
    return Caller(Principal(found, "user", frozenset({role})))
