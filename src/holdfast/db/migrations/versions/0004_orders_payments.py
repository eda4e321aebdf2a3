"""Orders, their items, payments."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


_SCHEMA = """
CREATE TABLE orders (
    id uuid NOT NULL,
    number text NOT NULL,
    owner text NOT NULL,
    hold_id uuid NOT NULL,
    rescue_hold_id uuid,
    status text NOT NULL DEFAULT 'pending',
    reason text,
    refund text NOT NULL DEFAULT 'none',
    total bigint NOT NULL,
    currency text NOT NULL,
    payment_id uuid,
    locale text,
    request text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    paid_at timestamptz,
    cancelled_at timestamptz,
    completed_at timestamptz,
    CONSTRAINT pk_orders PRIMARY KEY (id),
    CONSTRAINT ck_orders_status CHECK (status IN ('pending', 'paid', 'completed', 'cancelled')),
    CONSTRAINT ck_orders_refund CHECK (refund IN ('none', 'begun', 'done', 'failed')),
    CONSTRAINT ck_orders_total CHECK (total >= 0)
) WITH (fillfactor = 70);
COMMENT ON COLUMN orders.rescue_hold_id IS 'the hold a late payment was rescued with';
CREATE UNIQUE INDEX uq_orders_number ON orders (number);
CREATE UNIQUE INDEX uq_orders_hold_id ON orders (hold_id);
CREATE INDEX ix_orders_owner ON orders (owner, id);

CREATE TABLE order_items (
    order_id uuid NOT NULL,
    line smallint NOT NULL,
    product_id uuid NOT NULL,
    variant_id uuid NOT NULL,
    product_name text NOT NULL,
    options jsonb NOT NULL,
    quantity integer NOT NULL,
    price bigint NOT NULL,
    CONSTRAINT pk_order_items PRIMARY KEY (order_id, line),
    CONSTRAINT ck_order_items_quantity CHECK (quantity > 0),
    CONSTRAINT ck_order_items_price CHECK (price >= 0)
);
COMMENT ON COLUMN order_items.price IS 'of one unit, minor units';

CREATE TABLE payments (
    id uuid NOT NULL,
    order_id uuid NOT NULL,
    hold_id uuid NOT NULL,
    provider text NOT NULL,
    reference text NOT NULL,
    amount bigint NOT NULL,
    currency text NOT NULL,
    status text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    settled_at timestamptz,
    CONSTRAINT pk_payments PRIMARY KEY (id),
    CONSTRAINT ck_payments_status CHECK (status IN
        ('pending', 'succeeded', 'failed', 'refunding', 'refunded', 'refund-failed')),
    CONSTRAINT ck_payments_amount CHECK (amount >= 0)
) WITH (fillfactor = 70);
COMMENT ON COLUMN payments.hold_id IS 'the reservation it is for';
COMMENT ON COLUMN payments.reference IS 'the provider''s own id';
CREATE INDEX ix_payments_order_id ON payments (order_id);
CREATE UNIQUE INDEX uq_payments_reference ON payments (provider, reference);
"""


def upgrade() -> None:
    for statement in _SCHEMA.split(";"):  # asyncpg takes one statement at a time
        if statement.strip():
            op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("Holdfast's schema only moves forward; restore a backup instead")
