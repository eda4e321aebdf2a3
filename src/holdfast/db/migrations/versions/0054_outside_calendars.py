"""Calendars elsewhere that are kept in step with a resource."""

from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE outside_calendars (
        id uuid CONSTRAINT pk_outside_calendars PRIMARY KEY,
        resource_id uuid NOT NULL,
        provider text NOT NULL,
        address text NOT NULL,
        name text NOT NULL,
        sealed bytea,
        silent text NOT NULL,
        state text NOT NULL DEFAULT 'connected',
        fault text,
        token text,
        listing integer NOT NULL DEFAULT 0,
        expanded_until timestamptz,
        heard_at timestamptz,
        queued_at timestamptz,
        again boolean NOT NULL DEFAULT false,
        working_until timestamptz,
        channel_id text,
        channel_resource text,
        channel_until timestamptz,
        connected_by text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        ended_at timestamptz,
        CONSTRAINT ck_outside_calendars_provider CHECK (provider IN ('caldav', 'google')),
        CONSTRAINT ck_outside_calendars_silent CHECK (silent IN ('blocks', 'passes')),
        CONSTRAINT ck_outside_calendars_state CHECK
            (state IN ('connected', 'refused', 'leaving', 'ended')),
        CONSTRAINT ck_outside_calendars_ended CHECK ((state = 'ended') = (ended_at IS NOT NULL))
    )
    """,
    """
    COMMENT ON COLUMN outside_calendars.address IS 'of CalDAV; at Google the calendar''s id'
    """,
    "COMMENT ON COLUMN outside_calendars.name IS 'as its owner knows it'",
    """
    COMMENT ON COLUMN outside_calendars.sealed
    IS 'what opens it, under a key of the shop''s secret'
    """,
    "COMMENT ON COLUMN outside_calendars.silent IS 'what its silence does to who books'",
    "COMMENT ON COLUMN outside_calendars.fault IS 'why it was not heard from'",
    "COMMENT ON COLUMN outside_calendars.token IS 'how far it was read'",
    "COMMENT ON COLUMN outside_calendars.listing IS 'of full readings'",
    "COMMENT ON COLUMN outside_calendars.expanded_until IS 'how far what recurs is laid out'",
    "COMMENT ON COLUMN outside_calendars.queued_at IS 'since when a job is to read it'",
    """
    COMMENT ON COLUMN outside_calendars.working_until IS 'whoever reads it now has it until then'
    """,
    "COMMENT ON COLUMN outside_calendars.channel_id IS 'on which its provider calls us'",
    """
    CREATE UNIQUE INDEX uq_outside_calendars_address
    ON outside_calendars (resource_id, provider, address) WHERE state <> 'ended'
    """,
    """
    CREATE TABLE outside_events (
        calendar_id uuid NOT NULL,
        event_id text NOT NULL,
        series text NOT NULL,
        text text NOT NULL,
        listing integer NOT NULL,
        gone boolean NOT NULL,
        fresh boolean NOT NULL,
        CONSTRAINT pk_outside_events PRIMARY KEY (calendar_id, event_id)
    )
    """,
    "COMMENT ON COLUMN outside_events.series IS 'what recurs, with its exceptions'",
    "COMMENT ON COLUMN outside_events.text IS 'iCalendar'",
    "COMMENT ON COLUMN outside_events.fresh IS 'its blocks are not as it says yet'",
    "CREATE INDEX ix_outside_events_series ON outside_events (calendar_id, series)",
    "CREATE INDEX ix_outside_events_fresh ON outside_events (calendar_id, series) WHERE fresh",
    """
    CREATE TABLE outside_blocks (
        block_id uuid CONSTRAINT pk_outside_blocks PRIMARY KEY,
        calendar_id uuid NOT NULL,
        series text NOT NULL
    )
    """,
    "CREATE INDEX ix_outside_blocks_series ON outside_blocks (calendar_id, series)",
    """
    CREATE TABLE outside_copies (
        calendar_id uuid NOT NULL,
        booking_id uuid NOT NULL,
        etag text NOT NULL,
        said text NOT NULL,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        CONSTRAINT pk_outside_copies PRIMARY KEY (calendar_id, booking_id)
    )
    """,
    "COMMENT ON COLUMN outside_copies.etag IS 'of what stands there; empty: nothing does'",
    "COMMENT ON COLUMN outside_copies.said IS 'what was written; empty: write it anew'",
    """
    CREATE TABLE outside_questions (
        id uuid CONSTRAINT pk_outside_questions PRIMARY KEY,
        calendar_id uuid NOT NULL,
        resource_id uuid NOT NULL,
        booking_id uuid NOT NULL,
        kind text NOT NULL,
        starts_at timestamptz,
        ends_at timestamptz,
        why text NOT NULL,
        status text NOT NULL DEFAULT 'open',
        asked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        answered_at timestamptz,
        answered_by text,
        CONSTRAINT ck_outside_questions_kind CHECK (kind IN ('moved', 'deleted')),
        CONSTRAINT ck_outside_questions_status CHECK
            (status IN ('open', 'keep', 'move', 'cancel')),
        CONSTRAINT ck_outside_questions_answered CHECK
            ((status = 'open') = (answered_at IS NULL))
    )
    """,
    "COMMENT ON COLUMN outside_questions.kind IS 'what was done to it over there'",
    "COMMENT ON COLUMN outside_questions.starts_at IS 'where it was dragged to'",
    "COMMENT ON COLUMN outside_questions.why IS 'the code of what is in the way'",
    """
    CREATE UNIQUE INDEX uq_outside_questions_open ON outside_questions (booking_id)
    WHERE status = 'open'
    """,
    "CREATE INDEX ix_outside_questions_resource ON outside_questions (resource_id, asked_at)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
