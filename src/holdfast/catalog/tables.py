"""Tables of the catalogue: products and their variants.

No stock here: what is left of a variant is its ledger account (``catalog.stock_key``). A product's
``price`` repeats the least price of its variants so that a list sorts by an index;
``writing.refresh_prices`` is the only writer of it.
"""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR

from holdfast.db.metadata import metadata

# What the search box finds, in every language; 'simple' because names are not prose. Punctuation
# becomes space first, so that "iPhone-15", "a/b" and "2.5" are the words a person types.
SEARCH: Final = (
    "to_tsvector('simple'::regconfig, translate("
    "name || ' ' || vendor || ' ' || category || ' ' || handle || ' ' || tags::text || ' '"
    " || jsonb_path_query_array(translations, '$.*.name')::text || ' '"
    " || jsonb_path_query_array(translations, '$.*.category')::text,"
    " '-/.@_,:+&\"()[]', repeat(' ', 14)))"
)


def _json(name: str, empty: str) -> sa.Column[object]:
    return sa.Column(name, JSONB, nullable=False, server_default=sa.text(f"'{empty}'::jsonb"))


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now())


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default="")


products = sa.Table(
    "products",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("handle", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    _text("description"),
    _text("category"),
    sa.Column("currency", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    _text("vendor"),
    _json("tags", "[]"),
    _json("translations", "{}"),
    _json("options", "[]"),
    _json("images", "[]"),
    sa.Column("price", sa.BigInteger, nullable=False, server_default="0"),
    # Of a variant, that one buyer may hold at once; null: as in the shop's settings.
    sa.Column("hold_units", sa.Integer),
    _moment("created_at"),
    _moment("updated_at"),
    sa.Column("revision", sa.BigInteger, nullable=False, server_default="1"),
    sa.Column("search", TSVECTOR, sa.Computed(SEARCH, persisted=True), nullable=False),
    sa.CheckConstraint("status IN ('active', 'draft', 'archived')", name="status"),
    sa.CheckConstraint("length(currency) = 3", name="currency"),
    sa.CheckConstraint("hold_units > 0", name="hold_units"),
    sa.Index("ix_products_newest", "status", "created_at", "id"),
    sa.Index("ix_products_cheapest", "status", "price", "id"),
    sa.Index("ix_products_named", "status", "name", "id"),
    sa.Index("ix_products_category", "status", "category", "created_at", "id"),
    sa.Index("ix_products_search", "search", postgresql_using="gin"),
)

variants = sa.Table(
    "variants",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column(
        "product_id", sa.Uuid, sa.ForeignKey("products.id", ondelete="CASCADE"), nullable=False
    ),
    _text("sku"),
    _json("options", "{}"),
    sa.Column("price", sa.BigInteger, nullable=False),
    sa.Column("compare_at_price", sa.BigInteger),
    sa.Column("image_url", sa.Text),
    sa.Column("position", sa.Integer, nullable=False, server_default="0"),
    sa.Column("low_stock_threshold", sa.Integer),
    # What was on hand after the last delivery: drawn as a full supply, and decides nothing.
    sa.Column("delivered", sa.BigInteger),
    sa.Column("active", sa.Boolean, nullable=False, server_default=sa.true()),
    _moment("created_at"),
    _moment("updated_at"),
    sa.UniqueConstraint("product_id", "options"),
    sa.CheckConstraint("price >= 0", name="price"),
    sa.CheckConstraint("compare_at_price >= 0", name="compare_at_price"),
    sa.CheckConstraint("low_stock_threshold >= 0", name="low_stock_threshold"),
    sa.Index("ix_variants_sku", "sku"),
    sa.Index(
        "ix_variants_watched",
        "id",
        postgresql_where=sa.text("low_stock_threshold IS NOT NULL"),
    ),
)

imports = sa.Table(
    "imports",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("key", sa.Text, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("file", sa.LargeBinary, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    _text("request"),
    sa.Column("currency", sa.Text, nullable=False),
    sa.Column("phase", sa.Text, nullable=False, server_default="check"),
    sa.Column("state", sa.Text, nullable=False, server_default="waiting"),
    sa.Column("set_stock", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("fetch_images", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("lines_done", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("lines_all", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    sa.Column("report", JSONB),
    _text("trouble"),
    _moment("created_at"),
    _moment("beat_at"),
    sa.CheckConstraint("phase IN ('check', 'import')", name="phase"),
    sa.CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name="state"),
    sa.Index(
        "ix_imports_open",
        "created_at",
        postgresql_where=sa.text("state IN ('waiting', 'running')"),
    ),
)
