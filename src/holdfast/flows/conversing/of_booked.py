"""Who is booked, or may be, writes with clients: a photographer takes part in what clients write
with the shop about their booking, or to them before one, a studio has conversations of its own."""

from uuid import UUID

import asyncpg
from msgspec import Struct

from holdfast.booking import ResourceNotFound, resource_of_user
from holdfast.booking.bookings import serves_order
from holdfast.conversations import Conversation, ConversationNotFound, Side, conversation_of
from holdfast.flows.conversing.desk import ConversationDesk
from holdfast.people import Principal

__all__ = ["Booked", "booked_party", "conversation_of_booked"]


class Booked(Struct, frozen=True):
    """A photographer or a studio, by their account and what they are booked as; ``studio``: which
    one, None: a photographer."""

    user: UUID
    resource: UUID
    studio: UUID | None

    @property
    def side(self) -> Side:
        return "photographer" if self.studio is None else "studio"


async def booked_party(pool: asyncpg.Pool, who: Principal) -> Booked:
    """As whom they write. Raises :class:`ResourceNotFound` of who may act as nobody."""
    is_one = who.kind == "user" and who.is_photographer
    mine = await resource_of_user(pool, who.user_id) if is_one else None
    if mine is None:
        raise ResourceNotFound("No photographer or studio has your account.")
    return Booked(who.user_id, mine.id, mine.id if mine.kind == "studio" else None)


async def conversation_of_booked(
    desk: ConversationDesk, party: Booked, conversation_id: UUID
) -> Conversation:
    """One about them, or about a booking that takes their time now, and to which they are a party.
    Raises :class:`ConversationNotFound` of another's."""
    pool = desk.database.pool
    one = await conversation_of(pool, conversation_id)
    if (
        one is None
        or one.seller_id is not None
        or one.studio_id != party.studio
        or not await _is_theirs(pool, party, one)
    ):
        raise ConversationNotFound("There is no such conversation.")
    return one


async def _is_theirs(pool: asyncpg.Pool, party: Booked, one: Conversation) -> bool:
    if one.subject == "resource":
        return one.subject_id == party.resource
    return one.subject == "order" and await serves_order(pool, party.user, one.subject_id)
