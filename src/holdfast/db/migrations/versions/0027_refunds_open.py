"""Orders whose refund is under way or failed are found at once."""

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "CREATE INDEX ix_orders_refund ON orders (refund, id) WHERE refund IN ('begun', 'failed')"
    )


def downgrade() -> None:
    raise NotImplementedError("migrations only go up")
