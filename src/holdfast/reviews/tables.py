"""A row for each buyer's review of a product, whether it shows or not.

What was removed keeps its row without its words: a review that staff hid stays hidden when it is
written again. How many of how many stars show is counted in ``product_counts``.
"""

import sqlalchemy as sa

from holdfast.db.metadata import TIME, metadata, written_at

_STANDS = sa.text("removed_at IS NULL")
_SHOWS = sa.text("removed_at IS NULL AND hidden_at IS NULL")

reviews = sa.Table(
    "reviews",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("product_id", sa.Uuid, nullable=False),
    sa.Column("author", sa.Uuid, nullable=False, comment="a user's id"),
    sa.Column("stars", sa.SmallInteger, nullable=False),
    sa.Column("text", sa.Text, nullable=False, server_default=""),
    sa.Column(
        "version", sa.BigInteger, nullable=False, server_default="1", comment="of what it says"
    ),
    written_at("created_at"),
    written_at("changed_at"),
    sa.Column("removed_at", TIME),
    sa.Column("looked_at", TIME, comment="when staff last looked at what it says now"),
    sa.Column("hidden_at", TIME),
    sa.Column("hidden_by", sa.Text),
    sa.Column("hidden_reason", sa.Text),
    sa.CheckConstraint("stars BETWEEN 1 AND 5", name="stars"),
    sa.CheckConstraint(
        "(hidden_at IS NULL) = (hidden_by IS NULL)"
        " AND (hidden_at IS NULL) = (hidden_reason IS NULL)",
        name="hidden",
    ),
    sa.Index("uq_reviews_author", "author", "product_id", unique=True),
    sa.Index("ix_reviews_newest", "product_id", "created_at", "id", postgresql_where=_SHOWS),
    sa.Index(
        "ix_reviews_rated", "product_id", "stars", "created_at", "id", postgresql_where=_SHOWS
    ),
    sa.Index("ix_reviews_changed", "changed_at", "id", postgresql_where=_STANDS),
    sa.Index(
        "ix_reviews_new",
        "changed_at",
        "id",
        postgresql_where=sa.text("removed_at IS NULL AND looked_at IS NULL"),
    ),
    sa.Index(
        "ix_reviews_hidden",
        "changed_at",
        "id",
        postgresql_where=sa.text("removed_at IS NULL AND hidden_at IS NOT NULL"),
    ),
)
