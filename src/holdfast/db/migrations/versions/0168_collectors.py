"""Somebody else may pick an order up; who comes for it says a code, by which the desk finds it."""

from alembic import op

revision = "0168"
down_revision = "0167"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE orders ADD COLUMN collector jsonb",
    "COMMENT ON COLUMN orders.collector IS 'who picks it up in place of its buyer'",
    """CREATE INDEX ix_parcels_ready ON parcels (shipped_at)
    WHERE status = 'shipped' AND carrier IS NULL""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
