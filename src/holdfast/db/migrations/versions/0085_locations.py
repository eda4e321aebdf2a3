"""Stock lies in many places, and order lines remember where theirs was taken from."""

from alembic import op

revision = "0085"
down_revision = "0084"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE locations (
        id uuid NOT NULL, name text NOT NULL, address text NOT NULL DEFAULT '', country text,
        priority smallint NOT NULL DEFAULT 0, active boolean NOT NULL DEFAULT true,
        changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT pk_locations PRIMARY KEY (id),
        CONSTRAINT ck_locations_country CHECK (country ~ '^[A-Z]{2}$'),
        CONSTRAINT ck_locations_priority CHECK (priority >= 0)
    )
    """,
    "COMMENT ON TABLE locations IS 'never deleted: the journal names them'",
    "COMMENT ON COLUMN locations.country IS 'ISO 3166'",
    "INSERT INTO locations (id, name) VALUES ('00000000-0000-7000-8000-000000000001', 'Main')",
    "ALTER TABLE order_items ADD COLUMN taken jsonb",
    """
    COMMENT ON COLUMN order_items.taken
        IS 'units by account; none: all of its variant''s first'
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
