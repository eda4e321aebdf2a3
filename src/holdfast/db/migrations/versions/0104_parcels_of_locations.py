"""Parcels say from which location their goods come."""

from alembic import op

revision = "0104"
down_revision = "0103"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE parcels ADD COLUMN location_id uuid",
    "COMMENT ON COLUMN parcels.location_id IS 'all of it lies there; none: nobody said'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
