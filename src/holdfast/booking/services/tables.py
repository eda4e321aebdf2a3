"""A row for each service."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from holdfast.db.metadata import metadata, written_at

services = sa.Table(
    "services",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("terms", JSONB, nullable=False),
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False, server_default="1"),
    written_at("made_at"),
    sa.Column("key", sa.Text, unique=True),
)

studio_rules = sa.Table(
    "studio_rules",
    metadata,
    sa.Column("single", sa.Boolean, primary_key=True, server_default=sa.true()),
    sa.Column("policy", JSONB, nullable=False),
    sa.Column(
        "shares",
        JSONB,
        nullable=False,
        server_default="{}",
        comment="of what is kept of a booking, in basis points",
    ),
    sa.Column(
        "requests",
        JSONB,
        nullable=False,
        server_default="{}",
        comment="what a booking on request takes of who asks",
    ),
    sa.Column("revision", sa.Integer, nullable=False, server_default="1"),
    sa.CheckConstraint("single", name="single"),
    comment="What holds for services that say nothing of their own: one row at most",
)
