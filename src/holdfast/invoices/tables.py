"""What was issued for orders, the last number of each series, and the tax of what went back."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from holdfast.db.metadata import metadata, written_at

invoice_series = sa.Table(
    "invoice_series",
    metadata,
    sa.Column("series", sa.Text, primary_key=True),
    sa.Column("last", sa.BigInteger, nullable=False, server_default="0"),
    sa.CheckConstraint("series IN ('invoice', 'credit-note')", name="series"),
    sa.CheckConstraint("last >= 0", name="last"),
)

invoices = sa.Table(
    "invoices",
    metadata,
    sa.Column("series", sa.Text, primary_key=True),
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("order_id", sa.Uuid, nullable=False),
    sa.Column("source", sa.Text, nullable=False, comment="what it was issued for: once"),
    sa.Column("bill", pg.JSONB, nullable=False, comment="all that stands on it"),
    written_at("issued_at"),
    sa.CheckConstraint("series IN ('invoice', 'credit-note')", name="series"),
    sa.CheckConstraint("number > 0", name="number"),
    sa.Index("uq_invoices_source", "source", unique=True),
    sa.Index("ix_invoices_order_id", "order_id"),
)

refund_taxes = sa.Table(
    "refund_taxes",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("source", sa.Text, nullable=False, comment="the refund that it is of: once"),
    sa.Column("order_id", sa.Uuid, nullable=False),
    sa.Column("payment_id", sa.Uuid, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column(
        "amount", sa.BigInteger, nullable=False, comment="below zero where nothing came of it"
    ),
    sa.Column("tax", sa.BigInteger, nullable=False, comment="so much of the amount"),
    sa.Column(
        "shares",
        pg.JSONB,
        comment="of each line, of delivery and of the rest; none: of all alike",
    ),
    sa.Index("uq_refund_taxes_source", "source", unique=True),
    sa.Index("ix_refund_taxes_order_id", "order_id"),
    sa.Index("ix_refund_taxes_payment_id", "payment_id"),
)
