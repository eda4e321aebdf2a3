"""Where guests who wait in lines are told of what they are offered."""

from alembic import op

revision = "0109"
down_revision = "0108"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE waiting_contacts (
        owner text,
        email text NOT NULL,
        said_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT pk_waiting_contacts PRIMARY KEY (owner)
    )
    """,
    "COMMENT ON COLUMN waiting_contacts.owner IS 'a guest'",
)


def upgrade() -> None:
    """Make it."""
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Not offered: restore a backup instead."""
    raise NotImplementedError
