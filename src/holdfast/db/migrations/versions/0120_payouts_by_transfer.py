"""Payouts that a provider sends, to accounts that it knows of holders."""

from alembic import op

revision = "0120"
down_revision = "0119"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE payout_accounts (
        holder_id uuid NOT NULL,
        provider text NOT NULL,
        account text NOT NULL,
        set_at timestamptz DEFAULT clock_timestamp() NOT NULL,
        CONSTRAINT pk_payout_accounts PRIMARY KEY (holder_id)
    )
    """,
    "COMMENT ON COLUMN payout_accounts.account IS 'what the provider knows them by'",
    "COMMENT ON COLUMN payouts.reason IS 'why it failed, or was refused'",
    "ALTER TABLE payouts ADD COLUMN provider text",
    "ALTER TABLE payouts ADD COLUMN account text",
    "COMMENT ON COLUMN payouts.provider IS 'that was asked to send it; none: staff do'",
    "COMMENT ON COLUMN payouts.account IS 'where it was asked to send it'",
    "ALTER TABLE payouts DROP CONSTRAINT ck_payouts_status",
    """
    ALTER TABLE payouts ADD CONSTRAINT ck_payouts_status
        CHECK (status IN ('proposed', 'sending', 'refused', 'paid', 'failed'))
    """,
    "ALTER TABLE payouts DROP CONSTRAINT ck_payouts_settled_at",
    """
    ALTER TABLE payouts ADD CONSTRAINT ck_payouts_settled_at
        CHECK ((status IN ('proposed', 'sending', 'refused')) = (settled_at IS NULL))
    """,
    """
    ALTER TABLE payouts ADD CONSTRAINT ck_payouts_provider
        CHECK ((provider IS NULL) = (account IS NULL))
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
