"""What was issued for orders, numbered without gaps."""

from alembic import op

revision = "0090"
down_revision = "0089"
branch_labels = None
depends_on = None

STATEMENTS = (
    """CREATE TABLE invoice_series (
    series text PRIMARY KEY,
    last bigint NOT NULL DEFAULT 0,
    CONSTRAINT ck_invoice_series_series CHECK (series IN ('invoice', 'credit-note')),
    CONSTRAINT ck_invoice_series_last CHECK (last >= 0)
)""",
    """CREATE TABLE invoices (
    series text NOT NULL,
    number bigint NOT NULL,
    order_id uuid NOT NULL,
    source text NOT NULL,
    bill jsonb NOT NULL,
    issued_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (series, number),
    CONSTRAINT ck_invoices_series CHECK (series IN ('invoice', 'credit-note')),
    CONSTRAINT ck_invoices_number CHECK (number > 0)
)""",
    "COMMENT ON COLUMN invoices.source IS 'what it was issued for: once'",
    "COMMENT ON COLUMN invoices.bill IS 'all that stands on it'",
    "CREATE UNIQUE INDEX uq_invoices_source ON invoices (source)",
    "CREATE INDEX ix_invoices_order_id ON invoices (order_id)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
