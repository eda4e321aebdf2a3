"""When a client was there, and how often they moved it; what is to come, and who missed."""

from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE bookings ADD COLUMN client_moves integer NOT NULL DEFAULT 0",
    "COMMENT ON COLUMN bookings.client_moves IS 'by its client, of those'",
    "UPDATE bookings SET client_moves = moves",
    "ALTER TABLE bookings ADD COLUMN began_at timestamptz",
    "COMMENT ON COLUMN bookings.began_at IS 'when its client was there'",
    """
    CREATE INDEX ix_bookings_to_come_of ON bookings (starts_at, id)
    WHERE status IN ('confirmed', 'in_progress')
    """,
    "CREATE INDEX ix_bookings_missed ON bookings (user_id, starts_at) WHERE status = 'no_show'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
