"""Where a guest is told of an order that goes to no address."""

from alembic import op

revision = "0093"
down_revision = "0092"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE orders ADD COLUMN contact_email text",
    "COMMENT ON COLUMN orders.contact_email IS 'where a guest is told of it, beside the address'",
    "DROP INDEX ix_orders_email",
    """CREATE INDEX ix_orders_email ON orders (lower(coalesce(address ->> 'email', contact_email)))
WHERE coalesce(address ->> 'email', contact_email) IS NOT NULL""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
