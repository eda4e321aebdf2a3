"""What pages tell of orders and bookings is kept when the events that told it are dropped."""

from alembic import op

revision = "0149"
down_revision = "0148"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE past_events (
        id bigint NOT NULL, at timestamptz NOT NULL, type text NOT NULL, subject text NOT NULL,
        data jsonb NOT NULL, request text NOT NULL,
        CONSTRAINT pk_past_events PRIMARY KEY (id, at)
    )
    """,
    """
    COMMENT ON TABLE past_events IS
    'what pages tell for good of events that are dropped; of nobody''s name or words'
    """,
    "CREATE INDEX ix_past_events_subject ON past_events (subject, at)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
