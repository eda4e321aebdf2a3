"""What is ordered again and again may be a package."""

from alembic import op

revision = "0209"
down_revision = "0208"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE repeat_orders ADD COLUMN package_id uuid",
    "COMMENT ON COLUMN repeat_orders.package_id IS 'in place of lines'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
