"""Refunds that a provider has taken, a row each: one of them may come back days later, since the
buyer's card is closed, say. Then the buyer has nothing, and is owed the money again.
"""

from typing import Final
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from msgspec import Struct

from holdfast.db.metadata import TIME, metadata
from holdfast.ledger import NOW, Insert, Rider, RowTable, StateTable, Transition
from holdfast.payments.life import part_refunded, refund_failed
from holdfast.payments.payment import Payment
from holdfast.payments.tables import REFUNDS_BY_HAND

__all__ = [
    "PROVIDER_REFUNDS", "ProviderRefund", "came_back_before", "part_came_back", "provider_refund",
    "refund_taken", "refunds_taken", "whole_came_back",
]  # fmt: skip

provider_refunds = sa.Table(
    "provider_refunds",
    metadata,
    sa.Column(
        "id",
        sa.Uuid,
        primary_key=True,
        comment="the refund's own; of all that was left the payment's, or that of a later attempt",
    ),
    sa.Column("payment_id", sa.Uuid, nullable=False),
    sa.Column("key", sa.Text, nullable=False, comment="under which the provider was asked"),
    sa.Column("amount", sa.BigInteger, nullable=False),
    sa.Column("is_part", sa.Boolean, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("taken_at", TIME, nullable=False),
    sa.CheckConstraint("state IN ('taken', 'failed')", name="state"),
    sa.CheckConstraint("amount > 0", name="amount"),
    sa.Index("ix_provider_refunds_payment_id", "payment_id"),
)
PROVIDER_REFUNDS: Final = RowTable(
    "provider_refunds",
    ("id", "payment_id", "key", "amount", "is_part", "state", "taken_at"),
    ("uuid", "uuid", "text", "bigint", "boolean", "text", "timestamptz"),
)
PROVIDER_REFUND_STATES: Final = StateTable(
    "provider_refunds", "id", "state", {}, {"taken": ("failed",), "failed": ()}
)

_BY_ID: Final = """
SELECT id, payment_id, key, amount, is_part, state = 'failed' FROM provider_refunds WHERE id = $1
"""
_TAKEN: Final = """
SELECT id FROM provider_refunds WHERE payment_id = $1 AND state = 'taken' ORDER BY taken_at, id
"""
# Of what came back, somebody may have given a part on the provider's own pages since.
_CAME_BACK: Final = """
SELECT EXISTS (
    SELECT FROM provider_refunds p
    WHERE p.payment_id = $1 AND p.state = 'failed' AND NOT p.is_part AND p.amount - $2 IN (0, (
        SELECT coalesce(sum(t.covered), 0) FROM refunds_there t
        WHERE t.payment_id = p.payment_id AND t.state = 'made' AND NOT t.disputed
          AND t.told_at >= p.taken_at)))
"""


class ProviderRefund(Struct, frozen=True):
    """So much of a payment that the provider was asked for under ``key``: a part, or all that was
    left."""

    id: UUID
    payment_id: UUID
    key: str
    amount: int
    is_part: bool
    has_failed: bool = False


def refund_taken(refund: ProviderRefund) -> Insert:
    """The provider has taken it."""
    row = (
        refund.id, refund.payment_id, refund.key, refund.amount, refund.is_part, "taken", NOW,
    )  # fmt: skip
    return Insert(PROVIDER_REFUNDS, (row,))


def part_came_back(payment: Payment, refund: ProviderRefund, detail: str) -> tuple[Rider, ...]:
    """A part came back to us: it is owed until staff have handed it over. The payment stays as it
    is; ``detail`` is the provider's reason."""
    owed = (refund.id, payment.id, payment.subject_id, refund.amount, "waiting", NOW, None)
    return (
        _failed(refund),
        Insert(REFUNDS_BY_HAND, (owed,)),
        part_refunded(payment, refund.amount, detail, returned=True),
    )


def whole_came_back(payment: Payment, refund: ProviderRefund, detail: str) -> tuple[Rider, ...]:
    """All that was left came back to us: as if the provider had refused it."""
    return _failed(refund), *refund_failed(payment, refund.amount, detail, returned=True)


def _failed(refund: ProviderRefund) -> Transition:
    return Transition(PROVIDER_REFUND_STATES, refund.id, ("taken",), "failed")


async def provider_refund(pool: asyncpg.Pool, refund_id: UUID) -> ProviderRefund | None:
    """None of one that no provider has taken."""
    row = await pool.fetchrow(_BY_ID, refund_id)
    return None if row is None else ProviderRefund(*row)


async def refunds_taken(pool: asyncpg.Pool, payment_id: UUID) -> list[UUID]:
    """Those of a payment that its provider has taken and did not give up, the oldest first."""
    return [row[0] for row in await pool.fetch(_TAKEN, payment_id)]


async def came_back_before(pool: asyncpg.Pool, payment_id: UUID, amount: int) -> bool:
    """Whether this much, as all that was left of a payment, or that is left of that, was told to
    be back once, and came back to us."""
    found: bool = await pool.fetchval(_CAME_BACK, payment_id, amount)
    return found
