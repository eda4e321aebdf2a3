"""Bookings on request: who has to agree, until when; another time in answer; whom nobody takes."""

from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    ALTER TABLE resources ADD COLUMN request_hours integer
        CONSTRAINT ck_resources_request_hours CHECK (request_hours BETWEEN 1 AND 336)
    """,
    "COMMENT ON COLUMN resources.request_hours IS 'booked on request: time to answer'",
    "ALTER TABLE bookings DROP CONSTRAINT ck_bookings_status",
    """
    ALTER TABLE bookings ADD CONSTRAINT ck_bookings_status CHECK (
        status IN ('requested', 'countered', 'held', 'confirmed', 'in_progress', 'completed',
                   'cancelled', 'no_show')),
        ADD COLUMN answer_minutes integer NOT NULL DEFAULT 0,
        ADD COLUMN answer_by timestamptz,
        ADD COLUMN asked jsonb,
        ADD COLUMN kept boolean NOT NULL DEFAULT false,
        ADD COLUMN answer_note text NOT NULL DEFAULT '',
        ADD CONSTRAINT ck_bookings_answer_by
            CHECK ((answer_by IS NOT NULL) = (status IN ('requested', 'countered'))),
        ADD CONSTRAINT ck_bookings_asked CHECK ((asked IS NOT NULL) = (status = 'countered')),
        ADD CONSTRAINT ck_bookings_answer
            CHECK (answer_minutes >= 0 AND NOT (kept AND asked IS NULL))
    """,
    """
    COMMENT ON COLUMN bookings.answer_minutes IS 'on request: how long it waits for an answer'
    """,
    "COMMENT ON COLUMN bookings.answer_by IS 'while it waits for one: until when'",
    "COMMENT ON COLUMN bookings.asked IS 'beside an offered time: what was asked for'",
    """
    COMMENT ON COLUMN bookings.kept
    IS 'the cells asked for are held, too: those of the move before'
    """,
    "COMMENT ON COLUMN bookings.answer_note IS 'of who answered'",
    """
    CREATE INDEX ix_bookings_asked ON bookings (answer_by, id)
    WHERE status IN ('requested', 'countered')
    """,
    """
    CREATE TABLE clients_not_taken (
        id uuid CONSTRAINT pk_clients_not_taken PRIMARY KEY,
        owner text NOT NULL,
        resource_id uuid,
        reason text NOT NULL,
        made_by text NOT NULL,
        made_at timestamptz NOT NULL DEFAULT clock_timestamp()
    )
    """,
    """
    CREATE UNIQUE INDEX uq_clients_not_taken_owner ON clients_not_taken (owner, resource_id)
    NULLS NOT DISTINCT
    """,
    "CREATE INDEX ix_clients_not_taken_resource_id ON clients_not_taken (resource_id, id)",
    "COMMENT ON COLUMN clients_not_taken.owner IS 'as bookings have it'",
    """
    COMMENT ON COLUMN clients_not_taken.resource_id
    IS 'who does not take them; none: nobody here'
    """,
    "COMMENT ON COLUMN clients_not_taken.reason IS 'the client is not told'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
