"""Pictures in messages: sent first, and then named by the message that has them."""

from alembic import op

revision = "0126"
down_revision = "0125"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE message_photos (
        id uuid NOT NULL, author uuid NOT NULL, name text NOT NULL, webp bytea NOT NULL,
        status text NOT NULL DEFAULT 'unused', conversation_id uuid, number integer,
        place smallint, sent_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_message_photos PRIMARY KEY (id),
        CONSTRAINT ck_message_photos_status CHECK (status IN ('unused', 'shown')),
        CONSTRAINT ck_message_photos_message CHECK (
            (status = 'shown') = (conversation_id IS NOT NULL)
            AND (conversation_id IS NULL) = (number IS NULL)
            AND (conversation_id IS NULL) = (place IS NULL)),
        CONSTRAINT ck_message_photos_place CHECK (place BETWEEN 1 AND 4)
    )
    """,
    "COMMENT ON COLUMN message_photos.author IS 'a user''s id'",
    "COMMENT ON COLUMN message_photos.name IS 'made of what was sent'",
    "COMMENT ON COLUMN message_photos.number IS 'the message''s'",
    """
    CREATE UNIQUE INDEX uq_message_photos_unused ON message_photos (author, name)
    WHERE status = 'unused'
    """,
    """
    CREATE INDEX ix_message_photos_unused ON message_photos (sent_at) WHERE status = 'unused'
    """,
    """
    CREATE UNIQUE INDEX uq_message_photos_place ON message_photos (conversation_id, number, place)
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
