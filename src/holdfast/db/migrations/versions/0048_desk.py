"""What each of staff keeps for their own work: saved views of lists, and forms not saved yet."""

from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE saved_views (
        id uuid NOT NULL CONSTRAINT pk_saved_views PRIMARY KEY,
        owner text NOT NULL,
        list text NOT NULL,
        name text NOT NULL,
        search jsonb NOT NULL,
        shared boolean NOT NULL,
        place integer NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT ck_saved_views_said CHECK (list <> '' AND name <> ''),
        CONSTRAINT ck_saved_views_search CHECK (jsonb_typeof(search) = 'object')
    )
    """,
    "CREATE INDEX ix_saved_views_owner ON saved_views (owner, place, id)",
    "CREATE INDEX ix_saved_views_shared ON saved_views (list) WHERE shared",
    """
    CREATE TABLE drafts (
        owner text NOT NULL,
        subject text NOT NULL,
        title text NOT NULL,
        based_on bigint NOT NULL,
        form jsonb NOT NULL,
        version bigint NOT NULL,
        saved_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT pk_drafts PRIMARY KEY (owner, subject),
        CONSTRAINT ck_drafts_form CHECK (jsonb_typeof(form) = 'object')
    )
    """,
    "CREATE INDEX ix_drafts_saved_at ON drafts (saved_at)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
