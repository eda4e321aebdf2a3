"""Who waits for a variant stands in the line; its account counts them."""

from alembic import op

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE ledger_accounts ADD COLUMN waits bigint NOT NULL DEFAULT 0",
    "COMMENT ON COLUMN ledger_accounts.waits IS 'in line for it'",
    """
    ALTER TABLE ledger_accounts
        ADD CONSTRAINT ck_ledger_accounts_waits_not_negative CHECK (waits >= 0)
    """,
    """
    CREATE INDEX ix_ledger_accounts_waits ON ledger_accounts (partition, key) WHERE waits > 0
    """,
    """
    ALTER TABLE waiting_line
        ALTER COLUMN service_id DROP NOT NULL,
        ALTER COLUMN starts_at DROP NOT NULL,
        ALTER COLUMN ends_at DROP NOT NULL,
        ALTER COLUMN people SET DEFAULT 1,
        ALTER COLUMN resources SET DEFAULT '{}',
        ALTER COLUMN plans SET DEFAULT '[]',
        ADD COLUMN product_id uuid,
        ADD COLUMN variant_id uuid,
        ADD COLUMN quantity bigint,
        ADD COLUMN locale text,
        ADD COLUMN why text
    """,
    "COMMENT ON COLUMN waiting_line.service_name IS 'or the product''s'",
    "COMMENT ON COLUMN waiting_line.why IS 'somebody else took them off it'",
    """
    ALTER TABLE waiting_line ADD CONSTRAINT ck_waiting_line_wanted CHECK (
        (variant_id IS NULL) = (product_id IS NULL) AND (variant_id IS NULL) = (quantity IS NULL)
        AND (variant_id IS NULL) = (service_id IS NOT NULL)
        AND (variant_id IS NULL) = (starts_at IS NOT NULL)
        AND (variant_id IS NULL) = (ends_at IS NOT NULL))
    """,
    """
    CREATE INDEX ix_waiting_line_variant ON waiting_line (variant_id, id)
        WHERE status = 'waiting' AND variant_id IS NOT NULL
    """,
    """
    CREATE UNIQUE INDEX uq_waiting_line_variant ON waiting_line (owner, variant_id)
        WHERE status = 'waiting' AND variant_id IS NOT NULL
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
