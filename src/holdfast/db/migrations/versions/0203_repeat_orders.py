"""Repeat orders: what may be ordered again and again, and what is."""

from alembic import op

revision = "0203"
down_revision = "0202"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE repeat_products (
        product_id uuid NOT NULL CONSTRAINT pk_repeat_products PRIMARY KEY,
        marked_at timestamptz NOT NULL DEFAULT clock_timestamp())
    """,
    "COMMENT ON TABLE repeat_products IS 'what may be ordered again and again'",
    """
    CREATE TABLE repeat_orders (
        id uuid NOT NULL CONSTRAINT pk_repeat_orders PRIMARY KEY,
        owner text NOT NULL,
        order_id uuid NOT NULL,
        status text NOT NULL DEFAULT 'asked',
        every text NOT NULL,
        lines jsonb NOT NULL DEFAULT '[]',
        method text,
        region text,
        address jsonb,
        pay_by text NOT NULL DEFAULT 'link',
        locale text,
        first_on date,
        next_on date,
        told_on date,
        rev integer NOT NULL DEFAULT 0,
        reason text NOT NULL DEFAULT '',
        note text NOT NULL DEFAULT '',
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        ended_at timestamptz,
        CONSTRAINT ck_repeat_orders_status CHECK (
            status IN ('asked', 'active', 'paused', 'ended')),
        CONSTRAINT ck_repeat_orders_pay_by CHECK (pay_by IN ('link', 'wallet')),
        CONSTRAINT ck_repeat_orders_next_on CHECK (
            (first_on IS NOT NULL AND next_on IS NOT NULL) OR status IN ('asked', 'ended')),
        CONSTRAINT ck_repeat_orders_ended_at CHECK (
            (status = 'ended') = (ended_at IS NOT NULL)))
    """,
    "CREATE INDEX ix_repeat_orders_owner ON repeat_orders (owner, id)",
    "CREATE INDEX ix_repeat_orders_due ON repeat_orders (next_on, id) WHERE status = 'active'",
    "COMMENT ON COLUMN repeat_orders.order_id IS 'with which it begins, once it is paid'",
    "COMMENT ON COLUMN repeat_orders.every IS '4w: weeks; 1m: months'",
    "COMMENT ON COLUMN repeat_orders.lines IS 'units each time'",
    "COMMENT ON COLUMN repeat_orders.method IS 'how it is delivered'",
    "COMMENT ON COLUMN repeat_orders.region IS 'what delivery and tax are priced for'",
    "COMMENT ON COLUMN repeat_orders.address IS 'where it goes'",
    "COMMENT ON COLUMN repeat_orders.first_on IS 'from which its days are counted'",
    "COMMENT ON COLUMN repeat_orders.next_on IS 'when it is ordered next'",
    "COMMENT ON COLUMN repeat_orders.told_on IS 'of which day was said that it comes'",
    "COMMENT ON COLUMN repeat_orders.rev IS 'steps so far'",
    "COMMENT ON COLUMN repeat_orders.reason IS 'of pause or end'",
    "COMMENT ON COLUMN repeat_orders.note IS 'what staff say of it'",
    """
    CREATE TABLE repeat_steps (
        repeat_id uuid NOT NULL,
        rev integer NOT NULL,
        what text NOT NULL,
        due_on date,
        order_id uuid,
        reason text NOT NULL DEFAULT '',
        at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT pk_repeat_steps PRIMARY KEY (repeat_id, rev),
        CONSTRAINT ck_repeat_steps_what CHECK (what IN (
            'begun', 'ordered', 'skipped', 'changed', 'paused', 'resumed', 'ended')),
        CONSTRAINT ck_repeat_steps_order_id CHECK ((what = 'ordered') = (order_id IS NOT NULL)))
    """,
    """
    CREATE UNIQUE INDEX uq_repeat_steps_ordered ON repeat_steps (repeat_id, due_on)
    WHERE what = 'ordered'
    """,
    """
    COMMENT ON TABLE repeat_steps IS
    'what was done with repeat orders; of two at once one is refused by its number'
    """,
    "COMMENT ON COLUMN repeat_steps.due_on IS 'which of its days it was about'",
    "COMMENT ON COLUMN repeat_steps.order_id IS 'that was placed for that day'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
