"""Payments are stored before their provider has answered; each says when it was settled."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE payments ALTER COLUMN reference DROP NOT NULL",
    "COMMENT ON COLUMN payments.reference IS 'the provider''s own id, once it has answered'",
    """
    COMMENT ON COLUMN payments.settled_at IS
    'when it was last known that the money is taken, not, or back'
    """,
    "UPDATE payments SET settled_at = created_at WHERE status <> 'pending' AND settled_at IS NULL",
    "UPDATE payments SET settled_at = NULL WHERE status = 'pending' AND settled_at IS NOT NULL",
    """
    ALTER TABLE payments ADD CONSTRAINT ck_payments_known
        CHECK (reference IS NOT NULL OR status IN ('pending', 'failed')),
        ADD CONSTRAINT ck_payments_settled CHECK ((status = 'pending') = (settled_at IS NULL))
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("migrations only go up")
