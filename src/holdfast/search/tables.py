"""What the search keeps in the database: the merchant's synonyms, what was looked for in vain, and
which shop an index belongs to."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from holdfast.db.metadata import TIME, metadata

search_shop = sa.Table(
    "search_shop",
    metadata,
    sa.Column("one", sa.Boolean, primary_key=True, server_default=sa.true()),
    sa.Column("id", sa.Uuid, nullable=False, server_default=sa.text("gen_random_uuid()")),
    # Raised with every change of the synonyms.
    sa.Column("synonyms", sa.BigInteger, nullable=False, server_default="1"),
    sa.CheckConstraint("one", name="one"),
)

search_synonyms = sa.Table(
    "search_synonyms",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("phrases", ARRAY(sa.Text), nullable=False),
    sa.Column("at", TIME, nullable=False, server_default=sa.func.now()),
    sa.CheckConstraint("cardinality(phrases) BETWEEN 2 AND 20", name="phrases"),
)

search_misses = sa.Table(
    "search_misses",
    metadata,
    sa.Column("query", sa.Text, primary_key=True),
    sa.Column("count", sa.BigInteger, nullable=False),
    sa.Column("first_at", TIME, nullable=False, server_default=sa.func.now()),
    sa.Column("last_at", TIME, nullable=False, server_default=sa.func.now()),
    sa.Index("ix_search_misses_count", "count", "query"),
)
