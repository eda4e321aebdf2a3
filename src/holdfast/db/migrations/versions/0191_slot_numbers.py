"""Numbers of published times: the lowest that are free, not the next ones."""

from alembic import op

revision = "0191"
down_revision = "0190"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE schedule_slots ALTER COLUMN number DROP IDENTITY",
    """
    COMMENT ON COLUMN schedule_slots.number
    IS 'for short; another time has it once this one is over'
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
