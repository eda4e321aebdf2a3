"""Staff find an order by whom it goes to, which is all that is known of a guest, and by the name of
a client."""

from alembic import op

revision = "0160"
down_revision = "0159"
branch_labels = None
depends_on = None

STATEMENTS = (
    """CREATE INDEX ix_orders_recipient ON orders
    USING gin (to_tsvector('simple'::regconfig, address ->> 'name'))
    WHERE address ->> 'name' IS NOT NULL""",
    """CREATE INDEX ix_clients_name ON clients
    USING gin (to_tsvector('simple'::regconfig, name)) WHERE merged_into IS NULL""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
