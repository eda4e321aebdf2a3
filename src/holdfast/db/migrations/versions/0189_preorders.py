"""Units that are announced, and what of them came for which order."""

from alembic import op

revision = "0189"
down_revision = "0188"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE preorders (
        variant_id uuid NOT NULL,
        location_id uuid NOT NULL,
        expected_on date NOT NULL,
        ends_at timestamptz,
        announced_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT pk_preorders PRIMARY KEY (variant_id)
    )
    """,
    """COMMENT ON COLUMN preorders.ends_at IS
    'until when it is sold before it is there; none: always'""",
    """
    CREATE TABLE preorder_units (
        order_id uuid NOT NULL,
        line smallint NOT NULL,
        variant_id uuid NOT NULL,
        quantity integer NOT NULL,
        CONSTRAINT pk_preorder_units PRIMARY KEY (order_id, line),
        CONSTRAINT ck_preorder_units_quantity CHECK (quantity >= 0)
    )
    """,
    """COMMENT ON TABLE preorder_units IS
    'what came of units that were ordered before they were there'""",
    "COMMENT ON COLUMN preorder_units.quantity IS 'came, and are the order''s'",
    "CREATE INDEX ix_preorder_units_variant_id ON preorder_units (variant_id)",
    """
    CREATE INDEX ix_order_items_preordered ON order_items (variant_id, order_id)
    WHERE taken ? ('stock/' || CAST(variant_id AS text)
                   || '/00000000-0000-7000-8000-000000000002')
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
