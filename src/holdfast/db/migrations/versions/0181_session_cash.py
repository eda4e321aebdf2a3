"""Who photographed notes what a client paid them in cash."""

from alembic import op

revision = "0181"
down_revision = "0180"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE session_cash (
        id uuid NOT NULL,
        booking_id uuid NOT NULL,
        resource_id uuid NOT NULL,
        amount bigint NOT NULL,
        currency text NOT NULL,
        status text NOT NULL DEFAULT 'open',
        noted_by text NOT NULL,
        noted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT pk_session_cash PRIMARY KEY (id),
        CONSTRAINT ck_session_cash_amount CHECK (amount > 0),
        CONSTRAINT ck_session_cash_status CHECK (status IN ('open', 'counted'))
    )
    """,
    """COMMENT ON TABLE session_cash IS
    'What clients paid to photographers and studios in cash, who keep it'""",
    "COMMENT ON COLUMN session_cash.id IS 'the order''s'",
    "COMMENT ON COLUMN session_cash.amount IS 'minor units'",
    "COMMENT ON COLUMN session_cash.status IS 'counted: their account has less by it'",
    "CREATE INDEX ix_session_cash_resource_id ON session_cash (resource_id, currency)",
    "CREATE INDEX ix_session_cash_booking_id ON session_cash (booking_id)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
