"""When something was last done about giving back a part of an order's money: pages look again."""

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE orders ADD COLUMN part_refunded_at timestamptz",
    """
    COMMENT ON COLUMN orders.part_refunded_at IS
        'when something was last done about giving back a part of the money'
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("migrations only go up")
