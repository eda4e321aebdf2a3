"""A session says which guest logged in, by whose keys a purchase may be tried once more."""

from alembic import op

revision = "0197"
down_revision = "0196"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE sessions ADD COLUMN guest text",
    "COMMENT ON COLUMN sessions.guest IS 'who it was before they logged in; null: nobody'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
