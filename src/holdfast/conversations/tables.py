"""A row for each conversation of a customer with a seller, a studio or the shop, and one for each
message.

Riders insert them, transitions move them (see ``life``): so live feeds hear of each change.
"""

from typing import Final

import sqlalchemy as sa

from holdfast.db.metadata import TIME, metadata, written_at
from holdfast.ledger import RowTable, StateTable

_UNANSWERED: Final = sa.text("asked > read_by_merchant")

conversations = sa.Table(
    "conversations",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("customer", sa.Uuid, nullable=False, comment="a user's id"),
    sa.Column("seller_id", sa.Uuid, comment="none, and no studio: with the shop itself"),
    sa.Column("studio_id", sa.Uuid, comment="a resource's id: with a studio that has an account"),
    sa.Column("subject", sa.Text, nullable=False,
              comment="what it is about: product, order, resource"),
    sa.Column("subject_id", sa.Uuid, nullable=False, comment="of that"),
    sa.Column("status", sa.Text, nullable=False, server_default="open"),
    sa.Column("messages", sa.Integer, nullable=False, server_default="0"),
    sa.Column("asked", sa.Integer, nullable=False, server_default="0",
              comment="number of the last message by the customer"),
    sa.Column("answered", sa.Integer, nullable=False, server_default="0",
              comment="number of the last message to the customer"),
    sa.Column("read_by_customer", sa.Integer, nullable=False, server_default="0",
              comment="up to this message"),
    sa.Column("read_by_merchant", sa.Integer, nullable=False, server_default="0",
              comment="by the seller, or the shop if it is with that"),
    sa.Column("customer_read_at", TIME),
    sa.Column("merchant_read_at", TIME),
    sa.Column("closed_by", sa.Text, comment="which side"),
    written_at("opened_at"),
    written_at("last_at"),
    sa.Column("changed_at", TIME, nullable=False, server_default=sa.func.clock_timestamp(),
              comment="in whatever way: written, read, closed, hidden"),
    sa.CheckConstraint("subject IN ('product', 'order', 'resource')", name="subject"),
    sa.CheckConstraint("status IN ('open', 'closed')", name="status"),
    sa.CheckConstraint("(status = 'closed') = (closed_by IS NOT NULL)", name="closed_by"),
    sa.CheckConstraint("messages BETWEEN 0 AND 500", name="messages"),
    sa.CheckConstraint("greatest(asked, answered) <= messages", name="numbers"),
    sa.CheckConstraint(
        "studio_id IS NULL OR seller_id IS NULL AND subject IN ('order', 'resource')",
        name="studio",
    ),
    sa.Index(
        "uq_conversations_subject",
        "customer",
        "subject_id",
        "seller_id",
        "studio_id",
        unique=True,
        postgresql_nulls_not_distinct=True,
    ),
    sa.Index("ix_conversations_customer", "customer", "last_at", "id"),
    sa.Index("ix_conversations_seller_id", "seller_id", "last_at", "id"),
    sa.Index("ix_conversations_last_at", "last_at", "id"),
    sa.Index("ix_conversations_unanswered", "seller_id", postgresql_where=_UNANSWERED),
)  # fmt: skip

# No foreign key: a conversation and its first message are riders of one command.
conversation_messages = sa.Table(
    "conversation_messages",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("conversation_id", sa.Uuid, nullable=False),
    sa.Column("number", sa.Integer, nullable=False, comment="its place, from 1"),
    sa.Column("side", sa.Text, nullable=False),
    sa.Column("author", sa.Uuid, nullable=False, comment="a user's id"),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False, server_default="shown"),
    written_at("at"),
    sa.Column("hidden_by", sa.Text),
    sa.Column("hidden_reason", sa.Text),
    sa.Column("reported_at", TIME),
    sa.Column("reported_reason", sa.Text),
    sa.CheckConstraint(
        "side IN ('customer', 'seller', 'shop', 'photographer', 'studio')", name="side"
    ),
    sa.CheckConstraint("status IN ('shown', 'reported', 'hidden')", name="status"),
    sa.CheckConstraint("text <> '' AND length(text) <= 2000", name="text"),
    sa.CheckConstraint(
        "(status = 'hidden') = (hidden_by IS NOT NULL)"
        " AND (hidden_by IS NULL) = (hidden_reason IS NULL)",
        name="hidden",
    ),
    sa.CheckConstraint("(reported_at IS NULL) = (reported_reason IS NULL)", name="reported"),
    sa.Index("uq_conversation_messages_number", "conversation_id", "number", unique=True),
    sa.Index(
        "ix_conversation_messages_reported",
        "conversation_id",
        postgresql_where=sa.text("status = 'reported'"),
    ),
)

