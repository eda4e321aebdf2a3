"""The database's clock, read every few seconds, so that whoever tells a time or compares one with
what the database decided asks nobody (``kit.clock.shop_now``).
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

from holdfast.kit.clock import set_shop_clock, skew
from holdfast.kit.logs import logger
from holdfast.kit.tasks import Tasks

__all__ = ["SKEW_WARNED", "ClockReader"]

EVERY: Final = 5.0  # seconds between two readings
UNSURE: Final = 0.1  # an answer that took longer says too little of when it was given,
STALE: Final = 60.0  # unless nothing better came for so long
SKEW_WARNED: Final = 2.0

log = logger("db")


class ClockReader:
    """Keeps the shop's clock by what ``ask`` answers: what the database's says at that moment.
    ``away``: what it raises while nobody answers."""

    def __init__(
        self, ask: Callable[[], Awaitable[datetime]], away: tuple[type[Exception], ...]
    ) -> None:
        self._ask = ask
        self._away = away
        self._read_at = 0.0
        self._warned = False
        self._tasks = Tasks()

    async def start(self) -> None:
        """Read it, and go on to."""
        with suppress(*self._away):
            await self.read()
        self._tasks.begin(self._reading(), "the database's clock")

    async def stop(self) -> None:
        await self._tasks.end()

    async def read(self) -> None:
        """Once. Half the way there and back is how far off it may be."""
        asked = time.monotonic()
        found = await self._ask()
        answered = time.monotonic()
        if answered - asked > UNSURE and self._read_at and answered - self._read_at < STALE:
            return
        self._read_at = answered
        set_shop_clock(found.astimezone(UTC), (asked + answered) / 2)
        self._compare()

    def _compare(self) -> None:
        apart = skew()
        wrong = abs(apart) > SKEW_WARNED
        if wrong and not self._warned:
            log.warning(
                "the clocks of the database and of this machine differ; times are told and compared"
                " by the database's. Let both keep time (NTP)",
                database_ahead_seconds=round(apart, 1),
            )
        elif self._warned and not wrong:
            log.info("the clocks of the database and of this machine agree again")
        self._warned = wrong

    async def _reading(self) -> None:
        while True:
            await asyncio.sleep(EVERY)
            with suppress(*self._away):  # as others say
                await self.read()
