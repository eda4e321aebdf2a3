"""A booking of a room takes of its studio's cells, and one of a studio takes the whole of them."""

from alembic import op

revision = "0133"
down_revision = "0132"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE booking_resources ADD COLUMN studio_cell integer NOT NULL DEFAULT 0",
    "ALTER TABLE booking_resources ADD COLUMN studio_zone text NOT NULL DEFAULT ''",
    "ALTER TABLE booking_resources ADD COLUMN whole boolean NOT NULL DEFAULT false",
    """
    ALTER TABLE booking_resources ADD CONSTRAINT ck_booking_resources_studio
        CHECK (studio_cell = 0 OR studio_id IS NOT NULL AND NOT whole)
    """,
    """
    COMMENT ON COLUMN booking_resources.studio_cell IS
        'minutes of the studio''s cells that it takes as well; 0: none'
    """,
    "COMMENT ON COLUMN booking_resources.whole IS 'a studio with all its rooms'",
    """
    CREATE INDEX ix_booking_resources_studio_id ON booking_resources (studio_id, starts_at)
        WHERE studio_cell > 0
    """,
    # What those in line would take was planned without it: the timer plans it anew.
    "UPDATE waiting_line SET plans = '[]' WHERE status = 'waiting' AND plans <> '[]'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
