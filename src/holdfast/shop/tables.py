"""The tables of what a merchant decides: one row a setting that somebody chose, the shop's texts,
its home page, and the version of all of it.
"""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from holdfast.db.metadata import metadata

shop_settings = sa.Table(
    "shop_settings",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("value", JSONB, nullable=False),
)

shop_policies = sa.Table(
    "shop_policies",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("locale", sa.Text, primary_key=True),
    sa.Column("html", sa.Text, nullable=False),
    sa.Column(
        "changed_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()
    ),
    sa.CheckConstraint(
        "name IN ('contacts', 'delivery', 'returns', 'cancellation', 'privacy', 'terms',"
        " 'cookies')",
        name="name",
    ),
    sa.CheckConstraint("html <> ''", name="html"),
)

# By language, with their titles; ``at_foot``: every page leads there.
shop_pages = sa.Table(
    "shop_pages",
    metadata,
    sa.Column("slug", sa.Text, primary_key=True),
    sa.Column("texts", JSONB, nullable=False),
    sa.Column("at_foot", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Column("position", sa.Integer, nullable=False, server_default="0"),
    sa.Column(
        "changed_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()
    ),
    sa.CheckConstraint("slug <> ''", name="slug"),
)

# Addresses that lead on.
shop_redirects = sa.Table(
    "shop_redirects",
    metadata,
    sa.Column("path", sa.Text, primary_key=True),
    sa.Column("target", sa.Text, nullable=False),
    sa.CheckConstraint("path LIKE '/%'", name="path"),
)

# Without a row nobody arranged it.
shop_home = sa.Table(
    "shop_home",
    metadata,
    sa.Column("one", sa.Boolean, primary_key=True, server_default=sa.true()),
    sa.Column("blocks", JSONB, nullable=False),
    sa.CheckConstraint("one", name="one"),
)

# Raised with every change of what stands above.
shop_stamp = sa.Table(
    "shop_stamp",
    metadata,
    sa.Column("one", sa.Boolean, primary_key=True, server_default=sa.true()),
    sa.Column("revision", sa.BigInteger, nullable=False),
    sa.CheckConstraint("one", name="one"),
)
