"""What is said to the tax service of payments, and of each part that is taken or given back."""

from alembic import op

revision = "0123"
down_revision = "0122"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE receipts (
        id uuid NOT NULL, payment_id uuid NOT NULL, kind text NOT NULL, key text NOT NULL,
        amounts jsonb NOT NULL, said jsonb, registration text,
        noted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT pk_receipts PRIMARY KEY (id),
        CONSTRAINT ck_receipts_kind CHECK (kind IN ('paid', 'taken', 'let-go', 'refunded')),
        CONSTRAINT ck_receipts_said CHECK ((said IS NOT NULL) = (kind = 'paid')),
        CONSTRAINT ck_receipts_registration
            CHECK (registration IN ('pending', 'succeeded', 'canceled', 'by-hand')))
    """,
    "CREATE UNIQUE INDEX uq_receipts_key ON receipts (payment_id, key, kind)",
    "CREATE INDEX ix_receipts_canceled ON receipts (id) WHERE registration = 'canceled'",
    "COMMENT ON COLUMN receipts.key IS 'the call that it goes with'",
    "COMMENT ON COLUMN receipts.amounts IS 'of each line, minor units'",
    "COMMENT ON COLUMN receipts.said IS 'the lines and whom it goes to: of the payment itself'",
    "COMMENT ON COLUMN receipts.registration IS 'what became of it at the tax service'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
