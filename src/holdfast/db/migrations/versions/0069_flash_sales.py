"""Flash sales."""

from alembic import op

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE flash_sales (
        id uuid NOT NULL, product_id uuid NOT NULL, variant_id uuid NOT NULL,
        quantity integer NOT NULL, price bigint NOT NULL, currency text NOT NULL,
        per_customer integer NOT NULL, starts_at timestamptz NOT NULL, ends_at timestamptz NOT NULL,
        state text NOT NULL DEFAULT 'allotted', returned integer NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(), ended_at timestamptz,
        CONSTRAINT pk_flash_sales PRIMARY KEY (id),
        CONSTRAINT ck_flash_sales_state CHECK (state IN ('allotted', 'closing', 'closed')),
        CONSTRAINT ck_flash_sales_quantity CHECK (quantity > 0),
        CONSTRAINT ck_flash_sales_price CHECK (price > 0),
        CONSTRAINT ck_flash_sales_per_customer CHECK (per_customer > 0),
        CONSTRAINT ck_flash_sales_returned CHECK (returned BETWEEN 0 AND quantity),
        CONSTRAINT ck_flash_sales_ends_at CHECK (ends_at > starts_at),
        CONSTRAINT ck_flash_sales_ended_at CHECK ((state = 'allotted') = (ended_at IS NULL))
    )
    """,
    "COMMENT ON COLUMN flash_sales.quantity IS 'moved out of the stock for it'",
    "COMMENT ON COLUMN flash_sales.price IS 'of one unit, minor units'",
    "COMMENT ON COLUMN flash_sales.returned IS 'units that went back to the stock after its end'",
    "COMMENT ON COLUMN flash_sales.ended_at IS 'when staff ended it, or its end was seen'",
    "CREATE INDEX ix_flash_sales_ends_at ON flash_sales (ends_at) WHERE state <> 'closed'",
    "CREATE INDEX ix_flash_sales_product_id ON flash_sales (product_id, id)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
