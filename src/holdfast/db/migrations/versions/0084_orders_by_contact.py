"""Orders are found by the address of mail and the phone number of where they go."""

from alembic import op

revision = "0084"
down_revision = "0083"
branch_labels = None
depends_on = None

STATEMENTS = (
    """CREATE INDEX ix_orders_email ON orders (lower(address ->> 'email'))
WHERE address ->> 'email' IS NOT NULL""",
    """CREATE INDEX ix_orders_phone ON orders (reverse(address ->> 'phone'))
WHERE address ->> 'phone' IS NOT NULL""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
