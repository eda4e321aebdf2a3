"""Clients are reminded of what is booked, a day and an hour before it begins."""

from alembic import op

revision = "0135"
down_revision = "0134"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE bookings ADD COLUMN day_told_of timestamptz, ADD COLUMN hour_told_of timestamptz",
    """
    COMMENT ON COLUMN bookings.day_told_of IS 'of which start its client was reminded a day before'
    """,
    "COMMENT ON COLUMN bookings.hour_told_of IS 'and an hour before'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
