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
    sa.Column(
        "taxed_when_used",
        sa.Boolean,
        nullable=False,
        server_default="false",
        comment="by hours or sessions that had been sold without tax",
    ),
    sa.Column("going_back", sa.BigInteger, comment="what of it is to go back, or was refused"),
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
    sa.Index(
        "ix_payments_refused", "subject_id", postgresql_where=sa.text("status = 'refund-failed'")
    ),
    sa.Index(
        "ix_payments_owed_by_hand",
        "subject_id",
        postgresql_where=sa.text("status = 'refunding' AND provider = 'manual'"),
    ),
    sa.Index(
        "ix_payments_awaited_by_hand",
        "subject_id",
        postgresql_where=sa.text("status = 'pending' AND provider = 'manual'"),
    ),
    sa.Index("uq_payments_reference", "provider", "reference", unique=True),
    postgresql_with={"fillfactor": "70"},
)

PAYMENTS: Final = RowTable(
    "payments",
    (
        "id", "subject_id", "hold_id", "provider", "reference", "amount", "currency", "status",
        "purpose", "method", "return_url", "next_action", "source", "units", "mix_id",
        "taxed_when_used", "settled_at",
    ),
    (
        "uuid", "uuid", "uuid", "text", "text", "bigint", "text", "text", "text", "text", "text",
        "jsonb", "text", "bigint", "uuid", "boolean", "timestamptz",
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
        "going_back": "bigint",
    },
    {
        "pending": ("authorized", "succeeded", "failed", "refunding", "refunded", "credited"),
        # Taken, or called off; or the provider took it, and it goes back.
        "authorized": ("succeeded", "failed", "refunding", "credited"),
        # A provider may say yes after it said no, or take it back before it was of use.
        "failed": ("succeeded", "refunding", "credited"),
        "succeeded": ("refunding", "refunded", "credited", "failed"),
        "refunding": ("refunded", "refund-failed"),
        # Handed over by staff, or the provider is asked once more.
        "refund-failed": ("refunded", "refunding"),
        # A part had been on its way before, and the provider refuses that.
        "refunded": ("refund-failed",),
        # The money is in the wallet that was topped up; or counted as a part of an order's, which
        # may go back.
        "credited": ("refunding", "refunded"),
    },
)


payment_outages = sa.Table(
    "payment_outages",
    metadata,
    sa.Column("provider", sa.Text, primary_key=True),
    sa.Column("began_at", _TIME, nullable=False, server_default=sa.func.clock_timestamp()),
    sa.Column("last_at", _TIME, nullable=False, server_default=sa.func.clock_timestamp()),
    sa.Column("tried_at", _TIME, comment="when one was let through all the same"),
    sa.Column("tries", sa.Integer, nullable=False, server_default="1"),
    sa.Column("detail", sa.Text, nullable=False, comment="what went wrong last"),
    sa.Column("key_refused", sa.Boolean, nullable=False, server_default=sa.false()),
)

