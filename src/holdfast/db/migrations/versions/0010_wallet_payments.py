"""Payments into wallets."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE wallet_payments (
        id uuid CONSTRAINT pk_wallet_payments PRIMARY KEY,
        wallet_id uuid NOT NULL,
        provider text NOT NULL,
        reference text,
        amount bigint NOT NULL,
        currency text NOT NULL,
        status text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        settled_at timestamptz,
        CONSTRAINT ck_wallet_payments_status
            CHECK (status IN ('pending', 'succeeded', 'failed', 'credited')),
        CONSTRAINT ck_wallet_payments_amount CHECK (amount > 0),
        CONSTRAINT ck_wallet_payments_known
            CHECK (reference IS NOT NULL OR status IN ('pending', 'failed')),
        CONSTRAINT ck_wallet_payments_settled CHECK ((status = 'pending') = (settled_at IS NULL))
    ) WITH (fillfactor = 70)
    """,
    "COMMENT ON COLUMN wallet_payments.reference IS 'the provider''s own id, once it has answered'",
    "CREATE INDEX ix_wallet_payments_wallet_id ON wallet_payments (wallet_id, id)",
    """
    CREATE UNIQUE INDEX uq_wallet_payments_reference ON wallet_payments (provider, reference)
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("migrations only go up")
