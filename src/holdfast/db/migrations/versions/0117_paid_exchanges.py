"""Exchanges for what is dearer: what is to be paid, and what goes back if it is not."""

from alembic import op

revision = "0117"
down_revision = "0116"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE returns ADD COLUMN due bigint, ADD COLUMN delivery_kept bigint",
    """
    COMMENT ON COLUMN returns.due IS
        'minor units to be paid for what is sent in place of it; none: nothing'
    """,
    """
    COMMENT ON COLUMN returns.delivery_kept IS
        'of what delivery had cost, what goes back if that is not paid'
    """,
    """
    ALTER TABLE returns
        ADD CONSTRAINT ck_returns_due CHECK (due IS NULL OR due > 0 AND exchange IS NOT NULL),
        ADD CONSTRAINT ck_returns_delivery_kept CHECK (
            delivery_kept IS NULL OR delivery_kept > 0 AND exchanged IS NOT NULL)
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
