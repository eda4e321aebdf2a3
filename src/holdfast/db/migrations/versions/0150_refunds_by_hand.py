"""Parts of what was paid by hand that are owed until staff have handed them back; the other cards
of an order that was paid with several."""

from alembic import op

revision = "0150"
down_revision = "0149"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE refunds_by_hand (
        id UUID NOT NULL,
        payment_id UUID NOT NULL,
        order_id UUID NOT NULL,
        amount BIGINT NOT NULL,
        state TEXT NOT NULL,
        began_at TIMESTAMPTZ NOT NULL,
        CONSTRAINT pk_refunds_by_hand PRIMARY KEY (id),
        CONSTRAINT ck_refunds_by_hand_state CHECK (state IN ('waiting', 'done')),
        CONSTRAINT ck_refunds_by_hand_amount CHECK (amount > 0)
    )
    """,
    """
    CREATE INDEX ix_refunds_by_hand_waiting ON refunds_by_hand (order_id)
    WHERE state = 'waiting'
    """,
    """
    CREATE INDEX ix_payments_owed_by_hand ON payments (subject_id)
    WHERE status = 'refunding' AND provider = 'manual'
    """,
    "ALTER TABLE fraud_checks ADD COLUMN other_cards JSONB NOT NULL DEFAULT '[]'",
    "COMMENT ON COLUMN fraud_checks.other_cards IS 'of one that was paid in parts'",
    """
    CREATE INDEX ix_fraud_checks_other_cards ON fraud_checks USING gin (other_cards jsonb_path_ops)
    WHERE other_cards <> '[]'::jsonb
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
