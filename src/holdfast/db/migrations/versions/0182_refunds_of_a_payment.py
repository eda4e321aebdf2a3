"""All refunds of a payment that its provider has taken are found by it, not only those that failed;
which of those made there is what a dispute took."""

from alembic import op

revision = "0182"
down_revision = "0181"
branch_labels = None
depends_on = None

STATEMENTS = (
    "CREATE INDEX ix_provider_refunds_payment_id ON provider_refunds (payment_id)",
    "DROP INDEX ix_provider_refunds_failed",
    "ALTER TABLE refunds_there ADD COLUMN disputed boolean NOT NULL DEFAULT false",
    """COMMENT ON COLUMN refunds_there.disputed IS
    'it is what a dispute took, which is told as a refund besides'""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
