"""Photos of what is sent back."""

from alembic import op

revision = "0086"
down_revision = "0085"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE return_photos (
        return_id uuid NOT NULL, number smallint NOT NULL, name text NOT NULL,
        webp bytea NOT NULL, sent_at timestamptz DEFAULT clock_timestamp() NOT NULL,
        CONSTRAINT pk_return_photos PRIMARY KEY (return_id, number),
        CONSTRAINT ck_return_photos_number CHECK (number BETWEEN 1 AND 6)
    )
    """,
    "COMMENT ON COLUMN return_photos.name IS 'made of what was sent'",
    "CREATE UNIQUE INDEX uq_return_photos_name ON return_photos (return_id, name)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
