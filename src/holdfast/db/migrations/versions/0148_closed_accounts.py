"""Accounts that their people had closed: nothing of them is left in the row."""

from alembic import op

revision = "0148"
down_revision = "0147"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE users ADD COLUMN closed_at TIMESTAMP WITH TIME ZONE",
    """
    COMMENT ON COLUMN users.closed_at IS
        'its person had it closed: who they were is not kept any more'
    """,
    """
    ALTER TABLE users ADD CONSTRAINT ck_users_closed
        CHECK (closed_at IS NULL OR NOT active AND password_hash = '') NOT VALID
    """,
    "ALTER TABLE users VALIDATE CONSTRAINT ck_users_closed",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