# No foreign key: a photo is there before the message that has it.
message_photos = sa.Table(
    "message_photos",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("author", sa.Uuid, nullable=False, comment="a user's id"),
    sa.Column("name", sa.Text, nullable=False, comment="made of what was sent"),
    sa.Column("webp", sa.LargeBinary, nullable=False),
    sa.Column("status", sa.Text, nullable=False, server_default="unused"),
    sa.Column("conversation_id", sa.Uuid),
    sa.Column("number", sa.Integer, comment="the message's"),
    sa.Column("place", sa.SmallInteger),
    written_at("sent_at"),
    sa.CheckConstraint("status IN ('unused', 'shown')", name="status"),
    sa.CheckConstraint(
        "(status = 'shown') = (conversation_id IS NOT NULL)"
        " AND (conversation_id IS NULL) = (number IS NULL)"
        " AND (conversation_id IS NULL) = (place IS NULL)",
        name="message",
    ),
    sa.CheckConstraint("place BETWEEN 1 AND 4", name="place"),
    sa.Index(
        "uq_message_photos_unused",
        "author",
        "name",
        unique=True,
        postgresql_where=sa.text("status = 'unused'"),
    ),
    sa.Index("ix_message_photos_unused", "sent_at", postgresql_where=sa.text("status = 'unused'")),
    sa.Index("uq_message_photos_place", "conversation_id", "number", "place", unique=True),
)

CONVERSATIONS: Final = RowTable(
    "conversations",
    ("id", "customer", "seller_id", "studio_id", "subject", "subject_id", "messages", "asked",
     "answered", "read_by_customer", "read_by_merchant", "opened_at", "last_at", "changed_at"),
    ("uuid", "uuid", "uuid", "uuid", "text", "uuid", "integer", "integer",
     "integer", "integer", "integer", "timestamptz", "timestamptz", "timestamptz"),
)  # fmt: skip
MESSAGES: Final = RowTable(
    "conversation_messages",
    ("id", "conversation_id", "number", "side", "author", "text", "at"),
    ("uuid", "uuid", "integer", "text", "uuid", "text", "timestamptz"),
)
CONVERSATION_STATES: Final = StateTable(
    "conversations",
    "id",
    "status",
    {
        "messages": "integer",
        "asked": "integer",
        "answered": "integer",
        "read_by_customer": "integer",
        "read_by_merchant": "integer",
        "customer_read_at": "timestamptz",
        "merchant_read_at": "timestamptz",
        "closed_by": "text",
        "last_at": "timestamptz",
        "changed_at": "timestamptz",
    },
    {"open": ("closed",), "closed": ("open",)},  # a new message opens it again
)
MESSAGE_STATES: Final = StateTable(
    "conversation_messages",
    "id",
    "status",
    {
        "hidden_by": "text",
        "hidden_reason": "text",
        "reported_at": "timestamptz",
        "reported_reason": "text",
    },
    {
        "shown": ("reported", "hidden"),
        "reported": ("shown", "hidden"),  # staff looked at it
        "hidden": ("shown",),
    },
)
PHOTO_STATES: Final = StateTable(
    "message_photos",
    "id",
    "status",
    {"conversation_id": "uuid", "number": "integer", "place": "smallint"},
    {"unused": ("shown",), "shown": ()},
)
