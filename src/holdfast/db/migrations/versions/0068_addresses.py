"""Addresses that people keep, and where an order goes."""

from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE addresses (
        id uuid NOT NULL, owner text NOT NULL, address jsonb NOT NULL, is_default boolean NOT NULL,
        changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT pk_addresses PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX ix_addresses_owner ON addresses (owner, id)",
    "CREATE UNIQUE INDEX uq_addresses_default ON addresses (owner) WHERE is_default",
    "ALTER TABLE orders ADD COLUMN address jsonb",
    "COMMENT ON COLUMN orders.address IS 'where its goods go, as it was given'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
