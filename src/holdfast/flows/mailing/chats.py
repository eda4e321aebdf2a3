"""Somebody has a chat with the shop's bot tell them what happens, or no more: the page makes a
code, the chat says it."""

from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db import inbox
from holdfast.db.engine import Database
from holdfast.flows.mailing.mailing import Mailing
from holdfast.flows.people.telling import tell_owner
from holdfast.kit import Problem, new_id, utc_now
from holdfast.mail import (
    Chat,
    Code,
    chat_numbered,
    chats_of,
    link_chat,
    new_code,
    unlink_chat,
    use_code,
)
from holdfast.people import by_id, of_owner

__all__ = [
    "INBOX", "ChatCodeUnknown", "ChatNotLinked", "TelegramNeedsSession", "TelegramOff", "chat_of",
    "forget_chat", "link_by_code", "make_code", "stop_chat", "who_is_there",
]  # fmt: skip

INBOX: Final = "telegram"
"""Whose messages the marks of updates are."""
_MOST_NAME: Final = 200


class TelegramOff(Problem):
    """The shop has no bot."""

    status = 409
    code = "telegram-off"
    title = "This shop has no bot of Telegram"


class TelegramNeedsSession(Problem):
    """Who asks came with a token: the chat would outlast it."""

    status = 409
    code = "telegram-needs-session"
    title = "A chat is linked by somebody who is logged in"


class ChatCodeUnknown(Problem):
    """The code was used, is over, or was never one."""

    status = 404
    code = "chat-code-unknown"
    title = "The code does not link this chat"


class ChatNotLinked(Problem):
    """No chat is linked to the account."""

    status = 404
    code = "chat-not-linked"
    title = "No chat is linked"


def _bot(mailing: Mailing | None) -> str:
    if mailing is None or not mailing.telegram:
        raise TelegramOff("Its mails come as before.")
    return mailing.telegram


async def make_code(
    database: Database, mailing: Mailing | None, owner: str, session: str
) -> tuple[Code, str]:
    """A code for a chat, in place of any before, and the address that says it to the bot. Raises
    :class:`TelegramOff`, :class:`TelegramNeedsSession`."""
    bot = _bot(mailing)
    async with database.transaction() as connection:
        made = await new_code(connection, owner, session)
    if made is None:
        raise TelegramNeedsSession("Log in to the shop, and link the chat there.")
    return made, f"https://t.me/{bot}?start={made.code}"


async def chat_of(database: Database, owner: str) -> Chat | None:
    """The chat that tells them, if one does."""
    async with database.read() as connection:
        return (await chats_of(connection, [owner])).get(owner)


async def forget_chat(database: Database, owner: str) -> None:
    """Tell them there no more. Raises :class:`ChatNotLinked`."""
    async with database.transaction() as connection:
        if not await unlink_chat(connection, owner=owner):
            raise ChatNotLinked("No chat is linked to your account.")


async def stop_chat(database: Database, update: int, chat: int) -> None:
    """Whoever is there is told there no more. The update that said so does it once: said again it
    leaves what was linked since."""
    async with database.transaction() as connection:
        if await inbox.take(connection, INBOX, str(update)):
            await unlink_chat(connection, chat=chat)


async def link_by_code(database: Database, update: int, chat: int, code: str, name: str) -> Chat:
    """The chat is whose the code is. The update that said so does it once; said again it changes
    nothing. Raises :class:`ChatCodeUnknown`."""
    async with database.transaction() as connection:
        if not await inbox.take(connection, INBOX, str(update)):
            found = await chat_numbered(connection, chat)
        else:
            owner = await use_code(connection, code)
            if owner is not None:
                made = Chat(new_id(), owner, chat, name[:_MOST_NAME], utc_now())
                await _tell(connection, owner)
                return await link_chat(connection, made)
            found = None
    if found is None:
        raise ChatCodeUnknown("Make a new one on your account's page: it links a chat once.")
    return found


async def _tell(connection: AsyncConnection, owner: str) -> None:
    """Who has the account, that a chat acts in their name now."""
    user = await by_id(connection, of_owner(owner).user_id)
    if user is not None:
        await tell_owner(connection, user, "chat-linked")


async def who_is_there(database: Database, chat: int) -> Chat | None:
    """Whose chat it is, if they may still log in."""
    async with database.read() as connection:
        return await chat_numbered(connection, chat)
