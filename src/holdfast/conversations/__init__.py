"""Conversations: what customers and sellers, or customers and the shop, write to each other about
a product or an order; and with a photographer or a studio, before they book and after."""

from holdfast.conversations.book import (
    CONVERSATION_COLUMNS,
    conversation_about,
    conversation_of,
    conversations_about_orders,
    message_of,
    messages_before,
    open_conversations,
)
from holdfast.conversations.facts import (
    ConversationClosed,
    MessageHidden,
    MessageReported,
    MessageSent,
    MessageShown,
)
from holdfast.conversations.life import closed, hidden, opened, read, reported, shown, written
from holdfast.conversations.photos import (
    MAX_PHOTOS,
    PhotoAbout,
    add_message_photo,
    must_be_unused,
    photo_about,
    photo_file,
)
from holdfast.conversations.rules import (
    MAX_OPEN,
    MAX_TEXT,
    MOST_MESSAGES,
    Conversation,
    ConversationNotFound,
    ConversationStatus,
    Message,
    MessageNotFound,
    MessageStatus,
    Side,
    Subject,
    SubjectKind,
)
from holdfast.conversations.tables import CONVERSATIONS
