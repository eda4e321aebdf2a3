"""Clients show their pictures to family and friends by a link."""

from alembic import op

revision = "0179"
down_revision = "0178"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE gallery_links (
        id uuid NOT NULL,
        booking_id uuid NOT NULL,
        token_hash bytea NOT NULL,
        download boolean NOT NULL,
        views bigint NOT NULL DEFAULT 0,
        seen_at timestamptz,
        made_by text NOT NULL,
        made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        revoked_at timestamptz,
        CONSTRAINT pk_gallery_links PRIMARY KEY (id)
    )
    """,
    """COMMENT ON TABLE gallery_links IS
    'By which whoever has them looks at the pictures of a session'""",
    "COMMENT ON COLUMN gallery_links.id IS 'its token is made of it'",
    "COMMENT ON COLUMN gallery_links.seen_at IS 'last'",
    "CREATE UNIQUE INDEX uq_gallery_links_token_hash ON gallery_links (token_hash)",
    """CREATE UNIQUE INDEX uq_gallery_links_booking_id ON gallery_links (booking_id)
    WHERE revoked_at IS NULL""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
