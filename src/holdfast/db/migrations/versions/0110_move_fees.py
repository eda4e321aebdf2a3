"""What a booking's moves have cost its client: of its price."""

from alembic import op

revision = "0110"
down_revision = "0109"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE bookings ADD COLUMN move_fees bigint NOT NULL DEFAULT 0",
    "COMMENT ON COLUMN bookings.move_fees IS 'of the price: what its moves cost'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
