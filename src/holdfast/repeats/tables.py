"""What is ordered again and again, by whom and when, and what was done with it; and which goods may
be ordered so."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from holdfast.db.metadata import TIME, metadata, written_at
from holdfast.ledger import RowTable, StateTable

repeat_products = sa.Table(
    "repeat_products",
    metadata,
    sa.Column("product_id", sa.Uuid, primary_key=True),
    written_at("marked_at"),
    comment="what may be ordered again and again",
)

# No foreign key to orders, as of their lines.
repeat_orders = sa.Table(
    "repeat_orders",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("order_id", sa.Uuid, nullable=False, comment="with which it begins, once it is paid"),
    sa.Column("status", sa.Text, nullable=False, server_default="asked"),
    sa.Column("every", sa.Text, nullable=False, comment="4w: weeks; 1m: months"),
    sa.Column("lines", pg.JSONB, nullable=False, server_default="[]", comment="units each time"),
    sa.Column("package_id", sa.Uuid, comment="in place of lines"),
    sa.Column("method", sa.Text, comment="how it is delivered"),
    sa.Column("region", sa.Text, comment="what delivery and tax are priced for"),
    sa.Column("address", pg.JSONB, comment="where it goes"),
    sa.Column("pay_by", sa.Text, nullable=False, server_default="link"),
    sa.Column("card", pg.JSONB, comment="which is charged, as its provider named it"),
    sa.Column("locale", sa.Text),
    sa.Column("first_on", sa.Date, comment="from which its days are counted"),
    sa.Column("next_on", sa.Date, comment="when it is ordered next"),
    sa.Column("told_on", sa.Date, comment="of which day was said that it comes"),
    sa.Column("rev", sa.Integer, nullable=False, server_default="0", comment="steps so far"),
    sa.Column("reason", sa.Text, nullable=False, server_default="", comment="of pause or end"),
    sa.Column("note", sa.Text, nullable=False, server_default="", comment="what staff say of it"),
    written_at("created_at"),
    sa.Column("ended_at", TIME),
    sa.CheckConstraint("status IN ('asked', 'active', 'paused', 'ended')", name="status"),
    sa.CheckConstraint("pay_by IN ('link', 'wallet', 'card')", name="pay_by"),
    sa.CheckConstraint("(pay_by = 'card') = (card IS NOT NULL)", name="card"),
    sa.CheckConstraint(
        "(first_on IS NOT NULL AND next_on IS NOT NULL) OR status IN ('asked', 'ended')",
        name="next_on",
    ),
    sa.CheckConstraint("(status = 'ended') = (ended_at IS NOT NULL)", name="ended_at"),
    sa.Index("ix_repeat_orders_owner", "owner", "id"),
    sa.Index(
        "ix_repeat_orders_due", "next_on", "id", postgresql_where=sa.text("status = 'active'")
    ),
)

repeat_steps = sa.Table(
    "repeat_steps",
    metadata,
    sa.Column("repeat_id", sa.Uuid, primary_key=True),
    sa.Column("rev", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("due_on", sa.Date, comment="which of its days it was about"),
    sa.Column("order_id", sa.Uuid, comment="that was placed, or a card was to pay"),
    sa.Column("reason", sa.Text, nullable=False, server_default=""),
    written_at("at"),
    sa.CheckConstraint(
        "what IN ('begun', 'ordered', 'charged', 'declined', 'skipped', 'restored', 'changed',"
        " 'paused', 'resumed', 'ended')",
        name="what",
    ),
    sa.CheckConstraint(
        "(what IN ('ordered', 'charged', 'declined')) = (order_id IS NOT NULL)", name="order_id"
    ),
    sa.Index(
        "uq_repeat_steps_ordered",
        "repeat_id",
        "due_on",
        unique=True,
        postgresql_where=sa.text("what = 'ordered'"),
    ),
    sa.Index(
        "uq_repeat_steps_declined",
        "repeat_id",
        "order_id",
        unique=True,
        postgresql_where=sa.text("what = 'declined'"),
    ),
    comment="what was done with repeat orders; of two at once one is refused by its number",
)

REPEAT_ORDERS: Final = RowTable(
    "repeat_orders",
    ("id", "owner", "order_id", "every", "locale"),
    ("uuid", "text", "uuid", "text", "text"),
)
REPEAT_STEPS: Final = RowTable(
    "repeat_steps",
    ("repeat_id", "rev", "what", "due_on", "order_id", "reason"),
    ("uuid", "integer", "text", "date", "uuid", "text"),
)
REPEAT_STATES: Final = StateTable(
    "repeat_orders",
    "id",
    "status",
    {
        "every": "text",
        "lines": "jsonb",
        "package_id": "uuid",
        "method": "text",
        "region": "text",
        "address": "jsonb",
        "pay_by": "text",
        "card": "jsonb",
        "first_on": "date",
        "next_on": "date",
        "told_on": "date",
        "rev": "integer",
        "reason": "text",
        "note": "text",
        "ended_at": "timestamptz",
    },
    {
        "asked": ("active",),
        "active": ("paused", "ended"),
        "paused": ("active", "ended"),
        "ended": (),
    },
)
