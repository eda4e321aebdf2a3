"""What clients write with the shop about a booking is its photographers' as well."""

from uuid import UUID

import asyncpg

from holdfast.booking.bookings import serves_order
from holdfast.conversations import Conversation, ConversationNotFound, conversation_of
from holdfast.flows.conversing.desk import ConversationDesk

__all__ = ["conversation_of_photographer", "is_photographers"]


async def is_photographers(
    pool: asyncpg.Pool, user: UUID, subject: str, subject_id: UUID, seller_id: UUID | None
) -> bool:
    """Whether it is about a booking that they have, and with nobody else who sells."""
    if subject != "order" or seller_id is not None:
        return False
    return await serves_order(pool, user, subject_id)


async def conversation_of_photographer(
    desk: ConversationDesk, user: UUID, conversation_id: UUID
) -> Conversation:
    """One of theirs. Raises :class:`ConversationNotFound` of another's."""
    pool = desk.database.pool
    one = await conversation_of(pool, conversation_id)
    if one is None or not await is_photographers(
        pool, user, one.subject, one.subject_id, one.seller_id
    ):
        raise ConversationNotFound("There is no such conversation.")
    return one
