"""Who waits for a time, in the order they came."""

from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE waiting_line (
        id uuid CONSTRAINT pk_waiting_line PRIMARY KEY,
        owner text NOT NULL,
        service_id uuid NOT NULL,
        service_name text NOT NULL,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        people integer NOT NULL,
        resources uuid[] NOT NULL,
        plans jsonb NOT NULL,
        status text NOT NULL DEFAULT 'waiting',
        order_id uuid,
        joined_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        ended_at timestamptz,
        CONSTRAINT ck_waiting_line_status CHECK (status IN ('waiting', 'offered', 'left')),
        CONSTRAINT ck_waiting_line_ends_at CHECK (ends_at > starts_at)
    )
    """,
    "COMMENT ON COLUMN waiting_line.id IS 'in the order they came'",
    "COMMENT ON COLUMN waiting_line.order_id IS 'that holds it, once it is offered'",
    "COMMENT ON COLUMN waiting_line.ended_at IS 'offered, or left'",
    """
    CREATE INDEX ix_waiting_line_first ON waiting_line (starts_at, id) WHERE status = 'waiting'
    """,
    "CREATE INDEX ix_waiting_line_owner ON waiting_line (owner, id)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
