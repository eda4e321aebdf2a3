"""What a wallet lacked that was asked by message; when an order without goods ends unpaid."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE payments ADD COLUMN shortfall jsonb",
    "COMMENT ON COLUMN payments.shortfall IS 'what a wallet that was asked by message lacked'",
    "ALTER TABLE orders ADD COLUMN expires_at timestamptz",
    """
    COMMENT ON COLUMN orders.expires_at
    IS 'when one without goods ends unpaid; otherwise its hold says so'
    """,
    # Those that are open already were left to a job each, which nobody does any more.
    """
    UPDATE orders SET expires_at = created_at + interval '15 minutes'
    WHERE status = 'pending' AND hold_id IS NULL
    """,
    "DELETE FROM jobs WHERE queue = 'order-deadline'",
    """
    CREATE INDEX ix_orders_deadline ON orders (expires_at)
    WHERE status = 'pending' AND expires_at IS NOT NULL
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("migrations only go up")
