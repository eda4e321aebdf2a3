"""In how many orders each product is, and how many orders of goods there are: what is bought
together is compared with what would be by chance.

Orders whose payment the consumer ``product-sales`` has not read are its to count.
"""

from alembic import op

revision = "0165"
down_revision = "0164"
branch_labels = None
depends_on = None

_ANY = "CAST('00000000-0000-0000-0000-000000000000' AS uuid)"
# What is left of orders that were paid, as 0040 counted pairs; of a long order its first twelve
# products are counted, and the order itself as long as anything is left of it.
_LEFT = """
    SELECT i.order_id, i.product_id,
           row_number() OVER (PARTITION BY i.order_id ORDER BY min(i.line)) AS place,
           sum(i.quantity - coalesce(r.units, 0)) AS units
    FROM orders o JOIN order_items i ON i.order_id = o.id
    LEFT JOIN (SELECT key, sum(balance) AS units FROM ledger_accounts
               WHERE key LIKE 'returned/%' GROUP BY key) r
        ON r.key = 'returned/' || i.order_id || '/' || i.line
    WHERE o.status IN ('paid', 'completed') AND CAST(o.id AS text) NOT IN (
        SELECT e.subject FROM events e
        LEFT JOIN event_cursors c ON c.consumer = 'product-sales'
        WHERE e.type = 'order.paid'
          AND (c.consumer IS NULL OR (e.era, e.xid, e.id) > (c.era, c.xid, c.id)))
    GROUP BY i.order_id, i.product_id
"""
STATEMENTS = (
    f"""
    INSERT INTO bought_together (product_id, other_id, orders)
    SELECT product_id, {_ANY}, count(*) FROM ({_LEFT}) AS l WHERE units > 0 AND place <= 12
    GROUP BY product_id
    UNION ALL
    SELECT {_ANY}, {_ANY}, count(DISTINCT order_id) FROM ({_LEFT}) AS l WHERE units > 0
    HAVING count(*) > 0
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("migrations only go up")
