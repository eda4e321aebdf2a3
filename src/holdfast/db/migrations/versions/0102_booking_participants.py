"""Other people of a booking beside who booked it."""

from alembic import op

revision = "0102"
down_revision = "0101"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE booking_participants (
        id uuid CONSTRAINT pk_booking_participants PRIMARY KEY,
        booking_id uuid NOT NULL,
        name text NOT NULL,
        email text NOT NULL,
        owner text,
        added_by text NOT NULL,
        added_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        removed_at timestamptz,
        CONSTRAINT ck_booking_participants_email_lower CHECK (email = lower(email))
    )
    """,
    """
    COMMENT ON COLUMN booking_participants.email IS 'in lower case; none: nobody is mailed'
    """,
    """
    COMMENT ON COLUMN booking_participants.owner
    IS 'whose account sees it; none: their link alone'
    """,
    """
    CREATE INDEX ix_booking_participants_booking_id ON booking_participants (booking_id, id)
    """,
    """
    CREATE INDEX ix_booking_participants_owner ON booking_participants (owner, id)
    WHERE removed_at IS NULL
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
