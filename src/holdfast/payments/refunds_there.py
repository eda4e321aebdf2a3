"""Refunds that somebody made on a provider's own pages, a row each, as the provider last told it.

Each counts once: ``counted`` of it is taken from what may still be refunded of its payment, or out
of the wallet that was paid into; ``covered`` stands for money that was owed to the buyer already.
What is ``over`` is more than was left, or was there.
"""

from typing import Final
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from msgspec import Struct
from msgspec.structs import astuple

from holdfast.db.metadata import TIME, metadata
from holdfast.kit import new_id
from holdfast.ledger import NOW, Insert, Rider, RowTable, StateTable, Transition, defer, tell
from holdfast.payments.facts import PaidBack, RefundedThere, RefundOver, RefundThereFailed
from holdfast.payments.jobs import RefundsThere
from holdfast.payments.payment import Payment
from holdfast.payments.provider_besides import RefundThere

__all__ = [
    "REFUND_NOTE", "RefundKept", "first_told", "looked_for_there", "refund_kept",
    "refund_note", "refunds_kept", "there_counted", "there_failed", "there_noted",
]  # fmt: skip

refunds_there = sa.Table(
    "refunds_there",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("payment_id", sa.Uuid, nullable=False),
    sa.Column("provider", sa.Text, nullable=False),
    sa.Column("reference", sa.Text, nullable=False, comment="the provider's own id"),
    sa.Column("amount", sa.BigInteger, nullable=False),
    sa.Column("currency", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("counted", sa.BigInteger, nullable=False, comment="of what could be refunded"),
    sa.Column("covered", sa.BigInteger, nullable=False, comment="of what was owed already"),
    sa.Column("told_at", TIME, nullable=False),
    sa.Column(
        "disputed",
        sa.Boolean,
        nullable=False,
        server_default=sa.false(),
        comment="it is what a dispute took, which is told as a refund besides",
    ),
    sa.CheckConstraint("state IN ('made', 'failed')", name="state"),
    sa.CheckConstraint("amount > 0", name="amount"),
    sa.CheckConstraint(
        "counted >= 0 AND covered >= 0 AND counted + covered <= amount", name="counted"
    ),
    sa.Index("uq_refunds_there_reference", "provider", "reference", unique=True),
    sa.Index("ix_refunds_there_payment_id", "payment_id"),
)
_COLUMNS: Final = (
    "id", "payment_id", "provider", "reference", "amount", "currency", "state", "counted",
    "covered", "disputed",
)  # fmt: skip
REFUNDS_THERE: Final = RowTable(
    "refunds_there",
    (*_COLUMNS, "told_at"),
    (
        "uuid", "uuid", "text", "text", "bigint", "text", "text", "bigint", "bigint", "boolean",
        "timestamptz",
    ),
)  # fmt: skip
REFUND_THERE_STATES: Final = StateTable(
    "refunds_there",
    "id",
    "state",
    {"counted": "bigint", "covered": "bigint", "disputed": "boolean"},
    {"made": ("failed",), "failed": ()},
)
REFUND_NOTE: Final = "refund-there/"
"""What the note of an entry begins with that takes one out of a wallet, or puts it back."""
_SELECT: Final = f"SELECT {', '.join(_COLUMNS)} FROM refunds_there"
_ONE: Final = f"{_SELECT} WHERE provider = $1 AND reference = $2"
_OF_PAYMENTS: Final = f"{_SELECT} WHERE payment_id = ANY($1::uuid[]) ORDER BY id"


class RefundKept(Struct, frozen=True):
    """One of them as it is kept; ``reference`` is the provider's id of it. ``disputed``: it is what
    a dispute took, and covers that."""

    id: UUID
    payment_id: UUID
    provider: str
    reference: str
    amount: int
    currency: str
    state: str
    counted: int = 0
    covered: int = 0
    disputed: bool = False

    @property
    def has_failed(self) -> bool:
        """The provider says that nothing came of it."""
        return self.state == "failed"

    @property
    def over(self) -> int:
        """More than was left of its payment."""
        return 0 if self.has_failed else self.amount - self.counted - self.covered


def looked_for_there(payment: Payment) -> Insert:
    """The provider is asked which refunds were made there: one that counted for nothing may count
    now, or what was asked for from here was refused because of one."""
    return defer(RefundsThere(payment.provider, payment_id=payment.id))


def refund_note(refund_id: UUID) -> str:
    """The note of an entry that takes it out of a wallet, or puts it back."""
    return f"{REFUND_NOTE}{refund_id}"


def first_told(payment: Payment, told: RefundThere) -> RefundKept:
    """As it is before anything counts for it."""
    return RefundKept(
        new_id(), payment.id, payment.provider, told.reference, told.amount, told.currency, "made"
    )


def there_noted(refund: RefundKept, payment: Payment) -> tuple[Rider, ...]:
    """The first word of it."""
    fact = RefundedThere(*_said(refund, payment), over=refund.over)
    return (
        Insert(REFUNDS_THERE, ((*astuple(refund), NOW),)),
        tell(fact, payment.id),
        *_besides(refund, payment, refund.over),
    )


def there_counted(was: RefundKept, refund: RefundKept, payment: Payment) -> tuple[Rider, ...]:
    """More of it counts than ``was`` so."""
    return _moved(refund, "made"), *_besides(refund, payment, refund.over - was.over)


def there_failed(refund: RefundKept, payment: Payment, detail: str) -> tuple[Rider, ...]:
    """Nothing came of it; ``detail`` is the provider's reason."""
    fact = RefundThereFailed(*_said(refund, payment), detail=detail)
    besides = _besides(refund, payment, -refund.over, failed=True)
    return _moved(refund, "failed"), tell(fact, payment.id), *besides


def _moved(refund: RefundKept, to: str) -> Transition:
    also = tuple((name, getattr(refund, name)) for name in ("counted", "covered", "disputed"))
    return Transition(REFUND_THERE_STATES, refund.id, ("made",), to, also)


def _besides(
    refund: RefundKept, payment: Payment, change: int, *, failed: bool = False
) -> tuple[Rider, ...]:
    """What the provider moved that no order tells: what is over of what was paid for one, and all
    of what was paid into a wallet."""
    if refund.currency != payment.currency:
        return ()
    if payment.purpose == "top-up":
        sign = -1 if failed else 1
        amounts = (sign * refund.amount, sign * refund.counted)
        back = PaidBack(payment.subject_id, refund.id, *amounts, refund.currency)
        return (tell(back, refund.payment_id),)
    if not change:
        return ()
    return (tell(RefundOver(refund.id, change, refund.currency), refund.payment_id),)


def _said(refund: RefundKept, payment: Payment) -> tuple[UUID, UUID | None, str, str, int, str]:
    order = None if payment.purpose == "top-up" else payment.subject_id
    return (
        refund.id, order, refund.provider, refund.reference, refund.amount, refund.currency,
    )  # fmt: skip


async def refund_kept(pool: asyncpg.Pool, provider: str, reference: str) -> RefundKept | None:
    """By the provider's own id."""
    row = await pool.fetchrow(_ONE, provider, reference)
    return None if row is None else RefundKept(*row)


async def refunds_kept(pool: asyncpg.Pool, payments: list[UUID]) -> list[RefundKept]:
    """Of these payments, the oldest first."""
    return [RefundKept(*row) for row in await pool.fetch(_OF_PAYMENTS, payments)]
