"""Units of an order that were cancelled alone are on sale again: which, by account."""

from alembic import op

revision = "0108"
down_revision = "0107"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE order_items ADD COLUMN put_back jsonb",
    "COMMENT ON COLUMN order_items.put_back IS 'of those, what is on sale again while it stands'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
