"""A shop has texts about cancelling sessions and about cookies, too."""

from alembic import op

revision = "0220"
down_revision = "0219"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE shop_policies DROP CONSTRAINT ck_shop_policies_name",
    """
    ALTER TABLE shop_policies ADD CONSTRAINT ck_shop_policies_name CHECK (name IN
    ('contacts', 'delivery', 'returns', 'cancellation', 'privacy', 'terms', 'cookies'))
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
