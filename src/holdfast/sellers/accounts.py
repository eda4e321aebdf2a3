"""Where what holders earned is sent: by a provider, to an account that is connected with the shop's
there; or by staff, to an account at a bank."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

_OF: Final = "SELECT provider, account, set_at FROM payout_accounts WHERE holder_id = $1"
_BY_HOLDER: Final = """
SELECT holder_id, provider, account, set_at FROM payout_accounts WHERE holder_id = ANY($1::uuid[])
"""
_KEEP: Final = sa.text("""
INSERT INTO payout_accounts (holder_id, provider, account) VALUES (:holder, :provider, :account)
ON CONFLICT (holder_id) DO UPDATE
SET provider = excluded.provider, account = excluded.account, set_at = clock_timestamp()
""")
_FORGET: Final = sa.text("DELETE FROM payout_accounts WHERE holder_id = :holder")


BANK: Final = "bank"
"""In place of a provider: staff send it there by hand."""
_SHOWN: Final = 4


class PayoutAccount(Struct, frozen=True):
    """``account`` is what the provider knows them by, or how a transfer to their bank is
    addressed. Since ``set_at`` it is sent there."""

    provider: str
    account: str
    set_at: datetime | None = None

    @property
    def by_hand(self) -> bool:
        """Staff send it."""
        return self.provider == BANK

    @property
    def masked(self) -> str:
        """To tell it from others by: of an account at a bank its last digits."""
        if not self.by_hand:
            return self.account
        return "…" + "".join(one for one in self.account if one.isdigit())[-_SHOWN:]

    def same_as(self, other: "PayoutAccount | None") -> bool:
        """Whether it is sent to the same place."""
        if other is None:
            return False
        return (self.provider, self.account) == (other.provider, other.account)


async def account_of(pool: asyncpg.Pool, holder_id: UUID) -> PayoutAccount | None:
    """None of a holder of whom nobody said where to."""
    row = await pool.fetchrow(_OF, holder_id)
    return None if row is None else PayoutAccount(*row)


async def accounts_of(pool: asyncpg.Pool, holders: Iterable[UUID]) -> dict[UUID, PayoutAccount]:
    """By holder, of those of whom it is known where to."""
    rows = await pool.fetch(_BY_HOLDER, list(holders))
    return {row[0]: PayoutAccount(*row[1:]) for row in rows}


async def keep_account(
    connection: AsyncConnection, holder_id: UUID, account: PayoutAccount | None
) -> None:
    """From now on it is sent there; None: nobody knows where to."""
    if account is None:
        await connection.execute(_FORGET, {"holder": holder_id})
        return
    about = {"holder": holder_id, "provider": account.provider, "account": account.account}
    await connection.execute(_KEEP, about)
