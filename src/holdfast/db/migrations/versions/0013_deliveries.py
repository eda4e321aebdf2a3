"""Deliveries to the data platform, and orders whose deliveries are in trouble."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE deliveries (
        sink text NOT NULL,
        era smallint NOT NULL,
        xid bigint NOT NULL,
        event bigint NOT NULL,
        subject text NOT NULL,
        type text NOT NULL,
        at timestamptz NOT NULL,
        body text NOT NULL,
        CONSTRAINT pk_deliveries PRIMARY KEY (sink, era, xid, event)
    )
    """,
    "COMMENT ON COLUMN deliveries.at IS 'when it happened'",
    "CREATE INDEX ix_deliveries_subject ON deliveries (sink, subject)",
    """
    CREATE TABLE delivery_troubles (
        id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_delivery_troubles PRIMARY KEY,
        sink text NOT NULL,
        subject text NOT NULL,
        tries integer NOT NULL,
        error text NOT NULL,
        failed_at timestamptz NOT NULL,
        next_attempt_at timestamptz NOT NULL,
        dead_at timestamptz
    )
    """,
    """
    COMMENT ON COLUMN delivery_troubles.dead_at
    IS 'given up: waits until somebody says to try again'
    """,
    "CREATE UNIQUE INDEX uq_delivery_troubles_subject ON delivery_troubles (sink, subject)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("migrations only go up")
