"""Customers report messages; staff look at them, and hide what breaks the shop's rules."""

from typing import Final
from uuid import UUID

from holdfast.conversations import (
    Conversation,
    Message,
    MessageNotFound,
    hidden,
    message_of,
    reported,
    shown,
)
from holdfast.flows.commit.caller import Caller
from holdfast.flows.conversing.desk import ConversationDesk, Step, Written, found, step

__all__ = ["hide_message", "look_at", "report_message", "show_message"]

READ: Final = "conversation.read"
"""The ``action`` of staff who read what is a seller's or a studio's."""
_LOOKED: Final = """
SELECT EXISTS (SELECT FROM audit_log WHERE subject = $1 AND actor = $2 AND action = $3
               AND at > now() - interval '1 hour')
"""


async def look_at(desk: ConversationDesk, caller: Caller, conversation_id: UUID) -> None:
    """Staff read it: of one with a seller or a studio the audit log keeps that, once an hour.
    Raises :class:`ConversationNotFound`."""
    one = await found(desk, conversation_id)
    if one.is_with_shop or await desk.database.pool.fetchval(
        _LOOKED, str(one.id), caller.actor, READ
    ):
        return
    async with desk.database.transaction() as connection:
        whose = {"seller": str(one.seller_id)} if one.seller_id else {"studio": str(one.studio_id)}
        await caller.note(connection, READ, str(one.id), whose)


async def report_message(
    desk: ConversationDesk, caller: Caller, conversation_id: UUID, number: int, reason: str
) -> None:
    """The customer tells staff of a message to them; nothing happens if they did before, or staff
    have hidden it. Raises :class:`MessageNotFound`."""

    async def make() -> Step:
        one, message = await _message(desk, conversation_id, number)
        if message.side == "customer":
            raise MessageNotFound("There is no such message to you.")
        riders = reported(one, message, reason) if message.may_be_reported else ()
        return Step(Written(one.id, number), riders)

    await step(desk, caller, make)


async def hide_message(
    desk: ConversationDesk, caller: Caller, conversation_id: UUID, number: int, reason: str
) -> None:
    """Only staff read it from now on; its author reads the reason. Raises
    :class:`MessageNotFound`."""

    async def make() -> Step:
        one, message = await _message(desk, conversation_id, number)
        if message.is_hidden:
            return Step(Written(one.id, number), ())
        about = {"message": number, "text": message.text, "reason": reason}
        line = caller.audited("message.hidden", one.id, about)
        return Step(Written(one.id, number), (*hidden(one, message, caller.actor, reason), line))

    await step(desk, caller, make)


async def show_message(
    desk: ConversationDesk, caller: Caller, conversation_id: UUID, number: int
) -> None:
    """Looked at, and found good to be shown. Raises :class:`MessageNotFound`."""

    async def make() -> Step:
        one, message = await _message(desk, conversation_id, number)
        if message.is_shown:
            return Step(Written(one.id, number), ())
        line = caller.audited("message.shown", one.id, {"message": number})
        return Step(Written(one.id, number), (*shown(one, message), line))

    await step(desk, caller, make)


async def _message(
    desk: ConversationDesk, conversation_id: UUID, number: int
) -> tuple[Conversation, Message]:
    one = await found(desk, conversation_id)
    message = await message_of(desk.database.pool, conversation_id, number)
    if message is None:
        raise MessageNotFound("There is no such message.")
    return one, message
