"""A photographer or studio may have a share of their own, whatever is booked."""

from alembic import op

revision = "0122"
down_revision = "0121"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    ALTER TABLE resources ADD COLUMN share integer,
        ADD CONSTRAINT ck_resources_share CHECK (share BETWEEN 0 AND 10000)
    """,
    "COMMENT ON COLUMN resources.share IS 'basis points of what is kept; none: as is usual'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
