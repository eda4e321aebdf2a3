"""Sales by product; and refunds by what went back, parts too, on the day it was back.

What the consumer ``daily-sales`` has read is counted anew, what it has not it will count. Events
are kept for 30 days: refunds of days before stay as they were counted then.
"""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_CURSOR = "event_cursors c ON c.consumer = 'daily-sales'"

TABLE = """
    CREATE TABLE daily_product_sales (
        day date NOT NULL,
        currency text NOT NULL,
        product_id uuid NOT NULL,
        units bigint NOT NULL DEFAULT 0,
        revenue bigint NOT NULL DEFAULT 0,
        CONSTRAINT pk_daily_product_sales PRIMARY KEY (day, currency, product_id)
    )
"""
COUNT_ANEW = (
    f"""
    INSERT INTO daily_product_sales (day, currency, product_id, units, revenue)
    SELECT CAST(o.paid_at AT TIME ZONE 'UTC' AS date), o.currency, i.product_id,
           sum(i.quantity), sum(i.price * i.quantity - i.discount)
    FROM orders o JOIN order_items i ON i.order_id = o.id
    WHERE o.paid_at IS NOT NULL
      AND CAST(o.id AS text) NOT IN (
          SELECT e.subject FROM events e LEFT JOIN {_CURSOR}
          WHERE e.type = 'order.paid'
            AND (c.consumer IS NULL OR (e.era, e.xid, e.id) > (c.era, c.xid, c.id)))
    GROUP BY 1, 2, 3
    """,
    """
    UPDATE daily_sales SET refunded = 0
    WHERE refunded > 0
      AND day >= (SELECT CAST(min(at) AT TIME ZONE 'UTC' AS date) FROM events)
    """,
    f"""
    INSERT INTO daily_sales AS kept (day, currency, refunded)
    SELECT CAST(e.at AT TIME ZONE 'UTC' AS date), o.currency,
           sum(CAST(e.data ->> 'amount' AS bigint))
    FROM events e
    JOIN {_CURSOR} AND (e.era, e.xid, e.id) <= (c.era, c.xid, c.id)
    JOIN orders o ON o.id = CAST(e.subject AS uuid)
        AND o.paid_at IS NOT NULL AND o.payment_id = CAST(e.data ->> 'paymentId' AS uuid)
    WHERE e.type = 'order.refund.done'
    GROUP BY 1, 2
    ON CONFLICT (day, currency) DO UPDATE SET refunded = kept.refunded + excluded.refunded
    """,
)


def upgrade() -> None:
    for statement in (TABLE, *COUNT_ANEW):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("migrations only go up")
