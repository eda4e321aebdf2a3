"""A charge of its card is a step of a repeat order, and so is a day that is left out no more."""

from alembic import op

revision = "0212"
down_revision = "0211"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    ALTER TABLE repeat_steps DROP CONSTRAINT ck_repeat_steps_what,
        ADD CONSTRAINT ck_repeat_steps_what CHECK (what IN (
            'begun', 'ordered', 'charged', 'declined', 'skipped', 'restored', 'changed', 'paused',
            'resumed', 'ended')),
        DROP CONSTRAINT ck_repeat_steps_order_id,
        ADD CONSTRAINT ck_repeat_steps_order_id CHECK (
            (what IN ('ordered', 'charged', 'declined')) = (order_id IS NOT NULL))
    """,
    "COMMENT ON COLUMN repeat_steps.order_id IS 'that was placed, or a card was to pay'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
