"""Answers that are given again while nothing they were made of has changed."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Final

__all__ = ["KeptAnswers"]

MOST_BYTES: Final = 16 * 1024 * 1024


class KeptAnswers:
    """By what was asked, each with the ``stamp`` of what it was made of; another stamp makes it
    worthless. Beyond so many bytes those asked for longest ago are forgotten."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._kept: OrderedDict[bytes, tuple[Hashable, bytes]] = OrderedDict()
        self.bytes = 0

    def get(self, asked: bytes, stamp: Hashable) -> bytes | None:
        """The answer, if it is as good as new."""
        known = self._kept.get(asked)
        if known is None:
            return None
        if known[0] != stamp:
            self._drop(asked)
            return None
        self._kept.move_to_end(asked)
        return known[1]

    def keep(self, asked: bytes, stamp: Hashable, answer: bytes) -> None:
        """Give this answer from now on; one that is too large for it all is not kept."""
        self._drop(asked)
        size = len(asked) + len(answer)
        if size > self._most // 8:
            return
        self._kept[asked] = stamp, answer
        self.bytes += size
        while self.bytes > self._most:
            self._drop(next(iter(self._kept)))

    def _drop(self, asked: bytes) -> None:
        known = self._kept.pop(asked, None)
        if known is not None:
            self.bytes -= len(asked) + len(known[1])
