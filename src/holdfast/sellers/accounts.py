"""Where what holders earned is sent: by a provider, to an account that is connected with the shop's
there; or by staff, to an account at a bank. Both are kept sealed: the database alone tells nobody's
bank account.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.kit.sealing import Sealer

_BY_HOLDER: Final = """
SELECT holder_id, provider, account, sealed, set_at FROM payout_accounts
WHERE holder_id = ANY($1::uuid[])
"""
_KEEP: Final = sa.text("""
INSERT INTO payout_accounts (holder_id, provider, sealed) VALUES (:holder, :provider, :sealed)
ON CONFLICT (holder_id) DO UPDATE SET provider = excluded.provider, sealed = excluded.sealed,
    account = NULL, set_at = clock_timestamp()
""")
_OPEN: Final = "SELECT holder_id, account FROM payout_accounts WHERE account IS NOT NULL LIMIT 500"
_SEAL: Final = """
UPDATE payout_accounts p SET sealed = s.sealed, account = NULL
FROM unnest($1::uuid[], $2::text[], $3::bytea[]) AS s (holder_id, account, sealed)
WHERE p.holder_id = s.holder_id AND p.account = s.account
"""
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


class AccountSeals:
    """What accounts are kept under, made of the shop's secret; each is bound to its holder."""

    def __init__(self, secret: bytes) -> None:
        self._sealer = Sealer(secret, b"payout accounts")

    def seal(self, holder_id: UUID, account: str) -> bytes:
        return self._sealer.seal(holder_id, account.encode())

    def open(self, holder_id: UUID, sealed: bytes) -> str:
        """Raises :class:`~holdfast.kit.sealing.SecretChanged`."""
        return self._sealer.unseal(holder_id, sealed).decode()


async def account_of(
    pool: asyncpg.Pool, seals: AccountSeals, holder_id: UUID
) -> PayoutAccount | None:
    """None of a holder of whom nobody said where to."""
    return (await accounts_of(pool, seals, [holder_id])).get(holder_id)


async def accounts_of(
    pool: asyncpg.Pool, seals: AccountSeals, holders: Iterable[UUID]
) -> dict[UUID, PayoutAccount]:
    """By holder, of those of whom it is known where to."""
    rows = await pool.fetch(_BY_HOLDER, list(holders))
    return {
        holder: PayoutAccount(provider, account or seals.open(holder, sealed), set_at)
        for holder, provider, account, sealed, set_at in rows
    }


async def seal_accounts(pool: asyncpg.Pool, seals: AccountSeals) -> int:
    """Those that were kept open by an earlier version; how many there were."""
    rows = await pool.fetch(_OPEN)
    if rows:
        holders, accounts = zip(*rows, strict=True)
        sealed = [seals.seal(*row) for row in rows]
        await pool.execute(_SEAL, list(holders), list(accounts), sealed)
    return len(rows)


async def keep_account(
    connection: AsyncConnection,
    seals: AccountSeals,
    holder_id: UUID,
    account: PayoutAccount | None,
) -> None:
    """From now on it is sent there; None: nobody knows where to."""
    if account is None:
        await connection.execute(_FORGET, {"holder": holder_id})
        return
    sealed = seals.seal(holder_id, account.account)
    about = {"holder": holder_id, "provider": account.provider, "sealed": sealed}
    await connection.execute(_KEEP, about)
