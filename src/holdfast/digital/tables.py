"""Codes of variants of which each unit is one, and to whose order each was given."""

from typing import Final

import sqlalchemy as sa

from holdfast.db.metadata import TIME, metadata, written_at
from holdfast.ledger import RowTable, StateTable

# How many are free to buy is the variant's stock in the ledger. No foreign key to orders, as their
# items have none.
digital_codes = sa.Table(
    "digital_codes",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("variant_id", sa.Uuid, nullable=False),
    sa.Column(
        "sealed", sa.LargeBinary, nullable=False, comment="the code, under the shop's secret"
    ),
    sa.Column(
        "digest",
        sa.LargeBinary,
        nullable=False,
        comment="by which the same code is known again",
    ),
    sa.Column("status", sa.Text, nullable=False, server_default="free"),
    sa.Column("order_id", sa.Uuid),
    sa.Column("line", sa.SmallInteger),
    sa.Column("unit", sa.Integer, comment="which of the line's units it is"),
    sa.Column("brought_by", sa.Text, nullable=False),
    written_at("brought_at"),
    sa.Column("given_at", TIME),
    sa.Column("seen_at", TIME),
    sa.Column("void_at", TIME),
    sa.CheckConstraint("status IN ('free', 'given', 'seen', 'void')", name="status"),
    sa.CheckConstraint(
        "(status IN ('given', 'seen')) <= (order_id IS NOT NULL)"
        " AND (status = 'free') <= (order_id IS NULL)",
        name="order",
    ),
    sa.CheckConstraint(
        "(order_id IS NULL) = (line IS NULL) AND (order_id IS NULL) = (unit IS NULL)", name="unit"
    ),
    sa.CheckConstraint("(status = 'seen') <= (seen_at IS NOT NULL)", name="seen_at"),
    sa.Index("uq_digital_codes_digest", "variant_id", "digest", unique=True),
    sa.Index(
        "uq_digital_codes_order_id",
        "order_id",
        "line",
        "unit",
        unique=True,
        postgresql_where=sa.text("order_id IS NOT NULL"),
    ),
    sa.Index("ix_digital_codes_status", "variant_id", "status", "id"),
)

CODES: Final = RowTable(
    "digital_codes",
    ("id", "variant_id", "sealed", "digest", "brought_by"),
    ("uuid", "uuid", "bytea", "bytea", "text"),
)
CODE_STATES: Final = StateTable(
    "digital_codes",
    "id",
    "status",
    {
        "order_id": "uuid",
        "line": "smallint",
        "unit": "integer",
        "given_at": "timestamptz",
        "seen_at": "timestamptz",
        "void_at": "timestamptz",
    },
    {
        "free": ("given", "void"),
        # Refunded, and nobody had seen it: free, unless codes are no more what is sold.
        "given": ("seen", "free", "void"),
        "seen": ("void",),
        "void": ("free",),  # staff say that it is good all the same
    },
)
