"""Times that are published for the next 60 days, in the words of specification E."""

from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE schedule_slots (
        id uuid NOT NULL CONSTRAINT pk_schedule_slots PRIMARY KEY,
        number bigint GENERATED ALWAYS AS IDENTITY,
        service_id uuid NOT NULL,
        lead_id uuid NOT NULL,
        start_time timestamptz NOT NULL,
        end_time timestamptz NOT NULL,
        photographer_id uuid,
        studio_id uuid,
        CONSTRAINT ck_schedule_slots_end_time CHECK (end_time > start_time)
    )
    """,
    "COMMENT ON COLUMN schedule_slots.id IS 'of service, start, length and who leads'",
    "COMMENT ON COLUMN schedule_slots.number IS 'for short'",
    "COMMENT ON COLUMN schedule_slots.lead_id IS 'the resource that it is the time of'",
    "COMMENT ON COLUMN schedule_slots.end_time IS 'without buffers'",
    """
    COMMENT ON COLUMN schedule_slots.photographer_id IS 'the lead, if that is a photographer'
    """,
    """
    COMMENT ON COLUMN schedule_slots.studio_id
    IS 'where it is; none: in one of several, or anywhere'
    """,
    "CREATE UNIQUE INDEX uq_schedule_slots_number ON schedule_slots (number)",
    "CREATE INDEX ix_schedule_slots_service_id ON schedule_slots (service_id, start_time)",
    "CREATE INDEX ix_schedule_slots_start_time ON schedule_slots (start_time)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
