"""Under which key of its maker's a category and a seller was made, so that it is made once."""

from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE categories ADD COLUMN key text CONSTRAINT uq_categories_key UNIQUE",
    "ALTER TABLE sellers ADD COLUMN key text CONSTRAINT uq_sellers_key UNIQUE",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
