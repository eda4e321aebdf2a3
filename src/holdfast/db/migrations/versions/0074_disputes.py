"""Disputes of payments."""

from alembic import op

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE disputes (
        id uuid NOT NULL, payment_id uuid NOT NULL, provider text NOT NULL, reference text NOT NULL,
        amount bigint NOT NULL, currency text NOT NULL, status text NOT NULL, reason text NOT NULL,
        due_at timestamptz, url text NOT NULL, lost bigint NOT NULL, opened_at timestamptz NOT NULL,
        told_at timestamptz NOT NULL,
        CONSTRAINT pk_disputes PRIMARY KEY (id),
        CONSTRAINT ck_disputes_status
            CHECK (status IN ('inquiry', 'open', 'answered', 'won', 'lost')),
        CONSTRAINT ck_disputes_amount CHECK (amount >= 0 AND lost >= 0),
        CONSTRAINT ck_disputes_lost CHECK (lost = 0 OR status = 'lost')
    )
    """,
    "CREATE UNIQUE INDEX uq_disputes_reference ON disputes (provider, reference)",
    "CREATE INDEX ix_disputes_payment_id ON disputes (payment_id)",
    "CREATE INDEX ix_disputes_opened_at ON disputes (opened_at, id)",
    "COMMENT ON COLUMN disputes.reference IS 'the provider''s own id'",
    "COMMENT ON COLUMN disputes.reason IS 'in the provider''s words'",
    "COMMENT ON COLUMN disputes.due_at IS 'until when the provider takes proof'",
    "COMMENT ON COLUMN disputes.url IS 'its page at the provider'",
    "COMMENT ON COLUMN disputes.lost IS 'what was booked as gone by it'",
    "COMMENT ON COLUMN disputes.told_at IS 'when the provider said anything new'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
