"""What a booking of more than one service is made of."""

from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE bookings ADD COLUMN parts jsonb NOT NULL DEFAULT '[]'",
    "COMMENT ON COLUMN bookings.parts IS 'of a visit: what it is made of'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
