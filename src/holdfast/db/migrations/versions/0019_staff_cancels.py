"""Which of staff cancelled an order, and why."""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE orders ADD COLUMN cancelled_by text, ADD COLUMN cancel_note text",
    """
    COMMENT ON COLUMN orders.cancelled_by IS 'which of staff cancelled it; else the reason says'
    """,
    "COMMENT ON COLUMN orders.cancel_note IS 'why, in staff''s words'",
    "ALTER TABLE daily_sales ADD COLUMN cancelled_staff bigint NOT NULL DEFAULT 0",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("migrations only go up")
