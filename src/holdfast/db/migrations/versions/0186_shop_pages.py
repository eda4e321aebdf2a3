"""Pages that a merchant writes, and addresses that lead on."""

from alembic import op

revision = "0186"
down_revision = "0185"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE shop_pages (
        slug text NOT NULL,
        texts jsonb NOT NULL,
        at_foot boolean NOT NULL DEFAULT true,
        position integer NOT NULL DEFAULT 0,
        changed_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_shop_pages PRIMARY KEY (slug),
        CONSTRAINT ck_shop_pages_slug CHECK (slug <> '')
    )
    """,
    """
    CREATE TABLE shop_redirects (
        path text NOT NULL,
        target text NOT NULL,
        CONSTRAINT pk_shop_redirects PRIMARY KEY (path),
        CONSTRAINT ck_shop_redirects_path CHECK (path LIKE '/%')
    )
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
