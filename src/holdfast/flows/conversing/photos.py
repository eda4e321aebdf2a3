"""Pictures in messages: sent by whoever may write, seen by who may read the message."""

from uuid import UUID

from holdfast.booking import ResourceNotFound
from holdfast.catalog.pictures import Workshop
from holdfast.conversations import (
    ConversationNotFound,
    PhotoAbout,
    add_message_photo,
    photo_about,
    photo_file,
)
from holdfast.flows.commit.caller import Caller
from holdfast.flows.conversing.desk import ConversationDesk
from holdfast.flows.conversing.moderating import look_at
from holdfast.flows.conversing.of_booked import booked_party, conversation_of_booked
from holdfast.flows.inventory.private_photos import fit
from holdfast.kit.photos import PhotoNotFound
from holdfast.people import Principal
from holdfast.sellers import works_for

__all__ = ["keep_message_photo", "photo_seen"]


async def keep_message_photo(
    desk: ConversationDesk, workshop: Workshop, author: UUID, data: bytes
) -> UUID:
    """Its id, by which a message of the author's names it. Raises what :func:`fit` raises, and
    :class:`TooManyPhotos`."""
    photo = await fit(workshop, data)
    async with desk.database.transaction() as connection:
        return await add_message_photo(connection, author, photo.name, photo.webp)


async def photo_seen(desk: ConversationDesk, caller: Caller, photo_id: UUID) -> bytes:
    """The file, for who may read its message; before it has one, for who sent it. That staff looked
    at one of a seller's stands in the audit log. Raises :class:`PhotoNotFound`."""
    about, who = await photo_about(desk.database.pool, photo_id), caller.principal
    if not await _takes_part(desk, who, about):
        if not who.is_staff or about.conversation_id is None:
            raise PhotoNotFound("There is no such photo.")
        await look_at(desk, caller, about.conversation_id)
    return await photo_file(desk.database.pool, photo_id)


async def _takes_part(desk: ConversationDesk, who: Principal, about: PhotoAbout) -> bool:
    if about.conversation_id is None:
        return about.author == who.user_id
    if about.hidden:
        return False
    if about.customer == who.user_id:
        return True
    if about.seller_id is None:
        try:
            party = await booked_party(desk.database.pool, who)
            await conversation_of_booked(desk, party, about.conversation_id)
        except (ConversationNotFound, ResourceNotFound):
            return False
        return True
    if not who.is_seller:
        return False
    return await works_for(desk.database.pool, who.user_id, about.seller_id) is not None
