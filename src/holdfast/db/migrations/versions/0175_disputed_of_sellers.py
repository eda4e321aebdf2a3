"""What banks took back of what a seller sold stands beside what is theirs of it."""

from alembic import op

revision = "0175"
down_revision = "0174"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE suborders ADD COLUMN disputed bigint DEFAULT 0 NOT NULL",
    "ALTER TABLE suborders ADD CONSTRAINT ck_suborders_disputed CHECK (disputed >= 0)",
    "COMMENT ON COLUMN suborders.disputed IS 'what banks took back of it; no part of gross'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
