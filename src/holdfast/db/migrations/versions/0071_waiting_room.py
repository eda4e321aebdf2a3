"""The waiting room of a flash sale."""

from alembic import op

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE flash_sales ADD COLUMN per_second integer",
    """
    ALTER TABLE flash_sales
    ADD CONSTRAINT ck_flash_sales_per_second CHECK (per_second > 0)
    """,
    "COMMENT ON COLUMN flash_sales.per_second IS 'buyers who are let in; none: all at once'",
    """
    CREATE TABLE flash_sale_places (
        sale_id uuid NOT NULL, owner text NOT NULL, turn double precision NOT NULL,
        came_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        seen_at timestamptz NOT NULL DEFAULT clock_timestamp(), let_in_at timestamptz,
        CONSTRAINT pk_flash_sale_places PRIMARY KEY (sale_id, owner)
    )
    """,
    """
    COMMENT ON COLUMN flash_sale_places.turn
    IS 'below 1: drawn before the start; then seconds since it, and 1'
    """,
    """
    CREATE INDEX ix_flash_sale_places_turn ON flash_sale_places (sale_id, turn)
    WHERE let_in_at IS NULL
    """,
    """
    CREATE INDEX ix_flash_sale_places_let_in_at ON flash_sale_places (sale_id, let_in_at)
    WHERE let_in_at IS NOT NULL
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
