"""An order may be paid in parts."""

from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE payments DROP CONSTRAINT ck_payments_purpose",
    """
    ALTER TABLE payments ADD CONSTRAINT ck_payments_purpose
        CHECK (purpose IN ('order', 'part', 'top-up'))
    """,
    "ALTER TABLE orders RENAME COLUMN part_refunded_at TO money_moved_at",
    """
    COMMENT ON COLUMN orders.money_moved_at IS
        'when a part of the money last came, or something was done about giving one back'
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
