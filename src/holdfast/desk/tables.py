"""A row for each saved view of a list, and one for each form that somebody has not saved yet."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from holdfast.db.metadata import metadata, written_at

saved_views = sa.Table(
    "saved_views",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("list", sa.Text, nullable=False),  # which of staff's lists: products, orders,
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("search", JSONB, nullable=False),  # the filters of the address, by name,
    sa.Column("shared", sa.Boolean, nullable=False),
    sa.Column("place", sa.Integer, nullable=False),  # among its owner's,
    written_at("created_at"),
    sa.CheckConstraint("list <> '' AND name <> ''", name="said"),
    sa.CheckConstraint("jsonb_typeof(search) = 'object'", name="search"),
    sa.Index("ix_saved_views_owner", "owner", "place", "id"),
    sa.Index("ix_saved_views_shared", "list", postgresql_where=sa.text("shared")),
)

drafts = sa.Table(
    "drafts",
    metadata,
    sa.Column("owner", sa.Text, primary_key=True),
    sa.Column("subject", sa.Text, primary_key=True),  # what is edited: product-<id>,
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("based_on", sa.BigInteger, nullable=False),  # the revision it was begun from,
    sa.Column("form", JSONB, nullable=False),  # as it stands in the browser,
    sa.Column("version", sa.BigInteger, nullable=False),
    written_at("saved_at"),
    sa.CheckConstraint("jsonb_typeof(form) = 'object'", name="form"),
    sa.Index("ix_drafts_saved_at", "saved_at"),
)
