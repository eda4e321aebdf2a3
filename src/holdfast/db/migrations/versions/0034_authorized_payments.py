"""A payment may be authorized before it is taken, and may want something of its buyer."""

from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    ALTER TABLE payments ADD COLUMN method text, ADD COLUMN return_url text,
        ADD COLUMN next_action jsonb
    """,
    "COMMENT ON COLUMN payments.method IS 'the way to pay that the buyer chose of the provider''s'",
    "COMMENT ON COLUMN payments.return_url IS 'where the buyer comes back to from the provider'",
    "COMMENT ON COLUMN payments.next_action IS 'what the provider wants the buyer to do'",
    "ALTER TABLE payments DROP CONSTRAINT ck_payments_status, DROP CONSTRAINT ck_payments_settled",
    """
    ALTER TABLE payments
        ADD CONSTRAINT ck_payments_status CHECK (status IN ('pending', 'authorized', 'succeeded',
            'failed', 'refunding', 'refunded', 'refund-failed', 'credited')),
        ADD CONSTRAINT ck_payments_settled
            CHECK ((status IN ('pending', 'authorized')) = (settled_at IS NULL))
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
