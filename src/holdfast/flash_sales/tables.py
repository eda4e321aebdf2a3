"""Flash sales. What is left of each is its ledger account's to say."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from holdfast.db.metadata import TIME, metadata, written_at
from holdfast.ledger import RowTable, StateTable

flash_sales = sa.Table(
    "flash_sales",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("product_id", sa.Uuid, nullable=False),
    sa.Column("variant_id", sa.Uuid, nullable=False),
    sa.Column("quantity", sa.Integer, nullable=False, comment="moved out of the stock for it"),
    sa.Column("taken", pg.JSONB, comment="units by account; none: all of its variant's first"),
    sa.Column("price", sa.BigInteger, nullable=False, comment="of one unit, minor units"),
    sa.Column("currency", sa.Text, nullable=False),
    sa.Column("per_customer", sa.Integer, nullable=False),
    sa.Column("per_second", sa.Integer, comment="buyers who are let in; none: all at once"),
    sa.Column("starts_at", TIME, nullable=False),
    sa.Column("ends_at", TIME, nullable=False),
    sa.Column("state", sa.Text, nullable=False, server_default="allotted"),
    sa.Column(
        "returned",
        sa.Integer,
        nullable=False,
        server_default="0",
        comment="units that went back to the stock after its end",
    ),
    written_at("created_at"),
    sa.Column("ended_at", TIME, comment="when staff ended it, or its end was seen"),
    sa.CheckConstraint("state IN ('allotted', 'closing', 'closed')", name="state"),
    sa.CheckConstraint("quantity > 0", name="quantity"),
    sa.CheckConstraint("price > 0", name="price"),
    sa.CheckConstraint("per_customer > 0", name="per_customer"),
    sa.CheckConstraint("per_second > 0", name="per_second"),
    sa.CheckConstraint("returned BETWEEN 0 AND quantity", name="returned"),
    sa.CheckConstraint("ends_at > starts_at", name="ends_at"),
    sa.CheckConstraint("(state = 'allotted') = (ended_at IS NULL)", name="ended_at"),
    # Few at any time.
    sa.Index("ix_flash_sales_ends_at", "ends_at", postgresql_where=sa.text("state <> 'closed'")),
    sa.Index("ix_flash_sales_product_id", "product_id", "id"),
)

flash_sale_places = sa.Table(
    "flash_sale_places",
    metadata,
    sa.Column("sale_id", sa.Uuid, primary_key=True),
    sa.Column("owner", sa.Text, primary_key=True),
    sa.Column(
        "turn",
        sa.Double,
        nullable=False,
        comment="below 1: drawn before the start; then seconds since it, and 1",
    ),
    written_at("came_at"),
    written_at("seen_at"),
    sa.Column("let_in_at", TIME),
    sa.Column("told_at", TIME, comment="when they were told what came of it"),
    sa.Index(
        "ix_flash_sale_places_untold",
        "sale_id",
        postgresql_where=sa.text("told_at IS NULL"),
    ),
    sa.Index(
        "ix_flash_sale_places_turn",
        "sale_id",
        "turn",
        postgresql_where=sa.text("let_in_at IS NULL"),
    ),
    sa.Index(
        "ix_flash_sale_places_let_in_at",
        "sale_id",
        "let_in_at",
        postgresql_where=sa.text("let_in_at IS NOT NULL"),
    ),
)

flash_sale_minutes = sa.Table(
    "flash_sale_minutes",
    metadata,
    sa.Column("sale_id", sa.Uuid, primary_key=True),
    sa.Column("minute", TIME, primary_key=True),
    sa.Column("outcome", sa.Text, primary_key=True, comment="bought, or the code of a refusal"),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Index("ix_flash_sale_minutes_minute", "minute"),
)

flash_sale_proofs = sa.Table(
    "flash_sale_proofs",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("expires_at", TIME, nullable=False),
    sa.Index("ix_flash_sale_proofs_expires_at", "expires_at"),
)

SALES: Final = RowTable(
    "flash_sales",
    (
        "id", "product_id", "variant_id", "quantity", "price", "currency", "per_customer",
        "starts_at", "ends_at", "per_second", "taken",
    ),
    (
        "uuid", "uuid", "uuid", "integer", "bigint", "text", "integer", "timestamptz",
        "timestamptz", "integer", "jsonb",
    ),
)  # fmt: skip
SALE_STATES: Final = StateTable(
    "flash_sales",
    "id",
    "state",
    {"returned": "integer", "ended_at": "timestamptz"},
    {
        "allotted": ("closing",),
        "closing": ("closed",),  # once nothing of it is held any more
        "closed": (),
    },
)
