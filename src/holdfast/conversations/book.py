"""Conversations and messages as they stand."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import asyncpg
from msgspec.structs import replace

from holdfast.conversations.rules import Conversation, Message

CONVERSATION_COLUMNS: Final = (
    "c.id, c.customer, c.seller_id, c.studio_id, c.subject, c.subject_id, c.status, c.messages,"
    " c.asked, c.answered, c.read_by_customer, c.read_by_merchant, c.closed_by, c.opened_at,"
    " c.last_at"
)
"""A :class:`Conversation` as a row, of conversations called ``c``."""
_MESSAGE: Final = (
    "id, conversation_id, number, side, author, text, status, at, hidden_reason, hidden_by,"
    " reported_reason, reported_at, ARRAY(SELECT p.id FROM message_photos p"
    " WHERE p.conversation_id = conversation_messages.conversation_id"
    " AND p.number = conversation_messages.number ORDER BY p.place)"
)
_ONE: Final = f"SELECT {CONVERSATION_COLUMNS} FROM conversations c WHERE c.id = $1"
_ABOUT: Final = f"""
SELECT {CONVERSATION_COLUMNS} FROM conversations c
WHERE c.customer = $1 AND c.subject_id = $2 AND c.seller_id IS NOT DISTINCT FROM $3
  AND c.studio_id IS NOT DISTINCT FROM $4
"""
_ABOUT_ORDERS: Final = """
SELECT subject_id, id FROM conversations
WHERE subject = 'order' AND seller_id IS NULL AND studio_id IS NOT DISTINCT FROM $2
  AND subject_id = ANY($1::uuid[])
"""
_OPEN: Final = "SELECT count(*) FROM conversations WHERE customer = $1 AND status = 'open'"
_MESSAGE_OF: Final = f"""
SELECT {_MESSAGE} FROM conversation_messages WHERE conversation_id = $1 AND number = $2
"""
_BEFORE: Final = f"""
SELECT {_MESSAGE} FROM conversation_messages
WHERE conversation_id = $1 AND number < $2 ORDER BY number DESC LIMIT $3
"""


async def conversation_of(pool: asyncpg.Pool, conversation_id: UUID) -> Conversation | None:
    """The conversation of that id."""
    row = await pool.fetchrow(_ONE, conversation_id)
    return None if row is None else Conversation(*row)


async def conversation_about(
    pool: asyncpg.Pool,
    customer: UUID,
    subject_id: UUID,
    seller_id: UUID | None,
    studio_id: UUID | None = None,
) -> Conversation | None:
    """The customer's with that seller, that studio, or with the shop; there is one at most."""
    row = await pool.fetchrow(_ABOUT, customer, subject_id, seller_id, studio_id)
    return None if row is None else Conversation(*row)


async def conversations_about_orders(
    pool: asyncpg.Pool, orders: Sequence[UUID], studio_id: UUID | None = None
) -> dict[UUID, UUID]:
    """By order, what its customer and the shop, or the studio, write to each other about it, where
    they do."""
    return dict(await pool.fetch(_ABOUT_ORDERS, orders, studio_id))


async def open_conversations(pool: asyncpg.Pool, customer: UUID) -> int:
    """How many the customer has open."""
    found: int = await pool.fetchval(_OPEN, customer)
    return found


async def message_of(pool: asyncpg.Pool, conversation_id: UUID, number: int) -> Message | None:
    """The message of that number."""
    row = await pool.fetchrow(_MESSAGE_OF, conversation_id, number)
    return None if row is None else _message(row)


async def messages_before(
    pool: asyncpg.Pool, conversation_id: UUID, number: int, limit: int
) -> list[Message]:
    """Those that came before that number, the latest first."""
    rows = await pool.fetch(_BEFORE, conversation_id, number, limit)
    return [_message(row) for row in rows]


def _message(row: asyncpg.Record) -> Message:
    *said, photos = row
    return replace(Message(*said), photos=tuple(photos))
