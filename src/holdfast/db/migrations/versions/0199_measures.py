"""How much one unit of a variant holds, for its price by the kilogram, litre or metre."""

from alembic import op

revision = "0199"
down_revision = "0198"
branch_labels = None
depends_on = None

STATEMENTS = ("ALTER TABLE variants ADD COLUMN measure jsonb",)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
