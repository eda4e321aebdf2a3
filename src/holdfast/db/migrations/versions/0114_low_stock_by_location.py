"""What is low at a location, beside what is low in all. What is low by it already is noted and told
nobody."""

from alembic import op

revision = "0114"
down_revision = "0113"
branch_labels = None
depends_on = None

FIRST = "00000000-0000-7000-8000-000000000001"
STATEMENTS = (
    "ALTER TABLE low_stock ADD COLUMN location_id uuid",
    "COMMENT ON COLUMN low_stock.location_id IS 'None: in all'",
    "ALTER TABLE low_stock DROP CONSTRAINT pk_low_stock",
    """
    CREATE UNIQUE INDEX uq_low_stock_place ON low_stock (variant_id, location_id)
    NULLS NOT DISTINCT
    """,
    f"""
    INSERT INTO low_stock (variant_id, location_id, on_hand, threshold)
    SELECT found.* FROM (
        SELECT v.id, l.id AS location_id, a.balance + a.held AS on_hand,
               coalesce(l.low_stock_at, v.low_stock_threshold,
                        (SELECT CASE WHEN count(*) = 0 THEN 10
                                ELSE min(CASE WHEN value <> 'null' THEN value::integer END) END
                         FROM shop_settings WHERE key = 'low_stock_at')) AS threshold
        FROM variants v CROSS JOIN locations l
        JOIN ledger_accounts a ON a.key = 'stock/' || v.id
            || CASE WHEN l.id = '{FIRST}' THEN '' ELSE '/' || l.id END
        WHERE l.active AND a.version > 0
          AND (l.low_stock_at IS NOT NULL OR EXISTS (SELECT FROM locations o WHERE o.id <> l.id))
          AND NOT EXISTS (SELECT FROM variant_parts m WHERE m.variant_id = v.id)
    ) found
    WHERE found.on_hand <= found.threshold
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
