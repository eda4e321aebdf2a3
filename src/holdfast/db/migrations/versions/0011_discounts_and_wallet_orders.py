"""Orders with a discount, with a coupon, and paid at once: without a hold."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    ALTER TABLE orders
        ALTER COLUMN hold_id DROP NOT NULL,
        ADD COLUMN discount bigint NOT NULL DEFAULT 0,
        ADD COLUMN coupon_id uuid,
        ADD COLUMN description text,
        ADD CONSTRAINT ck_orders_discount CHECK (discount >= 0)
    """,
    "COMMENT ON COLUMN orders.hold_id IS 'the reservation; none of an order paid at once'",
    "COMMENT ON COLUMN orders.total IS 'what is to pay, the discount taken off; minor units'",
    "COMMENT ON COLUMN orders.description IS 'what an order without goods is for'",
    """
    ALTER TABLE order_items
        ADD COLUMN discount bigint NOT NULL DEFAULT 0,
        ADD CONSTRAINT ck_order_items_discount CHECK (discount BETWEEN 0 AND price * quantity)
    """,
    "COMMENT ON COLUMN order_items.discount IS 'of the whole line, minor units'",
    "ALTER TABLE payments ALTER COLUMN hold_id DROP NOT NULL",
    "COMMENT ON COLUMN payments.hold_id IS 'the reservation it is for; none of one from a wallet'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("migrations only go up")
