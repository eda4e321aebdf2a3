"""Staff's lists of all goods, in whatever state: the newest first, and by name."""

from alembic import op

revision = "0192"
down_revision = "0191"
branch_labels = None
depends_on = None

STATEMENTS = (
    "CREATE INDEX ix_products_made ON products (created_at, id)",
    "CREATE INDEX ix_products_called ON products (name, id)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
