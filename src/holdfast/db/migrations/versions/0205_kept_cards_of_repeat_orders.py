"""Repeat orders that are paid by a card their owner keeps; payments that charge it without them."""

from alembic import op

revision = "0205"
down_revision = "0204"
branch_labels = None
depends_on = None

_WHAT = """
    'begun', 'ordered', 'declined', 'skipped', 'changed', 'paused', 'resumed', 'ended'
"""

STATEMENTS = (
    """
    ALTER TABLE payment_cards ADD COLUMN unattended boolean NOT NULL DEFAULT false,
        ADD COLUMN card text
    """,
    """
    COMMENT ON COLUMN payment_cards.unattended IS
    'whether they agreed that it is charged while they are not there'
    """,
    """
    COMMENT ON COLUMN payment_cards.card IS
    'the one that is charged so, by the provider''s own id'
    """,
    """
    ALTER TABLE repeat_orders ADD COLUMN card jsonb,
        DROP CONSTRAINT ck_repeat_orders_pay_by,
        ADD CONSTRAINT ck_repeat_orders_pay_by CHECK (pay_by IN ('link', 'wallet', 'card')),
        ADD CONSTRAINT ck_repeat_orders_card CHECK ((pay_by = 'card') = (card IS NOT NULL))
    """,
    "COMMENT ON COLUMN repeat_orders.card IS 'which is charged, as its provider named it'",
    f"""
    ALTER TABLE repeat_steps DROP CONSTRAINT ck_repeat_steps_what,
        ADD CONSTRAINT ck_repeat_steps_what CHECK (what IN ({_WHAT})),
        DROP CONSTRAINT ck_repeat_steps_order_id,
        ADD CONSTRAINT ck_repeat_steps_order_id CHECK (
            (what IN ('ordered', 'declined')) = (order_id IS NOT NULL))
    """,
    """
    CREATE UNIQUE INDEX uq_repeat_steps_declined ON repeat_steps (repeat_id, order_id)
    WHERE what = 'declined'
    """,
    "COMMENT ON COLUMN repeat_steps.order_id IS 'that was placed, or no card paid'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
