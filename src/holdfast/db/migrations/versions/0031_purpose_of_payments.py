"""A payment has a purpose, and lies in one table whatever that is: those into wallets, too."""

from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE payments RENAME COLUMN order_id TO subject_id",
    "ALTER INDEX ix_payments_order_id RENAME TO ix_payments_subject_id",
    "ALTER TABLE payments ADD COLUMN purpose text NOT NULL DEFAULT 'order'",
    "ALTER TABLE payments ALTER COLUMN purpose DROP DEFAULT",
    "COMMENT ON COLUMN payments.subject_id IS 'what it is for: an order, a wallet'",
    """
    ALTER TABLE payments ADD CONSTRAINT ck_payments_purpose CHECK (purpose IN ('order', 'top-up'))
    """,
    "ALTER TABLE payments DROP CONSTRAINT ck_payments_status",
    """
    ALTER TABLE payments ADD CONSTRAINT ck_payments_status CHECK (status IN
        ('pending', 'succeeded', 'failed', 'refunding', 'refunded', 'refund-failed', 'credited'))
    """,
    """
    INSERT INTO payments (id, purpose, subject_id, provider, reference, amount, currency, status,
                          created_at, settled_at)
    SELECT id, 'top-up', wallet_id, provider, reference, amount, currency, status, created_at,
           settled_at
    FROM wallet_payments
    """,
    "DROP TABLE wallet_payments",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
