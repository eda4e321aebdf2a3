"""The table of the shop's settings: one row a setting that somebody chose."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from holdfast.db.metadata import metadata

shop_settings = sa.Table(
    "shop_settings",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("value", JSONB, nullable=False),
)
