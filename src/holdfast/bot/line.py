"""The line to Telegram. What asks there is loaded when it is first needed, by the one process that
is on duty: aiogram takes seconds to load, and 100 MB."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias

from holdfast.bot.saying import Telegram
from holdfast.kit.left_out import put_back

__all__ = ["Line", "line_to"]

Line: TypeAlias = Callable[[], Awaitable[Telegram]]
"""A connection of one's own."""
_LOADING: Final = asyncio.Lock()


def line_to(token: str, url: str, seconds: float) -> Line:
    """``url``: another server than Telegram's own, for tests."""

    async def line() -> Telegram:
        async with _LOADING:  # beside the loop, which goes on meanwhile
            await asyncio.to_thread(_load)
        from holdfast.bot.by_aiogram import ByAiogram

        return ByAiogram(token, url, seconds)

    return line


def _load() -> None:
    """A worker leaves out what a shop has no use for (``server.worker``); this one has."""
    put_back("aiohttp")
    import holdfast.bot.by_aiogram  # noqa: F401
