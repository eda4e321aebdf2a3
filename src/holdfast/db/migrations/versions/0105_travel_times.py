"""How long the ways from a studio to others take, where that is said: each version of them."""

from alembic import op

revision = "0105"
down_revision = "0104"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE travel_times (
        resource_id uuid,
        version bigint,
        minutes jsonb NOT NULL,
        made_by text NOT NULL,
        made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT pk_travel_times PRIMARY KEY (resource_id, version)
    )
    """,
    """
    COMMENT ON COLUMN travel_times.resource_id IS 'the studio the ways begin at'
    """,
    """
    COMMENT ON COLUMN travel_times.version
    IS 'of the account schedule/<resource> once they were set; the newest counts'
    """,
    """
    COMMENT ON COLUMN travel_times.minutes IS 'by the studio they lead to'
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
