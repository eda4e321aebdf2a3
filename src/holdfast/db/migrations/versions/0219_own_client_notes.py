"""What a photographer or a studio notes of a client for themselves."""

from alembic import op

revision = "0219"
down_revision = "0218"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE own_client_notes (
        id uuid NOT NULL,
        resource_id uuid NOT NULL,
        client_id uuid NOT NULL,
        text text NOT NULL,
        written_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT pk_own_client_notes PRIMARY KEY (id)
    )
    """,
    """
    COMMENT ON COLUMN own_client_notes.resource_id IS 'whose own: photographer, studio'
    """,
    """
    CREATE INDEX ix_own_client_notes_client_id ON own_client_notes (client_id, resource_id)
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
