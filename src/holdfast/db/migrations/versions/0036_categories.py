"""Categories as a tree, attributes, discount prices, sellers, former addresses and counts."""

import json
from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

from holdfast.kit.ids import new_id
from holdfast.kit.slugs import slug_of

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

BEFORE = (
    """
    CREATE TABLE categories (
        id uuid CONSTRAINT pk_categories PRIMARY KEY,
        parent_id uuid CONSTRAINT fk_categories_parent_id_categories REFERENCES categories (id),
        slug text NOT NULL CONSTRAINT uq_categories_slug UNIQUE,
        name text NOT NULL,
        translations jsonb NOT NULL DEFAULT '{}',
        position integer NOT NULL DEFAULT 0,
        image text,
        path uuid[] NOT NULL,
        search tsvector NOT NULL GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, translate(
            name || ' ' || jsonb_path_query_array(translations, '$.*')::text,
            '-/.@_,:+&"()[]', repeat(' ', 14)))) STORED,
        CONSTRAINT ck_categories_depth CHECK (cardinality(path) BETWEEN 1 AND 6),
        CONSTRAINT ck_categories_path CHECK (path[cardinality(path)] = id)
    )
    """,
    "CREATE UNIQUE INDEX uq_categories_name ON categories (parent_id, name) NULLS NOT DISTINCT",
    "CREATE INDEX ix_categories_path ON categories USING gin (path)",
    "CREATE INDEX ix_categories_search ON categories USING gin (search)",
    """
    CREATE TABLE attribute_types (
        code text CONSTRAINT pk_attribute_types PRIMARY KEY,
        name text NOT NULL,
        translations jsonb NOT NULL DEFAULT '{}',
        kind text NOT NULL CONSTRAINT ck_attribute_types_kind
            CHECK (kind IN ('text', 'number', 'bool', 'choice')),
        unit text NOT NULL DEFAULT '',
        values jsonb NOT NULL DEFAULT '[]',
        facet boolean NOT NULL DEFAULT false,
        position integer NOT NULL DEFAULT 0
    )
    """,
    """
    CREATE TABLE sellers (
        id uuid CONSTRAINT pk_sellers PRIMARY KEY,
        slug text NOT NULL CONSTRAINT uq_sellers_slug UNIQUE,
        name text NOT NULL,
        about text NOT NULL DEFAULT '',
        logo text,
        active boolean NOT NULL DEFAULT true,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp()
    )
    """,
    """
    CREATE TABLE seller_people (
        seller_id uuid NOT NULL
            CONSTRAINT fk_seller_people_seller_id_sellers REFERENCES sellers (id) ON DELETE CASCADE,
        user_id uuid NOT NULL,
        CONSTRAINT pk_seller_people PRIMARY KEY (seller_id, user_id)
    )
    """,
    "CREATE INDEX ix_seller_people_user_id ON seller_people (user_id)",
    """
    CREATE TABLE directory_stamp (
        one boolean NOT NULL DEFAULT true CONSTRAINT pk_directory_stamp PRIMARY KEY,
        revision bigint NOT NULL,
        CONSTRAINT ck_directory_stamp_one CHECK (one)
    )
    """,
    "INSERT INTO directory_stamp (revision) VALUES (1)",
    """
    ALTER TABLE products
        ADD COLUMN category_id uuid
            CONSTRAINT fk_products_category_id_categories REFERENCES categories (id),
        ADD COLUMN seller_id uuid,
        ADD COLUMN attributes jsonb NOT NULL DEFAULT '{}',
        ADD COLUMN price_changes_at timestamptz
    """,
    """
    ALTER TABLE variants
        ADD COLUMN discount_price bigint
            CONSTRAINT ck_variants_discount_price CHECK (discount_price >= 0),
        ADD COLUMN discount_from timestamptz,
        ADD COLUMN discount_until timestamptz,
        ADD COLUMN weight_grams integer
            CONSTRAINT ck_variants_weight_grams CHECK (weight_grams >= 0),
        ADD COLUMN barcode text NOT NULL DEFAULT '',
        ADD CONSTRAINT ck_variants_discount_window CHECK (discount_until > discount_from)
    """,
    "CREATE INDEX ix_variants_barcode ON variants (barcode) WHERE barcode <> ''",
    """
    CREATE TABLE product_slugs (
        slug text CONSTRAINT pk_product_slugs PRIMARY KEY,
        product_id uuid NOT NULL CONSTRAINT fk_product_slugs_product_id_products
            REFERENCES products (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX ix_product_slugs_product_id ON product_slugs (product_id)",
    """
    CREATE TABLE product_counts (
        product_id uuid CONSTRAINT pk_product_counts PRIMARY KEY
            CONSTRAINT fk_product_counts_product_id_products
            REFERENCES products (id) ON DELETE CASCADE,
        category_id uuid,
        sales bigint NOT NULL DEFAULT 0,
        views bigint NOT NULL DEFAULT 0,
        rating_sum bigint NOT NULL DEFAULT 0,
        rating_count bigint NOT NULL DEFAULT 0,
        rating integer NOT NULL GENERATED ALWAYS AS
            (coalesce(rating_sum * 1000 / nullif(rating_count, 0), 0)::integer) STORED,
        CONSTRAINT ck_product_counts_rating
            CHECK (rating_count >= 0 AND rating_sum >= rating_count)
    ) WITH (fillfactor = 80)
    """,
)
# What each text was called in other languages, as its oldest product says it.
FLAT = """
SELECT category, coalesce((
    SELECT jsonb_object_agg(said.locale, said.name) FROM (
        SELECT DISTINCT ON (t.key) t.key AS locale, t.value ->> 'category' AS name
        FROM products p, jsonb_each(p.translations) AS t
        WHERE p.category = known.category AND t.value ->> 'category' <> ''
        ORDER BY t.key, p.created_at, p.id) AS said), '{}')
FROM (SELECT DISTINCT category FROM products WHERE category <> '') AS known
ORDER BY category
"""
ADDED = sa.text("""
INSERT INTO categories (id, slug, name, translations, position, path)
VALUES (:id, :slug, :name, CAST(:translations AS jsonb), :position, ARRAY[:id])
""").bindparams(sa.bindparam("id", type_=sa.Uuid))
AFTER = (
    """
    UPDATE products SET category_id = c.id FROM categories c
    WHERE c.parent_id IS NULL AND c.name = products.category
    """,
    """
    UPDATE products SET translations = (
        SELECT jsonb_object_agg(t.key, t.value - 'category') FROM jsonb_each(translations) AS t)
    WHERE translations <> '{}'
    """,
    "DROP INDEX ix_products_category, ix_products_search",
    "ALTER TABLE products DROP COLUMN search, DROP COLUMN category",
    """
    ALTER TABLE products ADD COLUMN search tsvector NOT NULL GENERATED ALWAYS AS (
        to_tsvector('simple'::regconfig, translate(
            name || ' ' || vendor || ' ' || handle || ' ' || tags::text || ' '
            || jsonb_path_query_array(translations, '$.*.name')::text,
            '-/.@_,:+&"()[]', repeat(' ', 14)))) STORED
    """,
    "CREATE INDEX ix_products_search ON products USING gin (search)",
    "CREATE INDEX ix_products_category ON products (category_id, status, created_at, id)",
    "CREATE INDEX ix_products_category_cheapest ON products (category_id, status, price, id)",
    """
    CREATE INDEX ix_products_seller ON products (seller_id, created_at, id)
    WHERE seller_id IS NOT NULL
    """,
    """
    CREATE INDEX ix_products_price_changes ON products (price_changes_at)
    WHERE price_changes_at IS NOT NULL
    """,
    "INSERT INTO product_counts (product_id, category_id) SELECT id, category_id FROM products",
    "CREATE INDEX ix_product_counts_popular ON product_counts (category_id, sales, product_id)",
    "CREATE INDEX ix_product_counts_rated ON product_counts (category_id, rating, product_id)",
    "CREATE INDEX ix_product_counts_sales ON product_counts (sales, product_id)",
)


def upgrade() -> None:
    for statement in BEFORE:
        op.execute(statement)
    _move(op.get_bind())
    for statement in AFTER:
        op.execute(statement)


def _move(connection: sa.Connection) -> None:
    """One category at the root for each text that products have."""
    taken: set[str] = set()
    for position, (name, said) in enumerate(connection.execute(sa.text(FLAT)).all()):
        id_ = new_id()
        slug = slug_of(name) or f"category-{id_.hex[-12:]}"
        slug = next(one for one in _numbered(slug) if one not in taken)
        taken.add(slug)
        translations = said if isinstance(said, str) else json.dumps(said)
        values = {"id": id_, "slug": slug, "name": name, "position": position}
        connection.execute(ADDED, values | {"translations": translations})


def _numbered(slug: str) -> Iterable[str]:
    yield slug
    number = 2
    while True:
        yield f"{slug}-{number}"
        number += 1
