"""Commission rules as they are kept."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.sellers.commission import CommissionRule

MAX_RULES: Final = 5_000

_COLUMNS: Final = "id, seller_id, category_id, rate, fixed, currency, begins_at, made_at"
_ALL: Final = f"SELECT {_COLUMNS} FROM commission_rules ORDER BY begins_at DESC, made_at DESC, id"
_LOCK: Final = sa.text("SELECT pg_advisory_xact_lock(hashtext('holdfast commission'))")
_BY_KEY: Final = sa.text(f"SELECT {_COLUMNS} FROM commission_rules WHERE key = :key")
_COUNT: Final = sa.text("SELECT count(*) FROM commission_rules")
_ADD: Final = sa.text(f"""
INSERT INTO commission_rules (id, seller_id, category_id, rate, fixed, currency, begins_at, key)
VALUES (:id, :seller_id, :category_id, :rate, :fixed, :currency,
        coalesce(CAST(:begins_at AS timestamptz), clock_timestamp()), :key)
RETURNING {_COLUMNS}
""")


async def load_rules(pool: asyncpg.Pool) -> list[CommissionRule]:
    """All of them, the latest first, those that are still to begin too."""
    return [CommissionRule(*row) for row in await pool.fetch(_ALL)]


async def rules_within(connection: AsyncConnection) -> Sequence[CommissionRule]:
    """All of them, as this transaction sees them."""
    return [CommissionRule(*row) for row in await connection.execute(sa.text(_ALL))]


async def lock_rules(connection: AsyncConnection) -> int:
    """How many there are; nobody else adds one until the transaction ends."""
    await connection.execute(_LOCK)
    found: int = (await connection.execute(_COUNT)).scalar_one()
    return found


async def rule_under(connection: AsyncConnection, key: str) -> CommissionRule | None:
    """The one that was made under the key."""
    row = (await connection.execute(_BY_KEY, {"key": key})).first()
    return None if row is None else CommissionRule(*row)


async def add_rule(
    connection: AsyncConnection, rule_id: UUID, values: dict[str, object], key: str | None
) -> CommissionRule:
    """Without ``begins_at`` it holds from now on."""
    row = (await connection.execute(_ADD, {"id": rule_id, "key": key, **values})).one()
    return CommissionRule(*row)
