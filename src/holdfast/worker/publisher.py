"""Keeps the published times: whenever what they are made of has changed, and as time goes on."""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime
from typing import Final
from uuid import UUID

from holdfast.db.engine import Database
from holdfast.flows.booking.publishing import forget_past, publish, publish_nothing_else
from holdfast.views.booking.publishing import publishing_stamp, to_publish

__all__ = ["PUBLISH_EVERY", "SlotPublisher"]

PUBLISH_EVERY: Final = 2.0
_REST: Final = 1
"""Times as long as writing a day took, before the next one is: half of the time at most."""


class SlotPublisher:
    """One of a process. After a start it publishes once: what was published by then stays. ``by``
    is what it may publish by: as long as that is the same, nobody else does."""

    def __init__(self, database: Database, by: Callable[[], object] = lambda: None) -> None:
        self._database = database
        self._by, self._held = by, by()
        self._stamp = ""
        self._written: dict[tuple[UUID, datetime], int] = {}
        """What was written of each day of a service, by its hash."""

    async def run(self) -> int | None:
        """Publish, if there is something new; how many there are. None: nothing is."""
        if self._by() != self._held:
            self._forget()
        try:
            return await self._publish()
        except BaseException:  # of some days something else stands there by now
            self._forget()
            raise

    def _forget(self) -> None:
        self._held, self._stamp, self._written = self._by(), "", {}

    async def _publish(self) -> int | None:
        await forget_past(self._database)
        stamp = await publishing_stamp(self._database)
        if stamp == self._stamp:
            return None
        count, written, services = 0, {}, set()
        async for day in to_publish(self._database):
            services.add(day.service)
            count += len(day.slots)
            known = hash(tuple(day.slots))
            key = day.service, day.end
            if self._written.get(key) != known:
                begun = time.monotonic()
                await publish(self._database, day.service, (day.begin, day.end), day.slots)
                await asyncio.sleep(_REST * (time.monotonic() - begun))
            written[key] = known
        await publish_nothing_else(self._database, services)
        self._written, self._stamp = written, stamp
        return count
