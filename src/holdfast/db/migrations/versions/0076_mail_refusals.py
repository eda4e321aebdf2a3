"""Who wants none of which kind of mail."""

from alembic import op

revision = "0076"
down_revision = "0075"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE mail_refusals (
        owner text NOT NULL, kind text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT pk_mail_refusals PRIMARY KEY (owner, kind)
    )
    """,
    "COMMENT ON TABLE mail_refusals IS 'who wants none of which kind'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
