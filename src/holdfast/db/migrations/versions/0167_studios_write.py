"""Studios write with their clients, in conversations of their own."""

from alembic import op

revision = "0167"
down_revision = "0166"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE conversations ADD COLUMN studio_id uuid",
    """
    COMMENT ON COLUMN conversations.studio_id
    IS 'a resource''s id: with a studio that has an account'
    """,
    """
    COMMENT ON COLUMN conversations.seller_id IS 'none, and no studio: with the shop itself'
    """,
    """
    ALTER TABLE conversations ADD CONSTRAINT ck_conversations_studio
    CHECK (studio_id IS NULL OR seller_id IS NULL AND subject = 'order')
    """,
    "DROP INDEX uq_conversations_subject",
    """
    CREATE UNIQUE INDEX uq_conversations_subject
    ON conversations (customer, subject_id, seller_id, studio_id) NULLS NOT DISTINCT
    """,
    "ALTER TABLE conversation_messages DROP CONSTRAINT ck_conversation_messages_side",
    """
    ALTER TABLE conversation_messages ADD CONSTRAINT ck_conversation_messages_side
    CHECK (side IN ('customer', 'seller', 'shop', 'photographer', 'studio'))
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
