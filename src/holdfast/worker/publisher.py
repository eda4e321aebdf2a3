"""Keeps the published times: whenever what they are made of has changed, and as time goes on."""

import time
from typing import Final

from holdfast.db.engine import Database
from holdfast.flows.booking.publishing import forget_past, publish
from holdfast.views.booking.publishing import publishing_stamp, to_publish

__all__ = ["PUBLISH_EVERY", "SlotPublisher"]

PUBLISH_EVERY: Final = 2.0
_REST: Final = 20
"""Times as long as publishing took, before it is done again: at most a twentieth of the time."""


class SlotPublisher:
    """One of a process. After a start it publishes once: what was published by then stays."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._stamp = ""
        self._not_before = 0.0

    async def run(self) -> int | None:
        """Publish, if there is something new; how many. None: nothing is, or it is too early."""
        if time.monotonic() < self._not_before:
            return None
        await forget_past(self._database)
        stamp = await publishing_stamp(self._database)
        if stamp == self._stamp:
            return None
        begun = time.monotonic()
        count = await publish(self._database, to_publish(self._database))
        self._stamp = stamp  # not before it is done: what failed is done again
        self._not_before = time.monotonic() + _REST * (time.monotonic() - begun)
        return count
