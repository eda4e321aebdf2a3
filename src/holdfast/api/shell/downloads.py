"""Files that a process sends at once: so many, and a few of each order's line, so that whoever
takes theirs slowly, or in many parts, has nobody else wait."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from uuid import UUID

__all__ = ["Downloads"]

_MOST: Final = 100
_EACH: Final = 4
"""Managers of downloads take a file in a few parts at once."""


class Downloads:
    """Of each that is sent a piece is in memory."""

    def __init__(self, most: int = _MOST, each: int = _EACH) -> None:
        self._most = most
        self._each = each
        self._of: Counter[UUID] = Counter()

    def is_busy(self, line: UUID) -> bool:
        """Whether one more of that line would be too many."""
        return self._of.total() >= self._most or self._of[line] >= self._each

    @contextmanager
    def sending(self, line: UUID) -> Iterator[None]:
        """While it is sent."""
        self._of[line] += 1
        try:
            yield
        finally:
            self._of[line] -= 1
            if not self._of[line]:
                del self._of[line]
