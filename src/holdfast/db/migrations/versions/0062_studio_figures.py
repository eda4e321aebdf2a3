"""What came of bookings, and the hours they take: figures kept from events."""

from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE booking_figures (
        booking_id uuid CONSTRAINT pk_booking_figures PRIMARY KEY,
        day date NOT NULL,
        hour smallint NOT NULL,
        state text NOT NULL,
        reason text,
        service_id uuid NOT NULL,
        studio_id uuid,
        persons uuid[] NOT NULL,
        minutes integer NOT NULL,
        lead_minutes integer NOT NULL,
        currency text NOT NULL,
        income bigint NOT NULL,
        covered bigint NOT NULL,
        CONSTRAINT ck_booking_figures_state
            CHECK (state IN ('booked', 'took-place', 'missed', 'cancelled')),
        CONSTRAINT ck_booking_figures_income CHECK (covered BETWEEN 0 AND income)
    )
    """,
    "CREATE INDEX ix_booking_figures_day ON booking_figures (day, studio_id)",
    """
    CREATE TABLE booking_hours (
        booking_id uuid NOT NULL,
        resource_id uuid NOT NULL,
        day date NOT NULL,
        hour smallint NOT NULL,
        minutes integer NOT NULL,
        CONSTRAINT pk_booking_hours PRIMARY KEY (booking_id, resource_id, day, hour)
    )
    """,
    "CREATE INDEX ix_booking_hours_day ON booking_hours (day, resource_id)",
    "COMMENT ON COLUMN booking_figures.day IS 'of its start, by its place''s clock'",
    "COMMENT ON COLUMN booking_figures.hour IS 'of its start, by that clock'",
    "COMMENT ON COLUMN booking_figures.reason IS 'why it is cancelled'",
    "COMMENT ON COLUMN booking_figures.studio_id IS 'where it takes place'",
    "COMMENT ON COLUMN booking_figures.persons IS 'photographers, by id'",
    "COMMENT ON COLUMN booking_figures.minutes IS 'without buffers'",
    "COMMENT ON COLUMN booking_figures.lead_minutes IS 'booked until it begins'",
    "COMMENT ON COLUMN booking_figures.income IS 'kept of its price, minor units'",
    """
    COMMENT ON COLUMN booking_figures.covered
        IS 'of the income: by hours, points, certificates'
    """,
    "COMMENT ON COLUMN booking_hours.day IS 'by the resource''s clock'",
    "COMMENT ON COLUMN booking_hours.minutes IS 'times the seats taken'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
