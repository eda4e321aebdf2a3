"""Events, cursors, the inbox, jobs, and the figures kept from events."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STATEMENTS = (
    "CREATE SEQUENCE events_id_seq",
    """
    CREATE TABLE events (
        era smallint NOT NULL DEFAULT 1,
        xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
        id bigint NOT NULL DEFAULT nextval('events_id_seq'),
        at timestamptz NOT NULL DEFAULT clock_timestamp(),
        type text NOT NULL,
        subject text NOT NULL,
        data jsonb NOT NULL,
        request text NOT NULL DEFAULT ''
    ) PARTITION BY RANGE (at)
    """,
    "CREATE INDEX ix_events_order ON events (era, xid, id)",
    "CREATE INDEX ix_events_subject ON events (subject, at)",
    "CREATE TABLE events_default PARTITION OF events DEFAULT",
    """
    CREATE TABLE event_eras (
        era smallint CONSTRAINT pk_event_eras PRIMARY KEY,
        begun_at timestamptz NOT NULL DEFAULT now()
    )
    """,
    "INSERT INTO event_eras (era) VALUES (1)",
    """
    CREATE TABLE event_cursors (
        consumer text CONSTRAINT pk_event_cursors PRIMARY KEY,
        era smallint NOT NULL,
        xid xid8 NOT NULL,
        id bigint NOT NULL,
        moved_at timestamptz NOT NULL DEFAULT now()
    )
    """,
    """
    CREATE TABLE inbox (
        source text NOT NULL,
        message text NOT NULL,
        at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT pk_inbox PRIMARY KEY (source, message)
    )
    """,
    "CREATE INDEX ix_inbox_at ON inbox (at)",
    """
    CREATE TABLE jobs (
        id bigserial CONSTRAINT pk_jobs PRIMARY KEY,
        queue varchar(255) NOT NULL,
        payload bytea NOT NULL,
        headers jsonb,
        attempts_count bigint NOT NULL DEFAULT 0,
        deliveries_count bigint NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL DEFAULT now(),
        next_attempt_at timestamptz NOT NULL DEFAULT now(),
        first_attempt_at timestamptz,
        last_attempt_at timestamptz,
        acquired_at timestamptz,
        acquired_token uuid,
        timer_id varchar(255),
        CONSTRAINT jobs_lease_ck CHECK ((acquired_token IS NULL) = (acquired_at IS NULL))
    )
    """,
    """
    CREATE INDEX jobs_pending_idx ON jobs (queue, next_attempt_at, id)
    WHERE acquired_token IS NULL
    """,
    """
    CREATE INDEX jobs_leased_idx ON jobs (queue, next_attempt_at, id)
    WHERE acquired_token IS NOT NULL
    """,
    """
    CREATE UNIQUE INDEX jobs_timer_id_uq ON jobs (queue, timer_id)
    WHERE timer_id IS NOT NULL
    """,
    """
    ALTER TABLE jobs SET (
        autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
        autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 1000)
    """,
    """
    CREATE TABLE dead_jobs (
        id bigserial CONSTRAINT pk_dead_jobs PRIMARY KEY,
        original_id bigint NOT NULL,
        queue varchar(255) NOT NULL,
        payload bytea NOT NULL,
        headers jsonb,
        deliveries_count bigint NOT NULL,
        created_at timestamptz NOT NULL,
        failed_at timestamptz NOT NULL DEFAULT now(),
        failure_reason varchar(64) NOT NULL,
        last_exception varchar,
        timer_id varchar(255)
    )
    """,
    "CREATE INDEX dead_jobs_queue_failed_idx ON dead_jobs (queue, failed_at)",
    """
    CREATE TABLE daily_sales (
        day date NOT NULL,
        currency text NOT NULL,
        orders bigint NOT NULL DEFAULT 0,
        units bigint NOT NULL DEFAULT 0,
        revenue bigint NOT NULL DEFAULT 0,
        cancelled_buyer bigint NOT NULL DEFAULT 0,
        cancelled_expired bigint NOT NULL DEFAULT 0,
        cancelled_unpaid bigint NOT NULL DEFAULT 0,
        cancelled_refunded bigint NOT NULL DEFAULT 0,
        refunded bigint NOT NULL DEFAULT 0,
        CONSTRAINT pk_daily_sales PRIMARY KEY (day, currency)
    )
    """,
    """
    CREATE TABLE low_stock (
        variant_id uuid CONSTRAINT pk_low_stock PRIMARY KEY,
        on_hand bigint NOT NULL,
        threshold integer NOT NULL,
        since timestamptz NOT NULL DEFAULT now()
    )
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("migrations only go up")
