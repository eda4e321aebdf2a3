"""Goods that were ordered from suppliers, and when they arrive."""

from alembic import op

revision = "0095"
down_revision = "0094"
branch_labels = None
depends_on = None

STATEMENTS = (
    """CREATE TABLE purchases (
    id uuid PRIMARY KEY,
    number bigint NOT NULL,
    supplier text NOT NULL,
    location_id uuid NOT NULL,
    currency text NOT NULL,
    expected_on date,
    note text NOT NULL DEFAULT '',
    status text NOT NULL DEFAULT 'ordered',
    ordered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at timestamptz,
    CONSTRAINT ck_purchases_status CHECK (
        status IN ('ordered', 'partly-received', 'received', 'cancelled')),
    CONSTRAINT ck_purchases_ended_at CHECK (
        (status IN ('received', 'cancelled')) = (ended_at IS NOT NULL))
)""",
    "COMMENT ON COLUMN purchases.ended_at IS 'when all had come, or the rest was cancelled'",
    "CREATE UNIQUE INDEX uq_purchases_number ON purchases (number)",
    """CREATE INDEX ix_purchases_open ON purchases (expected_on)
    WHERE status IN ('ordered', 'partly-received')""",
    """CREATE TABLE purchase_lines (
    purchase_id uuid NOT NULL,
    line smallint NOT NULL,
    variant_id uuid NOT NULL,
    quantity integer NOT NULL,
    unit_cost bigint NOT NULL,
    PRIMARY KEY (purchase_id, line),
    CONSTRAINT ck_purchase_lines_quantity CHECK (quantity > 0),
    CONSTRAINT ck_purchase_lines_unit_cost CHECK (unit_cost >= 0)
)""",
    "COMMENT ON COLUMN purchase_lines.unit_cost IS 'minor units'",
    "CREATE INDEX ix_purchase_lines_variant_id ON purchase_lines (variant_id)",
    """CREATE TABLE purchase_receipts (
    id uuid PRIMARY KEY,
    purchase_id uuid NOT NULL,
    line smallint NOT NULL,
    quantity integer NOT NULL,
    ordered integer NOT NULL,
    came_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT ck_purchase_receipts_quantity CHECK (quantity > 0),
    CONSTRAINT ck_purchase_receipts_ordered CHECK (ordered BETWEEN 0 AND quantity)
)""",
    "COMMENT ON COLUMN purchase_receipts.ordered IS 'of these; the others came besides'",
    "CREATE INDEX ix_purchase_receipts_purchase_id ON purchase_receipts (purchase_id, line)",
    "ALTER TABLE variants ADD COLUMN arrives_on date",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
