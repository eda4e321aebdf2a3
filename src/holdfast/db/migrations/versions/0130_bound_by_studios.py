"""A booking of a room says under which schedule of its studio it was made."""

from alembic import op

revision = "0130"
down_revision = "0129"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE booking_resources ADD COLUMN studio_id uuid",
    "ALTER TABLE booking_resources ADD COLUMN studio_version bigint NOT NULL DEFAULT 0",
    "COMMENT ON COLUMN booking_resources.studio_id IS 'whose hours bound it'",
    """
    COMMENT ON COLUMN booking_resources.studio_version IS
        'of the studio''s schedule, that allowed it'
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
