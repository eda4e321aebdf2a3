"""Units on their way from one location to another."""

from alembic import op

revision = "0106"
down_revision = "0105"
branch_labels = None
depends_on = None

STATEMENTS = (
    """CREATE TABLE transfers (
    id uuid PRIMARY KEY,
    variant_id uuid NOT NULL,
    source_id uuid NOT NULL,
    target_id uuid NOT NULL,
    quantity integer NOT NULL,
    reason text NOT NULL,
    expected_on date,
    status text NOT NULL DEFAULT 'under-way',
    came integer NOT NULL DEFAULT 0,
    lost integer NOT NULL DEFAULT 0,
    sent_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at timestamptz,
    CONSTRAINT ck_transfers_status CHECK (
        status IN ('under-way', 'arrived', 'lost', 'cancelled')),
    CONSTRAINT ck_transfers_ended_at CHECK ((status <> 'under-way') = (ended_at IS NOT NULL)),
    CONSTRAINT ck_transfers_quantity CHECK (quantity > 0),
    CONSTRAINT ck_transfers_places CHECK (source_id <> target_id),
    CONSTRAINT ck_transfers_came CHECK (came >= 0 AND lost >= 0 AND came + lost <= quantity)
)""",
    "COMMENT ON COLUMN transfers.ended_at IS 'when nothing of it was under way any more'",
    "CREATE INDEX ix_transfers_variant_id ON transfers (variant_id)",
    """CREATE INDEX ix_transfers_under_way ON transfers (expected_on)
    WHERE status = 'under-way'""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
