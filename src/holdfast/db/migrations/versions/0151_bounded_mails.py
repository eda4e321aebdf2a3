"""Whether a mail counts among those of which so many a day go to one address. A process of before
notes nothing of it: what it writes counts as its kind does."""

from alembic import op

revision = "0151"
down_revision = "0150"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE mails ADD COLUMN bounded boolean NOT NULL DEFAULT true",
    """COMMENT ON COLUMN mails.bounded IS
    'counts among those of which so many a day go to one address'""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
