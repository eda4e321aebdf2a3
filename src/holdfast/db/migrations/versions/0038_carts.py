"""Carts, which were in browsers."""

from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE carts (
        id uuid CONSTRAINT pk_carts PRIMARY KEY,
        owner text NOT NULL,
        version bigint NOT NULL,
        touched_at timestamptz NOT NULL,
        told_at timestamptz
    )
    """,
    "COMMENT ON COLUMN carts.version IS 'grows with every change'",
    "COMMENT ON COLUMN carts.told_at IS 'when it was told that it is abandoned, since the touch'",
    "CREATE UNIQUE INDEX uq_carts_owner ON carts (owner)",
    "CREATE INDEX ix_carts_touched_at ON carts (touched_at)",
    "CREATE INDEX ix_carts_untold ON carts (touched_at) WHERE told_at IS NULL",
    """
    CREATE TABLE cart_items (
        cart_id uuid NOT NULL CONSTRAINT fk_cart_items_cart_id_carts
            REFERENCES carts (id) ON DELETE CASCADE,
        variant_id uuid NOT NULL,
        product_id uuid NOT NULL,
        quantity integer NOT NULL CONSTRAINT ck_cart_items_quantity CHECK (quantity > 0),
        price bigint NOT NULL,
        currency text NOT NULL,
        added_at timestamptz NOT NULL,
        CONSTRAINT pk_cart_items PRIMARY KEY (cart_id, variant_id)
    )
    """,
    "COMMENT ON COLUMN cart_items.price IS 'of one, when it was last decided'",
    """
    CREATE TABLE cart_requests (
        key text CONSTRAINT pk_cart_requests PRIMARY KEY,
        digest bytea NOT NULL,
        at timestamptz NOT NULL DEFAULT clock_timestamp()
    )
    """,
    "CREATE INDEX ix_cart_requests_at ON cart_requests (at)",
    """
    CREATE TABLE cart_orders (
        order_id uuid CONSTRAINT pk_cart_orders PRIMARY KEY,
        at timestamptz NOT NULL DEFAULT clock_timestamp()
    )
    """,
    "CREATE INDEX ix_cart_orders_at ON cart_orders (at)",
    "COMMENT ON TABLE cart_orders IS 'orders whose goods leave the cart once they are bought'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
