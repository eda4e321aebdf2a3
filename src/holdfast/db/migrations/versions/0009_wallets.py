"""Wallets: one for each owner and currency. What is in them is the ledger's."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE wallets (
        id uuid CONSTRAINT pk_wallets PRIMARY KEY,
        owner text NOT NULL,
        currency text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT ck_wallets_currency CHECK (length(currency) = 3)
    )
    """,
    "CREATE UNIQUE INDEX uq_wallets_owner_currency ON wallets (owner, currency)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("migrations only go up")
