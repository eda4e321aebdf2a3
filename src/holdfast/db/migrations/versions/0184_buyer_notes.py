"""What a buyer asks of whoever packs an order."""

from alembic import op

revision = "0184"
down_revision = "0183"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE orders ADD COLUMN buyer_note text",
    "COMMENT ON COLUMN orders.buyer_note IS 'what its buyer asks of whoever packs it'",
    """ALTER TABLE orders ADD CONSTRAINT ck_orders_buyer_note
    CHECK (char_length(buyer_note) BETWEEN 1 AND 500)""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
