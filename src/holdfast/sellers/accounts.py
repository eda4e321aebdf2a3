"""Where a provider sends what holders earned: accounts that are connected with the shop's there."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

_OF: Final = "SELECT provider, account FROM payout_accounts WHERE holder_id = $1"
_BY_HOLDER: Final = """
SELECT holder_id, provider, account FROM payout_accounts WHERE holder_id = ANY($1::uuid[])
"""
_KEEP: Final = sa.text("""
INSERT INTO payout_accounts (holder_id, provider, account) VALUES (:holder, :provider, :account)
ON CONFLICT (holder_id) DO UPDATE
SET provider = excluded.provider, account = excluded.account, set_at = clock_timestamp()
""")
_FORGET: Final = sa.text("DELETE FROM payout_accounts WHERE holder_id = :holder")


class PayoutAccount(Struct, frozen=True):
    """``account`` is what the provider knows them by."""

    provider: str
    account: str


async def account_of(pool: asyncpg.Pool, holder_id: UUID) -> PayoutAccount | None:
    """None of a holder who is paid by hand."""
    row = await pool.fetchrow(_OF, holder_id)
    return None if row is None else PayoutAccount(*row)


async def accounts_of(pool: asyncpg.Pool, holders: Iterable[UUID]) -> dict[UUID, PayoutAccount]:
    """By holder, of those who are not paid by hand."""
    rows = await pool.fetch(_BY_HOLDER, list(holders))
    return {row[0]: PayoutAccount(row[1], row[2]) for row in rows}


async def keep_account(
    connection: AsyncConnection, holder_id: UUID, account: PayoutAccount | None
) -> None:
    """From now on it is sent there; None: by hand."""
    if account is None:
        await connection.execute(_FORGET, {"holder": holder_id})
        return
    about = {"holder": holder_id, "provider": account.provider, "account": account.account}
    await connection.execute(_KEEP, about)
