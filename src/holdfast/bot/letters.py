"""Messages in a chat: what one has not read, and the answer, which is a reply to what told of it.
Which conversation that is the address in it says, and nobody writes in one that is not theirs."""

import math
import re
from typing import Final
from uuid import UUID

from holdfast.booking import ResourceNotFound
from holdfast.bot.saying import Said, cut
from holdfast.bot.visitor import Rooms, Visitor
from holdfast.conversations import ConversationNotFound, Message, Side, messages_before
from holdfast.flows.conversing.desk import found
from holdfast.flows.conversing.of_booked import Booked, booked_party, conversation_of_booked
from holdfast.flows.conversing.writing import mark_read, write
from holdfast.kit.sentences import say
from holdfast.people import public_name
from holdfast.views.conversations import (
    ConversationFilter,
    ConversationRow,
    conversation_row,
    conversation_rows,
)
from holdfast.views.names_now import conversations_named

__all__ = ["answered", "not_sent", "unread"]

_SHOWN: Final = 6
"""Messages of one conversation, the last ones."""
_OWN: Final = "/messages/"
_BOOKED: Final = "/my/messages/"
_PAGE: Final = re.compile(
    r"(?P<shop>https?://\S+?)(?P<side>/my)?/messages/(?P<id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
)


async def unread(rooms: Rooms, who: Visitor) -> Said:
    """What was written last and is not read; it is read by that. The next by asking again."""
    for side, query in await _sides(rooms, who):
        async with rooms.letters.database.read() as connection:
            rows, more = await conversation_rows(connection, query)
        if rows:
            return await _shown(rooms, who, rows[0], side, more=len(rows) > 1 or more is not None)
    return Said(who.told(say("You have read everything: {url}", url=f"{rooms.url}/messages")))


async def answered(rooms: Rooms, who: Visitor, to: str, text: str) -> Said | None:
    """The next message of the conversation whose address stands last in what is replied to; None:
    there is none in it. Raises what :func:`~holdfast.flows.conversing.writing.write` does, and
    :class:`ConversationNotFound`."""
    pages = [one for one in _PAGE.finditer(to) if one["shop"] == rooms.url]
    if not pages:
        return None
    conversation = UUID(pages[-1]["id"])
    side: Side = "customer"
    if pages[-1]["side"]:
        party = await booked_party(rooms.letters.database.pool, who.principal)
        await conversation_of_booked(rooms.letters, party, conversation)
        side = party.side
    elif (await found(rooms.letters, conversation)).customer != who.principal.user_id:
        raise ConversationNotFound("There is no such conversation.")
    if wait := await rooms.wait(who.principal.id):
        return Said(who.told(say("Try again in {seconds} s.", seconds=str(math.ceil(wait)))))
    await write(
        rooms.letters, who.caller("message", f"{conversation} {text}"), conversation, side, text
    )
    async with rooms.letters.database.read() as connection:
        row = await conversation_row(connection, conversation, who.language)
    return Said(who.told(say("Sent to {name}.", name=_with(who, row, side))))


def not_sent(rooms: Rooms, who: Visitor) -> Said:
    """Words that answer nothing go to nobody, which is said."""
    return Said(
        who.told(
            say(
                "Nobody reads what is written here. To answer a message, reply to it in this chat,"
                " or write /messages for what is unread: {url}",
                url=f"{rooms.url}/messages",
            )
        )
    )


async def _sides(rooms: Rooms, who: Visitor) -> list[tuple[Side, ConversationFilter]]:
    """As a client, and as who is booked."""
    mine = who.principal.user_id
    sides: list[tuple[Side, ConversationFilter]] = [
        (
            "customer",
            ConversationFilter("customer", who.language, customer=mine, unread=True, limit=1),
        )
    ]
    party = await _party(rooms, who)
    if party is not None:
        booked = ConversationFilter(
            party.side, who.language, booked=party.user, unread=True, limit=1
        )
        sides.append((party.side, booked))
    return sides


async def _party(rooms: Rooms, who: Visitor) -> Booked | None:
    try:
        return await booked_party(rooms.letters.database.pool, who.principal)
    except ResourceNotFound:
        return None


async def _shown(
    rooms: Rooms, who: Visitor, row: ConversationRow, side: Side, *, more: bool
) -> Said:
    one, database = row.conversation, rooms.letters.database
    last = await messages_before(database.pool, one.id, one.messages + 1, _SHOWN)
    (row,) = await conversations_named(database, [row], who.language)
    new = [it for it in last if it.number > one.read_by(side) and _is_of_others(it, side)]
    page = f"{rooms.url}{_OWN if side == 'customer' else _BOOKED}{one.id}"
    words = [
        " · ".join(filter(None, (_with(who, row, side), row.service, row.name))),
        *(_text(who, it) for it in reversed(new)),
        who.told(say("Reply to this message to answer.")),
    ]
    if more:
        words.append(who.told(say("There is more to read: /messages")))
    # Its address stands last: whoever wrote may have put another's into their words.
    await mark_read(rooms.letters, who.caller("read", f"{one.id}"), one.id, side, one.messages)
    return Said("\n\n".join([*words, page]))


def _is_of_others(message: Message, side: Side) -> bool:
    return (message.side == "customer") != (side == "customer")


def _text(who: Visitor, message: Message) -> str:
    if message.is_hidden:
        return who.told(say("A message that staff have hidden."))
    photos = who.told(say("[{count} pictures]", count=len(message.photos)))
    return "\n".join(filter(None, (cut(message.text), photos if message.photos else "")))


def _with(who: Visitor, row: ConversationRow, side: Side) -> str:
    """Who reads it on the other side."""
    if side != "customer":
        return public_name(row.customer, row.email)
    people = ", ".join(row.photographers)
    return row.seller or row.studio or people or who.told(say("the studio"))
