"""Where a flash sale's units came from; and where an import's lie."""

from alembic import op

revision = "0116"
down_revision = "0115"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE flash_sales ADD COLUMN taken jsonb",
    "COMMENT ON COLUMN flash_sales.taken IS 'units by account; none: all of its variant''s first'",
    "ALTER TABLE imports ADD COLUMN location_id uuid",
    "COMMENT ON COLUMN imports.location_id IS 'of its quantities; none: the first'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
