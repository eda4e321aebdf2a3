"""Drafts that go on sale by themselves, and what search engines show of a product."""

from alembic import op

revision = "0185"
down_revision = "0184"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE products ADD COLUMN publish_at timestamptz",
    "ALTER TABLE products ADD COLUMN heads jsonb NOT NULL DEFAULT '{}'",
    "CREATE INDEX ix_products_publish_at ON products (publish_at) WHERE publish_at IS NOT NULL",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
