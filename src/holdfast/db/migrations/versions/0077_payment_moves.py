"""Money as providers move it, for who reconciles; providers that do not answer."""

from alembic import op

revision = "0077"
down_revision = "0076"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE payment_outages (
        provider text NOT NULL,
        began_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        last_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        tried_at timestamptz,
        tries integer NOT NULL DEFAULT 1,
        detail text NOT NULL,
        CONSTRAINT pk_payment_outages PRIMARY KEY (provider)
    )
    """,
    "COMMENT ON COLUMN payment_outages.tried_at IS 'when one was let through all the same'",
    "COMMENT ON COLUMN payment_outages.detail IS 'what went wrong last'",
    """
    CREATE TABLE payment_moves (
        id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
        at timestamptz NOT NULL,
        kind text NOT NULL,
        payment_id uuid NOT NULL,
        dispute_id uuid,
        provider text NOT NULL,
        currency text NOT NULL,
        amount bigint NOT NULL,
        fee bigint,
        CONSTRAINT pk_payment_moves PRIMARY KEY (id),
        CONSTRAINT ck_payment_moves_kind
            CHECK (kind IN ('captured', 'refunded', 'lost', 'regained'))
    )
    """,
    "COMMENT ON COLUMN payment_moves.amount IS 'below zero where it left the shop'",
    "COMMENT ON COLUMN payment_moves.fee IS 'what the provider kept of it, once it has said so'",
    "CREATE INDEX ix_payment_moves_at ON payment_moves (at, id)",
    """
    CREATE UNIQUE INDEX uq_payment_moves_captured ON payment_moves (payment_id)
    WHERE kind = 'captured'
    """,
    """
    CREATE INDEX ix_payment_moves_dispute_id ON payment_moves (dispute_id)
    WHERE dispute_id IS NOT NULL
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
