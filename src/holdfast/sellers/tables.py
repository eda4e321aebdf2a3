"""A row for each seller, and one for each person who works for it."""

import sqlalchemy as sa

from holdfast.db.metadata import metadata, written_at

sellers = sa.Table(
    "sellers",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("slug", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("about", sa.Text, nullable=False, server_default=""),
    sa.Column("logo", sa.Text),
    sa.Column("active", sa.Boolean, nullable=False, server_default=sa.true()),
    written_at("created_at"),
    sa.Column("key", sa.Text, unique=True),
)

seller_people = sa.Table(
    "seller_people",
    metadata,
    sa.Column(
        "seller_id", sa.Uuid, sa.ForeignKey("sellers.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("user_id", sa.Uuid, primary_key=True, index=True),
)
