"""A hand-over of cash that was noted wrongly is taken back."""

from alembic import op

revision = "0188"
down_revision = "0187"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    ALTER TABLE cash_handed
        ADD COLUMN status text NOT NULL DEFAULT 'noted',
        ADD CONSTRAINT ck_cash_handed_status CHECK (status IN ('noted', 'taken-back'))
    """,
    """COMMENT ON COLUMN cash_handed.status IS
    'taken-back: it was noted wrongly, and is owed again'""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
