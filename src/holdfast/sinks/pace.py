"""When a delivery that failed is tried again, and when a sink is left alone: pure, time passed in.

One order's delivery may fail for good; then only that order waits. When several orders in a row
fail and none gets through, it is the other side that is away: it is asked once in a while, by one
order at a time, until one gets through. An order that failed before says little about the other
side: it counts only as long as nothing was seen to get through.
"""

import random
from datetime import UTC, datetime, timedelta
from typing import Final

EVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""Before anything failed."""

MOST_TRIES: Final = 150
"""Ten in the first nine minutes, then every ten minutes for a day; as with jobs."""
FIRST_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 600.0
JITTER: Final = 0.2
AWAY_AFTER: Final = 5  # orders in a row
LONGEST_REST: Final = 30.0


def pause_before(tries: int, longest: float = LONGEST_PAUSE) -> timedelta:
    """How long to wait after so many tries; a fifth more or less, so that not all come at once."""
    seconds = min(FIRST_PAUSE * 2.0 ** min(tries - 1, 30), longest)
    return timedelta(seconds=seconds * random.uniform(1 - JITTER, 1 + JITTER))


class Pace:
    """What a sink can bear now, from what became of the last deliveries.

    It begins with whoever begins to deliver, who cannot know what failed for others before.
    """

    def __init__(self) -> None:
        self._failing: set[str] = set()
        self._proven = False
        self._since = EVER  # nothing got through from then on
        self._rests = 0
        self._until: datetime | None = None

    @property
    def away(self) -> bool:
        """Whether it is left alone, but for one order once in a while."""
        return self._rests > 0

    def room(self, now: datetime, at_once: int) -> int:
        """Of how many orders messages may be on their way."""
        if self._until is None:
            return at_once
        return 1 if now >= self._until else 0

    def failed(self, order: str, now: datetime, *, again: bool = False) -> None:
        """No delivery of this order's got through; ``again``: as the time before."""
        if self._until is not None:
            if now >= self._until:  # what was still on its way when it was left alone says nothing
                self._rest(now)
            return
        if again and self._proven:
            return
        if self._proven and not self._failing:
            self._since = now
        self._failing.add(order)
        if len(self._failing) == AWAY_AFTER:
            self._rest(now)

    def succeeded(self) -> datetime | None:
        """One got through. If the sink was, or may have been, away until now: since when."""
        since = self._since if self.away or not self._proven else None
        self._failing.clear()
        self._proven, self._rests, self._until = True, 0, None
        return since

    def _rest(self, now: datetime) -> None:
        self._rests += 1
        self._until = now + pause_before(self._rests, LONGEST_REST)
