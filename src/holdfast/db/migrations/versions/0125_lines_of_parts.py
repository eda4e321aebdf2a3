"""Who waits for a variant that is made of others stands in the line of one of its parts."""

from alembic import op

revision = "0125"
down_revision = "0124"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE waiting_line ADD COLUMN line_id uuid",
    """
    COMMENT ON COLUMN waiting_line.line_id
    IS 'the variant they stand in line for, maybe a part of it'
    """,
    "UPDATE waiting_line SET line_id = variant_id WHERE variant_id IS NOT NULL",
    """
    ALTER TABLE waiting_line DROP CONSTRAINT ck_waiting_line_wanted,
        ADD CONSTRAINT ck_waiting_line_wanted CHECK (
            (variant_id IS NULL) = (product_id IS NULL)
            AND (variant_id IS NULL) = (quantity IS NULL)
            AND (variant_id IS NULL) = (line_id IS NULL)
            AND (variant_id IS NULL) = (service_id IS NOT NULL)
            AND (variant_id IS NULL) = (starts_at IS NOT NULL)
            AND (variant_id IS NULL) = (ends_at IS NOT NULL))
    """,
    "DROP INDEX ix_waiting_line_variant",
    """
    CREATE INDEX ix_waiting_line_units ON waiting_line (line_id, id)
        WHERE status = 'waiting' AND line_id IS NOT NULL
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
