"""What staff changed of a booking's price by hand: it stays so when the booking moves."""

from alembic import op

revision = "0152"
down_revision = "0151"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE bookings ADD COLUMN by_hand bigint NOT NULL DEFAULT 0",
    "COMMENT ON COLUMN bookings.by_hand IS 'of the price: by staff, below 0 less'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
