"""Payments: one row for each try to pay, whatever its purpose."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from holdfast.db.metadata import metadata
from holdfast.ledger import RowTable, StateTable

_TIME = sa.DateTime(timezone=True)

payments = sa.Table(
    "payments",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("purpose", sa.Text, nullable=False),
    sa.Column("subject_id", sa.Uuid, nullable=False, comment="what it is for: an order, a wallet"),
    sa.Column("hold_id", sa.Uuid, comment="the reservation it is for; none of one from a wallet"),
    sa.Column("provider", sa.Text, nullable=False),
    sa.Column("reference", sa.Text, comment="the provider's own id, once it has answered"),
    sa.Column("amount", sa.BigInteger, nullable=False),
    sa.Column("currency", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("method", sa.Text, comment="the way to pay that the buyer chose of the provider's"),
    sa.Column("return_url", sa.Text, comment="where the buyer comes back to from the provider"),
    sa.Column("next_action", JSONB, comment="what the provider wants the buyer to do"),
    sa.Column("created_at", _TIME, nullable=False, server_default=sa.func.clock_timestamp()),
    sa.Column(
        "settled_at", _TIME, comment="when it was last known that the money is taken, not, or back"
    ),
    sa.Column("shortfall", JSONB, comment="what a wallet that was asked by message lacked"),
    sa.Column("source", sa.Text, comment="the account of ours that paid in units of its own"),
    sa.Column("units", sa.BigInteger),
    sa.Column("mix_id", sa.Uuid, comment="of parts that come, or go back, together"),
    sa.CheckConstraint(
        "status IN ('pending', 'authorized', 'succeeded', 'failed', 'refunding', 'refunded',"
        " 'refund-failed', 'credited')",
        name="status",
    ),
    sa.CheckConstraint("purpose IN ('order', 'part', 'top-up')", name="purpose"),
    sa.CheckConstraint("amount >= 0", name="amount"),
    sa.CheckConstraint("(source IS NULL) = (units IS NULL) AND units > 0", name="units"),
    sa.CheckConstraint("reference IS NOT NULL OR status IN ('pending', 'failed')", name="known"),
    sa.CheckConstraint(
        "(status IN ('pending', 'authorized')) = (settled_at IS NULL)", name="settled"
    ),
    sa.Index("ix_payments_subject_id", "subject_id"),
    sa.Index("ix_payments_provider", "provider", "subject_id"),
    sa.Index("uq_payments_reference", "provider", "reference", unique=True),
    postgresql_with={"fillfactor": "70"},
)

PAYMENTS: Final = RowTable(
    "payments",
    (
        "id", "subject_id", "hold_id", "provider", "reference", "amount", "currency", "status",
        "purpose", "method", "return_url", "next_action", "source", "units", "mix_id",
        "settled_at",
    ),
    (
        "uuid", "uuid", "uuid", "text", "text", "bigint", "text", "text", "text", "text", "text",
        "jsonb", "text", "bigint", "uuid", "timestamptz",
    ),
)  # fmt: skip
PAYMENT_STATES: Final = StateTable(
    "payments",
    "id",
    "status",
    {
        "reference": "text",
        "next_action": "jsonb",
        "settled_at": "timestamptz",
        "shortfall": "jsonb",
    },
    {
        "pending": ("authorized", "succeeded", "failed", "refunding", "refunded", "credited"),
        # Taken, or called off; or the provider took it, and it goes back.
        "authorized": ("succeeded", "failed", "refunding", "credited"),
        # A provider may say yes after it said no, or take it back before it was of use.
        "failed": ("succeeded", "refunding", "credited"),
        "succeeded": ("refunding", "refunded", "credited", "failed"),
        "refunding": ("refunded", "refund-failed"),
        "refund-failed": ("refunded",),
        "refunded": (),
        # The money is in the wallet that was topped up; or counted as a part of an order's, which
        # may go back.
        "credited": ("refunding", "refunded"),
    },
)
