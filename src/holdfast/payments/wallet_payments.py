"""Payments into a wallet: one row for each try to pay for a top-up.

``pending`` until the provider has decided, then ``succeeded`` or ``failed``; ``credited`` once the
money is in the wallet, which happens in the command that puts it there, and so once.
"""

from collections.abc import Mapping, Sequence
from typing import Final, Literal, TypeAlias
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct

from holdfast.db.engine import Database
from holdfast.db.gather import Gather
from holdfast.db.metadata import metadata
from holdfast.ledger import RowTable, StateTable

__all__ = [
    "WALLET_PAYMENTS", "WALLET_PAYMENT_STATES", "WalletPayment", "WalletPaymentBook",
    "WalletPaymentStatus", "wallet_payments",
]  # fmt: skip

WalletPaymentStatus: TypeAlias = Literal["pending", "succeeded", "failed", "credited"]

_TIME = sa.DateTime(timezone=True)

wallet_payments = sa.Table(
    "wallet_payments",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("wallet_id", sa.Uuid, nullable=False),
    sa.Column("provider", sa.Text, nullable=False),
    sa.Column("reference", sa.Text, comment="the provider's own id, once it has answered"),
    sa.Column("amount", sa.BigInteger, nullable=False),
    sa.Column("currency", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("created_at", _TIME, nullable=False, server_default=sa.func.clock_timestamp()),
    sa.Column("settled_at", _TIME),
    sa.CheckConstraint("status IN ('pending', 'succeeded', 'failed', 'credited')", name="status"),
    sa.CheckConstraint("amount > 0", name="amount"),
    sa.CheckConstraint("reference IS NOT NULL OR status IN ('pending', 'failed')", name="known"),
    sa.CheckConstraint("(status = 'pending') = (settled_at IS NULL)", name="settled"),
    sa.Index("ix_wallet_payments_wallet_id", "wallet_id", "id"),
    sa.Index("uq_wallet_payments_reference", "provider", "reference", unique=True),
    postgresql_with={"fillfactor": "70"},
)

WALLET_PAYMENTS: Final = RowTable(
    "wallet_payments",
    ("id", "wallet_id", "provider", "amount", "currency", "status"),
    ("uuid", "uuid", "text", "bigint", "text", "text"),
)
WALLET_PAYMENT_STATES: Final = StateTable(
    "wallet_payments",
    "id",
    "status",
    {"reference": "text", "settled_at": "timestamptz"},
    {
        "pending": ("succeeded", "failed"),
        "failed": ("succeeded",),  # a provider may say yes after it said no
        "succeeded": ("credited", "failed"),
        "credited": (),
    },
)

_BY_ID: Final = """
SELECT id, wallet_id, provider, reference, amount, currency, status
FROM wallet_payments WHERE id = ANY($1::uuid[])
"""


class WalletPayment(Struct, frozen=True):
    """One try to pay ``amount`` minor units of ``currency`` into a wallet. ``reference`` is the
    provider's own id, None until the provider has answered."""

    id: UUID
    wallet_id: UUID
    provider: str
    reference: str | None
    amount: int
    currency: str
    status: WalletPaymentStatus


class WalletPaymentBook:
    """Fresh payments into wallets, gathered."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._by_id: Gather[UUID, WalletPayment] = Gather(self._load)

    async def get(self, payment_id: UUID) -> WalletPayment | None:
        return await self._by_id.get(payment_id)

    async def _load(self, ids: Sequence[UUID]) -> Mapping[UUID, WalletPayment]:
        return {row[0]: WalletPayment(*row) for row in await self._database.pool.fetch(_BY_ID, ids)}
