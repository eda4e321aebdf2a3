"""The table of who waits for what: one row for each variant that somebody waits for."""

import sqlalchemy as sa

from holdfast.db.metadata import metadata, written_at

waiting = sa.Table(
    "waiting",
    metadata,
    sa.Column("owner", sa.Text, primary_key=True),
    sa.Column("variant_id", sa.Uuid, primary_key=True),
    written_at("since"),
)
