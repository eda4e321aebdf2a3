"""The tables of who waits for what, one row for each variant that somebody waits for; and of where
guests are told of what they are offered."""

import sqlalchemy as sa

from holdfast.db.metadata import TIME, metadata, written_at

waiting = sa.Table(
    "waiting",
    metadata,
    sa.Column("owner", sa.Text, primary_key=True),
    sa.Column("variant_id", sa.Uuid, primary_key=True),
    written_at("since"),
    sa.Column("told_at", TIME, comment="when they were last told that it is back"),
    sa.Index("ix_waiting_variant_id", "variant_id"),
)

waiting_contacts = sa.Table(
    "waiting_contacts",
    metadata,
    sa.Column("owner", sa.Text, primary_key=True, comment="a guest"),
    sa.Column("email", sa.Text, nullable=False),
    written_at("said_at"),
)
