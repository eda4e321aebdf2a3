"""Of so many units one free, and discounts on a first order."""

from alembic import op

revision = "0187"
down_revision = "0186"
branch_labels = None
depends_on = None

_RULE = """
    CASE rule WHEN 'percent' THEN value BETWEEN 1 AND 100
        WHEN 'fixed' THEN value > 0 AND cap IS NULL
        WHEN 'nth-free' THEN value BETWEEN 2 AND 100 AND cap IS NULL
        WHEN 'free-shipping' THEN value = 0 AND cap IS NULL ELSE false END
"""

STATEMENTS = (
    *(
        f"""
        ALTER TABLE {table} DROP CONSTRAINT ck_{table}_rule,
            ADD CONSTRAINT ck_{table}_rule CHECK ({_RULE})
        """
        for table in ("coupon_campaigns", "promotions")
    ),
    *(
        f"COMMENT ON COLUMN {table}.value IS 'percent, minor units, or units'"
        for table in ("coupon_campaigns", "promotions")
    ),
    "ALTER TABLE promotions ADD COLUMN first_order boolean NOT NULL DEFAULT false",
    "COMMENT ON COLUMN promotions.first_order IS 'for who has paid for nothing here yet'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
