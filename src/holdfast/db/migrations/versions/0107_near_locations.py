"""Where a location is by its postal code, and when goods are low there."""

from alembic import op

revision = "0107"
down_revision = "0106"
branch_labels = None
depends_on = None

STATEMENTS = (
    """ALTER TABLE locations
    ADD COLUMN postal_code text NOT NULL DEFAULT '',
    ADD COLUMN low_stock_at integer,
    ADD CONSTRAINT ck_locations_low_stock_at CHECK (low_stock_at >= 0)""",
    "COMMENT ON COLUMN locations.low_stock_at IS 'None: as the variant or the shop says'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
