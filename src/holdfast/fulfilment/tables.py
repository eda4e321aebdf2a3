"""Parcels and what is in them. Riders insert them; transitions move them (see flows)."""

from typing import Final

import sqlalchemy as sa

from holdfast.db.metadata import TIME, metadata, written_at
from holdfast.ledger import RowTable, StateTable

parcels = sa.Table(
    "parcels",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("order_id", sa.Uuid, nullable=False),
    sa.Column("number", sa.Integer, nullable=False, comment="its place in the order, from 1"),
    sa.Column("status", sa.Text, nullable=False, server_default="waiting"),
    sa.Column("link", sa.Text, nullable=False, comment="the secret part of its page's address"),
    sa.Column("carrier", sa.Text),
    sa.Column("tracking", sa.Text, comment="the carrier's number"),
    sa.Column("note", sa.Text, comment="why it did not arrive"),
    written_at("made_at"),
    sa.Column("picked_at", TIME),
    sa.Column("shipped_at", TIME),
    sa.Column("delivered_at", TIME),
    sa.Column("ended_at", TIME, comment="it did not arrive, or was taken apart"),
    sa.Column("service", sa.Text, comment="the carrier that was asked for a label"),
    sa.Column("label", sa.Text, comment="how far it is with it; none: none was asked for"),
    sa.Column("label_key", sa.Uuid, comment="what it was asked under"),
    sa.Column("reference", sa.Text, comment="what the carrier knows it by"),
    sa.Column("label_note", sa.Text, comment="why the carrier refused something"),
    sa.Column("heard_at", TIME, comment="its carrier said something new; none: nothing is due"),
    sa.Column("ask_at", TIME, comment="it is asked then; none: it was asked often enough"),
    sa.Column("location_id", sa.Uuid, comment="all of it lies there; none: nobody said"),
    sa.CheckConstraint("number > 0", name="number"),
    sa.CheckConstraint(
        "status IN ('waiting', 'picking', 'shipped', 'delivered', 'failed', 'cancelled')",
        name="status",
    ),
    sa.CheckConstraint(
        "(shipped_at IS NOT NULL) = (status IN ('shipped', 'delivered', 'failed'))",
        name="shipped_at",
    ),
    sa.CheckConstraint("(delivered_at IS NOT NULL) = (status = 'delivered')", name="delivered_at"),
    sa.CheckConstraint("label IN ('asked', 'ready', 'refused', 'ending')", name="label"),
    sa.CheckConstraint(
        "(label IS NULL) = (service IS NULL) AND (label IS NULL) = (label_key IS NULL)",
        name="label_key",
    ),
    sa.CheckConstraint("ask_at IS NULL OR heard_at IS NOT NULL", name="ask_at"),
    sa.Index("uq_parcels_order_id", "order_id", "number", unique=True),
    sa.Index("uq_parcels_link", "link", unique=True),
    sa.Index(
        "uq_parcels_reference",
        "service",
        "reference",
        unique=True,
        postgresql_where=sa.text("reference IS NOT NULL"),
    ),
    sa.Index(
        "ix_parcels_ready",
        "shipped_at",
        postgresql_where=sa.text("status = 'shipped' AND carrier IS NULL"),
    ),
    sa.Index("ix_parcels_ask_at", "ask_at", postgresql_where=sa.text("heard_at IS NOT NULL")),
)
# No foreign keys: a parcel, its lines and the order's move are riders of one command.
parcel_lines = sa.Table(
    "parcel_lines",
    metadata,
    sa.Column("parcel_id", sa.Uuid, primary_key=True),
    sa.Column("line", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("quantity", sa.Integer, nullable=False, comment="0: taken out again"),
    sa.CheckConstraint("quantity >= 0", name="quantity"),
)
parcel_steps = sa.Table(
    "parcel_steps",
    metadata,
    sa.Column("parcel_id", sa.Uuid, primary_key=True),
    sa.Column("step", sa.Text, primary_key=True, comment="the carrier's id of it"),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("at", TIME, nullable=False),
    sa.Column("place", sa.Text, nullable=False),
)

PARCELS: Final = RowTable(
    "parcels",
    ("id", "order_id", "number", "status", "link", "picked_at", "location_id"),
    ("uuid", "uuid", "integer", "text", "text", "timestamptz", "uuid"),
)
PARCEL_LINES: Final = RowTable(
    "parcel_lines", ("parcel_id", "line", "quantity"), ("uuid", "smallint", "integer")
)
LINES_AGAIN: Final = RowTable(
    PARCEL_LINES.name, PARCEL_LINES.columns, PARCEL_LINES.types, replaces=("parcel_id", "line")
)
"""What is left in a parcel of which something was taken out."""
PARCEL_STATES: Final = StateTable(
    "parcels",
    "id",
    "status",
    {
        "carrier": "text",
        "tracking": "text",
        "note": "text",
        "picked_at": "timestamptz",
        "shipped_at": "timestamptz",
        "delivered_at": "timestamptz",
        "ended_at": "timestamptz",
        "service": "text",
        "label": "text",
        "label_key": "uuid",
        "reference": "text",
        "label_note": "text",
        "heard_at": "timestamptz",
        "ask_at": "timestamptz",
    },
    {
        "waiting": ("picking", "cancelled"),
        "picking": ("shipped", "cancelled"),
        "shipped": ("delivered", "failed"),
        "delivered": (),
        "failed": (),
        "cancelled": (),  # taken apart before it left
    },
)
