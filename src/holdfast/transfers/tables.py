"""Transfers as stored. How many units are under way is their ledger account's to say."""

from typing import Final

import sqlalchemy as sa

from holdfast.db.metadata import TIME, metadata, written_at
from holdfast.ledger import RowTable, StateTable

transfers = sa.Table(
    "transfers",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("variant_id", sa.Uuid, nullable=False),
    sa.Column("source_id", sa.Uuid, nullable=False),
    sa.Column("target_id", sa.Uuid, nullable=False),
    sa.Column("quantity", sa.Integer, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("expected_on", sa.Date),
    sa.Column("status", sa.Text, nullable=False, server_default="under-way"),
    sa.Column("came", sa.Integer, nullable=False, server_default="0"),
    sa.Column("lost", sa.Integer, nullable=False, server_default="0"),
    written_at("sent_at"),
    sa.Column("ended_at", TIME, comment="when nothing of it was under way any more"),
    sa.CheckConstraint("status IN ('under-way', 'arrived', 'lost', 'cancelled')", name="status"),
    sa.CheckConstraint("(status <> 'under-way') = (ended_at IS NOT NULL)", name="ended_at"),
    sa.CheckConstraint("quantity > 0", name="quantity"),
    sa.CheckConstraint("source_id <> target_id", name="places"),
    sa.CheckConstraint("came >= 0 AND lost >= 0 AND came + lost <= quantity", name="came"),
    sa.Index("ix_transfers_variant_id", "variant_id"),
    sa.Index(
        "ix_transfers_under_way", "expected_on", postgresql_where=sa.text("status = 'under-way'")
    ),
)

TRANSFERS: Final = RowTable(
    "transfers",
    ("id", "variant_id", "source_id", "target_id", "quantity", "reason", "expected_on"),
    ("uuid", "uuid", "uuid", "uuid", "integer", "text", "date"),
)
TRANSFER_STATES: Final = StateTable(
    "transfers",
    "id",
    "status",
    {"expected_on": "date", "came": "integer", "lost": "integer", "ended_at": "timestamptz"},
    {
        "under-way": ("arrived", "lost", "cancelled"),
        "arrived": (),
        "lost": (),
        "cancelled": (),  # the rest of it
    },
)
