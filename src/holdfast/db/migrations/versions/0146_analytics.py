"""Who looked for times and when people book; who agreed to analytics."""

from alembic import op

revision = "0146"
down_revision = "0145"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE booking_demand (
        booking_id uuid NOT NULL,
        day date NOT NULL,
        hour smallint NOT NULL,
        for_weekday smallint NOT NULL,
        for_hour smallint NOT NULL,
        lead_minutes integer NOT NULL,
        service_id uuid NOT NULL,
        studio_id uuid,
        persons uuid[] NOT NULL,
        paid boolean NOT NULL,
        took_place boolean NOT NULL,
        to_come boolean NOT NULL,
        CONSTRAINT pk_booking_demand PRIMARY KEY (booking_id),
        CONSTRAINT ck_booking_demand_paid CHECK (paid OR NOT (took_place OR to_come))
    )
    """,
    "CREATE INDEX ix_booking_demand_day ON booking_demand (day)",
    "COMMENT ON COLUMN booking_demand.day IS 'when it was booked, by the shop''s clock'",
    "COMMENT ON COLUMN booking_demand.hour IS 'by that clock'",
    "COMMENT ON COLUMN booking_demand.for_weekday IS 'of its start; 1: Monday'",
    "COMMENT ON COLUMN booking_demand.for_hour IS 'by its place''s clock'",
    "COMMENT ON COLUMN booking_demand.lead_minutes IS 'booked until it begins'",
    "COMMENT ON COLUMN booking_demand.studio_id IS 'where it takes place'",
    "COMMENT ON COLUMN booking_demand.persons IS 'photographers, by id'",
    "COMMENT ON COLUMN booking_demand.paid IS 'it was confirmed, whatever came later'",
    "COMMENT ON COLUMN booking_demand.to_come IS 'paid, and neither over nor off'",
    """
    CREATE TABLE booking_looks (
        subject_id uuid NOT NULL,
        kind text NOT NULL,
        day date NOT NULL,
        hour smallint NOT NULL,
        looks bigint DEFAULT 0 NOT NULL,
        CONSTRAINT pk_booking_looks PRIMARY KEY (subject_id, kind, day, hour),
        CONSTRAINT ck_booking_looks_kind CHECK (kind IN ('page', 'times'))
    )
    """,
    "CREATE INDEX ix_booking_looks_day ON booking_looks (day, kind)",
    "COMMENT ON COLUMN booking_looks.subject_id IS 'photographer, studio or service'",
    "COMMENT ON COLUMN booking_looks.day IS 'by the shop''s clock'",
    """
    CREATE TABLE analytics_choices (
        owner text NOT NULL,
        agreed boolean NOT NULL,
        at timestamptz DEFAULT clock_timestamp() NOT NULL,
        CONSTRAINT pk_analytics_choices PRIMARY KEY (owner)
    )
    """,
    "COMMENT ON COLUMN analytics_choices.owner IS 'an account, or a guest''s browser'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
