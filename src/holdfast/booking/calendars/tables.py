"""A row for each secret address from which a calendar is read."""

import sqlalchemy as sa

from holdfast.db.metadata import metadata, written_at

calendar_links = sa.Table(
    "calendar_links",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("token_hash", sa.LargeBinary, nullable=False),
    sa.Column("owner", sa.Text, nullable=False, comment="who made it, and may end it"),
    sa.Column("resource_id", sa.Uuid, comment="whose calendar it is; none: the owner's bookings"),
    sa.Column("name", sa.Text, nullable=False, comment="what it is for, in the owner's words"),
    written_at("created_at"),
    sa.Index("uq_calendar_links_token_hash", "token_hash", unique=True),
    sa.Index("ix_calendar_links_owner", "owner", "id"),
)