payment_captures = sa.Table(
    "payment_captures",
    metadata,
    sa.Column("payment_id", sa.Uuid, primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("ends_at", _TIME, comment="when the provider lets the money go"),
    sa.Column("detail", sa.Text, nullable=False, comment="why the provider did not give the money"),
    sa.CheckConstraint("state IN ('held', 'captured', 'voided', 'refused')", name="state"),
    sa.Index(
        "ix_payment_captures_open",
        "payment_id",
        postgresql_where=sa.text("state IN ('held', 'refused')"),
    ),
)
CAPTURES: Final = RowTable(
    "payment_captures",
    ("payment_id", "state", "ends_at", "detail"),
    ("uuid", "text", "timestamptz", "text"),
)

capture_parts = sa.Table(
    "capture_parts",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("payment_id", sa.Uuid, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("key", sa.Text, comment="the refund that it is let go for"),
    sa.Column("amount", sa.BigInteger, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("is_last", sa.Boolean, nullable=False, comment="nothing is set aside after it"),
    sa.Column("at", _TIME, nullable=False, server_default=sa.func.clock_timestamp()),
    sa.CheckConstraint("kind IN ('taken', 'released')", name="kind"),
    sa.CheckConstraint("state IN ('asked', 'done', 'refused')", name="state"),
    sa.CheckConstraint("(key IS NOT NULL) = (kind = 'released')", name="key"),
    sa.CheckConstraint("kind = 'taken' OR state = 'done'", name="released"),
    sa.CheckConstraint("amount >= 0", name="amount"),
    sa.Index("ix_capture_parts_payment_id", "payment_id"),
    sa.Index("ix_capture_parts_released", "at", postgresql_where=sa.text("kind = 'released'")),
    sa.Index(
        "uq_capture_parts_key",
        "payment_id",
        "key",
        unique=True,
        postgresql_where=sa.text("key IS NOT NULL"),
    ),
    sa.Index(
        "uq_capture_parts_asked",
        "payment_id",
        unique=True,
        postgresql_where=sa.text("state = 'asked'"),
    ),
)

refunds_by_hand = sa.Table(
    "refunds_by_hand",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("payment_id", sa.Uuid, nullable=False),
    sa.Column("order_id", sa.Uuid, nullable=False),
    sa.Column("amount", sa.BigInteger, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("began_at", _TIME, nullable=False),
    sa.Column("lines", JSONB, comment="of which what was to go back for each line of its order"),
    sa.CheckConstraint("state IN ('waiting', 'done')", name="state"),
    sa.CheckConstraint("amount > 0", name="amount"),
    sa.Index(
        "ix_refunds_by_hand_waiting", "order_id", postgresql_where=sa.text("state = 'waiting'")
    ),
)
REFUNDS_BY_HAND: Final = RowTable(
    "refunds_by_hand",
    ("id", "payment_id", "order_id", "amount", "state", "began_at", "lines"),
    ("uuid", "uuid", "uuid", "bigint", "text", "timestamptz", "jsonb"),
)
REFUND_BY_HAND_STATES: Final = StateTable(
    "refunds_by_hand", "id", "state", {}, {"waiting": ("done",), "done": ()}
)

receipts = sa.Table(
    "receipts",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("payment_id", sa.Uuid, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False, comment="the call that it goes with"),
    sa.Column("amounts", JSONB, nullable=False, comment="of each line, minor units"),
    sa.Column("said", JSONB, comment="the lines and whom it goes to: of the payment itself"),
    sa.Column("registration", sa.Text, comment="what became of it at the tax service"),
    sa.Column("noted_at", _TIME, nullable=False, server_default=sa.func.clock_timestamp()),
    sa.Column("reference", sa.Text, comment="the provider's own id of a receipt made by itself"),
    sa.CheckConstraint(
        "kind IN ('paid', 'taken', 'let-go', 'refunded', 'handed', 'returned')", name="kind"
    ),
    sa.CheckConstraint("(said IS NOT NULL) = (kind = 'paid')", name="said"),
    sa.CheckConstraint(
        "registration IN ('pending', 'succeeded', 'canceled', 'by-hand')", name="registration"
    ),
    sa.Index("uq_receipts_key", "payment_id", "key", "kind", unique=True),
    sa.Index("ix_receipts_canceled", "id", postgresql_where=sa.text("registration = 'canceled'")),
)
RECEIPTS: Final = RowTable(
    "receipts",
    ("id", "payment_id", "kind", "key", "amounts", "said", "registration"),
    ("uuid", "uuid", "text", "text", "jsonb", "jsonb", "text"),
)

payment_moves = sa.Table(
    "payment_moves",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("at", _TIME, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("payment_id", sa.Uuid, nullable=False),
    sa.Column("dispute_id", sa.Uuid),
    sa.Column("provider", sa.Text, nullable=False),
    sa.Column("currency", sa.Text, nullable=False),
    sa.Column("amount", sa.BigInteger, nullable=False, comment="below zero where it left the shop"),
    sa.Column("fee", sa.BigInteger, comment="what the provider kept of it, once it has said so"),
    sa.Column("part_id", sa.Uuid, comment="of what was set aside first, which part was taken"),
    sa.CheckConstraint("kind IN ('captured', 'refunded', 'lost', 'regained')", name="kind"),
    sa.Index("ix_payment_moves_at", "at", "id"),
    sa.Index("ix_payment_moves_payment_id", "payment_id"),
    sa.Index(
        "uq_payment_moves_captured",
        "payment_id",
        "part_id",
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("kind = 'captured'"),
    ),
    sa.Index(
        "ix_payment_moves_dispute_id",
        "dispute_id",
        postgresql_where=sa.text("dispute_id IS NOT NULL"),
    ),
)

disputes = sa.Table(
    "disputes",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("payment_id", sa.Uuid, nullable=False),
    sa.Column("provider", sa.Text, nullable=False),
    sa.Column("reference", sa.Text, nullable=False, comment="the provider's own id"),
    sa.Column("amount", sa.BigInteger, nullable=False),
    sa.Column("currency", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False, comment="in the provider's words"),
    sa.Column("due_at", _TIME, comment="until when the provider takes proof"),
    sa.Column("url", sa.Text, nullable=False, comment="its page at the provider"),
    sa.Column("lost", sa.BigInteger, nullable=False, comment="what was booked as gone by it"),
    sa.Column("opened_at", _TIME, nullable=False),
    sa.Column("told_at", _TIME, nullable=False, comment="when the provider said anything new"),
    sa.CheckConstraint("status IN ('inquiry', 'open', 'answered', 'won', 'lost')", name="status"),
    sa.CheckConstraint("amount >= 0 AND lost >= 0", name="amount"),
    sa.CheckConstraint("lost = 0 OR status = 'lost'", name="lost"),
    sa.Index("uq_disputes_reference", "provider", "reference", unique=True),
    sa.Index("ix_disputes_payment_id", "payment_id"),
    sa.Index("ix_disputes_opened_at", "opened_at", "id"),
)

DISPUTES: Final = RowTable(
    "disputes",
    (
        "id", "payment_id", "provider", "reference", "amount", "currency", "status", "reason",
        "due_at", "url", "lost", "opened_at", "told_at",
    ),
    (
        "uuid", "uuid", "text", "text", "bigint", "text", "text", "text", "timestamptz", "text",
        "bigint", "timestamptz", "timestamptz",
    ),
)  # fmt: skip
DISPUTE_STATES: Final = StateTable(
    "disputes",
    "id",
    "status",
    {
        "amount": "bigint",
        "reason": "text",
        "due_at": "timestamptz",
        "url": "text",
        "lost": "bigint",
        "told_at": "timestamptz",
    },
    {
        "inquiry": ("open", "answered", "won", "lost"),
        "open": ("answered", "won", "lost"),
        "answered": ("open", "won", "lost"),
        # A bank may ask again, or give back what it took.
        "won": ("open", "answered", "lost"),
        "lost": ("won", "open", "answered"),
    },
)
