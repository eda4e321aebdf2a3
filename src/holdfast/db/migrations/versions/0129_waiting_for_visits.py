"""Who waits for a time may wait for a visit, and for goods along."""

from alembic import op

revision = "0129"
down_revision = "0128"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    ALTER TABLE waiting_line
        ADD COLUMN added text NOT NULL DEFAULT '',
        ADD COLUMN beside jsonb NOT NULL DEFAULT '[]',
        ADD COLUMN missing jsonb NOT NULL DEFAULT '[]'
    """,
    "COMMENT ON COLUMN waiting_line.added IS 'to the service: extras, further services'",
    "COMMENT ON COLUMN waiting_line.beside IS 'goods that go along with a time'",
    "COMMENT ON COLUMN waiting_line.missing IS 'of these, what was not there when it was offered'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
