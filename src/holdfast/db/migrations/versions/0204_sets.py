"""Discounts on products that are bought together, off each whole set of them."""

from alembic import op

revision = "0204"
down_revision = "0203"
branch_labels = None
depends_on = None

_RULE = """
    CASE rule WHEN 'percent' THEN value BETWEEN 1 AND 100
        WHEN 'fixed' THEN value > 0 AND cap IS NULL
        WHEN 'nth-free' THEN value BETWEEN 2 AND 100 AND cap IS NULL
        WHEN 'set-percent' THEN value BETWEEN 1 AND 100 AND cap IS NULL
        WHEN 'set-fixed' THEN value > 0 AND cap IS NULL
        WHEN 'free-shipping' THEN value = 0 AND cap IS NULL ELSE false END
"""
_CURRENCY = """
    currency IS NOT NULL
    OR rule NOT IN ('fixed', 'set-fixed') AND cap IS NULL AND minimum = 0
"""

STATEMENTS = tuple(
    f"""
    ALTER TABLE {table} DROP CONSTRAINT ck_{table}_rule,
        ADD CONSTRAINT ck_{table}_rule CHECK ({_RULE}),
        DROP CONSTRAINT ck_{table}_currency,
        ADD CONSTRAINT ck_{table}_currency CHECK ({_CURRENCY})
    """
    for table in ("coupon_campaigns", "promotions")
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
