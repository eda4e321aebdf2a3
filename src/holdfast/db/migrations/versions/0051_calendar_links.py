"""Secret addresses from which calendars are read."""

from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE calendar_links (
        id uuid CONSTRAINT pk_calendar_links PRIMARY KEY,
        token_hash bytea NOT NULL,
        owner text NOT NULL,
        resource_id uuid,
        name text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp()
    )
    """,
    "COMMENT ON COLUMN calendar_links.owner IS 'who made it, and may end it'",
    """
    COMMENT ON COLUMN calendar_links.resource_id
    IS 'whose calendar it is; none: the owner''s bookings'
    """,
    "COMMENT ON COLUMN calendar_links.name IS 'what it is for, in the owner''s words'",
    "CREATE UNIQUE INDEX uq_calendar_links_token_hash ON calendar_links (token_hash)",
    "CREATE INDEX ix_calendar_links_owner ON calendar_links (owner, id)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
