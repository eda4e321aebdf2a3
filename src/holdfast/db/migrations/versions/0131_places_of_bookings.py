"""A booking in no studio says where its client has it: the way there takes time, too."""

from alembic import op

revision = "0131"
down_revision = "0130"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE bookings ADD COLUMN latitude double precision",
    "ALTER TABLE bookings ADD COLUMN longitude double precision",
    """
    ALTER TABLE bookings ADD CONSTRAINT ck_bookings_position CHECK (
        (latitude IS NULL) = (longitude IS NULL)
        AND latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180)
    """,
    "CREATE INDEX ix_bookings_visits ON bookings (ends_at) WHERE latitude IS NOT NULL",
    """
    COMMENT ON COLUMN bookings.latitude IS
        'of its client''s own place, where it takes neither studio nor room'
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
