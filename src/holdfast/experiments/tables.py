"""Experiments as stored, and who saw which variant."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from holdfast.db.metadata import TIME, metadata, written_at
from holdfast.ledger import RowTable, StateTable

experiments = sa.Table(
    "experiments",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("goal", sa.Text, nullable=False),
    sa.Column("base_rate", sa.Integer, nullable=False, comment="of 10,000 visitors, before"),
    sa.Column("least_difference", sa.Integer, nullable=False, comment="of 10,000, to matter"),
    sa.Column("variants", pg.JSONB, nullable=False, comment="the first: what is shown now"),
    sa.Column("status", sa.Text, nullable=False, server_default="draft"),
    sa.Column("kept", sa.SmallInteger, comment="the variant that everybody sees since"),
    sa.Column("counted", pg.JSONB, comment="what it came to, once nobody is known any more"),
    written_at("created_at"),
    sa.Column("started_at", TIME),
    sa.Column("ended_at", TIME),
    sa.CheckConstraint("status IN ('draft', 'running', 'ended', 'discarded')", name="status"),
    sa.CheckConstraint("goal IN ('order-paid', 'booking-confirmed')", name="goal"),
    sa.CheckConstraint("(status = 'ended') = (ended_at IS NOT NULL)", name="ended_at"),
    sa.CheckConstraint("kept IS NULL OR status = 'ended'", name="kept"),
    sa.Index(
        "uq_experiments_key",
        "key",
        unique=True,
        postgresql_where=sa.text("status <> 'discarded'"),
    ),
)

# So many places there are among those that run: two that start at once never take the same.
experiment_slots = sa.Table(
    "experiment_slots",
    metadata,
    sa.Column("slot", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("experiment_id", sa.Uuid, nullable=False),
    sa.Column("is_full", sa.Boolean, nullable=False, server_default=sa.false()),
)

experiment_visitors = sa.Table(
    "experiment_visitors",
    metadata,
    sa.Column("experiment_id", sa.Uuid, primary_key=True),
    sa.Column("visitor", sa.Uuid, primary_key=True, comment="a browser, by a number it made up"),
    sa.Column("variant", sa.SmallInteger, nullable=False),
    sa.Column("owner", sa.Text, comment="whose browser, once that is known"),
    written_at("seen_at"),
    sa.Column("ordered_at", TIME, comment="when their first order since was paid"),
    sa.Column("booked_at", TIME, comment="when their first booking since was confirmed"),
    sa.Index(
        "ix_experiment_visitors_owner", "owner", postgresql_where=sa.text("owner IS NOT NULL")
    ),
)

EXPERIMENTS: Final = RowTable(
    "experiments",
    ("id", "key", "name", "goal", "base_rate", "least_difference", "variants"),
    ("uuid", "text", "text", "text", "integer", "integer", "jsonb"),
)
SLOTS: Final = RowTable("experiment_slots", ("slot", "experiment_id"), ("smallint", "uuid"))
SLOTS_LEFT: Final = RowTable("experiment_slots", ("slot",), ("smallint",), removes=True)
EXPERIMENT_STATES: Final = StateTable(
    "experiments",
    "id",
    "status",
    {
        "name": "text",
        "goal": "text",
        "base_rate": "integer",
        "least_difference": "integer",
        "variants": "jsonb",
        "kept": "smallint",
        "started_at": "timestamptz",
        "ended_at": "timestamptz",
    },
    {
        "draft": ("running", "discarded"),
        "running": ("ended",),
        "ended": (),  # a variant of it may be what everybody sees
        "discarded": (),
    },
)
