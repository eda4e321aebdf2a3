"""Promotions, wider discounts, and what an order's total is made of beside its goods."""

from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

_DISCOUNT = """
    CASE rule WHEN 'percent' THEN value BETWEEN 1 AND 100
        WHEN 'fixed' THEN value > 0 AND cap IS NULL
        WHEN 'free-shipping' THEN value = 0 AND cap IS NULL ELSE false END
"""
_CURRENCY = "currency IS NOT NULL OR rule <> 'fixed' AND cap IS NULL AND minimum = 0"

STATEMENTS = (
    f"""
    ALTER TABLE coupon_campaigns
        ADD COLUMN categories jsonb, ADD COLUMN sellers jsonb,
        ADD COLUMN stackable boolean NOT NULL DEFAULT true,
        DROP CONSTRAINT ck_coupon_campaigns_rule, DROP CONSTRAINT ck_coupon_campaigns_currency,
        ADD CONSTRAINT ck_coupon_campaigns_rule CHECK ({_DISCOUNT}),
        ADD CONSTRAINT ck_coupon_campaigns_currency CHECK ({_CURRENCY})
    """,
    f"""
    CREATE TABLE promotions (
        id uuid NOT NULL, name text NOT NULL, rule text NOT NULL, value bigint NOT NULL,
        cap bigint, minimum bigint NOT NULL, currency text, scope jsonb, categories jsonb,
        sellers jsonb, stackable boolean NOT NULL DEFAULT true, code text, quantity bigint,
        per_customer integer, opens_at timestamptz NOT NULL, closes_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT pk_promotions PRIMARY KEY (id),
        CONSTRAINT ck_promotions_rule CHECK ({_DISCOUNT}),
        CONSTRAINT ck_promotions_cap CHECK (cap > 0),
        CONSTRAINT ck_promotions_minimum CHECK (minimum >= 0),
        CONSTRAINT ck_promotions_currency CHECK ({_CURRENCY}),
        CONSTRAINT ck_promotions_quantity CHECK (quantity > 0),
        CONSTRAINT ck_promotions_per_customer CHECK (per_customer > 0),
        CONSTRAINT ck_promotions_window CHECK (opens_at < closes_at)
    )
    """,
    """
    CREATE TABLE promotion_ends (
        promotion_id uuid NOT NULL, at timestamptz NOT NULL, actor text NOT NULL,
        reason text NOT NULL,
        CONSTRAINT pk_promotion_ends PRIMARY KEY (promotion_id)
    )
    """,
    """
    ALTER TABLE orders
        ADD COLUMN tax bigint NOT NULL DEFAULT 0, ADD COLUMN shipping bigint NOT NULL DEFAULT 0,
        ADD COLUMN breakdown jsonb,
        ADD CONSTRAINT ck_orders_tax CHECK (tax >= 0),
        ADD CONSTRAINT ck_orders_shipping CHECK (shipping >= 0)
    """,
    """
    ALTER TABLE order_items
        ADD COLUMN tax bigint NOT NULL DEFAULT 0,
        ADD CONSTRAINT ck_order_items_tax CHECK (tax >= 0)
    """,
    *(
        f"COMMENT ON COLUMN {table}.{column} IS '{text}'"
        for table in ("coupon_campaigns", "promotions")
        for column, text in (
            ("value", "whole percent, or minor units"),
            ("cap", "the most a percentage comes to, minor units"),
            ("minimum", "of the discounted lines'' sum"),
            ("currency", "of the amounts; none: a rule without amounts"),
            ("scope", "product ids; none: all products"),
            ("categories", "and what is in these; none: as scope says"),
            ("sellers", "of these sellers only; none: of all"),
        )
    ),
    "COMMENT ON COLUMN promotions.code IS 'in capitals; none: automatic'",
    "COMMENT ON COLUMN promotions.quantity IS 'uses in all; none: without bound'",
    "COMMENT ON COLUMN promotions.per_customer IS 'uses of one customer; none: without bound'",
    """
    COMMENT ON COLUMN orders.total
        IS 'what is to pay, with tax and shipping, the discount taken off; minor units'
    """,
    "COMMENT ON COLUMN orders.breakdown IS 'how the total came about; none: by its lines alone'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
