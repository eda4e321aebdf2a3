"""Series: bookings that come again by one rule."""

from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE booking_series (
        id uuid CONSTRAINT pk_booking_series PRIMARY KEY,
        service_id uuid NOT NULL,
        service_name text NOT NULL,
        rule jsonb NOT NULL,
        zone text NOT NULL,
        wall_start text NOT NULL,
        minutes integer NOT NULL,
        later boolean NOT NULL,
        status text NOT NULL,
        made_by text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT ck_booking_series_status CHECK (status IN ('making', 'booked', 'dropped')),
        CONSTRAINT ck_booking_series_minutes CHECK (minutes > 0)
    )
    """,
    "COMMENT ON COLUMN booking_series.service_name IS 'as it was called then'",
    "COMMENT ON COLUMN booking_series.zone IS 'IANA name of where it takes place'",
    "COMMENT ON COLUMN booking_series.wall_start IS 'of the first, by that clock'",
    "COMMENT ON COLUMN booking_series.later IS 'each is paid when it comes'",
    "COMMENT ON COLUMN booking_series.made_by IS 'the client, or who of staff'",
    """
    CREATE TABLE series_sessions (
        booking_id uuid CONSTRAINT pk_series_sessions PRIMARY KEY,
        series_id uuid NOT NULL,
        planned_at timestamptz NOT NULL
    )
    """,
    "COMMENT ON COLUMN series_sessions.planned_at IS 'when it begins by the rule'",
    "CREATE INDEX ix_series_sessions_series_id ON series_sessions (series_id, planned_at)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
