"""Refunds that a provider has taken, one of which may come back; what the buyer of an order agreed
to."""

from alembic import op

revision = "0157"
down_revision = "0156"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE provider_refunds (
        id UUID NOT NULL,
        payment_id UUID NOT NULL,
        key TEXT NOT NULL,
        amount BIGINT NOT NULL,
        is_part BOOLEAN NOT NULL,
        state TEXT NOT NULL,
        taken_at TIMESTAMPTZ NOT NULL,
        CONSTRAINT pk_provider_refunds PRIMARY KEY (id),
        CONSTRAINT ck_provider_refunds_state CHECK (state IN ('taken', 'failed')),
        CONSTRAINT ck_provider_refunds_amount CHECK (amount > 0)
    )
    """,
    """
    CREATE INDEX ix_provider_refunds_failed ON provider_refunds (payment_id)
    WHERE state = 'failed'
    """,
    """
    COMMENT ON COLUMN provider_refunds.id IS
    'the refund''s own; of all that was left the payment''s, or that of a later attempt'
    """,
    "COMMENT ON COLUMN provider_refunds.key IS 'under which the provider was asked'",
    """
    CREATE TABLE order_agreements (
        order_id UUID NOT NULL,
        agreed_at TIMESTAMPTZ NOT NULL,
        texts JSONB NOT NULL,
        CONSTRAINT pk_order_agreements PRIMARY KEY (order_id)
    )
    """,
    """
    COMMENT ON COLUMN order_agreements.texts IS
    'name, language, and when it was changed last'
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
