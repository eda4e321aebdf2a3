"""Whom a move takes that waits for its difference: nobody is booked too near to it meanwhile."""

from alembic import op

revision = "0137"
down_revision = "0136"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE booking_due_takings (
        due_id uuid,
        resource_id uuid,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        CONSTRAINT pk_booking_due_takings PRIMARY KEY (due_id, resource_id)
    )
    """,
    """
    CREATE INDEX ix_booking_due_takings_resource_id
    ON booking_due_takings (resource_id, starts_at)
    """,
    """
    INSERT INTO booking_due_takings (due_id, resource_id, starts_at, ends_at)
    SELECT d.id, (t ->> 'resource_id')::uuid, (t ->> 'starts_at')::timestamptz,
           (t ->> 'ends_at')::timestamptz
    FROM booking_dues d, jsonb_array_elements(d.plan -> 'takings') t
    WHERE d.kind = 'move' AND d.status = 'open'
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
