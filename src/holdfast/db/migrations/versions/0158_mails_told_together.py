"""What may be told with others in one mail, and which mail told of it. A process of before notes
neither: what it writes goes by itself."""

from alembic import op

revision = "0158"
down_revision = "0157"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE mails ADD COLUMN together text NOT NULL DEFAULT ''",
    "COMMENT ON COLUMN mails.together IS 'what it is a part of; those of the same are told in one'",
    "ALTER TABLE mails ADD COLUMN told_in uuid",
    "COMMENT ON COLUMN mails.told_in IS 'the mail that tells of it as well'",
    "CREATE INDEX ix_mails_told_in ON mails (told_in) WHERE told_in IS NOT NULL",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
