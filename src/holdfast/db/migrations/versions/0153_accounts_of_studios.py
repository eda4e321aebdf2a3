"""A studio has an account as a photographer has: only the column's description changes."""

from alembic import op

revision = "0153"
down_revision = "0152"
branch_labels = None
depends_on = None

STATEMENTS = (
    "COMMENT ON COLUMN resources.user_id IS 'of a photographer or studio: whose account'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
