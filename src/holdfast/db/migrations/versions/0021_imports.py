"""Imports that staff begin in the browser: the file, how far it is, and its report."""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE imports (
        id uuid NOT NULL CONSTRAINT pk_imports PRIMARY KEY,
        key text CONSTRAINT uq_imports_key UNIQUE,
        name text NOT NULL,
        file bytea NOT NULL,
        actor text NOT NULL,
        request text NOT NULL DEFAULT '',
        currency text NOT NULL,
        phase text NOT NULL DEFAULT 'check',
        state text NOT NULL DEFAULT 'waiting',
        set_stock boolean NOT NULL DEFAULT false,
        fetch_images boolean NOT NULL DEFAULT false,
        lines_done bigint NOT NULL DEFAULT 0,
        lines_all bigint NOT NULL DEFAULT 0,
        tries integer NOT NULL DEFAULT 0,
        report jsonb,
        trouble text NOT NULL DEFAULT '',
        created_at timestamptz NOT NULL DEFAULT now(),
        beat_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT ck_imports_phase CHECK (phase IN ('check', 'import')),
        CONSTRAINT ck_imports_state CHECK (state IN ('waiting', 'running', 'done', 'failed'))
    )
    """,
    """
    CREATE INDEX ix_imports_open ON imports (created_at)
    WHERE state IN ('waiting', 'running')
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("migrations only go up")
