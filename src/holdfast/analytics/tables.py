"""Who agreed to analytics, and who said no."""

import sqlalchemy as sa

from holdfast.db.metadata import metadata, written_at

# A row for each who chose; who has none has not agreed.
analytics_choices = sa.Table(
    "analytics_choices",
    metadata,
    sa.Column("owner", sa.Text, primary_key=True, comment="an account, or a guest's browser"),
    sa.Column("agreed", sa.Boolean, nullable=False),
    written_at("at"),
)
