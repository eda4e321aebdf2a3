"""What only one process of a cluster does is its by a lease, with a number that only grows."""

from alembic import op

revision = "0079"
down_revision = "0078"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE leases (
        name text NOT NULL, holder uuid NOT NULL, fence bigint NOT NULL,
        until timestamptz NOT NULL, pid integer NOT NULL, connected_at timestamptz NOT NULL,
        CONSTRAINT pk_leases PRIMARY KEY (name),
        CONSTRAINT uq_leases_name_fence UNIQUE (name, fence),
        CONSTRAINT ck_leases_fence CHECK (fence > 0)
    )
    """,
    "COMMENT ON COLUMN leases.pid IS 'the holder''s connection'",
    "COMMENT ON COLUMN leases.connected_at IS 'when that connection was made'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
