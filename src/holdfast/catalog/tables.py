"""Tables of the catalogue: categories, products, their variants, and what is counted of them.

No stock here: what is left of a variant is its ledger account (``catalog.stock_key``). A product's
``price`` repeats the least of what its variants cost now, so that a list sorts by an index, and
``price_changes_at`` says when that changes by itself; ``writing.refresh_prices`` writes both.
"""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR

from holdfast.db.metadata import TIME, metadata
from holdfast.kit.ratings import RATED, RATING, STARS

# What the search box finds, in every language; 'simple' because names are not prose. Punctuation
# becomes space first, so that "iPhone-15", "a/b" and "2.5" are the words a person types. What a
# category is called stands with the category.
SEARCH: Final = (
    "to_tsvector('simple'::regconfig, translate("
    "name || ' ' || vendor || ' ' || handle || ' ' || tags::text || ' '"
    " || jsonb_path_query_array(translations, '$.*.name')::text,"
    " '-/.@_,:+&\"()[]', repeat(' ', 14)))"
)

CATEGORY_SEARCH: Final = (
    "to_tsvector('simple'::regconfig, translate("
    "name || ' ' || jsonb_path_query_array(translations, '$.*')::text,"
    " '-/.@_,:+&\"()[]', repeat(' ', 14)))"
)

# The names of our own pictures among a product's.
PICTURES_OF_IMAGES: Final = "jsonb_path_query_array(images, '$[*].picture')"

# The address of the first picture, in its smallest size.
SMALL_PICTURE: Final = (
    "coalesce('/media/' || (images -> 0 ->> 'picture') || '-' || (images -> 0 -> 'widths' ->> 0)"
    " || '.webp', images -> 0 ->> 'url')"
)


def _json(name: str, empty: str) -> sa.Column[object]:
    return sa.Column(name, JSONB, nullable=False, server_default=sa.text(f"'{empty}'::jsonb"))


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now())


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default="")


