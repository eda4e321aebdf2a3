"""Photographers deliver pictures to the clients of bookings."""

from alembic import op

revision = "0173"
down_revision = "0172"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE galleries (
        booking_id uuid NOT NULL,
        status text NOT NULL DEFAULT 'draft',
        choose integer NOT NULL DEFAULT 0,
        delivered_at timestamptz,
        until_at timestamptz,
        ending_told_at timestamptz,
        changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT pk_galleries PRIMARY KEY (booking_id),
        CONSTRAINT ck_galleries_status
            CHECK (status IN ('draft', 'choosing', 'chosen', 'delivered', 'ended')),
        CONSTRAINT ck_galleries_choose CHECK (choose BETWEEN 0 AND 500)
    )
    """,
    "COMMENT ON TABLE galleries IS 'What photographers deliver to the clients of bookings'",
    "COMMENT ON COLUMN galleries.delivered_at IS 'last; none: its client was shown nothing'",
    "COMMENT ON COLUMN galleries.until_at IS 'then its pictures are deleted'",
    "COMMENT ON COLUMN galleries.ending_told_at IS 'that this is soon'",
    "CREATE INDEX ix_galleries_until_at ON galleries (until_at) WHERE status <> 'ended'",
    """
    CREATE TABLE gallery_pictures (
        id uuid NOT NULL,
        booking_id uuid NOT NULL,
        part text NOT NULL,
        name text NOT NULL,
        title text NOT NULL,
        place text NOT NULL,
        width integer NOT NULL,
        height integer NOT NULL,
        stand_in text NOT NULL,
        bytes bigint NOT NULL,
        state text NOT NULL DEFAULT 'unfinished',
        shown_at timestamptz,
        favourite boolean NOT NULL DEFAULT false,
        sent_by text NOT NULL,
        sent_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT pk_gallery_pictures PRIMARY KEY (id),
        CONSTRAINT ck_gallery_pictures_part CHECK (part IN ('proof', 'final')),
        CONSTRAINT ck_gallery_pictures_state CHECK (state IN ('unfinished', 'ready', 'going'))
    )
    """,
    """COMMENT ON TABLE gallery_pictures IS
    'The pictures of galleries; their files lie where pictures are kept'""",
    "COMMENT ON COLUMN gallery_pictures.name IS 'made of what was sent'",
    "COMMENT ON COLUMN gallery_pictures.title IS 'what the file was called'",
    "COMMENT ON COLUMN gallery_pictures.place IS 'what its files'' names have in common'",
    "COMMENT ON COLUMN gallery_pictures.bytes IS 'of all its files'",
    "COMMENT ON COLUMN gallery_pictures.shown_at IS 'none: its client does not see it yet'",
    """CREATE UNIQUE INDEX uq_gallery_pictures_name ON gallery_pictures (booking_id, part, name)
    WHERE state <> 'going'""",
    "CREATE INDEX ix_gallery_pictures_booking_id ON gallery_pictures (booking_id, id)",
    "CREATE INDEX ix_gallery_pictures_left ON gallery_pictures (sent_at) WHERE state <> 'ready'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
