"""Sellers ask to sell, are approved, and may be suspended."""

from alembic import op

revision = "0075"
down_revision = "0074"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    ALTER TABLE sellers ADD COLUMN standing text NOT NULL DEFAULT 'approved',
        ADD COLUMN note text NOT NULL DEFAULT '',
        ADD CONSTRAINT ck_sellers_standing
            CHECK (standing IN ('applied', 'approved', 'refused', 'suspended'))
    """,
    "COMMENT ON COLUMN sellers.note IS 'why it stands so'",
    """
    CREATE TABLE products_put_off (
        product_id uuid NOT NULL, seller_id uuid NOT NULL,
        CONSTRAINT pk_products_put_off PRIMARY KEY (product_id)
    )
    """,
    "CREATE INDEX ix_products_put_off_seller_id ON products_put_off (seller_id)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
