"""What is sent in place of what comes back."""

from alembic import op

revision = "0094"
down_revision = "0093"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE returns ADD COLUMN exchange jsonb, ADD COLUMN exchanged bigint",
    "COMMENT ON COLUMN returns.exchange IS 'what is to be sent in place of it, and its hold'",
    """
    COMMENT ON COLUMN returns.exchanged IS
    'minor units that stay paid for what was sent in place of it; none: nothing'
    """,
    """
    ALTER TABLE returns
        ADD CONSTRAINT ck_returns_exchanged CHECK (exchanged >= 0),
        ADD CONSTRAINT ck_returns_exchange CHECK (
            exchanged IS NULL OR (exchange IS NOT NULL AND status = 'inspected'))
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
