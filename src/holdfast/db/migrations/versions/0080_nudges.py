"""Who was told that something is back; what a wish cost when it was last looked at."""

from alembic import op

revision = "0080"
down_revision = "0079"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE waiting ADD COLUMN told_at timestamptz",
    "COMMENT ON COLUMN waiting.told_at IS 'when they were last told that it is back'",
    "CREATE INDEX ix_waiting_variant_id ON waiting (variant_id)",
    "ALTER TABLE wishes ADD COLUMN price bigint",
    "COMMENT ON COLUMN wishes.price IS 'of the product, when it was last looked at'",
    "CREATE INDEX ix_wishes_product_id ON wishes (product_id) WHERE status = 'wished'",
    "UPDATE wishes w SET price = p.price FROM products p WHERE p.id = w.product_id",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
