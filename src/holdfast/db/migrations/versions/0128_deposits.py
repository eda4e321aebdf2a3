"""What is enough to pay first of a booking, where its client may pay that or all of it."""

from alembic import op

revision = "0128"
down_revision = "0127"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE bookings ADD COLUMN deposit bigint",
    "COMMENT ON COLUMN bookings.deposit IS 'enough to pay first, where all is not asked for'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
