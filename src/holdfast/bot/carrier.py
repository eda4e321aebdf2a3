"""What people are told, brought to their chats: a channel of the one engine of mails."""

from collections.abc import Awaitable, Callable

import asyncpg

from holdfast.bot.line import Line
from holdfast.bot.saying import Said, Telegram
from holdfast.mail import Gone, Mail, Ready, chat_at, chat_gone

__all__ = ["ChatCarrier"]


class ChatCarrier:
    """One message after another. There is one Telegram: when it is away nothing can go."""

    for_all = True

    def __init__(self, pool: Callable[[], asyncpg.Pool], line: Line) -> None:
        self._pool, self._line = pool, line
        self._telegram: Telegram | None = None

    async def send(
        self, mail: Mail, ready: Ready, before_text: Callable[[], Awaitable[bool]]
    ) -> bool:
        """As :class:`~holdfast.mail.Carrier` says; a chat whose bot was stopped is forgotten."""
        pool = self._pool()
        chat = await chat_at(pool, mail.address)
        if chat is None:
            raise Gone("the chat is not linked any more")
        if self._telegram is None:
            self._telegram = await self._line()
        if not await before_text():
            return False
        try:
            await self._telegram.say(chat.chat, Said(ready.text.decode()))
        except Gone:
            await chat_gone(pool, chat)
            raise
        return True

    async def try_key(self) -> None:
        """As :class:`~holdfast.mail.TakesKey` says."""
        if self._telegram is None:
            self._telegram = await self._line()
        await self._telegram.known()

    async def close(self) -> None:
        if self._telegram is not None:
            await self._telegram.close()
