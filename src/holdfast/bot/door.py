"""Hearing what is written to the bot, by long polling, and answering it: by one process at a time.

An update is told again until the next question names a later one, so whoever ends in between hears
it once more. What it does is done once all the same: linking marks the update in the inbox, in the
same transaction; what goes through the ledger has a key made of it. It is answered again.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

import structlog

from holdfast.bot.line import Line
from holdfast.bot.saying import Heard, Said, Telegram
from holdfast.db.engine import is_away
from holdfast.mail import Away, Gone, InDoubt, NotNow, Refused

__all__ = ["DUTY", "Door"]

log = structlog.get_logger("holdfast.telegram")

DUTY: Final = "telegram"
POLL_SECONDS: Final = 10
MOST_TRIES: Final = 3
LONGEST_WAIT: Final = 60.0
"""So many seconds an answer is tried to be given, in which those of others wait."""
_PAUSE: Final = 1.0


class Door:
    """``answer``: what is said to what was heard; that is tried for ``longest`` seconds."""

    def __init__(
        self,
        line: Line,
        answer: Callable[[Heard], Awaitable[Said | None]],
        longest: float = LONGEST_WAIT,
    ) -> None:
        self._line, self._answer, self._longest = line, answer, longest
        self._after: int | None = None

    async def run(self, holds: Callable[[], bool]) -> None:
        """Hear and answer until cancelled, while this process is the one to do so."""
        telegram: Telegram | None = None
        failed = 0
        try:
            while True:
                if not holds():
                    self._after = None
                    await asyncio.sleep(_PAUSE)
                    continue
                try:
                    if telegram is None:
                        telegram = await self._line()
                    await self._round(telegram)
                    failed = 0
                except (Away, NotNow, InDoubt, Refused, Gone) as error:
                    failed += 1
                    asked = error.after if isinstance(error, NotNow) else None
                    pause = max(min(_PAUSE * 2.0 ** (failed - 1), LONGEST_WAIT), asked or 0.0)
                    log.warning("telegram does not answer", error=str(error), retry_in=pause)
                    await asyncio.sleep(pause)
                except Exception as error:
                    failed += 1
                    trace = None if is_away(error) else error
                    log.error(  # noqa: TRY400
                        "an update cannot be answered", error=repr(error), exc_info=trace
                    )
                    await asyncio.sleep(min(_PAUSE * 2.0 ** (failed - 1), LONGEST_WAIT))
        finally:
            if telegram is not None:
                await telegram.close()

    async def _round(self, telegram: Telegram) -> None:
        for heard in await telegram.heard(self._after, POLL_SECONDS):
            await self._one(telegram, heard)
            self._after = heard.update

    async def _one(self, telegram: Telegram, heard: Heard) -> None:
        try:
            said = await self._answer(heard)
        except Exception as error:
            if is_away(error):
                raise  # it is told again
            log.error(  # noqa: TRY400
                "an update is left unanswered", update=heard.update, exc_info=error
            )
            said = None
        until = asyncio.get_running_loop().time() + self._longest
        try:
            async with asyncio.timeout_at(until):
                if said is not None:
                    await self._told(lambda: telegram.say(heard.chat, said), until)
                if heard.press:
                    await self._told(lambda: telegram.seen(heard.press), until)
        except TimeoutError:
            log.warning("an answer takes too long", update=heard.update)

    async def _told(self, tell: Callable[[], Awaitable[None]], until: float) -> None:
        """As often as Telegram wants it put off, not before it says, and not beyond ``until``."""
        for _ in range(MOST_TRIES):
            try:
                await tell()
            except NotNow as error:
                after = _PAUSE if error.after is None else error.after
                if asyncio.get_running_loop().time() + after > until:
                    log.warning("an answer is put off for too long", seconds=after)
                    return
                await asyncio.sleep(after)
            except Away:
                await asyncio.sleep(_PAUSE)
            except (Gone, InDoubt, Refused) as error:
                log.info("an answer is not given", error=str(error))
                return
            else:
                return
