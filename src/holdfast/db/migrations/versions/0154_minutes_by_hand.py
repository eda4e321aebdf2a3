"""What staff gave or took of a booking's minutes goes with its length."""

from alembic import op

revision = "0154"
down_revision = "0153"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE bookings ADD COLUMN by_hand_length bigint NOT NULL DEFAULT 0",
    "COMMENT ON COLUMN bookings.by_hand_length IS 'of by_hand: goes with its length'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
