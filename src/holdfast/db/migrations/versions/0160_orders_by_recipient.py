"""Staff find an order by whom it goes to, which is all that is known of a guest."""

from alembic import op

revision = "0160"
down_revision = "0159"
branch_labels = None
depends_on = None

STATEMENT = """CREATE INDEX ix_orders_recipient ON orders
USING gin (to_tsvector('simple'::regconfig, address ->> 'name'))
WHERE address ->> 'name' IS NOT NULL"""


def upgrade() -> None:
    op.execute(STATEMENT)
