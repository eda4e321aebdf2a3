"""Where payouts go is kept sealed; what stands open is sealed by a server, which has the secret."""

from alembic import op

revision = "0214"
down_revision = "0213"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    ALTER TABLE payout_accounts ALTER COLUMN account DROP NOT NULL, ADD COLUMN sealed bytea,
        ADD CONSTRAINT ck_payout_accounts_sealed CHECK (num_nonnulls(account, sealed) = 1)
    """,
    """
    COMMENT ON COLUMN payout_accounts.account IS 'as an earlier version kept it, until it is sealed'
    """,
    """
    COMMENT ON COLUMN payout_accounts.sealed IS 'how it is addressed, under the shop''s secret'
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
