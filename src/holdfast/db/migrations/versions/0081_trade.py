"""What was sold of goods by day and hour, of the shop and of each seller; visits and carts."""

from alembic import op

revision = "0081"
down_revision = "0080"
branch_labels = None
depends_on = None

_SUMS = """
    orders bigint DEFAULT 0 NOT NULL, units bigint DEFAULT 0 NOT NULL,
    gross bigint DEFAULT 0 NOT NULL, back bigint DEFAULT 0 NOT NULL,
    refunded bigint DEFAULT 0 NOT NULL
"""
STATEMENTS = (
    """
    CREATE TABLE sold_lines (
        order_id uuid NOT NULL, line smallint NOT NULL, product_id uuid NOT NULL,
        seller_id uuid NOT NULL, currency text NOT NULL, sold_at timestamptz NOT NULL,
        day date NOT NULL, hour smallint NOT NULL, units bigint DEFAULT 0 NOT NULL,
        gross bigint DEFAULT 0 NOT NULL, back bigint DEFAULT 0 NOT NULL,
        refunded bigint DEFAULT 0 NOT NULL,
        CONSTRAINT pk_sold_lines PRIMARY KEY (order_id, line)
    )
    """,
    "COMMENT ON COLUMN sold_lines.seller_id IS 'when it was sold; zero: the shop'",
    "COMMENT ON COLUMN sold_lines.day IS 'by the shop''s clock of then'",
    "COMMENT ON COLUMN sold_lines.gross IS 'their price with tax, after discounts; minor units'",
    "COMMENT ON COLUMN sold_lines.back IS 'units that came back'",
    "COMMENT ON COLUMN sold_lines.refunded IS 'of the price'",
    f"""
    CREATE TABLE trade_hours (
        scope uuid NOT NULL, day date NOT NULL, hour smallint NOT NULL, currency text NOT NULL,
        {_SUMS},
        CONSTRAINT pk_trade_hours PRIMARY KEY (scope, day, hour, currency)
    )
    """,
    f"""
    CREATE TABLE trade_products (
        product_id uuid NOT NULL, seller_id uuid NOT NULL, day date NOT NULL,
        currency text NOT NULL, {_SUMS},
        CONSTRAINT pk_trade_products PRIMARY KEY (product_id, seller_id, day, currency)
    )
    """,
    "CREATE INDEX ix_trade_products_day ON trade_products (day)",
    "CREATE INDEX ix_trade_products_seller_id ON trade_products (seller_id, day)",
    """
    CREATE TABLE visit_hours (
        scope uuid NOT NULL, day date NOT NULL, hour smallint NOT NULL,
        visits bigint DEFAULT 0 NOT NULL, carted bigint DEFAULT 0 NOT NULL,
        CONSTRAINT pk_visit_hours PRIMARY KEY (scope, day, hour)
    )
    """,
    "COMMENT ON COLUMN visit_hours.visits IS 'how often a product''s page was asked for'",
    "COMMENT ON COLUMN visit_hours.carted IS 'how often a product was put into a cart'",
    """
    CREATE TABLE visit_products (
        product_id uuid NOT NULL, day date NOT NULL,
        visits bigint DEFAULT 0 NOT NULL, carted bigint DEFAULT 0 NOT NULL,
        CONSTRAINT pk_visit_products PRIMARY KEY (product_id, day)
    )
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
