"""Photographers write with the clients of their sessions."""

from alembic import op

revision = "0136"
down_revision = "0135"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE conversation_messages DROP CONSTRAINT ck_conversation_messages_side",
    """
    ALTER TABLE conversation_messages ADD CONSTRAINT ck_conversation_messages_side
    CHECK (side IN ('customer', 'seller', 'shop', 'photographer'))
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
