"""Staff find orders by SKU and by the way of payment, and people by their words."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

STATEMENTS = (
    "CREATE INDEX ix_order_items_variant_id ON order_items (variant_id, order_id)",
    "CREATE INDEX ix_payments_provider ON payments (provider, order_id)",
    """
    ALTER TABLE users ADD COLUMN search tsvector NOT NULL GENERATED ALWAYS AS (
        to_tsvector('simple'::regconfig, translate(
            name || ' ' || email, '-/.@_,:+&"()[]''', repeat(' ', 15)))
    ) STORED
    """,
    "CREATE INDEX ix_users_search ON users USING gin (search)",
    "CREATE INDEX ix_users_created_at ON users (created_at, id)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("migrations only go up")
