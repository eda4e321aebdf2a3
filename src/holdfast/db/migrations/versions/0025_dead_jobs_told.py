"""Jobs given up are told to platforms, once; those of before are not news."""

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE dead_jobs ADD COLUMN told boolean NOT NULL DEFAULT true",
    "ALTER TABLE dead_jobs ALTER COLUMN told SET DEFAULT false",
    "CREATE INDEX ix_dead_jobs_untold ON dead_jobs (id) WHERE NOT told",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("migrations only go up")
