"""What was paid for ahead and is handed over has a receipt of its own."""

from alembic import op

revision = "0127"
down_revision = "0126"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE receipts ADD COLUMN reference text",
    "ALTER TABLE receipts DROP CONSTRAINT ck_receipts_kind",
    """
    ALTER TABLE receipts ADD CONSTRAINT ck_receipts_kind CHECK (
        kind IN ('paid', 'taken', 'let-go', 'refunded', 'handed', 'returned'))
    """,
    "COMMENT ON COLUMN receipts.reference IS 'the provider''s own id of a receipt made by itself'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
