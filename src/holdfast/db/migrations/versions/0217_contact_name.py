"""Who comes to a booked session, and by which number they are reached: said by a guest."""

from alembic import op

revision = "0217"
down_revision = "0216"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE orders ADD COLUMN contact_name text",
    "COMMENT ON COLUMN orders.contact_name IS 'what a guest who books says they are called'",
    "ALTER TABLE orders ADD COLUMN contact_phone text",
    "COMMENT ON COLUMN orders.contact_phone IS 'where a guest who books is called'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
