"""Variants of the pages, and who saw which."""

from alembic import op

revision = "0144"
down_revision = "0143"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE experiments (
        id uuid NOT NULL,
        key text NOT NULL,
        name text NOT NULL,
        goal text NOT NULL,
        base_rate integer NOT NULL,
        least_difference integer NOT NULL,
        variants jsonb NOT NULL,
        status text DEFAULT 'draft' NOT NULL,
        kept smallint,
        counted jsonb,
        created_at timestamptz DEFAULT clock_timestamp() NOT NULL,
        started_at timestamptz,
        ended_at timestamptz,
        CONSTRAINT pk_experiments PRIMARY KEY (id),
        CONSTRAINT ck_experiments_status
            CHECK (status IN ('draft', 'running', 'ended', 'discarded')),
        CONSTRAINT ck_experiments_goal CHECK (goal IN ('order-paid', 'booking-confirmed')),
        CONSTRAINT ck_experiments_ended_at CHECK ((status = 'ended') = (ended_at IS NOT NULL)),
        CONSTRAINT ck_experiments_kept CHECK (kept IS NULL OR status = 'ended')
    )
    """,
    "CREATE UNIQUE INDEX uq_experiments_key ON experiments (key) WHERE status <> 'discarded'",
    "COMMENT ON COLUMN experiments.base_rate IS 'of 10,000 visitors, before'",
    "COMMENT ON COLUMN experiments.least_difference IS 'of 10,000, to matter'",
    "COMMENT ON COLUMN experiments.variants IS 'the first: what is shown now'",
    "COMMENT ON COLUMN experiments.kept IS 'the variant that everybody sees since'",
    "COMMENT ON COLUMN experiments.counted IS 'what it came to, once nobody is known any more'",
    """
    CREATE TABLE experiment_slots (
        slot smallint NOT NULL,
        experiment_id uuid NOT NULL,
        is_full boolean DEFAULT false NOT NULL,
        CONSTRAINT pk_experiment_slots PRIMARY KEY (slot)
    )
    """,
    """
    CREATE TABLE experiment_visitors (
        experiment_id uuid NOT NULL,
        visitor uuid NOT NULL,
        variant smallint NOT NULL,
        owner text,
        seen_at timestamptz DEFAULT clock_timestamp() NOT NULL,
        ordered_at timestamptz,
        booked_at timestamptz,
        CONSTRAINT pk_experiment_visitors PRIMARY KEY (experiment_id, visitor)
    )
    """,
    """
    CREATE INDEX ix_experiment_visitors_owner ON experiment_visitors (owner)
        WHERE owner IS NOT NULL
    """,
    """
    COMMENT ON COLUMN experiment_visitors.visitor IS 'a browser, by a number it made up'
    """,
    "COMMENT ON COLUMN experiment_visitors.owner IS 'whose browser, once that is known'",
    """
    COMMENT ON COLUMN experiment_visitors.ordered_at IS 'when their first order since was paid'
    """,
    """
    COMMENT ON COLUMN experiment_visitors.booked_at
        IS 'when their first booking since was confirmed'
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
