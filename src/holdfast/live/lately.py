"""What changed in the last minute: a client that subscribes now may show a page from before."""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from typing import Final

__all__ = ["LATELY", "Lately"]

LATELY: Final = 60.0  # seconds: a page that loads slowly, a connection that comes back
MOST: Final = 10_000


class Lately:
    """Accounts by when they changed last."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._at: OrderedDict[str, float] = OrderedDict()

    def note(self, keys: Iterable[str]) -> None:
        """They changed now."""
        now, at = self._now(), self._at
        for key in keys:
            at[key] = now
            at.move_to_end(key)
        while at and (len(at) > MOST or at[next(iter(at))] < now - LATELY):
            at.popitem(last=False)

    def __iter__(self) -> Iterator[str]:
        """Those of the last minute, the latest change first."""
        oldest = self._now() - LATELY
        for key in reversed(self._at):
            if self._at[key] < oldest:
                return
            yield key

    def clear(self) -> None:
        """Nobody has seen what was before."""
        self._at.clear()
