"""Purchase orders as stored. What is still to come of each line is its ledger account's to say."""

from typing import Final

import sqlalchemy as sa

from holdfast.db.metadata import TIME, metadata, written_at
from holdfast.ledger import RowTable, StateTable

purchases = sa.Table(
    "purchases",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("number", sa.BigInteger, nullable=False),
    sa.Column("supplier", sa.Text, nullable=False),
    sa.Column("location_id", sa.Uuid, nullable=False),
    sa.Column("currency", sa.Text, nullable=False),
    sa.Column("expected_on", sa.Date),
    sa.Column("note", sa.Text, nullable=False, server_default=""),
    sa.Column("status", sa.Text, nullable=False, server_default="ordered"),
    written_at("ordered_at"),
    sa.Column("ended_at", TIME, comment="when all had come, or the rest was cancelled"),
    sa.CheckConstraint(
        "status IN ('ordered', 'partly-received', 'received', 'cancelled')", name="status"
    ),
    sa.CheckConstraint(
        "(status IN ('received', 'cancelled')) = (ended_at IS NOT NULL)", name="ended_at"
    ),
    sa.Index("uq_purchases_number", "number", unique=True),
    sa.Index(
        "ix_purchases_open",
        "expected_on",
        postgresql_where=sa.text("status IN ('ordered', 'partly-received')"),
    ),
)
purchase_lines = sa.Table(
    "purchase_lines",
    metadata,
    sa.Column("purchase_id", sa.Uuid, primary_key=True),
    sa.Column("line", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("variant_id", sa.Uuid, nullable=False),
    sa.Column("quantity", sa.Integer, nullable=False),
    sa.Column("unit_cost", sa.BigInteger, nullable=False, comment="minor units"),
    sa.CheckConstraint("quantity > 0", name="quantity"),
    sa.CheckConstraint("unit_cost >= 0", name="unit_cost"),
    sa.Index("ix_purchase_lines_variant_id", "variant_id"),
)
purchase_receipts = sa.Table(
    "purchase_receipts",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("purchase_id", sa.Uuid, nullable=False),
    sa.Column("line", sa.SmallInteger, nullable=False),
    sa.Column("quantity", sa.Integer, nullable=False),
    sa.Column("ordered", sa.Integer, nullable=False, comment="of these; the others came besides"),
    written_at("came_at"),
    sa.CheckConstraint("quantity > 0", name="quantity"),
    sa.CheckConstraint("ordered BETWEEN 0 AND quantity", name="ordered"),
    sa.Index("ix_purchase_receipts_purchase_id", "purchase_id", "line"),
)

PURCHASES: Final = RowTable(
    "purchases",
    ("id", "number", "supplier", "location_id", "currency", "expected_on", "note"),
    ("uuid", "bigint", "text", "uuid", "text", "date", "text"),
)
PURCHASE_LINES: Final = RowTable(
    "purchase_lines",
    ("purchase_id", "line", "variant_id", "quantity", "unit_cost"),
    ("uuid", "smallint", "uuid", "integer", "bigint"),
)
RECEIPTS: Final = RowTable(
    "purchase_receipts",
    ("id", "purchase_id", "line", "quantity", "ordered"),
    ("uuid", "uuid", "smallint", "integer", "integer"),
)
PURCHASE_STATES: Final = StateTable(
    "purchases",
    "id",
    "status",
    {"expected_on": "date", "ended_at": "timestamptz"},
    {
        "ordered": ("partly-received", "received", "cancelled"),
        "partly-received": ("received", "cancelled"),
        "received": (),
        "cancelled": (),  # the rest of it
    },
)
