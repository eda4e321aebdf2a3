"""What holds where a service says nothing of its own, as the studio decided: what cancelling costs,
whose what is kept of a booking is, and what requests of bookings take."""

from typing import Final

import asyncpg
import msgspec
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.booking.bookings import (
    ANYBODY_ASKS,
    NO_SHARES,
    USUAL,
    AskingRules,
    Policy,
    Shares,
    shares_of,
)
from holdfast.booking.services.tables import studio_rules

_READ: Final = "SELECT policy::text, shares::text, requests::text, revision FROM studio_rules"


class StudioRules(Struct, frozen=True):
    """``revision`` counts their changes: 0, while nobody decided anything."""

    policy: Policy = USUAL
    shares: Shares = NO_SHARES
    requests: AskingRules = ANYBODY_ASKS
    revision: int = 0


async def load_rules(pool: asyncpg.Pool) -> StudioRules:
    """As they stand."""
    row = await pool.fetchrow(_READ)
    return StudioRules() if row is None else _rules(*row)


async def locked_rules(connection: AsyncConnection) -> StudioRules:
    """As they stand; nobody else changes them until the transaction ends."""
    await connection.execute(sa.text("LOCK TABLE studio_rules IN SHARE ROW EXCLUSIVE MODE"))
    row = (await connection.execute(sa.text(_READ))).one_or_none()
    return StudioRules() if row is None else _rules(*row)


async def keep_rules(
    connection: AsyncConnection,
    policy: Policy,
    shares: Shares,
    requests: AskingRules = ANYBODY_ASKS,
) -> None:
    """For what is booked from now on; what is booked stays as it was agreed."""
    kept = insert(studio_rules).values(
        policy=msgspec.to_builtins(policy),
        shares=msgspec.to_builtins(shares),
        requests=msgspec.to_builtins(requests),
    )
    changed = {
        "policy": kept.excluded.policy,
        "shares": kept.excluded.shares,
        "requests": kept.excluded.requests,
        "revision": studio_rules.c.revision + 1,
    }
    await connection.execute(kept.on_conflict_do_update(index_elements=["single"], set_=changed))


def _rules(policy: str, shares: str, requests: str, revision: int) -> StudioRules:
    asked = msgspec.json.decode(requests, type=AskingRules)
    return StudioRules(usual_policy(policy), shares_of(shares), asked, revision)


def usual_policy(kept: str | None) -> Policy:
    """As the table has it; where there is none, Holdfast's own."""
    return USUAL if kept is None else msgspec.json.decode(kept, type=Policy)
