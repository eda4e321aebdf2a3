"""Refunds that somebody made on a payment provider's own pages."""

from alembic import op

revision = "0177"
down_revision = "0176"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE refunds_there (
        id UUID NOT NULL,
        payment_id UUID NOT NULL,
        provider TEXT NOT NULL,
        reference TEXT NOT NULL,
        amount BIGINT NOT NULL,
        currency TEXT NOT NULL,
        state TEXT NOT NULL,
        counted BIGINT NOT NULL,
        covered BIGINT NOT NULL,
        told_at TIMESTAMPTZ NOT NULL,
        CONSTRAINT pk_refunds_there PRIMARY KEY (id),
        CONSTRAINT ck_refunds_there_state CHECK (state IN ('made', 'failed')),
        CONSTRAINT ck_refunds_there_amount CHECK (amount > 0),
        CONSTRAINT ck_refunds_there_counted CHECK (
            counted >= 0 AND covered >= 0 AND counted + covered <= amount)
    )
    """,
    "COMMENT ON COLUMN refunds_there.reference IS 'the provider''s own id'",
    "COMMENT ON COLUMN refunds_there.counted IS 'of what could be refunded'",
    "COMMENT ON COLUMN refunds_there.covered IS 'of what was owed already'",
    "CREATE UNIQUE INDEX uq_refunds_there_reference ON refunds_there (provider, reference)",
    "CREATE INDEX ix_refunds_there_payment_id ON refunds_there (payment_id)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
