"""What customers and sellers, or customers and the shop, write to each other."""

from alembic import op

revision = "0113"
down_revision = "0112"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE conversations (
        id uuid,
        customer uuid NOT NULL,
        seller_id uuid,
        subject text NOT NULL,
        subject_id uuid NOT NULL,
        status text NOT NULL DEFAULT 'open',
        messages integer NOT NULL DEFAULT 0,
        asked integer NOT NULL DEFAULT 0,
        answered integer NOT NULL DEFAULT 0,
        read_by_customer integer NOT NULL DEFAULT 0,
        read_by_merchant integer NOT NULL DEFAULT 0,
        customer_read_at timestamptz,
        merchant_read_at timestamptz,
        closed_by text,
        opened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        last_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT pk_conversations PRIMARY KEY (id),
        CONSTRAINT ck_conversations_subject CHECK (subject IN ('product', 'order')),
        CONSTRAINT ck_conversations_status CHECK (status IN ('open', 'closed')),
        CONSTRAINT ck_conversations_closed_by
            CHECK ((status = 'closed') = (closed_by IS NOT NULL)),
        CONSTRAINT ck_conversations_messages CHECK (messages BETWEEN 0 AND 500),
        CONSTRAINT ck_conversations_numbers CHECK (greatest(asked, answered) <= messages)
    )
    """,
    "COMMENT ON COLUMN conversations.customer IS 'a user''s id'",
    "COMMENT ON COLUMN conversations.seller_id IS 'none: with the shop itself'",
    "COMMENT ON COLUMN conversations.subject IS 'what it is about: product, order'",
    "COMMENT ON COLUMN conversations.subject_id IS 'of that'",
    "COMMENT ON COLUMN conversations.asked IS 'number of the last message by the customer'",
    "COMMENT ON COLUMN conversations.answered IS 'number of the last message to the customer'",
    "COMMENT ON COLUMN conversations.read_by_customer IS 'up to this message'",
    (
        "COMMENT ON COLUMN conversations.read_by_merchant IS"
        " 'by the seller, or the shop if it is with that'"
    ),
    "COMMENT ON COLUMN conversations.closed_by IS 'which side'",
    (
        "COMMENT ON COLUMN conversations.changed_at IS 'in whatever way: written, read, closed,"
        " hidden'"
    ),
    (
        "CREATE UNIQUE INDEX uq_conversations_subject ON conversations"
        " (customer, subject_id, seller_id) NULLS NOT DISTINCT"
    ),
    "CREATE INDEX ix_conversations_customer ON conversations (customer, last_at, id)",
    "CREATE INDEX ix_conversations_seller_id ON conversations (seller_id, last_at, id)",
    "CREATE INDEX ix_conversations_last_at ON conversations (last_at, id)",
    (
        "CREATE INDEX ix_conversations_unanswered ON conversations (seller_id)"
        " WHERE asked > read_by_merchant"
    ),
    """
    CREATE TABLE conversation_messages (
        id uuid,
        conversation_id uuid NOT NULL,
        number integer NOT NULL,
        side text NOT NULL,
        author uuid NOT NULL,
        text text NOT NULL,
        status text NOT NULL DEFAULT 'shown',
        at timestamptz NOT NULL DEFAULT clock_timestamp(),
        hidden_by text,
        hidden_reason text,
        reported_at timestamptz,
        reported_reason text,
        CONSTRAINT pk_conversation_messages PRIMARY KEY (id),
        CONSTRAINT ck_conversation_messages_side CHECK (side IN ('customer', 'seller', 'shop')),
        CONSTRAINT ck_conversation_messages_status
            CHECK (status IN ('shown', 'reported', 'hidden')),
        CONSTRAINT ck_conversation_messages_text CHECK (text <> '' AND length(text) <= 2000),
        CONSTRAINT ck_conversation_messages_hidden
            CHECK ((status = 'hidden') = (hidden_by IS NOT NULL)
                   AND (hidden_by IS NULL) = (hidden_reason IS NULL)),
        CONSTRAINT ck_conversation_messages_reported
            CHECK ((reported_at IS NULL) = (reported_reason IS NULL))
    )
    """,
    "COMMENT ON COLUMN conversation_messages.number IS 'its place, from 1'",
    "COMMENT ON COLUMN conversation_messages.author IS 'a user''s id'",
    (
        "CREATE UNIQUE INDEX uq_conversation_messages_number ON conversation_messages"
        " (conversation_id, number)"
    ),
    (
        "CREATE INDEX ix_conversation_messages_reported ON conversation_messages (conversation_id)"
        " WHERE status = 'reported'"
    ),
)


def upgrade() -> None:
    """Make them."""
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Not offered: restore a backup instead."""
    raise NotImplementedError("migrations only go up")
