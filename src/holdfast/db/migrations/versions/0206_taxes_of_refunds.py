"""The tax of each refund, by what of it was for which line of its order."""

from alembic import op

revision = "0206"
down_revision = "0205"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE refund_taxes (
        id bigint GENERATED ALWAYS AS IDENTITY,
        source text NOT NULL,
        order_id uuid NOT NULL,
        payment_id uuid NOT NULL,
        at timestamptz NOT NULL,
        amount bigint NOT NULL,
        tax bigint NOT NULL,
        shares jsonb,
        CONSTRAINT pk_refund_taxes PRIMARY KEY (id)
    )
    """,
    "CREATE UNIQUE INDEX uq_refund_taxes_source ON refund_taxes (source)",
    "CREATE INDEX ix_refund_taxes_order_id ON refund_taxes (order_id)",
    "CREATE INDEX ix_refund_taxes_payment_id ON refund_taxes (payment_id)",
    "COMMENT ON COLUMN refund_taxes.source IS 'the refund that it is of: once'",
    "COMMENT ON COLUMN refund_taxes.amount IS 'below zero where nothing came of it'",
    "COMMENT ON COLUMN refund_taxes.tax IS 'so much of the amount'",
    """
    COMMENT ON COLUMN refund_taxes.shares IS
    'of each line, of delivery and of the rest; none: of all alike'
    """,
    "ALTER TABLE refunds_by_hand ADD COLUMN lines jsonb",
    """
    COMMENT ON COLUMN refunds_by_hand.lines IS
    'of which what was to go back for each line of its order'
    """,
    # What went back before has had its share of the tax of the whole order.
    """
    INSERT INTO refund_taxes (source, order_id, payment_id, at, amount, tax)
    SELECT 'before/' || b.id, b.order_id, b.id, now(), b.amount,
           b.tax * least(b.base + b.amount, b.total) / b.total
           - b.tax * least(b.base, b.total) / b.total
    FROM (
        SELECT p.id, o.id AS order_id, o.tax, o.total,
               CASE WHEN p.source IS NULL AND p.provider <> 'wallet' THEN
                   (SELECT coalesce(-sum(m.amount), 0)::bigint FROM payment_moves m
                    WHERE m.payment_id = p.id AND m.kind = 'refunded')
                   + (SELECT coalesce(sum(c.amount), 0)::bigint FROM capture_parts c
                      WHERE c.payment_id = p.id AND c.kind = 'released')
               ELSE p.amount - a.balance END AS amount,
               (SELECT coalesce(sum(q.amount), 0)::bigint FROM payments q
                WHERE q.subject_id = o.id AND q.id < p.id
                  AND q.status NOT IN ('pending', 'authorized', 'failed')
                  AND (q.purpose = 'part' OR q.id = o.payment_id)) AS base
        FROM payments p JOIN orders o ON o.id = p.subject_id AND o.paid_at IS NOT NULL
            AND (p.purpose = 'part' OR p.id = o.payment_id)
        LEFT JOIN ledger_accounts a ON a.key = 'refundable/' || p.id
        WHERE o.total > 0 AND p.purpose <> 'top-up'
    ) b WHERE b.amount > 0 ORDER BY b.id
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
