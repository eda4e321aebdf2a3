"""Pictures of the shop's own: which there are, in which sizes, and which products name them."""

from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

_IMAGE = """
    !exists(@.keyvalue() ? ((@.key == "picture" || @.key == "stand_in")
        && @.value.type() != "string" && @.value.type() != "null"))
    && !exists(@.keyvalue() ? (@.key == "widths" && @.value.type() != "array"))
    && !exists(@.keyvalue() ? (@.key == "widths").value[*] ? (
        @.type() != "number" || @.floor() != @))
    && !exists(@.keyvalue() ? (@.key == "alts" && @.value.type() != "object"))
    && !exists(@.keyvalue() ? (@.key == "alts").value.* ? (@.type() != "string"))
"""
_SHAPE = f"jsonb_path_query_array(images, 'strict $[*] ? ({_IMAGE})', '{{}}', true) = images"

STATEMENTS = (
    """
    CREATE TABLE pictures (
        name text PRIMARY KEY CONSTRAINT ck_pictures_name CHECK (name ~ '^[0-9a-f]{32}$'),
        state text NOT NULL
            CONSTRAINT ck_pictures_state CHECK (state IN ('unfinished', 'ready', 'going')),
        width integer NOT NULL,
        height integer NOT NULL,
        widths integer[] NOT NULL CONSTRAINT ck_pictures_widths CHECK (cardinality(widths) > 0),
        stand_in text NOT NULL,
        bytes bigint NOT NULL,
        actor text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        wanted_at timestamptz NOT NULL DEFAULT now()
    )
    """,
    "CREATE INDEX ix_pictures_wanted ON pictures (wanted_at)",
    f"ALTER TABLE products ADD CONSTRAINT ck_products_pictures_shape CHECK ({_SHAPE}) NOT VALID",
    """
    CREATE INDEX ix_products_pictures ON products
        USING gin (jsonb_path_query_array(images, '$[*].picture'))
        WHERE jsonb_path_exists(images, '$[*].picture')
    """,
    """
    CREATE INDEX ix_products_told_pictures ON products (id) WHERE description LIKE '%/media/%'
    """,
    "CREATE INDEX ix_variants_picture ON variants (image_url) WHERE image_url LIKE '/media/%'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("migrations only go up")
