"""Addresses that people keep for later. What an order goes to stands with the order."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from holdfast.db.metadata import metadata, written_at

addresses = sa.Table(
    "addresses",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("address", JSONB, nullable=False),
    sa.Column("is_default", sa.Boolean, nullable=False),
    written_at("changed_at"),
    sa.Index("ix_addresses_owner", "owner", "id"),
    sa.Index("uq_addresses_default", "owner", unique=True, postgresql_where=sa.text("is_default")),
)
