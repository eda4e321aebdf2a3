"""The catalogue: products, variants, the shop's settings."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


_SCHEMA = """
CREATE TABLE products (
    id uuid NOT NULL,
    handle text NOT NULL,
    name text NOT NULL,
    description text NOT NULL DEFAULT '',
    category text NOT NULL DEFAULT '',
    currency text NOT NULL,
    status text NOT NULL,
    vendor text NOT NULL DEFAULT '',
    tags jsonb NOT NULL DEFAULT '[]'::jsonb,
    translations jsonb NOT NULL DEFAULT '{}'::jsonb,
    options jsonb NOT NULL DEFAULT '[]'::jsonb,
    images jsonb NOT NULL DEFAULT '[]'::jsonb,
    price bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    revision bigint NOT NULL DEFAULT 1,
    search tsvector NOT NULL GENERATED ALWAYS AS (
        to_tsvector('simple'::regconfig, translate(
            name || ' ' || vendor || ' ' || category || ' ' || handle || ' ' || tags::text || ' '
            || jsonb_path_query_array(translations, '$.*.name')::text || ' '
            || jsonb_path_query_array(translations, '$.*.category')::text,
            '-/.@_,:+&"()[]', repeat(' ', 14)))
    ) STORED,
    CONSTRAINT pk_products PRIMARY KEY (id),
    CONSTRAINT uq_products_handle UNIQUE (handle),
    CONSTRAINT ck_products_status CHECK (status IN ('active', 'draft', 'archived')),
    CONSTRAINT ck_products_currency CHECK (length(currency) = 3)
);
CREATE INDEX ix_products_newest ON products (status, created_at, id);
CREATE INDEX ix_products_cheapest ON products (status, price, id);
CREATE INDEX ix_products_named ON products (status, name, id);
CREATE INDEX ix_products_category ON products (status, category, created_at, id);
CREATE INDEX ix_products_search ON products USING gin (search);

CREATE TABLE variants (
    id uuid NOT NULL,
    product_id uuid NOT NULL,
    sku text NOT NULL DEFAULT '',
    options jsonb NOT NULL DEFAULT '{}'::jsonb,
    price bigint NOT NULL,
    compare_at_price bigint,
    image_url text,
    position integer NOT NULL DEFAULT 0,
    low_stock_threshold integer,
    active boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_variants PRIMARY KEY (id),
    CONSTRAINT uq_variants_product_id_options UNIQUE (product_id, options),
    CONSTRAINT fk_variants_product_id_products FOREIGN KEY (product_id)
        REFERENCES products (id) ON DELETE CASCADE,
    CONSTRAINT ck_variants_price CHECK (price >= 0),
    CONSTRAINT ck_variants_compare_at_price CHECK (compare_at_price >= 0),
    CONSTRAINT ck_variants_low_stock_threshold CHECK (low_stock_threshold >= 0)
);
CREATE INDEX ix_variants_sku ON variants (sku);
CREATE INDEX ix_variants_watched ON variants (id) WHERE low_stock_threshold IS NOT NULL;

CREATE TABLE shop_settings (
    key text NOT NULL,
    value jsonb NOT NULL,
    CONSTRAINT pk_shop_settings PRIMARY KEY (key)
);
"""


def upgrade() -> None:
    for statement in _SCHEMA.split(";"):  # asyncpg takes one statement at a time
        if statement.strip():
            op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("Holdfast's schema only moves forward; restore a backup instead")
