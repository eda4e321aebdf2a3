"""Clients write to photographers and studios whom they have not booked."""

from alembic import op

revision = "0218"
down_revision = "0217"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE conversations DROP CONSTRAINT ck_conversations_subject",
    """
    ALTER TABLE conversations ADD CONSTRAINT ck_conversations_subject
    CHECK (subject IN ('product', 'order', 'resource'))
    """,
    """
    COMMENT ON COLUMN conversations.subject IS 'what it is about: product, order, resource'
    """,
    "ALTER TABLE conversations DROP CONSTRAINT ck_conversations_studio",
    """
    ALTER TABLE conversations ADD CONSTRAINT ck_conversations_studio
    CHECK (studio_id IS NULL OR seller_id IS NULL AND subject IN ('order', 'resource'))
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
