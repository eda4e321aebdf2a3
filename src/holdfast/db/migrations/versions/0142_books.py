"""What the books of a span are found by: sales by their payment, what moved by its payment."""

from alembic import op

revision = "0142"
down_revision = "0141"
branch_labels = None
depends_on = None

# Of orders by ranges of pages: such an index is no reason to write an order's row elsewhere when it
# is paid, and orders are paid about in the order in which they were made.
STATEMENTS = (
    "CREATE INDEX ix_orders_paid_at ON orders USING brin (paid_at)",
    "CREATE INDEX ix_payment_moves_payment_id ON payment_moves (payment_id)",
    "CREATE INDEX ix_capture_parts_released ON capture_parts (at) WHERE kind = 'released'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
