"""The Bot API as aiogram asks it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    Update,
)
from aiohttp import ClientConnectorError

from holdfast.bot.saying import Button, Heard, Said
from holdfast.mail import Away, Gone, InDoubt, KeyRefused, NotNow, Refused

__all__ = ["ByAiogram"]

_KINDS: Final = ["message", "callback_query"]
_NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)
_AT_ONCE: Final = 100


class ByAiogram:
    """``url``: another server than Telegram's own; no answer takes longer than ``seconds``."""

    def __init__(self, token: str, url: str, seconds: float) -> None:
        server = TelegramAPIServer.from_base(url) if url else PRODUCTION
        self._seconds = seconds
        self._bot = Bot(token, session=AiohttpSession(api=server, timeout=seconds))

    async def heard(self, after: int | None, seconds: int) -> list[Heard]:
        with _judged():
            found = await self._bot.get_updates(
                offset=None if after is None else after + 1,
                limit=_AT_ONCE,
                timeout=seconds,
                allowed_updates=_KINDS,
                request_timeout=int(seconds + self._seconds),
            )
        return [_heard(one) for one in found]

    async def known(self) -> None:
        with _judged():
            await self._bot.get_me()

    async def say(self, chat: int, said: Said) -> None:
        rows = [[_button(one) for one in row] for row in said.buttons]
        keys = InlineKeyboardMarkup(inline_keyboard=rows) if rows else None
        with _judged():
            await self._bot.send_message(
                chat, said.text, reply_markup=keys, link_preview_options=_NO_PREVIEW
            )

    async def seen(self, press: str) -> None:
        with _judged():
            await self._bot.answer_callback_query(press)

    async def close(self) -> None:
        await self._bot.session.close()


def _button(one: Button) -> InlineKeyboardButton:
    if one.url:
        return InlineKeyboardButton(text=one.text, url=one.url)
    return InlineKeyboardButton(text=one.text, callback_data=one.data)


def _heard(one: Update) -> Heard:
    if one.callback_query is not None:
        press, who = one.callback_query, one.callback_query.from_user
        chat = None if press.message is None else press.message.chat
        return Heard(
            update=one.update_id,
            chat=who.id if chat is None else chat.id,
            private=chat is None or chat.type == "private",
            data=press.data or "",
            press=press.id,
            name=who.full_name,
            language=who.language_code or "",
        )
    message = one.message
    if message is None:
        return Heard(update=one.update_id, chat=0, private=False)
    by = message.from_user
    return Heard(
        update=one.update_id,
        chat=message.chat.id,
        private=message.chat.type == "private",
        text=message.text or "",
        replied=_replied(message),
        name="" if by is None else by.full_name,
        language="" if by is None else by.language_code or "",
    )


def _replied(message: Message) -> str:
    """What the bot itself wrote."""
    to = message.reply_to_message
    ours = to is not None and to.from_user is not None and to.from_user.is_bot
    return (to.text or "") if to is not None and ours else ""


@contextmanager
def _judged() -> Iterator[None]:
    """What Telegram says no with, in the words of all carriers."""
    try:
        yield
    except TelegramRetryAfter as error:
        raise NotNow(error.message, float(error.retry_after)) from error
    except (TelegramServerError, TelegramConflictError) as error:
        raise NotNow(error.message) from error
    except TelegramForbiddenError as error:
        raise Gone(error.message) from error
    except TelegramBadRequest as error:
        if "chat not found" in error.message:
            raise Gone(error.message) from error
        raise Refused(error.message) from error
    except (TelegramUnauthorizedError, TelegramNotFound) as error:
        raise KeyRefused(f"Telegram knows no such bot: {error.message}") from error
    except TelegramNetworkError as error:
        if isinstance(error.__cause__, ClientConnectorError):
            raise Away(error.message) from error
        raise InDoubt(error.message) from error
    except ClientDecodeError as error:
        raise InDoubt("Telegram's answer cannot be read") from error
    except AiogramError as error:
        raise Refused(str(error)) from error