# A tree: ``path`` is the ids from the root to the category itself, so what lies below one is what
# has it in its path.
categories = sa.Table(
    "categories",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("parent_id", sa.Uuid, sa.ForeignKey("categories.id")),
    sa.Column("slug", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    _json("translations", "{}"),
    sa.Column("position", sa.Integer, nullable=False, server_default="0"),
    sa.Column("image", sa.Text),
    sa.Column("path", ARRAY(sa.Uuid), nullable=False),
    sa.Column("key", sa.Text, unique=True),
    sa.Column("search", TSVECTOR, sa.Computed(CATEGORY_SEARCH, persisted=True), nullable=False),
    sa.CheckConstraint("cardinality(path) BETWEEN 1 AND 6", name="depth"),
    sa.CheckConstraint("path[cardinality(path)] = id", name="path"),
    sa.Index(
        "uq_categories_name", "parent_id", "name", unique=True, postgresql_nulls_not_distinct=True
    ),
    sa.Index("ix_categories_path", "path", postgresql_using="gin"),
    sa.Index("ix_categories_search", "search", postgresql_using="gin"),
)

# What products are described by: ``products.attributes`` holds a value by ``code``.
attribute_types = sa.Table(
    "attribute_types",
    metadata,
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    _json("translations", "{}"),
    sa.Column("kind", sa.Text, nullable=False),
    _text("unit"),
    _json("values", "[]"),
    sa.Column("facet", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("position", sa.Integer, nullable=False, server_default="0"),
    sa.CheckConstraint("kind IN ('text', 'number', 'bool', 'choice')", name="kind"),
)

# Raised by whoever changes what products only name by id: categories, attribute types, sellers.
directory_stamp = sa.Table(
    "directory_stamp",
    metadata,
    sa.Column("one", sa.Boolean, primary_key=True, server_default=sa.true()),
    sa.Column("revision", sa.BigInteger, nullable=False),
    sa.CheckConstraint("one", name="one"),
)

products = sa.Table(
    "products",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("handle", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    _text("description"),
    sa.Column("category_id", sa.Uuid, sa.ForeignKey("categories.id")),
    # Whose it is on a marketplace; null: the shop's own.
    sa.Column("seller_id", sa.Uuid),
    sa.Column("currency", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    _text("vendor"),
    _json("tags", "[]"),
    _json("translations", "{}"),
    _json("options", "[]"),
    _json("attributes", "{}"),
    _json("images", "[]"),
    sa.Column("price", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("price_changes_at", TIME),
    # Of a variant, that one buyer may hold at once; null: as in the shop's settings.
    sa.Column("hold_units", sa.Integer),
    # When a draft goes on sale by itself.
    sa.Column("publish_at", TIME),
    # What search engines show of it in place of its name and description, by language.
    _json("heads", "{}"),
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
    # Of staff, in whatever state.
    sa.Index("ix_products_made", "created_at", "id"),
    sa.Index("ix_products_called", "name", "id"),
    sa.Index("ix_products_category", "category_id", "status", "created_at", "id"),
    sa.Index("ix_products_category_cheapest", "category_id", "status", "price", "id"),
    sa.Index(
        "ix_products_seller",
        "seller_id",
        "created_at",
        "id",
        postgresql_where=sa.text("seller_id IS NOT NULL"),
    ),
    sa.Index(
        "ix_products_price_changes",
        "price_changes_at",
        postgresql_where=sa.text("price_changes_at IS NOT NULL"),
    ),
    sa.Index(
        "ix_products_publish_at",
        "publish_at",
        postgresql_where=sa.text("publish_at IS NOT NULL"),
    ),
    sa.Index("ix_products_search", "search", postgresql_using="gin"),
    sa.Index(
        "ix_products_pictures",
        sa.text(PICTURES_OF_IMAGES),
        postgresql_using="gin",
        postgresql_where=sa.text("jsonb_path_exists(images, '$[*].picture')"),
    ),
    sa.Index(
        "ix_products_told_pictures",
        "id",
        postgresql_where=sa.text("description LIKE '%/media/%'"),
    ),
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
    # What is charged instead, from then until then; null: since ever, for ever.
    sa.Column("discount_price", sa.BigInteger),
    sa.Column("discount_from", TIME),
    sa.Column("discount_until", TIME),
    sa.Column("weight_grams", sa.Integer),
    sa.Column("measure", JSONB),  # how much one holds, and for how much its price is said
    _text("barcode"),
    sa.Column("image_url", sa.Text),
    sa.Column("position", sa.Integer, nullable=False, server_default="0"),
    sa.Column("low_stock_threshold", sa.Integer),
    # What was on hand after the last delivery: drawn as a full supply, and decides nothing.
    sa.Column("delivered", sa.BigInteger),
    sa.Column("arrives_on", sa.Date),  # when the first that were ordered from a supplier do
    sa.Column("active", sa.Boolean, nullable=False, server_default=sa.true()),
    # As what a unit reaches its buyer; of codes, each unit is one of a list.
    sa.Column("delivered_as", sa.Text, nullable=False, server_default="parcel"),
    _moment("created_at"),
    _moment("updated_at"),
    sa.UniqueConstraint("product_id", "options"),
    sa.CheckConstraint("delivered_as IN ('parcel', 'codes', 'file')", name="delivered_as"),
    sa.CheckConstraint("price >= 0", name="price"),
    sa.CheckConstraint("compare_at_price >= 0", name="compare_at_price"),
    sa.CheckConstraint("low_stock_threshold >= 0", name="low_stock_threshold"),
    sa.CheckConstraint("discount_price >= 0", name="discount_price"),
    sa.CheckConstraint("discount_until > discount_from", name="discount_window"),
    sa.CheckConstraint("weight_grams >= 0", name="weight_grams"),
    sa.Index("ix_variants_sku", "sku"),
    sa.Index(
        "ix_variants_picture",
        "image_url",
        postgresql_where=sa.text("image_url LIKE '/media/%'"),
    ),
    sa.Index(
        "ix_variants_discounted",
        "product_id",
        postgresql_where=sa.text("discount_price IS NOT NULL"),
    ),
    sa.Index("ix_variants_barcode", "barcode", postgresql_where=sa.text("barcode <> ''")),
    sa.Index(
        "ix_variants_watched",
        "id",
        postgresql_where=sa.text("low_stock_threshold IS NOT NULL"),
    ),
)

# What a variant cost until then, for whoever lowers its price to say the least of it. Kept when
# the cost of something on sale becomes another, for 400 days, the newest 1,000.
variant_past_costs = sa.Table(
    "variant_past_costs",
    metadata,
    sa.Column(
        "variant_id", sa.Uuid, sa.ForeignKey("variants.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("until", TIME, primary_key=True),
    sa.Column("currency", sa.Text, nullable=False),
    sa.Column("price", sa.BigInteger, nullable=False),
    sa.Column("discount_price", sa.BigInteger),
    sa.Column("discount_from", TIME),
    sa.Column("discount_until", TIME),
)

# What one unit of a variant is made of, in units of other variants; two that are made of the same
# one draw on one pool. No part is made of others.
variant_parts = sa.Table(
    "variant_parts",
    metadata,
    sa.Column("variant_id", sa.Uuid, sa.ForeignKey("variants.id"), primary_key=True),
    sa.Column("part_id", sa.Uuid, sa.ForeignKey("variants.id"), primary_key=True, index=True),
    sa.Column("units", sa.Integer, nullable=False),
    sa.CheckConstraint("units > 0", name="units"),
    sa.CheckConstraint("part_id <> variant_id", name="part"),
)

# SQL: ``part`` and ``units``, of what a variant is made of, else of itself, given its id.
MADE_OF: Final = (
    "(SELECT t.part_id AS part, t.units FROM variant_parts t WHERE t.variant_id = {0} UNION ALL"
    " SELECT {0}, 1 WHERE NOT EXISTS (SELECT FROM variant_parts t WHERE t.variant_id = {0}))"
)

# SQL: units by part, as JSON, given a variant's id.
PARTS_OF: Final = (
    "coalesce((SELECT json_object_agg(t.part_id, t.units) FROM variant_parts t"
    " WHERE t.variant_id = {}), '{{}}')"
)


def _former(name: str, of: str, table: str) -> sa.Table:
    """Slugs that things of ``table`` had before: whoever comes by one is led on. A current one
    stands first."""
    return sa.Table(
        name,
        metadata,
        sa.Column("slug", sa.Text, primary_key=True),
        sa.Column(
            of,
            sa.Uuid,
            sa.ForeignKey(f"{table}.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
    )


product_slugs = _former("product_slugs", "product_id", "products")
category_slugs = _former("category_slugs", "category_id", "categories")

# Running totals, apart from the products' rows: counting changes no revision and waits for no
# editor. ``category_id`` repeats the product's, so that a category's best are an index range. A
# trigger on ``products`` keeps a row for each and its category right, whoever writes them.
product_counts = sa.Table(
    "product_counts",
    metadata,
    sa.Column(
        "product_id",
        sa.Uuid,
        sa.ForeignKey("products.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("category_id", sa.Uuid),
    sa.Column("sales", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("views", sa.BigInteger, nullable=False, server_default="0"),
    # How many reviews show of one star, of two, up to five; what stands below follows from it.
    sa.Column(
        "stars", ARRAY(sa.BigInteger), nullable=False, server_default=sa.text("'{0,0,0,0,0}'")
    ),
    sa.Column("reviews_version", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("rating_sum", sa.BigInteger, sa.Computed(STARS, persisted=True), nullable=False),
    sa.Column("rating_count", sa.BigInteger, sa.Computed(RATED, persisted=True), nullable=False),
    # The mean in thousandths; 0: nobody has rated it.
    sa.Column("rating", sa.Integer, sa.Computed(RATING, persisted=True), nullable=False),
    sa.CheckConstraint("cardinality(stars) = 5 AND 0 <= ALL (stars)", name="stars"),
    sa.Index("ix_product_counts_popular", "category_id", "sales", "product_id"),
    sa.Index("ix_product_counts_rated", "category_id", "rating", "product_id"),
    sa.Index("ix_product_counts_sales", "sales", "views", "product_id"),
    postgresql_with={"fillfactor": 80},
)

# Pictures that were sent or fetched, each kept once, in sizes of which ``name`` and ``widths`` say
# where they are. ``wanted_at``: when somebody last sent it, named it, or found a product with it.
pictures = sa.Table(
    "pictures",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("width", sa.Integer, nullable=False),
    sa.Column("height", sa.Integer, nullable=False),
    sa.Column("widths", ARRAY(sa.Integer), nullable=False),
    sa.Column("stand_in", sa.Text, nullable=False),
    sa.Column("bytes", sa.BigInteger, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    _moment("created_at"),
    _moment("wanted_at"),
    sa.CheckConstraint("name ~ '^[0-9a-f]{32}$'", name="name"),
    sa.CheckConstraint("state IN ('unfinished', 'ready', 'going')", name="state"),
    sa.CheckConstraint("cardinality(widths) > 0", name="widths"),
    sa.Index("ix_pictures_wanted", "wanted_at"),
)

# The word that stands beside the pictures, too, wherever they are kept.
picture_home = sa.Table(
    "picture_home",
    metadata,
    sa.Column("one", sa.Boolean, primary_key=True, server_default=sa.true()),
    sa.Column("word", sa.Text, nullable=False),
    sa.CheckConstraint("one", name="one"),
)
